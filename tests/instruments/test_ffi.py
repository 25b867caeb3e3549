"""Foot Function Index: worked examples by hand."""

from __future__ import annotations

import pytest

from outcomes.instruments import get_instrument, score_items

from .answers import Answers, fill, frame

FFI = get_instrument("ffi")
SUBSCALES = {
    "pain": ("pain", 9),
    "disability": ("disability", 9),
    "activity-limitation": ("activity", 5),
}


def _answers(pain: int, disability: int, activity: int) -> Answers:
    values = {"pain": pain, "disability": disability, "activity": activity}
    return {code: values[code.split("_")[0]] for code in FFI.codes}


def test_a_complete_form_scored_by_hand() -> None:
    scores = score_items(FFI, frame(FFI, _answers(6, 4, 2))).loc[0]
    # 54 of 90, 36 of 90, 10 of 50; together 100 of 230.
    assert scores.to_dict() == pytest.approx(
        {"pain": 60, "disability": 40, "activity-limitation": 20, "total": 100 * 100 / 230}
    )


def test_the_total_is_of_all_items_not_the_mean_of_the_subscales() -> None:
    scores = score_items(FFI, frame(FFI, _answers(10, 10, 0))).loc[0]
    assert scores["total"] == pytest.approx(100 * 180 / 230)
    assert scores["total"] != pytest.approx(200 / 3)


def test_an_item_that_does_not_apply_leaves_the_denominator() -> None:
    answers = _answers(6, 4, 2) | {"pain_8": None, "pain_9": None, "activity_5": None}
    answers["pain_1"] = 10
    scores = score_items(FFI, frame(FFI, answers)).loc[0]
    assert scores["pain"] == pytest.approx(100 * 46 / 70)
    assert scores["activity-limitation"] == pytest.approx(100 * 8 / 40)
    assert scores["total"] == pytest.approx(100 * (46 + 36 + 8) / 200)


@pytest.mark.parametrize("name", SUBSCALES)
def test_more_than_half_of_the_items_must_be_there(name: str) -> None:
    stem, count = SUBSCALES[name]
    limit = (count - 1) // 2
    for empty, scored in ((limit, True), (limit + 1, False)):
        left = {f"{stem}_{number}": None for number in range(1, empty + 1)}
        scores = score_items(FFI, frame(FFI, _answers(5, 5, 5) | left)).loc[0]
        assert scores.notna()[name] == scored
        assert scores["total"] == 50


def test_worst_is_100_and_an_empty_form_has_no_score() -> None:
    empty: Answers = dict.fromkeys(FFI.codes)
    scores = score_items(FFI, frame(FFI, fill(FFI, 10), empty))
    assert (scores.loc[0] == 100).all()
    assert scores.loc[1].isna().all()


def test_23_items_in_groups_of_9_9_and_5() -> None:
    assert [len(subscale.items) for subscale in FFI.subscales] == [9, 9, 5, 23]
