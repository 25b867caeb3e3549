from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from outcomes.reading import Declared, Table, find_tables, read_table
from outcomes.study.fault_list import FaultList

ROWS = [["id", "visit", "pain"], [1, "baseline", 67.5], [2, "baseline", 38]]


def _write(
    path: Path, rows: list[list[object]], edit: Callable[[Worksheet], None] = lambda _: None
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    edit(sheet)
    book.save(path)
    return path


def _read(path: Path, declared: Declared | None = None) -> tuple[Table | None, list[str]]:
    faults = FaultList()
    table, _ = read_table(path.parent, path.name, faults, declared)
    return table, [str(fault) for fault in faults.in_order([])]


def _edited(tmp_path: Path, edit: Callable[[Worksheet], None]) -> tuple[Table | None, list[str]]:
    return _read(_write(tmp_path / "t.xlsx", ROWS, edit))


def test_typed_cells_become_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "pain", "seen", "better", 12, "note"],
        [1, 67.5, dt.date(2024, 3, 12), True, 0.1, " x "],
        [2.0, 38, dt.datetime(2024, 3, 13, 9, 30), False, 1e-7, None],
    ]
    table, faults = _read(_write(tmp_path / "t.xlsx", rows))
    assert faults == []
    assert table is not None
    assert list(table.rows.columns) == ["id", "pain", "seen", "better", "12", "note"]
    assert table.rows.to_numpy().tolist() == [
        ["1", "67.5", "2024-03-12", "true", "0.1", "x"],
        ["2", "38", "2024-03-13 09:30", "false", "1e-07", ""],
    ]
    assert list(table.rows.index) == [2, 3]
    assert table.how == "Excel, sheet Sheet, header in row 1"


def test_titles_may_stand_above_the_header_and_rows_be_empty(tmp_path: Path) -> None:
    rows = [["Trial of 2024"], [], *ROWS[:2], [], ROWS[2]]
    path = _write(tmp_path / "t.xlsx", rows, lambda sheet: sheet.merge_cells("A1:C1"))
    table, faults = _read(path, Declared(header_row=3))
    assert faults == []
    assert table is not None
    assert list(table.rows.index) == [4, 6]


