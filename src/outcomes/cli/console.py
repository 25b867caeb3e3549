"""How the command line looks: tables that fit, progress, and the summary of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from outcomes.runs import Job, LedgerEntry
    from outcomes.runs.run_jobs import OnEvent
    from outcomes.runs.verify_reports import Verification

PIPED_WIDTH = 200
"""Columns of a table that is written to a file or a pipe, where no line need be broken."""


def make_console() -> Console:
    """Return a console; wide where nobody watches."""
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    return console


def make_table(*headings: str) -> Table:
    """Return an empty table with these headings."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def narrow_list(lines: Sequence[Sequence[str]]) -> Table:
    """Leave out what the id and the report show anyway; fold what is still too long."""
    table = make_table("Study", "Provenance", "Report", "State")
    for study, provenance, _, report, state, _ in lines:
        table.add_row(study, provenance, report, state)
    for column in (table.columns[0], table.columns[-1]):
        column.no_wrap = False
        column.overflow = "fold"
        column.min_width = len("out of date")
    return table


def natural_width(table: Table, console: Console) -> int:
    """Return how many columns a table takes if no line is broken."""
    from rich.measure import Measurement

    unbounded = console.options.update(width=10_000)
    return Measurement.get(console, unbounded, table).maximum


@contextmanager
def show_progress(jobs: Sequence[Job], *, quiet: bool = False) -> Iterator[OnEvent]:
    """Show one bar per job on a terminal, and one plain line per job elsewhere.

    Parameters
    ----------
    jobs : sequence of Job
        What is about to be run.
    quiet : bool
        Show nothing.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = make_console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as progress:
        tasks = {
            (job.owner, job.report): progress.add_task(
                f"{job.owner}: {job.report}", start=False, total=1
            )
            for job in jobs
        }

        def on_event(entry: LedgerEntry, done: int, cells: int) -> None:
            task = tasks[(entry.study, entry.report)]
            if done == 0:
                progress.start_task(task)
            progress.update(task, completed=done, total=cells)
            if entry.has_ended:
                progress.stop_task(task)
                if not console.is_terminal and not quiet:
                    typer.echo(f"{entry.study}: {entry.report}: {_describe_state(entry)}")

        yield on_event


def say_error(error: Exception) -> str:
    """Return what an error that ends a command says: of a file, which and why."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot read or write {error.filename or 'a file'}: {error.strerror}."
    return str(error)


def summarise(entries: Sequence[LedgerEntry], *, quiet: bool = False) -> None:
    """Print one line per job, and why those failed that did; if quiet, these alone."""
    from rich.text import Text

    table = make_table("Study", "Report", "State", "Seconds")
    for entry in entries:
        state = Text(_describe_state(entry), style="red" if entry.state.is_bad else "green")
        table.add_row(entry.study, entry.report, state, f"{entry.seconds:.1f}")
    if not quiet:
        make_console().print(table)
    for entry in entries:
        if entry.failure is not None:
            typer.echo(f"{entry.study}: {entry.report}: {entry.failure}", err=True)


def say_spawned(entries: Sequence[LedgerEntry] | Sequence[Verification]) -> None:
    """Print on stderr, once for each reason, that notebooks were spawned and not forked."""
    reasons = [entry.spawned for entry in entries if entry.spawned]
    for reason in dict.fromkeys(reasons):
        number = reasons.count(reason)
        notebooks = "1 notebook was" if number == 1 else f"{number} notebooks were"
        typer.echo(
            f"{notebooks} run in a spawned kernel, which takes longer to start: {reason}", err=True
        )


def say_replaced(replaced: Mapping[str, Sequence[str]]) -> None:
    """Print on stderr which published reports are replaced, and by which other parameters."""
    for changes, reports in replaced.items():
        typer.echo(f"made again with {changes}: {'; '.join(reports)}", err=True)


def _describe_state(entry: LedgerEntry) -> str:
    return "unchanged" if entry.unchanged else str(entry.state)


def relative_to_cwd(path: Path) -> str:
    """Return a path relative to the working directory where it is below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
