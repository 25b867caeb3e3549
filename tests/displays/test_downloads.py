"""Tables to take away: what is shown comes back, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outcomes.displays.downloads import name_file, read_number, write_csv, write_json
from outcomes.rounding import ABSENT, MINUS, format_signed
from outcomes.tables import Column, Table
from tests.tables.reading import read_html

FORMULAS = ("=1+1", "+1-cmd", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "-x")
COLUMNS = (
    Column("Endpoint"),
    Column("n", group="Dextrose", numeric=True),
    Column("mean", "points", "Dextrose", numeric=True),
    Column("Remark"),
)


def make_table(*rows: tuple[str, ...], caption: str = "Scores at week 52 (simulated)") -> Table:
    return Table(caption, COLUMNS, rows, notes=("n: participants.",))


def read_links(table: Table) -> dict[str, str]:
    """Return what each download holds, by the name of its file, as a browser decodes it."""
    page = read_html(table.write_html())
    links = [attributes for tag, attributes in page.tags if tag == "a" and "download" in attributes]
    return {
        str(link["download"]): unquote(str(link["href"]).split(",", 1)[1], errors="strict")
        for link in links
    }


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_both_files_hold_headings_with_units_and_every_cell() -> None:
    table = make_table(("Pain", "30", f"{MINUS}7.70", "late"), ("Knee, left", ABSENT, "+0.5", '"'))
    files = read_links(table)
    assert list(files) == [
        "scores-at-week-52-simulated.csv",
        "scores-at-week-52-simulated.json",
    ]
    text, content = files.values()
    assert read_csv(text) == [
        ["Endpoint", "Dextrose: n", "Dextrose: mean (points)", "Remark"],
        ["Pain", "30", "-7.70", "late"],
        ["Knee, left", ABSENT, "0.5", '"'],
    ]
    loaded = json.loads(content)
    assert loaded["columns"][2] == {"heading": "mean", "unit": "points", "group": "Dextrose"}
    assert loaded["rows"] == [["Pain", 30, -7.7, "late"], ["Knee, left", None, 0.5, '"']]
    assert loaded["caption"] == table.caption
    assert loaded["notes"] == ["n: participants."]
    assert "-7.70" in content, "the decimals shown are kept"


def test_files_of_simulated_data_say_so() -> None:
    row = ("Pain", "30", "7.70", "late")
    files = read_links(Table("Scores", COLUMNS, (row,), notes=("n: all.",), simulated=True))
    assert list(files) == ["simulated-scores.csv", "simulated-scores.json"]
    assert json.loads(files["simulated-scores.json"])["notes"] == [
        "Simulated data: not evidence.",
        "n: all.",
    ]


def test_the_kinds_are_named_in_the_addresses() -> None:
    html = make_table(("a", "1", "2", "")).write_html()
    assert 'href="data:text/csv;charset=utf-8,' in html
    assert 'href="data:application/json;charset=utf-8,' in html


def test_an_empty_table_has_nothing_to_take_away() -> None:
    assert read_links(make_table()) == {}


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_are_led_by_an_apostrophe_and_json_keeps_them(formula: str) -> None:
    table = make_table((formula, "1", formula, formula))
    (_, row) = read_csv(write_csv(table))
    assert row == [f"'{formula}", "1", f"'{formula}", f"'{formula}"]
    assert json.loads(write_json(table))["rows"] == [[formula, 1, formula, formula]]


@pytest.mark.parametrize("formula", FORMULAS)
def test_headings_are_no_formulas_either(formula: str) -> None:
    table = Table("T", (Column(formula), Column("b", group=formula)), (("1", "2"),))
    assert read_csv(write_csv(table))[0] == [f"'{formula}", f"'{formula}: b"]


def test_a_negative_number_in_a_column_of_words_stays_one() -> None:
    (_, row) = read_csv(write_csv(make_table(("-5", "1", "2", "-0.5"))))
    assert (row[0], row[3]) == ("-5", "-0.5")


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
@example(-0.04, 1)
def test_every_number_shown_is_a_number_in_both_files(value: float, digits: int) -> None:
    shown = format_signed(value, digits)
    table = make_table(("a", "1", shown, ""))
    (_, row) = read_csv(write_csv(table))
    assert float(row[2]) == pytest.approx(round(value, digits), abs=10.0**-digits)
    assert not row[2].startswith(("'", "+"))
    assert json.loads(write_json(table))["rows"][0][2] == float(row[2])


@given(st.lists(st.text(), min_size=4, max_size=4))
@example(["", "", "9007199254740993", ""])
def test_any_text_comes_back_through_the_page(cells: list[str]) -> None:
    files = read_links(make_table(tuple(cells)))
    text, content = files.values()
    (row,) = json.loads(content)["rows"]
    for shown, cell, column in zip(row, cells, COLUMNS, strict=True):
        number = read_number(cell) if column.numeric else None
        expected = cell.encode("utf-8", "replace").decode()
        if number is None:
            assert shown == (None if column.numeric and cell == ABSENT else expected)
        else:
            assert shown == json.loads(number)
    (_, written) = read_csv(text)
    assert not any(cell[:1] in "=+@\t\r\n" for cell in written if cell)
    assert not any(cell[:1] == "-" and read_number(cell) is None for cell in written)


@given(st.text())
def test_a_file_name_is_plain_and_never_empty(caption: str) -> None:
    name = name_file(caption)
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(name) <= 120


def test_long_captions_are_cut_between_words() -> None:
    assert name_file("Unterschiede " * 20) == "unterschiede-" * 3 + "unterschiede"
    assert name_file("") == name_file("\u6cd5") == "table"
