"""Run a sample of the published reports again, and compare every byte."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outcomes.forking.limits import Limits
from outcomes.runs.execute import Watch
from outcomes.runs.inputs import describe_inputs
from outcomes.runs.jobs import Job
from outcomes.runs.locks import hold_report
from outcomes.runs.make import make_report, remove_staging
from outcomes.runs.manifest import read_manifest
from outcomes.runs.register import is_current
from outcomes.runs.stage import hash_folder


@dataclass(frozen=True)
class Verification:
    """What came of making a report again.

    Parameters
    ----------
    study, report : str
        What was made.
    differing : tuple of str
        Files whose bytes differ from those published, or that only one side has.
    """

    study: str
    report: str
    differing: tuple[str, ...]


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
    studies = read_manifest(root)["studies"]
    keyed = [(describe_inputs(job, root), job) for job in jobs]
    standing = [
        (inputs, job)
        for inputs, job in keyed
        if is_current(
            studies.get(job.study.id, {}).get("reports", {}).get(job.report, {}),
            inputs.key,
            root / job.folder,
        )
    ]
    chosen = sorted(standing, key=lambda pair: pair[0].key)[:number]
    verified = []
    for inputs, job in chosen:
        with hold_report(root, job):
            try:
                make_report(job, root, inputs, limits, Watch())
                differing = _compare(root / job.folder, root / job.staging)
            finally:
                shutil.rmtree(root / job.staging, ignore_errors=True)
        verified.append(Verification(job.study.id, job.report, differing))
    remove_staging(root)
    return tuple(verified)


def _compare(published: Path, made: Path) -> tuple[str, ...]:
    old, new = hash_folder(published), hash_folder(made)
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))
