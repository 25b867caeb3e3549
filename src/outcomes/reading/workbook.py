"""Reading a sheet of an Excel workbook: typed cells, as text."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.decimals import read_decimals
from outcomes.reading.doubtful_cells import Remark, check_cells, check_merged
from outcomes.reading.header import check_rows, name_columns
from outcomes.reading.header_row import LOOKED_AT, below_titles, find_header_row
from outcomes.reading.table import Declared, Faults, Table, shown
from outcomes.reading.written import write_value

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CHUNK = 1 << 20
_SIGN = re.compile(r"\d*[.,]\d")
_ZEROS = re.compile("0{2,}")
_UNREADABLE = "Open it in the spreadsheet and save it again as an Excel workbook (.xlsx)."


def read_workbook(content: bytes, file: str, declared: Declared, faults: Faults) -> Table | None:
    """Read one sheet of an Excel workbook.

    Numbers are written in their shortest form, also those with a decimal comma in text cells, dates
    as ISO dates, and formulas as the values that the spreadsheet saved with them. In the columns
    that the study reads, dates among other values (a spreadsheet turns ``1-2`` into one),
    percentages, errors, formulas without a value and merged cells are faults that name the cell.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name.
    declared : Declared
        Its sheet and header row; a workbook of one filled sheet needs no name.
    faults : Faults
        Receives everything wrong with the sheet by itself.

    Returns
    -------
    Table or None
        None if nothing could be read; the index is the sheet's row.
    """
    from openpyxl import load_workbook

    try:
        has_formulas, has_merged = _look_into(content)
        book = load_workbook(BytesIO(content), read_only=not has_merged, data_only=True)
        name = _choose_sheet(book, file, declared, faults)
        if name is None:
            return None
        label = file if declared.sheet is None else f"{file}, sheet {name}"
        formulas = load_workbook(BytesIO(content), read_only=True) if has_formulas else None
        sheet = book[name]
        merged = sorted(sheet.merged_cells.ranges, key=lambda one: one.bounds) if has_merged else []
        rows, remarks = _read_cells(sheet, None if formulas is None else formulas[name])
    except Exception as error:
        message = f"The workbook cannot be read ({type(error).__name__}: {shown(str(error))})."
        faults.add(Fault(message, _UNREADABLE, file))
        return None
    found = find_header_row(list(islice(rows.items(), LOOKED_AT)))
    if found > declared.header_row:
        faults.add(below_titles(found, file, label, declared))
        return None
    header = rows.pop(declared.header_row, [])
    data = {row: cells for row, cells in rows.items() if row > declared.header_row}
    if not any(header):
        message = "The header's row is empty."
        fix = f"Say which row it is, as {declared.write('header_row', declared.header_row + 1)}."
        faults.add(Fault(message, fix, label, declared.header_row))
        return None
    width = max(map(len, [header, *data.values()]))
    header = [*header, *[""] * (width - len(header))]
    if not check_merged(merged, header, label, declared, faults):
        return None
    check_rows(len(data), label, declared, faults)
    frame = pd.DataFrame(
        [[*cells, *[""] * (width - len(cells))] for cells in data.values()],
        index=pd.Index(list(data), dtype="int64"),
        columns=range(width),
        dtype="str",
    )
    doubtful = [one for one in remarks if one.kind != "sign"]
    check_cells(doubtful, frame, header, label, declared, faults)
    named = name_columns(frame, header, label, declared, faults)
    points, sign = _read_text_decimals(named, remarks, header, label, declared, faults)
    if points is None:
        return None
    how = f"Excel, sheet {name}, header in row {declared.header_row}"
    how += f", {sign} in text cells" if sign else ""
    return Table(label, points, how=how, header_row=declared.header_row)


def find_sheets(content: bytes) -> list[Declared]:
    """Return what is to be declared of a workbook to read each filled sheet of it.

    A workbook that cannot be opened gives one entry that says nothing.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        filled = [sheet for sheet in book.worksheets if _is_filled(sheet)]
        headers = [find_header_row(_first_rows(sheet)) for sheet in filled]
    except Exception:
        return [Declared()]  # reading it says why
    names = [sheet.title if len(filled) > 1 else None for sheet in filled]
    found = zip(names, headers, strict=True)
    return [Declared(sheet=name, header_row=row) for name, row in found] or [Declared()]


def _first_rows(sheet: Worksheet) -> list[tuple[int, list[str]]]:
    texts = ([_read_cell(cell)[0] for cell in row] for row in _all_rows(sheet))
    return list(islice(((n, row) for n, row in enumerate(texts, start=1) if any(row)), LOOKED_AT))


