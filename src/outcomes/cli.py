"""The command line: ``outcomes list | check | run | new``.

Whatever takes long to import is imported by the command that needs it, so that help comes at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomes.errors import OutcomesError, RunError, StudyError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from outcomes.runs import Entry, Job
    from outcomes.runs.run import OnEvent

FAILED = 1
WRONG_INPUT = 2
PIPED_WIDTH = 200
"""Columns of a table that is written to a file or a pipe, where no line need be broken."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        help="Root folder of the project, if it is not the working directory or one above it.",
        show_default=False,
    ),
]


def _show_version(asked: bool) -> None:
    if asked:
        import outcomes

        typer.echo(f"outcomes {outcomes.__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
    root: Root = None,
) -> None:
    """From a study in data/raw to reports that open in a browser.

    \b
    Examples:
      outcomes list
      outcomes check knee-dextrose-saline
      outcomes run
      outcomes run knee-dextrose-saline --only treatment-effect -p level=0.9
      outcomes new my-study

    \b
    Exit codes:
      0  all went well
      1  a report failed; the others were made
      2  the input is wrong; nothing was run or written
    """  # noqa: D301
    if root is not None and context.invoked_subcommand is not None:
        # What stands before the command holds unless it is given again behind it.
        context.default_map = {context.invoked_subcommand: {"root": root}}


@app.command("list")
def list_everything(root: Root = None) -> None:
    """List the studies, their reports and how each ended.

    \b
    Example:
      outcomes list
    """  # noqa: D301
    from outcomes.runs import find_notebooks
    from outcomes.runs.overview import describe_studies

    place = _find_root(root)
    lines = describe_studies(place)
    console = _console()
    table = _table("Study", "Provenance", "Joint", "Report", "State", "Page")
    for line in lines:
        table.add_row(*line)
    if _natural_width(table, console) > console.width:
        table = _narrow_list(lines)
    console.print(table)
    names = ", ".join(find_notebooks(place))
    console.print(f"Notebooks: {names or 'none'}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(
    studies: Annotated[
        list[str] | None,
        typer.Argument(help="Study ids; every study if none is named.", show_default=False),
    ] = None,
    root: Root = None,
) -> None:
    """Check studies and tell every fault at once.

    Each with its place, what was found there, and what to do. Nothing is written.

    \b
    Example:
      outcomes check knee-dextrose-saline
    """  # noqa: D301
    from outcomes.runs.jobs import RAW, find_studies
    from outcomes.study import check_study

    place = _find_root(root)
    sound = True
    for name in find_studies(place, studies or ()):
        faults = check_study(place / RAW / name)
        if faults:
            sound = False
            typer.echo(str(StudyError(name, faults)), err=True)
        else:
            typer.echo(f"study {name}: no fault found")
    if not sound:
        raise typer.Exit(WRONG_INPUT)


@app.command()
def run(
    studies: Annotated[
        list[str] | None,
        typer.Argument(help="Study ids; every study if none is named.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NOTEBOOK",
            help="Run this notebook alone, as treatment-effect; may be repeated.",
            show_default=False,
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--parameter",
            metavar="NAME=VALUE",
            help="Set a parameter of the notebooks, as level=0.9; may be repeated.",
            show_default=False,
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Run notebooks and publish their reports.

    Each study says which notebooks it wants. All input is checked before anything is run; a
    notebook that fails does not stop the others.

    \b
    Examples:
      outcomes run
      outcomes run knee-dextrose-saline
      outcomes run knee-dextrose-saline --only treatment-effect -p level=0.9
    """  # noqa: D301
    from outcomes.runs import parse_assignments, plan_jobs

    place = _find_root(root)
    given = parse_assignments(parameter or ())
    jobs = plan_jobs(place, studies or (), only or (), given)
    from outcomes.runs.run import run_jobs

    with _progress(jobs) as on_event:
        entries = run_jobs(jobs, place, on_event)
    _summarise(entries)
    typer.echo(f"All reports: {_shown(place / 'reports' / 'index.html')}")
    if any(entry.state.is_bad for entry in entries):
        raise typer.Exit(FAILED)


@app.command()
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
    from outcomes.study import new_study

    folder = new_study(study, _find_root(root))
    typer.echo(f"{_shown(folder)} is ready. Fill in study.yaml and the tables, then:")
    typer.echo(f"  outcomes check {study}\n  outcomes run {study}")


def main() -> None:
    """Run the command line; what this package refuses is told without a traceback."""
    try:
        app()
    except OutcomesError as error:
        typer.echo(f"{error}", err=True)
        sys.exit(WRONG_INPUT)
    except OSError as error:
        typer.echo(f"cannot read or write {error.filename}: {error.strerror}.", err=True)
        sys.exit(FAILED)


def _find_root(root: Path | None) -> Path:
    from outcomes.study import find_root

    if root is None:
        return find_root()
    if not (root / "data" / "raw").is_dir():
        raise RunError(f"{root} has no folder data/raw. Give the project's root folder.")
    return root.resolve()


def _console() -> Console:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    return console


def _table(*headings: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def _narrow_list(lines: Sequence[Sequence[str]]) -> Table:
    """Leave out what the id and the report tell anyway; what is still too long is folded."""
    table = _table("Study", "Provenance", "Report", "State")
    for study, provenance, _, report, state, _ in lines:
        table.add_row(study, provenance, report, state)
    for column in (table.columns[0], table.columns[-1]):
        column.no_wrap = False
        column.overflow = "fold"
        column.min_width = len("out of date")
    return table


def _natural_width(table: Table, console: Console) -> int:
    from rich.measure import Measurement

    unbounded = console.options.update(width=10_000)
    return Measurement.get(console, unbounded, table).maximum


@contextmanager
def _progress(jobs: Sequence[Job]) -> Iterator[OnEvent]:
    """Show a bar a job on a terminal, and a plain line a job where there is none."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = _console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks = {
            (job.study.id, job.report): progress.add_task(
                f"{job.study.id}: {job.report}", start=False, total=1
            )
            for job in jobs
        }

        def on_event(entry: Entry, done: int, cells: int) -> None:
            task = tasks[(entry.study, entry.report)]
            if done == 0:
                progress.start_task(task)
            progress.update(task, completed=done, total=cells)
            if entry.has_ended:
                progress.stop_task(task)
                if not console.is_terminal:
                    typer.echo(f"{entry.study}: {entry.report}: {entry.state}")

        yield on_event


def _summarise(entries: Sequence[Entry]) -> None:
    from rich.text import Text

    table = _table("Study", "Report", "State", "Seconds")
    for entry in entries:
        state = Text(str(entry.state), style="red" if entry.state.is_bad else "green")
        table.add_row(entry.study, entry.report, state, f"{entry.seconds:.1f}")
    _console().print(table)
    for entry in entries:
        if entry.failure is not None:
            typer.echo(f"{entry.study}: {entry.report}: {entry.failure}", err=True)


def _shown(path: Path) -> str:
    """Relative to the working directory where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
