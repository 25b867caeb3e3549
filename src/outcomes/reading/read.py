"""Reading one table of a study, whatever program wrote its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from outcomes.errors import Fault
from outcomes.reading.table import Declared, Faults, Table
from outcomes.reading.text import read_text

Reader = Callable[[bytes, str, Declared, Faults], Table | None]

_READERS: Mapping[str, Reader] = {
    ".csv": read_text,
    ".tsv": read_text,
    ".txt": read_text,
}
SUFFIXES = tuple(_READERS)
"""Endings of the files that are read."""

_WORKBOOK = "Save it from the spreadsheet as an Excel workbook (.xlsx)"
_ADVICE = {
    ".xls": f"{_WORKBOOK}: this is the older form.",
    ".xlsb": f"{_WORKBOOK}: this is its binary form.",
    ".ods": f"{_WORKBOOK} or as CSV.",
    ".numbers": "Export it from Numbers as an Excel workbook (.xlsx) or as CSV.",
}


def is_read(name: str) -> bool:
    """Whether files of this name are read, going by its ending."""
    return _suffix(name) in _READERS


def advise(name: str) -> str:
    """Return what to do about a file of a kind that is not read."""
    known = ", ".join(ending.removeprefix(".") for ending in SUFFIXES)
    return _ADVICE.get(_suffix(name), f"Save the table as one of: {known}.")


def read_table(
    folder: Path, file: str, faults: Faults, declared: Declared | None = None
) -> tuple[Table | None, bytes]:
    """Read one table.

    Parameters
    ----------
    folder : Path
        The study's folder.
    file : str
        Name of the table, already known to stay inside the folder and to be of a kind that is read.
    faults : Faults
        Receives everything wrong with the file by itself.
    declared : Declared, optional
        What the study file says of it.

    Returns
    -------
    table : Table or None
        None if nothing could be read.
    content : bytes
        The file's bytes.
    """
    path = folder / file
    try:
        if not path.is_file():
            faults.add(_not_there(folder, file))
            return None, b""
        content = path.read_bytes()
    except OSError as error:
        faults.add(
            Fault(f"The file cannot be read: {error.strerror}.", "Check its permissions.", file)
        )
        return None, b""
    wrong = _other_kind(content, file)
    if wrong is not None:
        faults.add(wrong)
        return None, content
    return _READERS[_suffix(file)](content, file, declared or Declared(), faults), content


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _not_there(folder: Path, file: str) -> Fault:
    there = sorted(path.name for path in folder.iterdir() if is_read(path.name))
    others = f" In the folder there are: {', '.join(there)}." if there else ""
    return Fault(
        "There is no such file in the study's folder.",
        f"Put it there, or correct its name under `tables` in study.yaml.{others}",
        file,
    )


def _other_kind(content: bytes, file: str) -> Fault | None:
    """Return the fault of a file that is not what its name says."""
    if _READERS[_suffix(file)] is read_text and content.startswith(b"PK\x03\x04"):
        message = "This is an Excel workbook, not a text table."
        fix = "Give its name the ending .xlsx, here and under `tables` in study.yaml."
        return Fault(message, fix, file)
    return None