def _read_text_decimals(
    named: pd.DataFrame,
    remarks: Sequence[Remark],
    header: Sequence[str],
    label: str,
    declared: Declared,
    faults: Faults,
) -> tuple[pd.DataFrame | None, str]:
    """Write decimals with a point where numbers stand in text cells, and return their sign.

    None instead of the cells where the sign is to be asked for.
    """
    found: dict[str, dict[int, str]] = {name: {} for name in named.columns}
    for remark in remarks:
        name = header[remark.position] if remark.position < len(header) else ""
        if remark.kind == "sign" and name in found and remark.row in named.index:
            found[name][remark.row] = remark.text
    if not any(found.values()):
        return named, ""
    texts = pd.DataFrame("", index=named.index, columns=named.columns, dtype="str")
    for name, cells in found.items():
        texts.loc[list(cells), name] = list(cells.values())
    points, sign = read_decimals(texts, ";", label, declared, faults)
    if points is None or sign != "decimal comma":
        return None if points is None else named, ""
    return named.where(texts == "", points), sign


def _look_into(content: bytes) -> tuple[bool, bool]:
    """Return whether a sheet of the workbook holds formulas, and merged cells."""
    formulas = merged = False
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            with archive.open(name) as part:
                before = b""
                while chunk := part.read(_CHUNK):
                    text = before + chunk
                    formulas = formulas or re.search(rb"<(\w+:)?f[ >/]", text) is not None
                    merged = merged or re.search(rb"<(\w+:)?mergeCell ", text) is not None
                    before = text[-32:]
    return formulas, merged


def _choose_sheet(book: Workbook, file: str, declared: Declared, faults: Faults) -> str | None:
    names: list[str] = [sheet.title for sheet in book.worksheets]
    listed = ", ".join(f"`{name}`" for name in names)
    if declared.sheet is not None:
        if declared.sheet in names:
            return declared.sheet
        message = f"The workbook has no sheet `{declared.sheet}`."
        fix = f"Correct `{declared.key}.sheet` in study.yaml. There are: {listed}."
        faults.add(Fault(message, fix, f"{file}, sheet {declared.sheet}"))
        return None
    filled: list[str] = [sheet.title for sheet in book.worksheets if _is_filled(sheet)]
    if len(filled) == 1:
        return filled[0]
    if filled:
        message = f"The workbook has {len(filled)} sheets."
        faults.add(Fault(message, declared.say("sheet", *filled), file))
    else:
        message = "The workbook is empty."
        faults.add(Fault(message, "Fill a sheet, beginning with a header.", file))
    return None


def _is_filled(sheet: Worksheet) -> bool:
    return any(value is not None for row in _all_rows(sheet) for value in (c.value for c in row))


def _all_rows(sheet: Worksheet) -> Iterator[Sequence[Any]]:
    # some programs write wrong dimensions, and a sheet read piecemeal believes them
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    return iter(sheet.iter_rows())


def _read_cells(
    sheet: Worksheet, formulas: Worksheet | None
) -> tuple[dict[int, list[str]], list[Remark]]:
    """Return the text cells of each row that holds any, and what is remarkable about cells."""
    rows: dict[int, list[str]] = {}
    remarks: list[Remark] = []
    for number, row in enumerate(_all_rows(sheet), start=1):
        cells = []
        for position, cell in enumerate(row):
            text, kind = _read_cell(cell)
            cells.append(text)
            if kind:
                remarks.append(Remark(kind, number, position, text))
        if any(cells):
            rows[number] = cells
    if formulas is not None:
        for number, row in enumerate(_all_rows(formulas), start=1):
            saved = rows.get(number, [])
            for position, cell in enumerate(row):
                is_formula = cell.data_type == "f"
                if is_formula and not (position < len(saved) and saved[position]):
                    remarks.append(Remark("formula", number, position, str(cell.value)))
    return rows, remarks


def _read_cell(cell: Any) -> tuple[str, str]:
    """Return a cell's text, and what kind of remark it is worth, if any."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "e":
        return str(value), "error"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return write_value(value), "date"
    text = write_value(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        style = cell.number_format or ""
        if _ZEROS.fullmatch(style) and isinstance(value, int) and value >= 0:
            return text.zfill(len(style)), ""  # as the user sees it: 007
        return text, "percent" if "%" in style else ""
    return text, "sign" if _SIGN.search(text) else ""
