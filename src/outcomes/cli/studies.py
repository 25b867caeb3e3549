"""``outcomes list``, ``check``, ``new``, ``lock`` and ``bundle``: what to do with studies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from outcomes.runs.check_everything import Checked


def list_everything(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the list as JSON, and nothing else.")
    ] = False,
    root: Root = None,
) -> None:
    """List the studies, their reports and how each ended.

    \b
    Examples:
      outcomes list
      outcomes list --json
    """  # noqa: D301
    from outcomes.runs import find_notebooks
    from outcomes.runs.list_reports import describe_list, list_reports

    place = locate_root(root)
    lines = list_reports(place)
    if as_json:
        typer.echo(describe_list(lines, find_notebooks(place)))
        return
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
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write faults and queries to an xlsx workbook."),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML to a file.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: file, row, column and cause, no values.")
    ] = False,
    root: Root = None,
) -> None:
    """Check studies and notebooks, and list every fault and query at once.

    A fault stops a study; a query runs and is shown, since it may be right and should be looked at.
    Each has its place, what was found there, and what to do. Studies are not changed.

    \b
    Examples:
      outcomes check my-study
      outcomes check my-study --to faults.xlsx
      outcomes check --json --junit check.xml
    """  # noqa: D301
    from outcomes.runs.check_everything import check_everything
    from outcomes.runs.check_files import (
        describe_check,
        write_check_junit,
        write_check_workbook,
    )

    found = check_everything(locate_root(root), studies or ())
    if to is not None:
        write_check_workbook(to, found)
    if junit is not None:
        write_check_junit(junit, found)
    if as_json:
        typer.echo(describe_check(found))
    else:
        for each in found:
            _say_checked(each)
    if any(each.faults for each in found):
        raise typer.Exit(WRONG_INPUT)


def _say_checked(found: Checked) -> None:
    """Print what was found: faults on the error stream, the rest as what went well."""
    if found.faults:
        error = (
            StudyError(found.study, found.faults) if found.study else NotebookError(found.faults)
        )
        typer.echo(str(error), err=True)
    elif found.study:
        asked = len(found.queries)
        queries = f", {asked} quer{'y' if asked == 1 else 'ies'}" if asked else ""
        typer.echo(f"study {found.study}: no fault found{queries}")
    for file, how in found.tables_read.items():
        typer.echo(f"  {file}: {how}")
    for query in found.queries:
        typer.echo(f"  {query}")
    for note in found.notes:
        typer.echo(f"  {note.part.lower()}: {note.text}")


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
    from outcomes.runs.check_reports import list_optional, list_suiting
    from outcomes.runs.notebooks import find_notebooks
    from outcomes.study import new_study

    place = locate_root(root)
    notebooks = find_notebooks(place)
    folder = new_study(study, place, list_suiting(notebooks), list_optional(notebooks))
    typer.echo(f"{relative_to_cwd(folder)} is ready. Fill in study.yaml and the tables, then:")
    typer.echo(f"  outcomes check {study}\n  outcomes run {study}")


def lock(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id of a study.")],
    root: Root = None,
) -> None:
    """Lock a study's plan, before anybody has seen results.

    Writes what study.yaml says is analysed and how, with the day and a hash. Reports made later
    list what was changed since. A plan is locked once; the tables need not be there yet.

    \b
    Example:
      outcomes lock my-study
    """  # noqa: D301
    from datetime import date

    from outcomes.study.locked_plan import lock_plan
    from outcomes.study.paths import study_folder

    folder = study_folder(locate_root(root) / "data" / "raw" / study)
    path = lock_plan(folder, date.today())
    typer.echo(f"{relative_to_cwd(path)} holds the plan as it is today.")


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
