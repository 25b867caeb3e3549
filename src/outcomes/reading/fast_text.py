"""Reading text tables in which nothing can go wrong, many rows at a time, with Arrow."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from outcomes.reading.table import Declared

_BLANK_LINE = re.compile(rb"(?:\A|\n|\r)[ \t]*(?:\r\n|\r(?!\n)|\n)")
_MANY = 1 << 16
"""Bytes below which starting Arrow's threads gains nothing."""


def read_plain_text(
    text: bytes, separator: str, declared: Declared
) -> tuple[pd.DataFrame, list[str], list[tuple[int, list[str]]]] | None:
    """Read a text table if it holds no quotation mark and no blank line.

    Arrow takes an unclosed quotation mark for the beginning of one cell that holds the rest of the
    file, and does not say so: whatever holds one is read strictly instead.

    Parameters
    ----------
    text : bytes
        The file in UTF-8.
    separator : str
        What separates the columns.
    declared : Declared
        Where the header stands.

    Returns
    -------
    rows : pandas.DataFrame
        Text cells in numbered columns; the index is the line.
    header : list of str
        The names.
    ragged : list of (int, list of str)
        Line and cells of each row that is too long or too short. None in place of all three if the
        table is to be read strictly.
    """
    if len(text) < _MANY or declared.header_row != 1 or b'"' in text:
        return None
    body = text.rstrip(b"\r\n")
    if b"\r" in body.replace(b"\r\n", b"") or _BLANK_LINE.search(body):
        return None
    header = [name.strip() for name in body[: body.index(b"\n")].decode().split(separator)]
    names = [str(number) for number in range(len(header))]
    ragged: list[tuple[int, list[str]]] = []

    def set_aside(row: csv.InvalidRow) -> str:
        ragged.append((row.number, [cell.strip() for cell in row.text.split(separator)]))
        return "skip"

    def read(*, threads: bool) -> pa.Table:
        # rows have numbers where one thread reads them all
        return csv.read_csv(
            pa.BufferReader(text),
            read_options=csv.ReadOptions(
                column_names=names, skip_rows=1, block_size=1 << 24, use_threads=threads
            ),
            parse_options=csv.ParseOptions(
                delimiter=separator,
                quote_char=False,
                invalid_row_handler=None if threads else set_aside,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )

    try:
        table = read(threads=True)
    except pa.ArrowInvalid:
        table = read(threads=False)
    left_out = {line for line, _ in ragged}
    lines = np.arange(2, table.num_rows + len(left_out) + 2)
    if left_out:
        lines = np.setdiff1d(lines, np.array(sorted(left_out)))
    frame = pd.DataFrame(
        {
            number: pd.array(pc.utf8_trim_whitespace(column), dtype="str")
            for number, column in enumerate(table.columns)
        },
        index=pd.Index(lines, dtype="int64"),
    )
    blank = np.logical_and.reduce([(frame[number] == "").to_numpy() for number in frame])
    return (frame[~blank] if blank.any() else frame), header, ragged
