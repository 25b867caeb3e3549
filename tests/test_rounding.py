"""Numbers as text."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import rounding
from outcomes.rounding import (
    MINUS,
    choose_digits,
    format_count,
    format_df,
    format_estimate,
    format_interval,
    format_level,
    format_number,
    format_p,
    format_share,
    format_signed,
    format_size,
    format_weeks,
)

NAN = math.nan


@pytest.mark.parametrize(
    ("df", "text"),
    [
        (24, "24"), (23.0, "23"), (23.04, "23.0"), (23.35, "23.4"), (23.3, "23.3"),
        (76.9999999, "77"), (1.96, "2.0"), (math.inf, "\u221e"), (NAN, "\u2013"),
    ],
)  # fmt: skip
def test_degrees_of_freedom_are_whole_or_have_one_decimal(df: float, text: str) -> None:
    assert format_df(df) == text


def test_examples_in_docstrings() -> None:
    found = doctest.testmod(rounding)
    assert found.attempted >= 10
    assert found.failed == 0


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (12.345, 1, "12.3"),
        (-12.345, 2, "\u221212.35"),
        (-0.04, 1, "0.0"),
        (0.0, 0, "0"),
        (9999.4, 0, "9999"),
        (9999.6, 0, "10,000"),
        (-1234567.0, 0, "\u22121,234,567"),
        (NAN, 1, "\u2013"),
        (math.inf, 1, "\u221e"),
        (-math.inf, 1, "\u2212\u221e"),
    ],
)
def test_format_number(value: float, digits: int, text: str) -> None:
    assert format_number(value, digits) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_displayed_number_reads_back_within_half_a_step(value: float, digits: int) -> None:
    text = format_number(value, digits)
    assert "-" not in text
    back = float(text.replace("\u2212", "-").replace(",", ""))
    assert abs(back - value) <= 0.5 * 10**-digits * (1 + 1e-9) + 1e-6
    assert text not in ("\u22120", "\u22120.0", "\u22120.00")


@given(st.floats(-1e4, 1e4), st.integers(0, 3))
def test_sign_is_shown_unless_the_number_rounds_to_zero(value: float, digits: int) -> None:
    text = format_signed(value, digits)
    is_zero = float(text.replace("\u2212", "-").replace(",", "")) == 0
    assert (text[0] in "+\u2212") != is_zero


def test_format_interval() -> None:
    assert format_interval(-3.96, 1.04) == "\u22124.0 to 1.0"
    assert format_interval(NAN, 1.0) == "\u2013"


def test_format_estimate() -> None:
    assert format_estimate(-4.2, -7.4, -1.04) == "\u22124.2 (95% CI \u22127.4 to \u22121.0)"
    assert format_estimate(4.2, NAN, NAN, signed=True) == "+4.2 (no interval)"
    assert format_estimate(NAN, NAN, NAN, level=NAN) == "not estimated"
    assert format_estimate(1.0, 0.5, 1.5, 2, level=0.9) == "1.00 (90% CI 0.50 to 1.50)"


@pytest.mark.parametrize(
    ("p_value", "text"),
    [
        (0.0, "<0.001"),
        (0.00099, "<0.001"),
        (0.001, "0.001"),
        (0.0496, "0.050"),
        (0.0994, "0.099"),
        (0.0996, "0.10"),
        (0.5, "0.50"),
        (0.9901, ">0.99"),
        (1.0, ">0.99"),
        (NAN, "\u2013"),
    ],
)
def test_format_p(p_value: float, text: str) -> None:
    assert format_p(p_value) == text


@given(st.floats(0, 1))
def test_p_is_never_shown_as_zero_or_one(p_value: float) -> None:
    assert format_p(p_value) not in ("0.000", "0.00", "1.00", "1.000")


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.81, 0, "81%"),
        (0.0, 0, "0%"),
        (1.0, 0, "100%"),
        (0.001, 0, "<1%"),
        (0.999, 0, ">99%"),
        (0.0001, 1, "<0.1%"),
        (0.9999, 1, ">99.9%"),
        (NAN, 0, "\u2013"),
    ],
)
def test_format_share(share: float, digits: int, text: str) -> None:
    assert format_share(share, digits) == text


def test_levels_counts_and_weeks() -> None:
    assert [format_level(level) for level in (0.95, 0.975, 0.9)] == ["95%", "97.5%", "90%"]
    assert [format_count(number) for number in (0, 26.0, 12345)] == ["0", "26", "12,345"]
    assert [format_weeks(week) for week in (0, 52.0, 1 / 7, 52 / 12)] == ["0", "52", "0.1", "4.3"]


def test_digits_follow_the_width_of_the_scale() -> None:
    scales = [(0, 100), (0, 10), (0, 4), (0, 1), (-30, 150), (0, math.inf)]
    assert [choose_digits(*scale) for scale in scales] == [1, 1, 2, 3, 1, 1]


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.02, 3.96, "0.02 to 4.0"),
        (-1.94, -0.004, f"{MINUS}1.9 to {MINUS}0.004"),
        (-0.04, 3.96, "0.0 to 4.0"),
        (0.0, 3.96, "0.0 to 4.0"),
        (7.02, 7.04, "7.02 to 7.04"),
        (7.0, 7.0, "7.0 to 7.0"),
    ],
)
def test_an_interval_shows_whether_it_excludes_no_difference(
    low: float, high: float, text: str
) -> None:
    assert format_interval(low, high) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (19.9, "19.9"), (9.45, "9.45"), (0.125, "0.125"), (100 * 9.1 / 68, "13.38")],
)
def test_a_size_has_the_decimals_it_was_given_with(value: float, text: str) -> None:
    assert format_size(value) == text
    assert format_size(-value, signed=True) == f"{MINUS}{text}"
