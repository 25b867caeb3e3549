"""Run a sample of the published reports again, and compare every byte."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outcomes.forking.limits import Limits
from outcomes.runs.execute_notebook import NotebookMonitor
from outcomes.runs.inputs import Inputs, describe_inputs, describe_program, hash_folder
from outcomes.runs.jobs import Job
from outcomes.runs.locks import hold_report
from outcomes.runs.make_report import Task, make_report
from outcomes.runs.manifest import find_report, read_manifest
from outcomes.runs.needed_results import hash_needed, read_needed
from outcomes.runs.outdated_reports import is_current
from outcomes.runs.staging import remove_empty


@dataclass(frozen=True)
class Verification:
    """What came of making a report again.

    Parameters
    ----------
    study, report : str
        What was made.
    differing : tuple of str
        Files whose bytes differ from those published, or that only one side has.
    spawned : str
        Why its notebook was run in a spawned kernel; empty if it was forked or not run.
    """

    study: str
    report: str
    differing: tuple[str, ...]
    spawned: str = ""


def verify_reports(
    jobs: Sequence[Job], root: Path, number: int, limits: Limits
) -> tuple[Verification, ...]:
    """Make reports again without publishing them, and compare.

    Parameters
    ----------
    jobs : sequence of Job
        Those to choose from; reports that do not stand, or not as they would come out, are left.
    root : Path
        Root folder of the project.
    number : int
        How many; those with the smallest keys, so that the choice follows no order of theirs and
        is another one after each change.
    limits : Limits
        What each notebook may take.
    """
    manifest = read_manifest(root)
    program = describe_program(root)
    standing = []
    for job in jobs:
        if job.is_withheld:
            continue
        made = find_report(manifest, job.owner, job.report)
        inputs = describe_inputs(job, program, made.get("needs"))
        if is_current(made, inputs.key, root / job.folder):
            standing.append((inputs, job))
    chosen = sorted(standing, key=lambda pair: pair[0].key)[:number]
    verified = []
    for inputs, job in chosen:
        with hold_report(root, job):
            try:
                verified.append(_make_again(job, root, inputs, limits))
            finally:
                shutil.rmtree(root / job.staging, ignore_errors=True)
    remove_empty(root)
    return tuple(verified)


def _make_again(job: Job, root: Path, inputs: Inputs, limits: Limits) -> Verification:
    """Make a report in its staging folder, and see which files differ."""
    needed = read_needed(job, root)
    if hash_needed(needed) != dict(inputs.needs):
        given = f"what it was given of {', '.join(needed)}"
        return Verification(job.owner, job.report, (given,))
    made = make_report(Task(job, inputs, needed), root, limits, NotebookMonitor())
    differing = _compare(root / job.folder, root / job.staging)
    return Verification(job.owner, job.report, differing, made.outcome.spawned)


def _compare(published: Path, made: Path) -> tuple[str, ...]:
    old, new = hash_folder(published), hash_folder(made)
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))
