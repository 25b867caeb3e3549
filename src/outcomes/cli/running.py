"""``outcomes run``: run notebooks and publish their reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from outcomes.cli import options
from outcomes.cli.console import (
    relative_to_cwd,
    say_replaced,
    say_spawned,
    show_progress,
    summarise,
)
from outcomes.cli.project import FAILED, SIGNALLED, Root, locate_root
from outcomes.errors import InterruptedRunError, RunError

if TYPE_CHECKING:
    from outcomes.forking.limits import Limits
    from outcomes.runs import Job, LedgerEntry
    from outcomes.runs.run_settings import RunSettings


def run(
    studies: options.Studies = None,
    only: options.Only = None,
    parameter: options.Parameters = None,
    batch: options.BatchFile = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    force: options.Force = False,
    verify: options.Verify = None,
    fail_fast: options.FailFast = False,
    wall: options.Wall = "1h",
    cpu: options.Cpu = None,
    memory: options.Memory = None,
    output: options.Output = "20MB",
    dask: options.Dask = None,
    shared: options.Shared = False,
    junit: options.Junit = None,
    as_json: options.AsJson = False,
    root: Root = None,
) -> None:
    """Run notebooks and publish their reports.

    Each study names the reports that it wants. All input is checked before anything is run.
    Reports that have not changed are not made again. A notebook that fails does not stop others,
    except those that need its report.

    \b
    Examples:
      outcomes run
      outcomes run my-study
      outcomes run my-study --only my-report -p level=0.9
      outcomes run --batch batch.yaml --jobs 4 --junit reports.xml
    """  # noqa: D301
    from outcomes.runs.run_settings import RunSettings

    place = locate_root(root)
    limits = _read_limits(wall, cpu, memory, output)
    settings = RunSettings(jobs, limits, force, fail_fast, dask or "", shared)
    if shared and not settings.dask:
        raise RunError("--shared needs --dask ADDRESS.")
    if batch is not None and (only or studies or seed is not None):
        raise RunError(
            "--batch cannot be combined with --only, --seed or study names: the batch file gives "
            "them."
        )
    _prepare(settings)
    planned = _plan(place, studies or (), only or (), parameter or (), batch, seed or 0)
    entries, code = _run(planned, place, settings, quiet=as_json)
    say_spawned(entries)
    _report(entries, place, junit, as_json=as_json)
    if verify is not None and code < SIGNALLED:
        code = max(code, _verify(planned, place, verify, settings))
    if code:
        raise typer.Exit(code)


def _read_limits(wall: str, cpu: str | None, memory: str | None, output: str) -> Limits:
    from outcomes.forking.limits import Limits, parse_size, parse_time

    return Limits(
        wall=parse_time(wall),
        cpu=None if cpu is None else parse_time(cpu),
        memory=None if memory is None else parse_size(memory),
        output=parse_size(output),
    )


def _prepare(settings: RunSettings) -> None:
    """Have the template import everything while the studies are read."""
    from outcomes.forking.preload import import_nbformat
    from outcomes.forking.template import start_template

    if not settings.dask:
        start_template()
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
    jobs: Sequence[Job], root: Path, settings: RunSettings, *, quiet: bool
) -> tuple[tuple[LedgerEntry, ...], int]:
    """Run the jobs; return the ledger's lines and the exit code."""
    from outcomes.runs.outdated_reports import find_replaced
    from outcomes.runs.run_jobs import run_jobs

    say_replaced(find_replaced(jobs, root))
    try:
        with show_progress(jobs, quiet=quiet) as on_event:
            if settings.dask:
                from outcomes.runs.cluster import run_on_cluster

                entries = run_on_cluster(jobs, root, on_event, settings)
            else:
                entries = run_jobs(jobs, root, on_event, settings)
    except InterruptedRunError as interrupted:
        typer.echo(str(interrupted), err=True)
        return interrupted.entries, SIGNALLED + interrupted.signum
    return entries, FAILED if any(entry.state.is_bad for entry in entries) else 0


def _report(
    entries: Sequence[LedgerEntry], root: Path, junit: Path | None, *, as_json: bool
) -> None:
    """Print what became of the jobs, and write it as JUnit XML where that is asked for."""
    from outcomes.runs.exports import describe_run, write_junit

    if junit is not None:
        write_junit(junit, entries)
    if as_json:
        typer.echo(describe_run(entries))
    else:
        summarise(entries)
        typer.echo(f"All reports: {relative_to_cwd(root / 'reports' / 'index.html')}")


def _verify(jobs: Sequence[Job], root: Path, number: int, settings: RunSettings) -> int:
    from outcomes.runs.verify_reports import verify_reports

    verified = verify_reports(jobs, root, number, settings.limits)
    say_spawned(verified)
    for each in verified:
        said = f"differs in {', '.join(each.differing)}" if each.differing else "the same bytes"
        typer.echo(f"verified {each.study}: {each.report}: {said}", err=True)
    if not verified:
        typer.echo("verified nothing: no report stands", err=True)
    return FAILED if not verified or any(each.differing for each in verified) else 0
