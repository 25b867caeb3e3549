"""Find the studies asked for, and load them with all that they ask for checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from outcomes.errors import Fault, RunError, StudyError
from outcomes.runs.check_reports import load_checked
from outcomes.runs.notebooks import Notebook, suggest
from outcomes.runs.subjects import RAW
from outcomes.study import list_studies
from outcomes.study.study import Study


def find_studies(root: Path, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the ids of the studies asked for, each once; every study if none is named.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    names : sequence of str
        Ids, or folders in ``data/raw``.

    Raises
    ------
    RunError
        If there is no such study; the message names the nearest.
    """
    there = list_studies(root)
    raw = (root / RAW).resolve()
    found = [Path(n).resolve().name if Path(n).resolve().parent == raw else n for n in names]
    for name in found:
        if name not in there and not _is_folder(raw, name):
            raise RunError(f"there is no study {name!r} in {RAW}. {suggest(name, there)}")
    return tuple(dict.fromkeys(found or there))


def _is_folder(raw: Path, name: str) -> bool:
    """Whether a study was begun there: what its folder lacks is told when it is checked."""
    return name not in ("", "..") and Path(name).name == name and (raw / name).is_dir()


def load_studies(
    root: Path, names: Sequence[str], notebooks: Mapping[str, Notebook]
) -> tuple[tuple[Study, ...], tuple[StudyError, ...]]:
    """Load studies by id, or every study there is.

    Returns
    -------
    tuple of Study, tuple of StudyError
        Those that can be run, and what is wrong with each of the others.
    """
    loaded: list[Study] = []
    refused: list[StudyError] = []
    for name in find_studies(root, names):
        try:
            loaded.append(load_checked(root / RAW / name, notebooks))
        except StudyError as error:
            refused.append(error)
    return tuple(loaded), tuple(refused)


def combine(errors: Sequence[StudyError]) -> StudyError:
    """Return the faults of several studies as one error."""
    if len(errors) == 1:
        return errors[0]
    faults: list[Fault] = []
    for error in errors:
        faults += [replace(fault, file=f"{error.study}/{fault.file}") for fault in error.faults]
    return StudyError(", ".join(error.study for error in errors), faults)
