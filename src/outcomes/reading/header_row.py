"""Which row of a table is its header, where titles or notes stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outcomes.errors import Fault
from outcomes.reading.table import Declared

LOOKED_AT = 40
"""Rows from the top among which the header is looked for."""

_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*%?")


def find_header_row(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the number of the row that names the columns: the first that fills most of them.

    The rows above it are titles and notes, which fill few cells. Where that row holds numbers or
    one name twice, no row is plainly the header, and the first is taken for it.

    Parameters
    ----------
    rows : sequence of (int, sequence of str)
        Number and cells of the first rows that hold anything.

    Examples
    --------
    >>> find_header_row([(1, ["Hip trial", ""]), (2, ["id", "pain"]), (3, ["A1", "7"])])
    2
    """
    looked_at = [(number, [cell for cell in cells if cell]) for number, cells in rows[:LOOKED_AT]]
    if not looked_at:
        return 1
    width = max(len(cells) for _, cells in looked_at)
    number, names = next(row for row in looked_at if 2 * len(row[1]) > width)
    is_header = len(set(names)) == len(names) > 1 and not any(map(_NUMBER.fullmatch, names))
    return number if is_header else looked_at[0][0]


def below_titles(found: int, file: str, label: str, declared: Declared) -> Fault:
    """Return the fault of a table whose header stands below its first row.

    Parameters
    ----------
    found : int
        The row that is plainly the header.
    file, label : str
        The file, and what faults call the table in it.
    declared : Declared
        What the study file says of it.
    """
    return Fault(
        f"The header is row {found}, not row {declared.header_row}: what stands above it fills few "
        "of the columns.",
        f"Add `header_row: {found}` to `{declared.key}` in study.yaml, as in `{{file: {file}, "
        f"header_row: {found}}}`.",
        label,
        declared.header_row,
    )
