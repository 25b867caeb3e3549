"""Reading one table of a study, whatever program wrote its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from outcomes.errors import Fault
from outcomes.reading.parquet import read_parquet
from outcomes.reading.statistical import read_dta, read_sas, read_sav, read_xpt
from outcomes.reading.table import Declared, Faults, Table
from outcomes.reading.text import find_text_table, read_text
from outcomes.reading.workbook import find_sheets, read_workbook


@dataclass(frozen=True)
class _Kind:
    """One kind of file: who reads it, how it begins, and what a study file may say of it."""

    name: str
    read: Callable[[bytes, str, Declared, Faults], Table | None]
    keys: frozenset[str]
    begins: bytes = b""
    find: Callable[[bytes], list[Declared]] = lambda _: [Declared()]


_TEXT = _Kind(
    "text",
    read_text,
    frozenset({"separator", "decimal", "encoding", "header_row"}),
    find=find_text_table,
)
_EXCEL = _Kind(
    "an Excel workbook",
    read_workbook,
    frozenset({"sheet", "header_row", "decimal"}),
    b"PK\x03\x04",
    find_sheets,
)
_ENCODING = frozenset({"encoding"})
_KINDS: Mapping[str, _Kind] = {
    ".csv": _TEXT,
    ".tsv": _TEXT,
    ".txt": _TEXT,
    ".xlsx": _EXCEL,
    ".xlsm": _EXCEL,
    ".parquet": _Kind("a Parquet table", read_parquet, frozenset(), b"PAR1"),
    ".sav": _Kind("a file of SPSS", read_sav, _ENCODING, b"$FL"),
    ".zsav": _Kind("a file of SPSS", read_sav, _ENCODING, b"$FL"),
    ".dta": _Kind("a file of Stata", read_dta, _ENCODING),
    ".sas7bdat": _Kind("a file of SAS", read_sas, _ENCODING),
    ".xpt": _Kind("a transport file of SAS", read_xpt, _ENCODING, b"HEADER RECORD"),
}
SUFFIXES = tuple(_KINDS)
"""Endings of the files that are read."""

_WORKBOOK = "Save it from the spreadsheet as an Excel workbook (.xlsx)"
_OLE = b"\xd0\xcf\x11\xe0"
_ADVICE = {
    ".xls": f"{_WORKBOOK}: this is the older form.",
    ".xlsb": f"{_WORKBOOK}: this is its binary form.",
    ".ods": f"{_WORKBOOK} or as CSV.",
    ".numbers": "Export it from Numbers as an Excel workbook (.xlsx) or as CSV.",
}


def is_read(name: str) -> bool:
    """Whether files of this name are read, going by its ending."""
    return _suffix(name) in _KINDS


def unsuitable_keys(name: str, keys: Iterable[str]) -> list[str]:
    """Return those of the keys given for a file that say nothing about a file of its kind."""
    return [key for key in keys if key not in _KINDS[_suffix(name)].keys]


def advise(name: str) -> str:
    """Return what to do about a file of a kind that is not read."""
    known = ", ".join(ending.removeprefix(".") for ending in SUFFIXES)
    return _ADVICE.get(_suffix(name), f"Save the table as one of: {known}.")


def find_tables(path: Path) -> list[Declared]:
    """Return what is to be declared of a file to read each table in it.

    A workbook has one entry a filled sheet, with its name if there are several; every other file
    has one. Each says in which row the header is, where titles stand above it. A file that cannot
    be read has one entry that says nothing: `read_table` says what is wrong with it.
    """
    content = path.read_bytes()
    if _other_kind(content, path.name) is not None:
        return [Declared()]
    return _KINDS[_suffix(path.name)].find(content)


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
    return _KINDS[_suffix(file)].read(content, file, declared or Declared(), faults), content


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
    kind = _KINDS[_suffix(file)]
    if kind is _TEXT and content.startswith(_EXCEL.begins):
        message = "This is an Excel workbook, not a text table."
        fix = "Give its name the ending .xlsx, here and under `tables` in study.yaml."
        return Fault(message, fix, file)
    if content.startswith(_OLE):
        message = "This is a workbook of the older form (.xls), or one behind a password."
        return Fault(message, f"{_WORKBOOK}, without a password.", file)
    if not content.startswith(kind.begins):
        message = f"This is not {kind.name}, though its name says so."
        return Fault(message, "Export it again, or give its name the right ending.", file)
    return None
