"""Run the planned jobs one after another, and publish each as soon as it has ended."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from outcomes.runs.execute import execute_job
from outcomes.runs.jobs import STAGING, Job
from outcomes.runs.ledger import Entry, Failure, Ledger, State
from outcomes.runs.manifest import Manifest, read_manifest, write_manifest
from outcomes.runs.notebooks import find_notebooks
from outcomes.runs.publish import describe_study, publish_report, publish_site
from outcomes.runs.tidy import remove_paths
from outcomes.study import write_scores

PROCESSED = "data/processed"

OnEvent = Callable[[Entry, int, int], None]
"""Told of a job's line in the ledger, and how many of its cells are done of how many."""


def run_jobs(jobs: Sequence[Job], root: Path, on_event: OnEvent | None = None) -> tuple[Entry, ...]:
    """Run jobs and publish their reports, the studies' pages and the index.

    A notebook that fails never stops the others. The manifest and the pages that link the reports
    are written after every job, so what is published is consistent whenever the run is broken off.

    Parameters
    ----------
    jobs : sequence of Job
        From `plan_jobs`.
    root : Path
        Root folder of the project.
    on_event : callable, optional
        Told whenever a job starts, comes to its next cell, and ends.

    Returns
    -------
    tuple of Entry
        How each job ended, in the order given.
    """
    ledger = Ledger(jobs)
    notify = on_event or _ignore
    manifest = _register(read_manifest(root), jobs, root)
    try:
        for job in jobs:
            _run_job(job, root, ledger, notify)
            made = _publish(job, root, ledger)
            manifest["studies"][job.study.id]["reports"][job.report] = made
            write_manifest(root, manifest)
            publish_site(root, manifest, [job.study])
            notify(ledger.entry(job), 1, 1)
    finally:
        shutil.rmtree(root / STAGING, ignore_errors=True)
    return ledger.entries


def _register(manifest: Manifest, jobs: Sequence[Job], root: Path) -> Manifest:
    """Bring the manifest up to date with the study files, and write the scored tables."""
    notebooks = find_notebooks(root)
    for study in {job.study.id: job.study for job in jobs}.values():
        write_scores(study, root / PROCESSED)
        known = manifest["studies"].get(study.id, {}).get("reports", {})
        manifest["studies"][study.id] = describe_study(study, known, notebooks)
    return manifest


def _run_job(job: Job, root: Path, ledger: Ledger, notify: OnEvent) -> None:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    notify(ledger.record(job, State.RUNNING, started=started), 0, 1)
    clock = time.perf_counter()

    def on_cell(position: int, number: int) -> None:
        notify(ledger.entry(job), position, number)

    outcome = execute_job(job, root, on_cell)
    seconds = time.perf_counter() - clock
    ledger.record(job, outcome.state, failure=outcome.failure, seconds=seconds)


def _publish(job: Job, root: Path, ledger: Ledger) -> dict[str, Any]:
    """Publish a report; one that cannot be rendered is a failed one, and the others go on."""
    try:
        return publish_report(job, ledger.entry(job), root)
    except OSError:
        raise
    except Exception as error:
        failure = Failure(None, type(error).__name__, remove_paths(str(error), root))
        return publish_report(job, ledger.record(job, State.FAILED, failure=failure), root)


def _ignore(entry: Entry, done: int, cells: int) -> None:
    """Nobody is watching."""
