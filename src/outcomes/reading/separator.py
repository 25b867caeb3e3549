"""What separates the columns of a text file: found out from its header and first rows."""

from __future__ import annotations

import csv
import io

from outcomes.errors import Fault
from outcomes.reading.table import Declared, Faults, shown

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""Each separator, in words."""

_SAMPLE = 1 << 18


def find_separator(text: bytes, file: str, declared: Declared, faults: Faults) -> str | None:
    """Return what separates the columns, None if that cannot be told.

    Of the separators that stand in the header, the one by which every row has as many cells as the
    header; of several such ones, the one by which the header holds the columns that the study
    names.

    Parameters
    ----------
    text : bytes
        The file in UTF-8.
    file : str
        Its name.
    declared : Declared
        Its separator, if the study file gives one, and the columns it names.
    faults : Faults
        Receives one fault if the separator is not plain, or is not the one declared.
    """
    sample = _sample(text)
    headers: dict[str, list[str]] = {}
    even: dict[str, float] = {}
    for separator in SEPARATORS:
        header, *rows = _split(sample, separator, declared.header_row) or [[]]
        if len(header) > 1:
            headers[separator] = header
            even[separator] = sum(len(row) == len(header) for row in rows) / max(len(rows), 1)
    if declared.separator is not None:
        if declared.separator in headers or not headers:
            return declared.separator
        faults.add(_other(sample, file, declared, next(iter(headers))))
        return None
    if not headers:
        return _single_column(sample, file, declared, faults)
    best = [one for one in headers if even[one] == max(even.values())]
    named = {one: sum(map(declared.reads, headers[one])) for one in best}
    if declared.named is not None:
        best = [one for one in best if named[one] == max(named.values())]
    if len(best) == 1:
        return best[0]
    if max(even.values()) < 1:  # ragged rows by any of them: they are told as rows
        return max(best, key=lambda one: len(headers[one]))
    words = " or by ".join(SEPARATORS[one] for one in best)
    message = f"The columns can be separated by {words}."
    fix = declared.say("separator", *(_written(one) for one in best))
    faults.add(Fault(message, fix, file, declared.header_row, value=_header(sample, declared)))
    return None


def _sample(text: bytes) -> str:
    part = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        part = part[: part.rfind(b"\n") + 1] or part
    return part.decode("utf-8", errors="replace")


def _split(sample: str, separator: str, header_row: int) -> list[list[str]]:
    """Return the header and the rows that hold anything, as far as they can be split."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and reader.line_num >= header_row:
                rows.append([cell.strip() for cell in row])
    except csv.Error:
        pass  # the strict reader tells where
    # an unclosed quotation mark, or the end of the sample, makes the last row another
    return rows[:-1] if len(rows) > 2 else rows


def _written(separator: str) -> str:
    return "tab" if separator == "\t" else separator


def _header(sample: str, declared: Declared) -> str:
    lines = sample.lstrip().splitlines()
    return shown(lines[min(declared.header_row, len(lines)) - 1]) if lines else ""


def _other(sample: str, file: str, declared: Declared, found: str) -> Fault:
    said = SEPARATORS.get(declared.separator or "", str(declared.separator))
    message = f"The columns are separated by {SEPARATORS[found]}, not by {said}."
    fix = f"Correct `{declared.key}.separator` in study.yaml, or remove it: it is found out."
    return Fault(message, fix, file, declared.header_row, value=_header(sample, declared))


def _single_column(sample: str, file: str, declared: Declared, faults: Faults) -> str | None:
    """Take a table of one column as it is, if the study names that column."""
    header = _header(sample, declared)
    if declared.reads(header.strip().strip('"')):
        return ","
    message = "The header is one column: it holds no comma, semicolon, tab or vertical bar."
    fix = "Separate the columns by one of these, or give the header's line as `header_row`."
    faults.add(Fault(message, fix, file, declared.header_row, value=header))
    return None
