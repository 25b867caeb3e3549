"""What a report depends on, and the key that changes when any of it does."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from outcomes.errors import RunError
from outcomes.runs.jobs import Job
from outcomes.runs.notebooks import Notebook, language_of
from outcomes.source_files import hash_source

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
class Program:
    """What all reports are made with.

    Parameters
    ----------
    source_sha256 : str
        Hash of this package's source.
    environment_sha256 : str
        Hash of the lock file, if there is one, and of the versions installed.
    """

    source_sha256: str
    environment_sha256: str


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
    needs : mapping of str to str
        By report that it needs, the hash of the results that it is given.
    """

    notebook_sha256: str
    data_sha256: str
    source_sha256: str
    environment_sha256: str
    parameters: Mapping[str, object]
    seed: int
    needs: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Hash of all of it, in hexadecimal."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hash_bytes(text.encode())

    @property
    def random_state(self) -> int:
        """What the notebook's generators are seeded with."""
        return int(self.key[:12], 16)


def describe_program(root: Path) -> Program:
    """Return what reports would be made with now."""
    lock = root / LOCK
    locked = hash_file(lock) if lock.is_file() else ""
    environment = json.dumps([locked, find_versions()]).encode()
    return Program(hash_source(), hash_bytes(environment))


def describe_inputs(job: Job, program: Program, needs: Mapping[str, str] | None = None) -> Inputs:
    """Return what a job's report would be made from now.

    Parameters
    ----------
    job : Job
        What is to be made.
    program : Program
        What it is made with.
    needs : mapping of str to str, optional
        Hashes of the results that it is given, by report; none while they are not known.
    """
    return Inputs(
        notebook_sha256=hash_notebook(job.notebook),
        data_sha256=job.subject.fingerprint,
        source_sha256=program.source_sha256,
        environment_sha256=program.environment_sha256,
        parameters=job.shown_parameters,
        seed=job.seed,
        needs=dict(needs or {}),
    )


def find_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that numbers and pages depend on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hash_bytes(path.read_bytes())


def hash_folder(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a report's folder, by name; none if there is no folder."""
    if not folder.is_dir():
        return {}
    return {path.name: hash_file(path) for path in sorted(folder.iterdir()) if path.is_file()}


def hash_notebook(notebook: Notebook) -> str:
    """Return the SHA-256 over what a notebook says and does, in hexadecimal.

    That is its language, and of each cell the kind, the source, the tags and what is attached to
    it. Outputs, execution counts, ids of cells and what editors note are left out, so opening or
    running a notebook in an editor changes nothing. A file that is no notebook is hashed whole.
    """
    try:
        content = notebook.read()
    except RunError:
        return hash_file(notebook.path) if notebook.path.is_file() else ""
    cells = [
        [
            cell["cell_type"],
            "".join(cell["source"]),
            sorted(cell.get("metadata", {}).get("tags", [])),
            cell.get("attachments", {}),
        ]
        for cell in content["cells"]
    ]
    text = json.dumps([language_of(content), cells], sort_keys=True)
    return hash_bytes(text.encode())
