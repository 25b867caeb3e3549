"""Keep two runs in one folder out of each other's way.

A lock is held by a process and falls with it, so a killed run leaves none behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from outcomes.runs.jobs import REPORTS, Job

FOLDER = f"{REPORTS}/.locks"


@contextmanager
def hold_records(root: Path) -> Iterator[None]:
    """Hold what all reports share: the manifest, the study pages and the index."""
    with _lock(root, "records"):
        yield


@contextmanager
def hold_study(root: Path, study: str) -> Iterator[None]:
    """Hold what a study's reports share: its scored table."""
    with _lock(root, f"study-{study}"):
        yield


@contextmanager
def hold_report(root: Path, job: Job) -> Iterator[None]:
    """Hold a report's folder and staging; waits while another run makes the same report."""
    with hold_folder(root, job.owner, job.report):
        yield


@contextmanager
def hold_folder(root: Path, study: str, report: str) -> Iterator[None]:
    """Hold a report's folder by the names of its study and its own."""
    with _lock(root, _name(study, report)):
        yield


def is_being_made(root: Path, study: str, report: str) -> bool:
    """Whether some run holds a report right now."""
    if not (root / FOLDER).is_dir():
        return False
    try:
        with FileLock(root / FOLDER / f"{_name(study, report)}.lock", timeout=0):
            return False
    except Timeout:
        return True


def _name(study: str, report: str) -> str:
    return f"report-{study}-{report}"


def _lock(root: Path, name: str) -> FileLock:
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / f"{name}.lock")
