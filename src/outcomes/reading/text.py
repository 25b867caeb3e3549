"""Reading CSV and TSV tables: text cells, each row remembering its line in the file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.decimals import read_decimals
from outcomes.reading.encoding import decode_roughly, to_utf8
from outcomes.reading.fast_text import read_plain_text
from outcomes.reading.header import check_rows, name_columns
from outcomes.reading.header_row import LOOKED_AT, below_titles, find_header_row
from outcomes.reading.separator import SEPARATORS, find_separator
from outcomes.reading.table import Declared, Faults, Table

_SAMPLE = 1 << 15
_MANY = 5
"""From this many rows of one wrong length on, if all are, they have one cause."""

Record = tuple[int, list[str]]


def read_text(content: bytes, file: str, declared: Declared, faults: Faults) -> Table | None:
    """Read a text table.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name.
    declared : Declared
        What the study file says of it; the rest is found out.
    faults : Faults
        Receives everything wrong with the file by itself.

    Returns
    -------
    Table or None
        None if nothing could be read.
    """
    if not content.strip():
        faults.add(Fault("The file is empty.", "Fill it, beginning with a header line.", file))
        return None
    text, encoding = to_utf8(content, file, declared, faults)
    if text is None:
        return None
    first, found = _look_for_header(text)
    if found > max(first, declared.header_row):
        faults.add(below_titles(found, file, file, declared))
        return None
    separator = find_separator(text, file, declared, faults)
    if separator is None:
        return None
    plain = read_plain_text(text, separator, declared)
    if plain is None:
        read = _read_strictly(text.decode(), separator, file, declared, faults)
        if read is None:
            return None
        frame, header, left_out, complete = read
    else:
        frame, header, ragged = plain
        left_out, complete = (
            _report_ragged(ragged, len(frame), header, separator, file, faults),
            True,
        )
    if complete and not left_out:
        check_rows(len(frame), file, declared, faults)
    named = name_columns(frame, header, file, declared, faults)
    rows, sign = read_decimals(named, separator, file, declared, faults)
    if rows is None:
        return None
    how = ", ".join(filter(None, [SEPARATORS[separator], sign, encoding]))
    return Table(file, rows, left_out, complete, how=how, header_row=declared.header_row)


def find_text_table(content: bytes) -> list[Declared]:
    """Return what is to be declared of a text file to read the table below its titles."""
    first, found = _look_for_header(decode_roughly(content))
    return [Declared(header_row=found if found > first else 1)]


def _look_for_header(text: bytes) -> tuple[int, int]:
    """Return the first line that holds anything, and the line that is plainly the header.

    What separates the columns is here what makes most rows equally long: titles say nothing of it.
    """
    sample = text[:_SAMPLE].decode("utf-8", errors="replace")
    rows = max((_split(sample, separator) for separator in SEPARATORS), key=_evenness)
    return (rows[0][0] if rows else 1), find_header_row(rows)


def _split(sample: str, separator: str) -> list[Record]:
    rows: list[Record] = []
    with suppress(csv.Error):  # reading the rows says where
        rows.extend(islice(_records(sample, separator, 1), LOOKED_AT))
    return rows


def _evenness(rows: list[Record]) -> tuple[int, int]:
    """Return how many rows have the usual number of cells, and that number; 0 if it is one."""
    lengths = Counter(len(cells) for _, cells in rows)
    usual, number = max(lengths.items(), key=lambda entry: entry[::-1], default=(0, 0))
    return (number, usual) if usual > 1 else (0, 0)


def _read_strictly(
    text: str, separator: str, file: str, declared: Declared, faults: Faults
) -> tuple[pd.DataFrame, list[str], frozenset[str], bool] | None:
    """Read row by row, so that what is wrong is found on its line."""
    complete = True
    kept: list[Record] = []
    try:
        kept.extend(_records(text, separator, declared.header_row))
    except csv.Error as error:
        complete = False
        line = kept[-1][0] + 1 if kept else declared.header_row
        message = f"The rows from here on cannot be read ({error})."
        fix = "Look for a quotation mark that is opened and never closed."
        faults.add(Fault(message, fix, file, line))
    if not kept:
        return None
    header = kept[0][1]
    rows, left_out = _even_rows(kept, header, separator, file, faults)
    frame = pd.DataFrame(
        [cells for _, cells in rows],
        index=pd.Index([line for line, _ in rows], dtype="int64"),
        columns=range(len(header)),
        dtype="str",
    )
    return frame, header, left_out, complete


def _records(text: str, separator: str, header_row: int) -> Iterator[Record]:
    """Yield the line on which a record begins, and its cells; lines without any are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and line >= header_row:
            yield line, stripped
        line = reader.line_num + 1


def _even_rows(
    records: list[Record], header: list[str], separator: str, file: str, faults: Faults
) -> tuple[list[Record], frozenset[str]]:
    """Return the rows that have a cell for each column, and the cells of the others."""
    ragged = [record for record in records[1:] if len(record[1]) != len(header)]
    even = [record for record in records[1:] if len(record[1]) == len(header)]
    return even, _report_ragged(ragged, len(even), header, separator, file, faults)


def _report_ragged(
    ragged: list[Record], even: int, header: list[str], separator: str, file: str, faults: Faults
) -> frozenset[str]:
    """Report the rows that have not a cell for each column, and return their cells."""
    lengths = Counter(len(cells) for _, cells in ragged)
    width = f"but the header has {len(header)}"
    if not even and len(ragged) >= _MANY and len(lengths) == 1:
        (length,) = lengths
        fix = "Give the header a name for every column"
        if separator == "," and length > len(header):
            fix += ", or, if decimals have a comma, separate columns by semicolons"
        message = f"Every row has {length} cells, {width}."
        faults.add(Fault(message, f"{fix}.", file, ragged[0][0]))
    else:
        mark = {",": "a comma", ";": "a semicolon", "\t": "a tab"}.get(separator, "a bar")
        for line, cells in ragged:
            message = f"This row has {len(cells)} cells, {width}."
            fix = f"Give every row one cell a column; put a text that holds {mark} in quotes."
            faults.add(Fault(message, fix, file, line), "ragged row")
    return frozenset(cell for _, cells in ragged for cell in cells)
