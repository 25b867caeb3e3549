"""Finding an instrument file of a study by what was typed, and reading it alone."""

from __future__ import annotations

from pathlib import Path

from outcomes.errors import Fault, RunError, StudyError
from outcomes.instruments.instrument import Instrument
from outcomes.study.own_instrument import read_own_instrument
from outcomes.study.paths import find_root


def load_own_instrument(file: str) -> Instrument:
    """Read an instrument of a study's own.

    Parameters
    ----------
    file : str
        Path of the file, or ``<study id>/<file name>``.

    Raises
    ------
    StudyError
        If there is no such file, or with everything that is wrong in it.
    """
    path = _find(file)
    if path is None:
        raise StudyError(Path(file).parent.name, [_no_file(file)])
    instrument, faults = read_own_instrument(path.read_bytes(), path.name)
    if instrument is None:
        raise StudyError(path.resolve().parent.name, faults)
    return instrument


def _find(file: str) -> Path | None:
    if Path(file).is_file():
        return Path(file)
    try:
        path = find_root() / "data" / "raw" / file
    except RunError:
        return None
    return path if path.is_file() else None


def _no_file(file: str) -> Fault:
    return Fault(
        "There is no such instrument file.",
        "Give its path, or the study's id and the file's name, as my-study/stiff-foot.yaml.",
        Path(file).name,
        value=file,
    )
