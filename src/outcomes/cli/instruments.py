"""``outcomes instruments``: the instruments there are, and what each asks for and gives."""

from __future__ import annotations

from typing import Annotated

import typer


def instruments(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="One of them, or a study's own, as STUDY/FILE.yaml or by its path; all if none "
            "is named.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the instruments, or show one: items, scores, rules, thresholds and their sources.

    \b
    Examples:
      outcomes instruments
      outcomes instruments koos
      outcomes instruments my-study/stiff-foot.yaml
    """  # noqa: D301
    from outcomes.cli.console import make_console, make_table
    from outcomes.instruments import INSTRUMENTS, get_instrument
    from outcomes.instruments.reference import describe_directions, render_page
    from outcomes.study.instrument_file import load_own_instrument
    from outcomes.study.own_instrument import SUFFIXES

    if name is not None:
        find = load_own_instrument if name.endswith(SUFFIXES) else get_instrument
        typer.echo(render_page(find(name)), nl=False)
        return
    table = make_table("Name", "Instrument", "Items", "Higher is")
    for one in INSTRUMENTS.values():
        table.add_row(one.name, one.label, str(len(one.items)), describe_directions(one))
    table.columns[1].no_wrap = False
    make_console().print(table)
