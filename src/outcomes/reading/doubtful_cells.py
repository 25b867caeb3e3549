"""What a spreadsheet does to cells unasked: ranges that became dates, errors, merged cells ..."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Declared, Faults, shown


@dataclass(frozen=True)
class Remark:
    """Something about one cell that makes its value doubtful.

    Parameters
    ----------
    kind : str
        ``date``, ``error``, ``percent`` or ``formula``; ``sign`` for a text that may be a number.
    row : int
        Row of the sheet, the first being 1.
    position : int
        Position of the column, the first being 0.
    text : str
        What the cell holds.
    """

    kind: str
    row: int
    position: int
    text: str


def check_merged(
    merged: Sequence[Any], header: list[str], label: str, declared: Declared, faults: Faults
) -> bool:
    """Report merged cells of columns that are read; return whether the header has none."""
    sound = True
    for area in merged:
        if area.max_row < declared.header_row or area.min_col > len(header):
            continue
        names = header[area.min_col - 1 : area.max_col]
        in_header = area.min_row <= declared.header_row
        if not (in_header or any(name and declared.reads(name) for name in names)):
            continue
        sound = sound and not in_header
        message = f"The cells {area.coord} are merged, and only the first of them holds a value."
        fix = "Undo the merge, and fill in every cell."
        faults.add(Fault(message, fix, label, area.min_row, names[0] or None), "merged")
    return sound


def check_cells(
    remarks: list[Remark],
    frame: pd.DataFrame,
    header: list[str],
    label: str,
    declared: Declared,
    faults: Faults,
) -> None:
    """Report what is doubtful in the columns that the study reads."""
    dates = {
        position: sum(one.kind == "date" and one.position == position for one in remarks)
        for position in {one.position for one in remarks if one.kind == "date"}
    }
    formulas: list[Remark] = []
    for one in remarks:
        name = header[one.position] if one.position < len(header) else ""
        if one.row not in frame.index and one.kind != "formula":
            continue
        if one.row <= declared.header_row or not name or not declared.reads(name):
            continue
        if one.kind == "formula":
            formulas.append(one)
            continue
        filled = int((frame[one.position] != "").sum())
        if one.kind == "date" and dates[one.position] == filled and name not in declared.keys:
            continue
        faults.add(_describe(one, name, label), f"{one.kind} cell")
    missing = [one for one in formulas if _has_no_value(one, frame)]
    if missing:
        faults.add(_no_values(missing, header, label))


def _has_no_value(one: Remark, frame: pd.DataFrame) -> bool:
    return one.row not in frame.index or not frame.loc[one.row, one.position]


def _place(one: Remark) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(one.position + 1)}{one.row}"


def _describe(one: Remark, name: str, label: str) -> Fault:
    message, fix = {
        "date": (
            "is a date: a spreadsheet turns a text such as `1-2` into one",
            "Format the column as text and enter again what was meant.",
        ),
        "error": (
            f"holds the error `{one.text}`",
            "Correct its formula; leave the cell empty if the value is missing.",
        ),
        "percent": (
            "is formatted as a percentage: it shows 100 times what it holds",
            "Format the column as a plain number and enter again what was meant.",
        ),
    }[one.kind]
    return Fault(f"{_place(one)} {message}.", fix, label, one.row, name, shown(one.text))


def _no_values(missing: list[Remark], header: list[str], label: str) -> Fault:
    first = missing[0]
    more = f", and {len(missing) - 1} more like it" if len(missing) > 1 else ""
    return Fault(
        f"{_place(first)} is a formula whose value was not saved{more}.",
        "Open the workbook in the spreadsheet and save it: that works its formulas out.",
        label,
        first.row,
        header[first.position],
        shown(first.text),
    )
