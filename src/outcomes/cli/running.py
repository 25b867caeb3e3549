"""``outcomes run``: run notebooks and publish their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from outcomes.cli import options
from outcomes.cli.console import (
    relative_to_cwd,
    say_error,
    say_replaced,
    say_spawned,
    show_progress,
    summarise,
)
from outcomes.cli.project import FAILED, SIGNALLED, WRONG_INPUT, Root, locate_root
from outcomes.errors import InterruptedRunError, OutcomesError, RunError, StudyError

if TYPE_CHECKING:
    from outcomes.runs import Job, LedgerEntry
    from outcomes.runs.plan_jobs import Plan
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
    quiet: options.Quiet = False,
    root: Root = None,
) -> None:
    """Run notebooks and publish their reports.

    Each study names the reports that it wants. All input is checked before anything is run; a
    study with faults is told of and left out, and the others are made. Reports that have not
    changed are not made again. A notebook that fails does not stop others, except those that need
    its report. With -p, the reports are made beside those that were planned, never in their place.

    \b
    Examples:
      outcomes run
      outcomes run my-study
      outcomes run my-study --only my-report -p level=0.9
      outcomes run --batch batch.yaml --jobs 4 --junit reports.xml
    """  # noqa: D301
    asked = _Asked(
        root, studies or (), only or (), parameter or (), batch, seed, verify, junit, as_json, quiet
    )
    try:
        _refuse_folder(junit)
        limits = {"wall": wall, "cpu": cpu, "memory": memory, "output": output}
        settings = _read_settings(jobs, force, fail_fast, dask, shared, limits)
        code = _run_asked(asked, settings)
    except (OutcomesError, OSError) as error:
        _tell_machines(asked, (), (), error)
        raise
    if code:
        raise typer.Exit(code)


@dataclass(frozen=True)
class _Asked:
    """What a run was asked for, and how it tells what became of it."""

    root: Path | None
    studies: Sequence[str]
    only: Sequence[str]
    parameters: Sequence[str]
    batch: Path | None
    seed: int | None
    verify: int | None
    junit: Path | None
    as_json: bool
    quiet: bool


def _run_asked(asked: _Asked, settings: RunSettings) -> int:
    """Plan and run, tell what became of it, and return the exit code."""
    place = locate_root(asked.root)
    _prepare(settings)
    plan = _plan(place, asked)
    for refused in plan.refused:
        typer.echo(f"{refused}", err=True)
    entries, code = _run(plan.jobs, place, settings, quiet=asked.as_json or asked.quiet)
    say_spawned(entries)
    if not asked.as_json:
        summarise(entries, quiet=asked.quiet)
        if not asked.quiet:
            typer.echo(f"All reports: {relative_to_cwd(place / 'reports' / 'index.html')}")
    _tell_machines(asked, entries, plan.refused)
    if plan.refused and code < SIGNALLED:
        names = ", ".join(refused.study for refused in plan.refused)
        typer.echo(f"not run, because of faults: {names}; the others were made", err=True)
        code = WRONG_INPUT
    if asked.verify is not None and code < SIGNALLED:
        code = max(code, _verify(plan.jobs, place, asked.verify, settings))
    return code


def _refuse_folder(junit: Path | None) -> None:
    """Refuse, before anything is run, a place where no file can be written."""
    if junit is not None and junit.is_dir():
        raise RunError(f"--junit {junit} is a folder. Name a file.")


def _tell_machines(
    asked: _Asked,
    entries: Sequence[LedgerEntry],
    refused: Sequence[StudyError],
    error: Exception | None = None,
) -> None:
    """Print and write what programs read of a run, also of one that could not begin or go on."""
    from outcomes.runs.exports import describe_run, write_junit

    if isinstance(error, StudyError):  # its text quotes the tables, and logs are read by many
        refused, why = [error], "no study that was asked for is free of faults"
    else:
        why = "" if error is None else say_error(error)
    unwritten = ""
    if asked.junit is not None and not asked.junit.is_dir():
        try:
            write_junit(asked.junit, entries, refused, why)
        except OSError as failed:
            unwritten = say_error(failed)
    if asked.as_json:
        typer.echo(describe_run(entries, refused, why or unwritten))
    if unwritten and error is None:
        typer.echo(unwritten, err=True)
        raise typer.Exit(FAILED)


def _read_settings(
    jobs: int | None,
    force: bool,
    fail_fast: bool,
    dask: str | None,
    shared: bool,
    limits: Mapping[str, str | None],
) -> RunSettings:
    from outcomes.forking.limits import Limits, parse_size, parse_time
    from outcomes.runs.run_settings import RunSettings

    given: dict[str, Any] = {
        name: (parse_time if name in ("wall", "cpu") else parse_size)(text)
        for name, text in limits.items()
        if text is not None
    }
    if shared and not dask:
        raise RunError("--shared needs --dask ADDRESS.")
    return RunSettings(jobs, Limits(**given), force, fail_fast, dask or "", shared)


def _prepare(settings: RunSettings) -> None:
    """Have the template import everything while the studies are read."""
    from outcomes.forking.preload import import_nbformat
    from outcomes.forking.template import start_template

    if not settings.dask:
        start_template()
    import_nbformat()


def _plan(root: Path, asked: _Asked) -> Plan:
    from outcomes.runs import parse_assignments
    from outcomes.runs.plan_jobs import make_request, plan_requests

    given = parse_assignments(asked.parameters)
    if asked.batch is None:
        request = make_request(asked.studies, asked.only, given, asked.seed or 0)
        return plan_requests(root, [request])
    from outcomes.runs.batch import plan_batch, read_batch

    if asked.only or asked.studies or asked.seed is not None:
        raise RunError(
            "--batch cannot be combined with --only, --seed or study names: the batch file gives "
            "them."
        )
    return plan_batch(read_batch(asked.batch), root, given)


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