def test_a_number_shown_with_leading_zeros_keeps_them(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for cell in sheet["A"][1:]:
            cell.number_format = "000"

    table, faults = _edited(tmp_path, edit)
    assert faults == []
    assert table is not None
    assert list(table.rows["id"]) == ["001", "002"]


def test_a_range_that_became_a_date_is_told_with_its_cell(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C3"] = dt.date(2026, 2, 1)

    _, faults = _edited(tmp_path, edit)
    assert faults == [
        "t.xlsx, row 3, column pain: C3 is a date: a spreadsheet turns a text such as `1-2` into "
        "one. (found '2026-02-01') Format the column as text and enter again what was meant."
    ]


def test_visits_that_all_became_dates_are_faults_and_a_column_of_dates_is_none(
    tmp_path: Path,
) -> None:
    rows = [["id", "visit", "seen"]] + [
        [n, dt.date(2026, 2, n), dt.date(2024, 1, n)] for n in (1, 2)
    ]
    path = _write(tmp_path / "t.xlsx", rows)
    _, faults = _read(path, Declared(keys=frozenset({"visit"})))
    assert [fault.split(":")[0] for fault in faults] == [
        "t.xlsx, row 2, column visit",
        "t.xlsx, row 3, column visit",
    ]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_errors_are_faults(tmp_path: Path, error: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C2"] = error

    _, faults = _edited(tmp_path, edit)
    assert len(faults) == 1
    assert f"C2 holds the error `{error}`" in faults[0]


def test_a_percentage_is_a_fault(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C2"] = 0.45
        sheet["C2"].number_format = "0%"

    _, faults = _edited(tmp_path, edit)
    assert len(faults) == 1
    assert "C2 is formatted as a percentage" in faults[0]


def test_formulas_without_values_are_one_fault(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C2"] = "=60+7.5"
        sheet["C3"] = "=30+8"

    _, faults = _edited(tmp_path, edit)
    assert len(faults) == 1
    assert "C2 is a formula whose value was not saved, and 1 more like it" in faults[0]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    _, faults = _edited(tmp_path, lambda sheet: sheet.merge_cells("B2:B3"))
    assert len(faults) == 1
    assert "The cells B2:B3 are merged" in faults[0]


def test_a_header_over_two_columns_is_one_fault(tmp_path: Path) -> None:
    table, faults = _edited(tmp_path, lambda sheet: sheet.merge_cells("B1:C1"))
    assert table is None
    assert len(faults) == 1


def test_what_is_wrong_in_columns_that_are_not_read_is_no_fault(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C2"] = "#N/A"
        sheet.merge_cells("C3:C4")

    path = _write(tmp_path / "t.xlsx", ROWS, edit)
    _, faults = _read(path, Declared(named=frozenset({"id", "visit"})))
    assert faults == []


def test_of_several_filled_sheets_one_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Scores", "Codes", "Empty"):
        sheet = book.create_sheet(name)
        for row in ROWS if name != "Empty" else ():
            sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    table, faults = _read(tmp_path / "t.xlsx", Declared("tables.scores"))
    assert table is None
    assert faults == [
        "t.xlsx: The workbook has 2 sheets. Say which it is under `tables.scores` in study.yaml: "
        '`sheet: "Scores"` or `sheet: "Codes"`.'
    ]
    table, faults = _read(tmp_path / "t.xlsx", Declared(sheet="Scores"))
    assert faults == []
    assert table is not None
    assert table.file == "t.xlsx, sheet Scores"
    _, faults = _read(tmp_path / "t.xlsx", Declared(sheet="scores"))
    assert len(faults) == 1
    assert "There are: `Sheet`, `Scores`, `Codes`, `Empty`" in faults[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 damaged", "cannot be read"),
        (b"id,pain\n1,2\n", "This is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "behind a password"),
    ],
)
def test_what_is_no_workbook_is_one_fault(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    table, faults = _read(tmp_path / "t.xlsx")
    assert table is None
    assert len(faults) == 1
    assert says in faults[0]


def test_numbers_with_a_decimal_comma_in_text_cells_are_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "pain", "note"], ["1", "67,5", "a, b"], ["2", 38.25, "1,5 mg"], ["3", "4,50", "x"],
    ]  # fmt: skip
    table, faults = _read(_write(tmp_path / "t.xlsx", rows))
    assert faults == []
    assert table is not None
    assert table.rows["pain"].tolist() == ["67.5", "38.25", "4.5"]
    assert table.rows["note"].tolist() == ["a, b", "1,5 mg", "x"]
    assert table.how.endswith("decimal comma in text cells")


@pytest.mark.parametrize(("one", "other"), [("67,5", "38.2"), ("1,234", "5")])
def test_a_decimal_sign_that_text_cells_leave_open_is_asked_for(
    tmp_path: Path, one: str, other: str
) -> None:
    rows: list[list[object]] = [["id", "pain"], ["1", one], ["2", other]]
    path = _write(tmp_path / "t.xlsx", rows)
    table, faults = _read(path)
    assert table is None
    (fault,) = faults
    assert "decimal" in fault
    table, faults = _read(path, Declared(decimal="."))
    assert faults == []
    assert table is not None
    assert table.rows["pain"].tolist() == [one, other]


def test_a_title_above_the_header_is_one_fault_that_names_the_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Trial of 2024, entered by Ms M."], *ROWS]
    path = _write(tmp_path / "t.xlsx", rows, lambda sheet: sheet.merge_cells("A1:C1"))
    assert _read(path, Declared(key="tables.scores")) == (None, [
        "t.xlsx, row 1: The header is row 2, not row 1: what stands above it fills few of the "
        "columns. Add `header_row: 2` to `tables.scores` in study.yaml, as in "
        "`{file: t.xlsx, header_row: 2}`."
    ])  # fmt: skip


def test_where_no_row_is_plainly_the_header_the_nameless_columns_are_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "visit", None], [1, "baseline", 67.5]]
    _, (fault,) = _read(_write(tmp_path / "t.xlsx", rows))
    assert "Column number 3 has no name in the header." in fault
    assert "if this is no header, say what is, as `header_row: 2` under `tables`" in fault


def test_every_filled_sheet_is_found_with_its_header(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        for name, rows in (("empty", []), ("events", [["id", "event"], [1, "fall"]])):
            other = book.create_sheet(name)
            for row in rows:
                other.append(row)

    path = _write(tmp_path / "t.xlsx", [["A title"], [], *ROWS], edit)
    assert find_tables(path) == [
        Declared(sheet="Sheet", header_row=3), Declared(sheet="events", header_row=1)
    ]  # fmt: skip


def test_a_file_that_is_no_workbook_is_found_and_refused_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"PK\x03\x04 cut short")
    assert find_tables(path) == [Declared()]
    table, (fault,) = _read(path)
    assert table is None
    assert "The workbook cannot be read" in fault
