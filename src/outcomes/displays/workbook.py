"""Tables as sheets of a workbook: numbers as numbers, text never as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from outcomes.displays.frames import make_frame
from outcomes.displays.plain_markup import list_remarks

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from outcomes.displays.table import Table

_LONGEST_NAME = 31
_WIDEST = 60


def save_tables(path: str | Path, tables: Sequence[Table]) -> None:
    """Write tables to an xlsx file, a sheet each: caption, headings, rows, and notes under them."""
    frames = {}
    for number, table in enumerate(tables, start=1):
        name = name_sheet(f"{number} {table.caption}")
        frames[name] = (make_frame(table), [table.caption], list_remarks(table))
    _save(path, frames)


def save_frame(path: str | Path, name: str, frame: pd.DataFrame, remarks: Sequence[str]) -> None:
    """Write one frame to an xlsx file at full precision, with remarks under it."""
    _save(path, {name_sheet(name): (frame, [], list(remarks))})


def name_sheet(text: str) -> str:
    """Return a name that a sheet may have: 31 characters, none of those that are forbidden."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f']", " ", text)[:_LONGEST_NAME].strip() or "Sheet"


def _save(
    path: str | Path, frames: Mapping[str, tuple[pd.DataFrame, list[str], list[str]]]
) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, (frame, above, below) in frames.items():
        sheet = workbook.create_sheet(name)
        for line in above:
            _append(sheet, [line], bold=True)
        _append(sheet, [str(column) for column in frame.columns], bold=True)
        sheet.freeze_panes = f"A{sheet.max_row + 1}"
        for row in frame.itertuples(index=False):
            _append(sheet, list(row))
        for line in below:
            _append(sheet, [line])
        _fit_columns(sheet, frame)
    workbook.save(path)


def _append(sheet: Worksheet, values: Sequence[object], *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    row = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(row, place)
        if isinstance(value, str):
            # As text whatever it begins with: a spreadsheet would run "=" as a formula.
            cell.value = "".join(c if c.isprintable() else " " for c in value)
            cell.data_type = "s"
        elif value is not None and value == value:
            cell.value = value
        if bold:
            cell.font = Font(bold=True)


def _fit_columns(sheet: Worksheet, frame: pd.DataFrame) -> None:
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(frame.columns, start=1):
        longest = max([len(str(column)), *(len(str(value)) for value in frame[column])])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, _WIDEST)
