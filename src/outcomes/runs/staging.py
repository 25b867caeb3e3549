"""The folder in which one report is made before it is published.

A notebook writes into it, and may leave anything there. No link in it or on the way to it is
followed, and nothing but plain files is published.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from outcomes.forking.exit_reasons import ExitReason, format_size
from outcomes.forking.limits import Limits
from outcomes.runs.jobs import NEEDS, REPORTS, STAGING, Job
from outcomes.runs.ledger import Failure, State


def open_staging(job: Job, root: Path) -> None:
    """Make a job's staging folder, with nothing in it."""
    remove_staging(job, root)
    (root / job.staging).mkdir(parents=True)


def remove_staging(job: Job, root: Path) -> None:
    """Remove a job's staging folder, or whatever a notebook has put in its place."""
    folder = root / job.staging
    if _is_own(folder, root):
        shutil.rmtree(folder, ignore_errors=True)


def remove_empty(root: Path) -> None:
    """Remove the folders that staging has left empty."""
    folder = root / STAGING
    for path in (*folder.glob("*"), folder):
        with suppress(OSError):
            path.rmdir()


def sweep_staging(job: Job, root: Path, limits: Limits) -> tuple[State, Failure] | None:
    """Remove what a notebook has left in its staging folder and what cannot be published.

    Parameters
    ----------
    job : Job
        Has been run.
    root : Path
        Root folder of the project.
    limits : Limits
        What the notebook might write there is what it might show.

    Returns
    -------
    tuple of State and Failure, or None
        What was wrong with it; None if nothing was.
    """
    folder = root / job.staging
    if not _is_own(folder, root) or not folder.is_dir():
        open_staging(job, root)
        return _fail("the notebook has removed the folder where its report is made")
    shutil.rmtree(folder / NEEDS, ignore_errors=True)
    refused, size = [], 0
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or not path.is_file():
            kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "special file"
            refused.append(f"a {kind}, {path.name!r},")
            _remove(path)
        else:
            size += path.stat().st_size
    if refused:
        return _fail(
            f"the notebook has left {refused[0]} where its report is made; only plain files are "
            "published"
        )
    if limits.output is not None and size > limits.output:
        open_staging(job, root)
        message = f"the notebook has written more than {format_size(limits.output)} of files"
        return State.TOO_MUCH_OUTPUT, Failure(None, ExitReason.TOO_MUCH_OUTPUT.exception, message)
    return None


def _fail(message: str) -> tuple[State, Failure]:
    return State.FAILED, Failure(None, "NotPublished", message)


def _is_own(folder: Path, root: Path) -> bool:
    """Whether no link stands on the way to a staging folder; one that does is removed."""
    path = root / REPORTS
    for part in folder.relative_to(path).parts:
        path /= part
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            path.unlink()
            return False
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
