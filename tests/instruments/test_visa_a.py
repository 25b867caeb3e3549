"""VISA-A: worked examples by hand."""

from __future__ import annotations

import pytest
from hypothesis import given

from outcomes.errors import InstrumentError
from outcomes.instruments import get_instrument, score_items

from .answers import frame, questionnaires

VISA = get_instrument("visa-a")
EXAMPLE = dict(zip(VISA.codes, (7, 6, 8, 5, 6, 7, 4, 14), strict=True))


def test_the_total_is_the_sum_of_the_items() -> None:
    assert score_items(VISA, frame(VISA, EXAMPLE)).loc[0, "total"] == 57


def test_worst_and_best() -> None:
    worst = dict.fromkeys(VISA.codes, 0)
    best = {item.code: int(item.high) for item in VISA.items}
    assert sum(best.values()) == 100
    assert score_items(VISA, frame(VISA, worst, best))["total"].tolist() == [0, 100]


@pytest.mark.parametrize("code", VISA.codes)
def test_no_item_may_be_empty(code: str) -> None:
    assert score_items(VISA, frame(VISA, {**EXAMPLE, code: None}))["total"].isna().all()


@pytest.mark.parametrize(("code", "value"), [("q7", 5), ("q8", 29), ("q1", 11), ("q8", 31)])
def test_answers_that_the_form_does_not_have_are_refused(code: str, value: int) -> None:
    with pytest.raises(InstrumentError, match=f"visa-a: item {code}, row 0: {value}"):
        score_items(VISA, frame(VISA, {**EXAMPLE, code: value}))


def test_the_branches_of_item_8_are_all_there() -> None:
    branches = {0, 7, 14, 21, 30} | {0, 4, 10, 14, 20} | {0, 2, 5, 7, 10}
    assert set(VISA.items[7].allowed_values) == branches


@given(questionnaires(VISA, empty=False))
def test_any_complete_form_scores_its_sum(answers: dict[str, int]) -> None:
    score = score_items(VISA, frame(VISA, answers)).loc[0, "total"]
    assert score == sum(answers.values())


def test_higher_is_better_and_a_ready_total_is_taken() -> None:
    assert VISA.ready_score is VISA.endpoints[0]
    assert VISA.endpoints[0].higher == "better"
    assert VISA.endpoints[0].improvement(5) == 5
