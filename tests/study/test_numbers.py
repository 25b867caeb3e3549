from __future__ import annotations

import math

import pandas as pd
import pytest

from outcomes.study.check_characteristics import holds_numbers
from outcomes.study.codes import match_codes, plain_code
from outcomes.study.numbers import not_a_number_fix, to_answer, to_number, to_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3.0), ("-3.50", -3.5), (".5", 0.5), ("5.", 5.0), ("1e2", 100.0), ("+7", 7.0)],
)
def test_numbers(text: str, number: float) -> None:
    assert to_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "NA",
        "nan",
        "inf",
        "1,5",
        "1_000",
        "\u22123",
        "\uff13",
        "1e9999",
        "0x10",
        "1 2",
        "--1",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert math.isnan(to_number(text))


def test_a_number_too_large_to_hold_is_none() -> None:
    assert to_numbers(pd.Series(["1e999", "2"])).isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("0", 0), ("1", 1), ("no", 0), ("YES", 1), ("True", 1), ("false", 0), ("1.0", 1)],
)
def test_answers(text: str, answer: float) -> None:
    assert to_answer(text) == answer


@pytest.mark.parametrize("code", ["3", 3, "3.0", " 3 ", "3.", "03", "+3"])
def test_ways_to_write_one_code(code: object) -> None:
    assert plain_code(code) == "3"


@pytest.mark.parametrize("code", ["3.5", "three", "3 a", "1e3", ""])
def test_other_codes_stay_as_they_are(code: str) -> None:
    assert plain_code(code) == code


def test_codes_that_stand_for_nothing_are_empty() -> None:
    assert match_codes(pd.Series(["3.0", "", "9"]), {"3": "week 12"}).tolist() == [
        "week 12",
        "",
        "",
    ]
    assert match_codes(pd.Series(["9"]), {"3": "week 12"}).tolist() == [""]


@pytest.mark.parametrize("text", ["3,010", "-3,010", "12,500", "999,999", "1,000", "+2,140"])
def test_three_digits_after_a_comma_may_be_thousands(text: str) -> None:
    fix = not_a_number_fix(text)
    assert f"thousands, write {text.replace(',', '')};" in fix
    assert fix.endswith(f"decimals, write {text.replace(',', '.')}.")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1,234,567", "1234567"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"), ("3 010", "3010"), ("3\u202f010", "3010"), ("3'010", "3010"),
    ],
)  # fmt: skip
def test_what_can_only_be_thousands(text: str, plain: str) -> None:
    assert not_a_number_fix(text) == f"Write it without separators of thousands: {plain}."


def test_a_column_of_thousands_holds_numbers() -> None:
    assert holds_numbers(pd.Series(["1,234,567", "987,654", "1'000"]))
    assert not holds_numbers(pd.Series(["1, 2", "left", "3"]))


@pytest.mark.parametrize("text", ["27,3", "0,125", "3010,5", "1,2345", "0,5"])
def test_what_can_only_be_decimals(text: str) -> None:
    assert not_a_number_fix(text) == f"Write decimals with a point: {text.replace(',', '.')}."


@pytest.mark.parametrize("text", ["k.A.", "entfällt"])
def test_a_word_among_numbers_may_be_named_as_missing(text: str) -> None:
    assert f'in study.yaml: `missing: ["{text}"]`.' in not_a_number_fix(text)


@pytest.mark.parametrize("text", ["12 cm", "more than the one of the week before"])
def test_a_number_with_a_unit_or_a_remark_is_no_code(text: str) -> None:
    assert "missing:" not in not_a_number_fix(text)
