"""``outcomes list``, ``check``, ``new`` and ``bundle``: what there is, and what to do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomes.cli.console import (
    make_console,
    make_table,
    narrow_list,
    natural_width,
    relative_to_cwd,
)
from outcomes.cli.project import WRONG_INPUT, Root, locate_root
from outcomes.errors import NotebookError, StudyError


def list_everything(root: Root = None) -> None:
    """List the studies, their reports and how each ended.

    \b
    Example:
      outcomes list
    """  # noqa: D301
    from outcomes.runs import find_notebooks
    from outcomes.runs.list_reports import list_reports

    place = locate_root(root)
    lines = list_reports(place)
    console = make_console()
    table = make_table("Study", "Provenance", "Joint", "Report", "State", "Page")
    for line in lines:
        table.add_row(*line)
    if natural_width(table, console) > console.width:
        table = narrow_list(lines)
    console.print(table)
    names = ", ".join(find_notebooks(place))
    console.print(f"Notebooks: {names or 'none'}", markup=False, highlight=False, soft_wrap=True)


def check(
    studies: Annotated[
        list[str] | None,
        typer.Argument(help="Study ids; every study if none is named.", show_default=False),
    ] = None,
    root: Root = None,
) -> None:
    """Check studies and notebooks, and list every fault at once.

    Each with its place, what was found there, and what to do. Nothing is written.

    \b
    Example:
      outcomes check my-study
    """  # noqa: D301
    from outcomes.runs.check_notebooks import check_notebooks
    from outcomes.runs.check_reports import load_checked
    from outcomes.runs.jobs import RAW
    from outcomes.runs.load_studies import find_studies
    from outcomes.runs.notebooks import find_notebooks

    place = locate_root(root)
    notebooks = find_notebooks(place)
    sound = True
    for name in find_studies(place, studies or ()):
        try:
            study = load_checked(place / RAW / name, notebooks)
        except StudyError as error:
            sound = False
            typer.echo(str(error), err=True)
        else:
            typer.echo(f"study {name}: no fault found")
            for file, how in study.tables_read.items():
                typer.echo(f"  {file}: {how}")
    faults = check_notebooks(notebooks)
    if faults:
        sound = False
        typer.echo(str(NotebookError(faults)), err=True)
    if not sound:
        raise typer.Exit(WRONG_INPUT)


def new(
    study: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens.")],
    root: Root = None,
) -> None:
    """Lay out a new study, to be filled in.

    Writes a commented study.yaml, and tables that have their headers.

    \b
    Example:
      outcomes new my-study
    """  # noqa: D301
    from outcomes.runs.check_reports import list_suiting
    from outcomes.runs.notebooks import find_notebooks
    from outcomes.study import new_study

    place = locate_root(root)
    folder = new_study(study, place, list_suiting(find_notebooks(place)))
    typer.echo(f"{relative_to_cwd(folder)} is ready. Fill in study.yaml and the tables, then:")
    typer.echo(f"  outcomes check {study}\n  outcomes run {study}")


def bundle(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id of a study with reports.")],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FILE", help="The zip to write.", show_default="STUDY-reports.zip"
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Pack a study's pages and results into one zip, to be sent.

    Whoever gets it opens index.html in it; nothing else is needed.

    \b
    Example:
      outcomes bundle my-study
    """  # noqa: D301
    from outcomes.runs.publish_site import publish_bundle

    path = to or Path(f"{study}-reports.zip")
    publish_bundle(locate_root(root), study, path)
    typer.echo(f"packed: {relative_to_cwd(path.resolve())}")
