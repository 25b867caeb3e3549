"""``outcomes evidence``: packs of published evidence, listed, checked and begun."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomes.cli.console import make_console, make_table, relative_to_cwd
from outcomes.cli.project import WRONG_INPUT, Root, locate_root

evidence = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Packs of published evidence that studies are set beside: list, check, new.",
)


def _locate_packs(root: Path | None) -> Path:
    from outcomes.study.beside import own_packs

    return own_packs(locate_root(root) / "data" / "raw")


@evidence.command("list")
def list_all(root: Root = None) -> None:
    """List the packs: those that come with this package, and the project's own.

    \b
    Example:
      outcomes evidence list
    """  # noqa: D301
    from outcomes.evidence import check_pack, list_packs, load_pack

    own = _locate_packs(root)
    table = make_table("Pack", "Title", "Trials", "Numbers", "Claims", "State")
    for name, folder in list_packs(own).items():
        faults = check_pack(folder)
        if faults:
            table.add_row(name, "", "", "", "", f"{len(faults)} wrong")
            continue
        pack = load_pack(name, own)
        sizes = (len(pack.tables[each]) for each in ("designs", "published", "claims"))
        table.add_row(name, pack.topic.title, *map(str, sizes), "no fault")
    make_console().print(table)


@evidence.command()
def check(
    packs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PACK...", help="Names; every pack if none is named.", show_default=False
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Check the tables of packs, and list every fault at once.

    Finds words and numbers that a column does not hold, intervals that are not around their value,
    standard errors entered as standard deviations, turned signs, trials counted twice, and
    comparators that are no placebo. Each has its place, what was found there, and what to do.

    \b
    Examples:
      outcomes evidence check
      outcomes evidence check my-pack
    """  # noqa: D301
    from outcomes.errors import list_faults
    from outcomes.evidence import check_pack, list_packs
    from outcomes.evidence.pack import find_pack

    own = _locate_packs(root)
    wrong = False
    for name in packs or list_packs(own):
        faults = check_pack(find_pack(name, own))
        if faults:
            wrong = True
            lines = "\n  ".join(list_faults(faults))
            typer.echo(f"pack {name}: {len(faults)} wrong\n  {lines}", err=True)
        else:
            typer.echo(f"pack {name}: no fault found")
    if wrong:
        raise typer.Exit(WRONG_INPUT)


@evidence.command()
def new(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="Small letters, digits, hyphens.")],
    root: Root = None,
) -> None:
    """Lay out a new pack in data/evidence, to be filled in.

    \b
    Example:
      outcomes evidence new my-pack
    """  # noqa: D301
    from outcomes.evidence.scaffold import new_pack

    folder = new_pack(pack, _locate_packs(root))
    typer.echo(f"{relative_to_cwd(folder)} is ready. Fill in pack.yaml and the tables, then:")
    typer.echo(f"  outcomes evidence check {pack}")
    typer.echo(f"A study that is to stand beside it says `evidence: {pack}` in its study.yaml.")
