"""A table in other formats: every cell, simulated data marked, nothing that a program would run."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import openpyxl
import pytest

from outcomes.displays.downloads import SIMULATED
from outcomes.displays.table import Column, Table

TABLE = Table(
    "Mean & change_1",
    (Column("Visit"), Column("Mean", "points", "Dextrose", numeric=True), Column("Said")),
    (
        ("week 12", "1,042.5", "=1+1"),
        ("week 52", "\u22122.0", "a | b\n<i>c</i>"),
        ("later", "\u2013", "\\input{x} 5% $y$"),
    ),
    notes=("Means only.",),
    simulated=True,
)


def test_a_frame_has_numbers_as_numbers_and_says_simulated() -> None:
    frame = TABLE.to_frame()
    assert list(frame.columns) == ["Visit", "Dextrose: Mean (points)", "Said"]
    assert frame.columns.name == SIMULATED
    assert frame.attrs["caption"] == TABLE.caption
    first, second, third = frame["Dextrose: Mean (points)"]
    assert (first, second) == (1042.5, -2.0)
    assert math.isnan(third)
    assert frame["Said"].tolist() == [row[2] for row in TABLE.rows]


def test_columns_of_one_name_stay_apart() -> None:
    table = Table("x", (Column("a"), Column("a"), Column("a")), (("1", "2", "3"),))
    assert list(table.to_frame().columns) == ["a", "a (2)", "a (3)"]


def test_markdown_keeps_its_columns_whatever_cells_hold() -> None:
    text = TABLE.to_markdown()
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == 5
    assert {line.replace("\\|", "").count("|") for line in lines} == {4}
    assert "<i>" not in text.replace("\\<", "")
    assert SIMULATED in text
    assert "Means only." in text


def test_latex_is_made_harmless() -> None:
    text = TABLE.to_latex()
    assert r"\caption{Mean \& change\_1}" in text
    assert r"\textbackslash{}input\{x\} 5\% \$y\$" in text
    assert r"\multicolumn{1}{c}{Dextrose}" in text
    assert "$-$2.0" in text
    assert SIMULATED in text


def test_a_workbook_has_numbers_and_no_formulas(tmp_path: Path) -> None:
    TABLE.to_xlsx(tmp_path / "t.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == TABLE.caption
    assert rows[2][:3] == ("week 12", 1042.5, "=1+1")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert SIMULATED in [row[0] for row in rows]


def test_a_word_file_has_every_cell_and_headings_on_each_page(tmp_path: Path) -> None:
    TABLE.to_docx(tmp_path / "t.docx")
    with zipfile.ZipFile(tmp_path / "t.docx") as file:
        words = file.read("word/document.xml").decode()
    for text in ("1,042.5", "Dextrose", "Mean (points)", SIMULATED, "Means only."):
        assert text in words
    assert words.count("<w:tblHeader/>") == 2


def test_html_and_csv_say_simulated_in_text_or_name() -> None:
    assert SIMULATED in TABLE.to_html()
    assert "<i>" not in TABLE.to_html()
    assert "'=1+1" in TABLE.to_csv()
    assert TABLE.downloads[0][1].startswith("simulated")


@pytest.mark.parametrize("rows", [1, 500])
def test_a_console_shows_a_few_lines(rows: int) -> None:
    table = Table("x" * 300, (Column("a"), Column("b")), (("long " * 50, "2"),) * rows)
    shown = repr(table).splitlines()
    assert len(shown) <= 25
    assert max(map(len, shown)) < 140
    assert f"({rows} rows, 2 columns)" in shown[0]
