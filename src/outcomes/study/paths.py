"""Where things are: the project's root and its studies."""

from __future__ import annotations

import os
import re
from pathlib import Path

from outcomes.errors import Fault, RunError, StudyError
from outcomes.study.source import STUDY_FILE

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


ROOT_VARIABLE = "OUTCOMES_ROOT"


def find_root() -> Path:
    """Find the project's root: the working directory, or the nearest above with ``data/raw``.

    The environment variable `ROOT_VARIABLE` says another.

    Raises
    ------
    RunError
        If there is none.
    """
    given = os.environ.get(ROOT_VARIABLE)
    if given:
        if not (Path(given) / "data" / "raw").is_dir():
            raise RunError(
                f"{ROOT_VARIABLE} is {given}, which has no folder data/raw. Give it the project's "
                "root folder, or unset it."
            )
        return Path(given).resolve()
    here = Path.cwd()
    if (found := find_project(here)) is not None:
        return found
    raise RunError(
        f"no folder with data/raw was found at or above {here}; go to the project's folder and "
        "try again, or make a project with `outcomes init my-project`"
    )


def find_project(place: Path) -> Path | None:
    """Return the nearest folder with ``data/raw``, at or above a place; None if there is none."""
    folders = (place, *place.parents)
    return next((folder for folder in folders if (folder / "data" / "raw").is_dir()), None)


def list_studies(root: str | Path) -> tuple[str, ...]:
    """Return the ids of the studies under ``data/raw``, sorted: the folders with a study file."""
    files = (Path(root) / "data" / "raw").glob(f"*/{STUDY_FILE}")
    return tuple(sorted(file.parent.name for file in files))


def is_study_id(text: str) -> bool:
    """Whether a text can be a study's id: small letters, digits and single hyphens."""
    return len(text) <= 64 and _ID.fullmatch(text) is not None


def study_folder(study: str | Path) -> Path:
    """Return the folder of a study given by its id, or as a folder.

    Parameters
    ----------
    study : str or Path
        An id is looked up under ``data/raw`` of the project found upwards from the working
        directory; anything else is a folder.

    Raises
    ------
    StudyError
        If there is no such folder, or no study file in it.
    RunError
        If an id is given outside a project.
    """
    text = str(study)
    by_id = isinstance(study, str) and is_study_id(text)
    if by_id and (Path(text) / STUDY_FILE).is_file():
        return Path(text)
    folder = find_root() / "data" / "raw" / text if by_id else Path(study)
    if (folder / STUDY_FILE).is_file():
        return folder
    raise StudyError(folder.resolve().name, [_no_study(folder, by_id)])


def _no_study(folder: Path, by_id: bool) -> Fault:
    if folder.is_dir():
        return Fault(
            "The folder has no study file.",
            f"Write a {STUDY_FILE} in it; `outcomes new` writes one to fill in.",
            STUDY_FILE,
        )
    there = list_studies(folder.parents[2]) if by_id else ()
    known = f" The studies here are: {', '.join(there)}." if there else ""
    return Fault(
        "There is no such study.",
        f"Check its name, or start it with `outcomes new {folder.name}`.{known}",
        STUDY_FILE,
        value=str(folder.name) if by_id else str(folder),
    )
