"""Decimal points stand above each other, and the text stays what it was."""

from __future__ import annotations

import re
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from outcomes.displays.decimal_alignment import WIDEST, split_at_points
from outcomes.rounding import ABSENT, MINUS
from outcomes.tables import Column, Table
from tests.tables.reading import read_grid, read_html

SHEET = files("outcomes.style").joinpath("tables.css").read_text(encoding="utf-8")
SHOWN = f"30|1.25|12,345|{MINUS}7.7|+0.5|<0.001|81%|12 (40%)|56.4 (7.2)|1.04 to 2.00|not estimated"
CELLS = st.sampled_from([*SHOWN.split("|"), f"{MINUS}15.3 to {MINUS}0.2", ABSENT, ""])


def test_cells_that_end_alike_are_left_whole() -> None:
    assert split_at_points(["42.1", f"{MINUS}7.7", "100.0"]) == [None] * 3
    assert split_at_points(["30", ABSENT, "7"]) == [None] * 3
    assert split_at_points([]) == []


def test_mixed_decimals_are_split_at_the_point() -> None:
    assert split_at_points(["30", "1.25", f"{MINUS}7.7", ABSENT, "none"]) == [
        ("30", "", 3),
        ("1", ".25", 3),
        (f"{MINUS}7", ".7", 3),
        (ABSENT, "", 3),
        None,
    ]


def test_intervals_line_up_at_the_point_of_their_first_number() -> None:
    (one, other) = split_at_points(["12 (40%)", "56.4 (7.2)"])
    assert one is not None
    assert other is not None
    assert (one[:2], other[:2]) == (("12", " (40%)"), ("56", ".4 (7.2)"))


@given(st.lists(CELLS, min_size=1))
def test_whole_parts_and_boxes_make_the_text_again(cells: list[str]) -> None:
    splits = split_at_points(cells)
    assert len({split[2] for split in splits if split}) <= 1
    for cell, split in zip(cells, splits, strict=True):
        if split is not None:
            before, after, width = split
            assert before + after == cell
            assert len(after) <= 2 * width
            assert 0 < width <= WIDEST


def test_the_html_has_the_same_text_and_one_width_a_column() -> None:
    rows = (("a", "30", "1"), ("b", "1.25", "2"), ("c", ABSENT, "3"))
    table = Table("T", (Column("A"), Column("B", numeric=True), Column("C", numeric=True)), rows)
    assert read_grid(table) == [list(row) for row in rows]
    spans = [a["class"] for tag, a in read_html(table.write_html()).tags if tag == "span"]
    assert spans == ["after w3"] * 3


def test_every_width_has_its_rule() -> None:
    rules = dict(re.findall(r"\.w(\d+) \{ width: (\d+)ch; \}", SHEET))
    assert rules == {str(width): str(width) for width in range(1, WIDEST + 1)}
