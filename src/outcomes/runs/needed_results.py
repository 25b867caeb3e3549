"""The results that a report is given of the reports that it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from outcomes.atomic import write_bytes
from outcomes.errors import RunError
from outcomes.estimates import SCHEMA
from outcomes.runs.inputs import hash_bytes
from outcomes.runs.jobs import Job, name_report
from outcomes.runs.locks import hold_folder

RESULTS = "results.json"
Needed = Mapping[str, bytes]
"""By report that is needed, its ``results.json``."""


def read_needed(job: Job, root: Path) -> dict[str, bytes]:
    """Read and check the results of the reports that a job needs.

    Parameters
    ----------
    job : Job
        What needs them.
    root : Path
        Root folder of the project.

    Raises
    ------
    RunError
        If one is not there, or is not of the job's study.
    """
    found = {}
    for need, folder in job.needed_folders.items():
        with hold_folder(root, job.owner, name_report(need, job.variant)):
            try:
                found[need] = (root / folder / RESULTS).read_bytes()
            except OSError as error:
                raise RunError(
                    f"the results of the report {need} cannot be read: {error.strerror}. "
                    "Make that report again."
                ) from error
        _check(found[need], need, job)
    return found


def hash_needed(needed: Needed) -> dict[str, str]:
    """Return the SHA-256 of each results file, by report."""
    return {need: hash_bytes(content) for need, content in needed.items()}


def hand_over(job: Job, root: Path, needed: Needed) -> None:
    """Write the results that a job is given to where its parameters say they are."""
    for need, content in needed.items():
        write_bytes(root / job.needed_file(need), content)


def _check(content: bytes, need: str, job: Job) -> None:
    """Refuse results of another study, of other data than they say, or of another version."""
    try:
        results = json.loads(content)
        found = (results["schema"], results["study"], results["provenance"])
    except (ValueError, TypeError, KeyError) as error:
        raise RunError(
            f"the results of the report {need} are damaged. Make that report again."
        ) from error
    provenances = (job.subject.provenance, "published")
    if found not in [(SCHEMA, job.owner, each) for each in provenances]:
        raise RunError(
            f"the results of the report {need} are of study {found[1]}, {found[2]}, version "
            f"{found[0]}, not of {job.owner}, {provenances[0]}, version {SCHEMA}. "
            "Make that report again."
        )
