"""Times of visits, from what tables hold for them."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.drafting.time_points import find_time_points, is_time_word


@pytest.mark.parametrize(
    ("codes", "column", "points"),
    [
        ("0 12 3", "month", "month 0: month 0, month 3: month 3, month 12: month 12"),
        ("baseline week-6 week-12", "visit", "baseline: week 0, week-6: week 6, week-12: week 12"),
        ("wk6 bl wk26", "visit", "bl: week 0, wk6: week 6, wk26: week 26"),
        ("3_months Baseline", "event", "Baseline: week 0, 3_months: month 3"),
        ("J0 M3 S6", "moment", "J0: day 0, S6: week 6, M3: month 3"),
        ("1 2", "day", "day 1: day 0, day 2: day 1"),
        ("30 60", "minutes", "minute 30: minute 30, minute 60: minute 60"),
    ],
)
def test_times_are_read_from_codes_and_columns(codes: str, column: str, points: str) -> None:
    found = find_time_points(codes.split(), column)
    assert ", ".join(f"{point.name}: {point.unit} {point.time:g}" for point in found) == points


def test_the_one_visit_without_a_time_is_taken_for_the_baseline() -> None:
    first, _, last = find_time_points(["nach 3 Monaten", "Aufnahme", "nach 6 Wochen"], "Zeitpunkt")
    assert (first.name, first.time) == ("Aufnahme", 0)
    assert "taken for the baseline" in first.guess
    assert last.guess == ""


def test_the_end_is_never_taken_for_the_baseline() -> None:
    assert [p.name for p in find_time_points(["end", "week 6"], "visit")] == ["week 6", "end"]


def test_what_only_has_an_order_is_marked() -> None:
    before, after = find_time_points(["post", "pre"], "visit")
    assert (before.code, before.time, before.guess) == ("pre", 0, "")
    assert (after.code, after.time) == ("post", 1)
    assert "only the order is known" in after.guess


def test_the_median_of_a_column_of_days_is_taken_where_visits_are_numbers() -> None:
    days = pd.Series({"4": 7.0, "5": 14.2}, name="days")
    points = find_time_points(["5", "4"], "visit", days)
    assert [(point.name, point.unit, point.time) for point in points] == [
        ("visit 4", "day", 7),
        ("visit 5", "day", 14),
    ]
    assert all("`days`" in point.guess for point in points)


@pytest.mark.parametrize(
    ("word", "is_time"),
    [("pre", True), ("wk12", True), ("t2", True), ("6m", True), ("pain", False), ("q1", False)],
)
def test_words_that_say_when(word: str, is_time: bool) -> None:
    assert is_time_word(word) is is_time
