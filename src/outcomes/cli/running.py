"""``outcomes run``: run notebooks and publish their reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomes.cli.console import say_spawned, show_progress, summarise, tell_path
from outcomes.cli.project import FAILED, SIGNALLED, Root, locate_root
from outcomes.errors import InterruptedRunError, RunError

if TYPE_CHECKING:
    from outcomes.forking.limits import Limits
    from outcomes.runs import Entry, Job


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
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            metavar="FILE",
            help="Run the sets of a batch file: studies by notebooks by parameters.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, help="What random states are made from.", show_default="0"),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", min=1, help="Notebooks at a time.", show_default="one a core"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Run also what has not changed.")] = False,
    verify: Annotated[
        int | None,
        typer.Option(
            "--verify",
            min=1,
            metavar="N",
            help="After the run, make N of the reports again and compare every byte.",
            show_default=False,
        ),
    ] = None,
    fail_fast: Annotated[
        bool,
        typer.Option(
            "--fail-fast/--keep-going", help="Whether to start no more once a report has failed."
        ),
    ] = False,
    wall: Annotated[
        str, typer.Option("--wall", metavar="TIME", help="Longest that a notebook may run.")
    ] = "1h",
    cpu: Annotated[
        str | None,
        typer.Option(
            "--cpu", metavar="TIME", help="Most CPU time of a notebook.", show_default="no limit"
        ),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option(
            "--memory",
            metavar="SIZE",
            help="Most memory of a notebook, as 4GB.",
            show_default="no limit",
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="ADDRESS",
            help="Send the notebooks to the Dask cluster whose scheduler is there.",
            show_default=False,
        ),
    ] = None,
    shared: Annotated[
        bool,
        typer.Option(
            "--shared", help="With --dask: workers see the project at the same path; ship nothing."
        ),
    ] = False,
    junit: Annotated[
        Path | None,
        typer.Option(
            "--junit",
            metavar="FILE",
            help="Write the outcome as JUnit XML too.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the outcome as JSON, and nothing else.")
    ] = False,
    root: Root = None,
) -> None:
    """Run notebooks and publish their reports.

    Each study says which notebooks it wants. All input is checked before anything is run; a
    report that stands already, made from the same inputs, is not made again; a notebook that
    fails does not stop the others.

    \b
    Examples:
      outcomes run
      outcomes run knee-dextrose-saline
      outcomes run knee-dextrose-saline --only treatment-effect -p level=0.9
      outcomes run --batch batch.yaml --jobs 4 --junit reports.xml
    """  # noqa: D301
    place = locate_root(root)
    limits = _read_limits(wall, cpu, memory)
    if shared and dask is None:
        raise RunError("--shared says how data reach a cluster. Give --dask ADDRESS too.")
    if dask is None:
        _start_early()
    _import_early()
    if batch is not None and (only or studies or seed is not None):
        raise RunError(
            "a batch file says which studies and notebooks are run, with which seed. "
            "Leave out --only, --seed and the studies, or --batch."
        )
    planned = _plan(place, studies or (), only or (), parameter or (), batch, seed or 0)
    how = _How(jobs, limits, force, fail_fast, dask, shared)
    entries, code = _run(planned, place, how, quiet=as_json)
    say_spawned(entries)
    if junit is not None:
        from outcomes.runs.exports import write_junit

        write_junit(junit, entries)
    if as_json:
        from outcomes.runs.exports import describe_run

        typer.echo(describe_run(entries))
    else:
        summarise(entries)
        typer.echo(f"All reports: {tell_path(place / 'reports' / 'index.html')}")
    if verify is not None and code < SIGNALLED:
        code = max(code, _verify(planned, place, verify, limits))
    if code:
        raise typer.Exit(code)


@dataclass(frozen=True)
class _How:
    """The options of a run that say how, not what."""

    workers: int | None
    limits: Limits
    force: bool
    fail_fast: bool
    dask: str | None
    shared: bool


def _read_limits(wall: str, cpu: str | None, memory: str | None) -> Limits:
    from outcomes.forking.limits import Limits, parse_size, parse_time

    return Limits(
        wall=parse_time(wall),
        cpu=None if cpu is None else parse_time(cpu),
        memory=None if memory is None else parse_size(memory),
    )


def _start_early() -> None:
    """Have the template import everything while the studies are read."""
    from outcomes.forking.template import start_template

    start_template()


def _import_early() -> None:
    from outcomes.forking.preload import import_nbformat

    import_nbformat()


def _plan(
    root: Path,
    studies: Sequence[str],
    only: Sequence[str],
    parameters: Sequence[str],
    batch: Path | None,
    seed: int,
) -> tuple[Job, ...]:
    from outcomes.runs import parse_assignments, plan_jobs

    given = parse_assignments(parameters)
    if batch is None:
        return plan_jobs(root, studies, only, given, seed=seed)
    from outcomes.runs.batch import plan_batch, read_batch

    return plan_batch(read_batch(batch), root, given)


def _run(
    jobs: Sequence[Job], root: Path, how: _How, *, quiet: bool
) -> tuple[tuple[Entry, ...], int]:
    """Run the jobs; return the ledger's lines and the exit code."""
    from outcomes.runs.run import RunOptions, run_jobs

    options = RunOptions(
        workers=how.workers, limits=how.limits, force=how.force, fail_fast=how.fail_fast
    )
    try:
        with show_progress(jobs, quiet=quiet) as on_event:
            if how.dask is None:
                entries = run_jobs(jobs, root, on_event, options)
            else:
                from outcomes.runs.cluster import run_on_cluster

                entries = run_on_cluster(how.dask, jobs, root, on_event, options, shared=how.shared)
    except InterruptedRunError as interrupted:
        typer.echo(str(interrupted), err=True)
        return interrupted.entries, SIGNALLED + interrupted.signum
    return entries, FAILED if any(entry.state.is_bad for entry in entries) else 0


def _verify(jobs: Sequence[Job], root: Path, number: int, limits: Limits) -> int:
    from outcomes.runs.verify import verify_reports

    verified = verify_reports(jobs, root, number, limits)
    for each in verified:
        said = f"differs in {', '.join(each.differing)}" if each.differing else "the same bytes"
        typer.echo(f"verified {each.study}: {each.report}: {said}", err=True)
    if not verified:
        typer.echo("verified nothing: no report stands", err=True)
    return FAILED if not verified or any(each.differing for each in verified) else 0
