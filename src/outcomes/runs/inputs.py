"""What a report depends on, and the key that changes when any of it does."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import outcomes
from outcomes.runs.jobs import Job
from outcomes.runs.notebooks import Notebook
from outcomes.study.study import Study

LOCK = "requirements.lock"
_PACKAGES = (
    "outcomes-notebooks",
    "formulaic",
    "matplotlib",
    "nbconvert",
    "nh3",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "statsmodels",
)
"""What the numbers and pages depend on."""


@dataclass(frozen=True)
class Inputs:
    """Everything that a report is made from.

    Parameters
    ----------
    notebook_sha256, data_sha256, source_sha256 : str
        Hash of the notebook, of the study's files, and of this package's source.
    environment_sha256 : str
        Hash of the lock file, if there is one, and of the versions installed.
    parameters : mapping
        As given to the notebook.
    seed : int
        As asked for; the notebook's random state is made from the key.
    """

    notebook_sha256: str
    data_sha256: str
    source_sha256: str
    environment_sha256: str
    parameters: Mapping[str, object]
    seed: int

    @property
    def key(self) -> str:
        """Hash of all of it, in hexadecimal."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def random_state(self) -> int:
        """What the notebook's generators are seeded with."""
        return int(self.key[:12], 16)


def describe_inputs(job: Job, root: Path) -> Inputs:
    """Return what a job's report would be made from now."""
    return Inputs(
        notebook_sha256=hash_file(job.notebook.path),
        data_sha256=job.study.fingerprint,
        source_sha256=hash_source(),
        environment_sha256=_hash_environment(root),
        parameters=job.shown_parameters,
        seed=job.seed,
    )


def is_outdated(made: Mapping[str, Any], study: Study, notebook: Notebook | None) -> bool:
    """Whether a report, as the manifest knows it, was made from anything that has changed since.

    Parameters
    ----------
    made : mapping
        The report's entry; one that holds no inputs is not outdated.
    study : Study
        As it is now.
    notebook : Notebook or None
        As it is now; None if there is none any more.
    """
    now = {
        "data_sha256": study.fingerprint,
        "notebook_sha256": hash_file(notebook.path) if notebook else "",
        "source_sha256": hash_source(),
    }
    return any(made.get(name, value) != value for name, value in now.items())


def find_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that numbers and pages depend on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def hash_source() -> str:
    """Return the SHA-256 over names and contents of this package's files, in hexadecimal."""
    folder = Path(outcomes.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _hash_environment(root: Path) -> str:
    lock = root / LOCK
    locked = hash_file(lock) if lock.is_file() else ""
    return hashlib.sha256(json.dumps([locked, find_versions()]).encode()).hexdigest()
