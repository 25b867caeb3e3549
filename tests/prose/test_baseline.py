"""In what the arms differ most at baseline, and what is said of chance."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes.prose.baseline import say_largest_difference
from tests.prose.rows import NAN, apart
from tests.tables.examples import frame, make_study

ARMS = {"n_arm": 30, "n_comparator": 29}
CHANCE = ("some difference is always the largest", "random allocation rarely produces")


def say(*rows: dict[str, Any], allocation: str | None = None) -> str:
    study = make_study(allocation=allocation)
    return say_largest_difference(frame(*rows), study, "dextrose", "saline")


def test_the_largest_difference_is_named_if_there_is_one() -> None:
    text = say(apart("age", -0.42), apart("bmi", 0.2), apart("x", NAN))
    assert "age differs most between dextrose and saline injection" in text
    assert "(standardised difference 0.42, lower with dextrose)" in text
    assert say(apart("age", 0.09)) == ""
    assert say(apart("age", 0.9, comparator="exercise")) == ""


def test_a_score_of_one_side_is_named_with_it() -> None:
    text = say(apart("womac.pain", 0.3, side="left"))
    assert "WOMAC pain, left side, differs most" in text


def test_a_category_is_told_in_shares_where_they_are_known() -> None:
    left = {"endpoint": "knee", "subgroup": "left", "quantity": "share"}
    shares = [{**left, "arm": "dextrose", "estimate": 0.433},
              {**left, "arm": "saline", "estimate": 0.69}]  # fmt: skip
    row = apart("knee", -0.53, subgroup="left")
    assert "knee (left) differs most" in say(row, *shares)
    assert "(43% with dextrose against 69% with saline injection; standardised difference" in (
        say(row, *shares)
    )
    assert "(standardised difference 0.53, fewer with dextrose)" in say(row)


def test_a_code_is_named_and_a_plain_yes_is_not() -> None:
    assert "sex (1) differs most" in say(apart("sex", 0.5, subgroup="1"))
    assert "diabetes differs most" in say(apart("diabetes", 0.5, subgroup="yes"))
    smoking = [apart("smoker", 0.5, subgroup="yes"), apart("smoker", -0.4, subgroup="former")]
    assert "smoker (yes) differs most" in say(*smoking)


@pytest.mark.parametrize("allocation", ["not-randomised", "observational", None])
def test_nothing_is_said_of_chance_unless_it_decided_the_arms(allocation: str | None) -> None:
    text = say(apart("age", 0.3, **ARMS), allocation=allocation)
    assert not any(words in text for words in CHANCE)


@pytest.mark.parametrize(("size", "said"), [(0.3, 0), (0.6, 1), (2.0, 1)])
def test_an_imbalance_that_chance_hardly_makes_is_called_that(size: float, said: int) -> None:
    text = say(apart("age", size, **ARMS), allocation="randomised")
    assert [words in text for words in CHANCE] == [said == 0, said == 1]


def test_the_more_is_compared_the_larger_the_largest_may_be_by_chance() -> None:
    others = [apart(f"x{number}", 0.0, **ARMS) for number in range(19)]
    assert CHANCE[1] in say(apart("age", 0.6, **ARMS), allocation="randomised")
    assert CHANCE[0] in say(apart("age", 0.6, **ARMS), *others, allocation="randomised")
