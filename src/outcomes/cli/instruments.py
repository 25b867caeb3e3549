"""``outcomes instruments``: the instruments there are, and what each asks for and gives."""

from __future__ import annotations

from typing import Annotated

import typer


def instruments(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="One of them; all if none is named.", show_default=False
        ),
    ] = None,
) -> None:
    """List the instruments, or show one: items, scores, rules, thresholds and their sources.

    \b
    Examples:
      outcomes instruments
      outcomes instruments koos
    """  # noqa: D301
    from outcomes.cli.console import make_console, make_table
    from outcomes.instruments import INSTRUMENTS, get_instrument
    from outcomes.instruments.reference import describe_directions, render_page

    if name is not None:
        typer.echo(render_page(get_instrument(name)), nl=False)
        return
    table = make_table("Name", "Instrument", "Items", "Higher is")
    for one in INSTRUMENTS.values():
        table.add_row(one.name, one.label, str(len(one.items)), describe_directions(one))
    table.columns[1].no_wrap = False
    make_console().print(table)
