"""Properties that hold for every questionnaire, and what scoring refuses."""

from __future__ import annotations

import doctest
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.errors import InstrumentError
from outcomes.instruments import (
    INSTRUMENTS,
    Instrument,
    Item,
    get_instrument,
    permits,
    score_items,
    scoring,
)
from tests.samples import every

from .answers import Answers, answer, best_and_worst, fill, frame, questionnaires
from .by_hand import MANUALS

QUESTIONNAIRES = [instrument for instrument in INSTRUMENTS.values() if not instrument.single]
each_questionnaire = pytest.mark.parametrize(
    "instrument", QUESTIONNAIRES, ids=lambda instrument: instrument.name
)
some_questionnaires = pytest.mark.parametrize(
    "instrument", every(3, QUESTIONNAIRES), ids=lambda instrument: instrument.name
)
LIKERT = get_instrument("womac-likert")


@pytest.mark.parametrize("name", MANUALS)
@given(data=st.data())
def test_scores_equal_those_worked_out_as_the_manual_says(name: str, data: st.DataObject) -> None:
    instrument = get_instrument(name)
    answers = data.draw(questionnaires(instrument))
    scores = score_items(instrument, frame(instrument, answers)).loc[0]
    expected = MANUALS[name](answers)
    assert set(expected) == set(scores.index)
    for score, value in expected.items():
        if value is None:
            assert math.isnan(scores[score])
        else:
            assert scores[score] == pytest.approx(float(value), rel=1e-13, abs=1e-12)


@each_questionnaire
def test_the_best_form_scores_the_best_end_and_the_worst_form_the_worst(
    instrument: Instrument,
) -> None:
    scores = score_items(instrument, frame(instrument, *best_and_worst(instrument)))
    for endpoint in instrument.endpoints:
        ends = [endpoint.high, endpoint.low]
        if endpoint.higher == "worse":
            ends.reverse()
        assert scores[endpoint.name].tolist() == ends


@some_questionnaires
@given(data=st.data())
def test_an_item_turned_round_in_the_data_and_in_the_definition_scores_the_same(
    instrument: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(questionnaires(instrument))
    item = data.draw(st.sampled_from(instrument.items))
    if item.allowed_values:
        return  # uneven answers have no other way round
    turned = replace(item, best="high" if item.best == "low" else "low")
    other = replace(instrument, items=tuple(turned if i is item else i for i in instrument.items))
    given = answers[item.code]
    theirs = {**answers, item.code: None if given is None else item.low + item.high - given}
    pd.testing.assert_frame_equal(
        score_items(instrument, frame(instrument, answers)),
        score_items(other, frame(instrument, theirs)),
    )


@some_questionnaires
@given(data=st.data())
def test_scores_stay_in_their_range(instrument: Instrument, data: st.DataObject) -> None:
    scores = score_items(instrument, frame(instrument, data.draw(questionnaires(instrument)))).loc[
        0
    ]
    for endpoint in instrument.endpoints:
        score = scores[endpoint.name]
        assert math.isnan(score) or endpoint.low <= score <= endpoint.high


@some_questionnaires
@given(data=st.data())
def test_a_better_answer_moves_its_scores_towards_better_and_no_other(
    instrument: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(questionnaires(instrument))
    item = data.draw(st.sampled_from(instrument.items))
    pair = sorted([data.draw(answer(item)), data.draw(answer(item))], reverse=item.best == "low")
    scores = score_items(
        instrument, frame(instrument, *({**answers, item.code: value} for value in pair))
    )
    moved = [s.endpoint.name for s in instrument.subscales if item.code in s.items]
    still = scores.columns.difference(moved)
    pd.testing.assert_frame_equal(scores.loc[[0], still], scores.loc[[1], still].set_axis([0]))
    for endpoint in instrument.endpoints:
        step = endpoint.improvement(scores.loc[1, endpoint.name] - scores.loc[0, endpoint.name])
        if endpoint.name in moved and not math.isnan(step):
            assert step > 0 if pair[0] != pair[1] else step == 0


@some_questionnaires
@given(data=st.data())
def test_each_row_is_scored_by_itself_in_any_order(
    instrument: Instrument, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(questionnaires(instrument), min_size=2, max_size=5))
    items = frame(instrument, *rows).set_axis([f"p{number}" for number in range(len(rows))])
    order = data.draw(st.permutations(list(items.index)))
    columns = data.draw(st.permutations(list(items.columns)))
    scores = score_items(instrument, items)
    pd.testing.assert_frame_equal(
        score_items(instrument, items.loc[order, columns]), scores.loc[order]
    )
    pd.testing.assert_frame_equal(score_items(instrument, items.iloc[[0]]), scores.iloc[[0]])


@some_questionnaires
@given(data=st.data())
def test_there_is_a_score_just_when_the_rule_allows(
    instrument: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(questionnaires(instrument))
    scores = score_items(instrument, frame(instrument, answers)).loc[0]
    for subscale in instrument.subscales:
        empty = sum(answers[code] is None for code in subscale.items)
        allowed = empty <= subscale.missing.max_missing
        if subscale.components:
            allowed = all(pd.notna(scores[name]) for name, _ in subscale.components)
        assert pd.notna(scores[subscale.endpoint.name]) == allowed


@each_questionnaire
def test_an_empty_item_counts_as_the_mean_of_the_answered_ones(instrument: Instrument) -> None:
    # Holds where the items of a subscale have one range; the others allow no empty item.
    for subscale in instrument.subscales:
        if subscale.missing.max_missing == 0 or subscale.components:
            continue
        best, worst = best_and_worst(instrument)
        for complete in (best, worst):
            answers: Answers = {**complete, subscale.items[0]: None}
            scores = score_items(instrument, frame(instrument, answers, complete))
            name = subscale.endpoint.name
            assert scores.loc[0, name] == pytest.approx(scores.loc[1, name], rel=1e-13)


def test_no_rows_give_no_scores() -> None:
    scores = score_items(LIKERT, pd.DataFrame(columns=list(LIKERT.codes)))
    assert scores.shape == (0, 5)


def test_a_questionnaire_left_empty_has_no_score() -> None:
    for instrument in QUESTIONNAIRES:
        empty = pd.DataFrame(None, index=[0], columns=list(instrument.codes), dtype=object)
        assert score_items(instrument, empty).isna().all(axis=None)


def test_numbers_as_text_are_numbers_and_the_frame_given_is_left_alone() -> None:
    items = frame(LIKERT, fill(LIKERT, 3)).astype(int).astype(str)
    before = items.copy()
    assert (score_items(LIKERT, items).loc[0] == 75).all()
    pd.testing.assert_frame_equal(items, before)


def test_nullable_integers_are_read() -> None:
    items = frame(LIKERT, fill(LIKERT, 3)).astype("Int64")
    items.loc[0, "pain_1"] = pd.NA
    assert (score_items(LIKERT, items).loc[0] == 75).all()


@pytest.mark.parametrize(
    ("value", "shown"), [(5, "5"), (-1, "-1"), (2.5, "2.5"), (math.inf, "inf"), ("mild", "mild")]
)
def test_an_answer_that_is_none_is_refused_with_item_row_and_value(value, shown) -> None:
    items = frame(LIKERT, *[fill(LIKERT, 1)] * 3).set_axis(["a", "b", "c"]).astype(object)
    items.loc["b", "function_12"] = value
    with pytest.raises(InstrumentError) as caught:
        score_items(LIKERT, items)
    message = str(caught.value)
    assert f"womac-likert: item function_12, row b: {shown} is not an answer." in message
    assert "whole numbers 0 to 4" in message


def test_the_number_of_wrong_answers_in_a_column_is_told() -> None:
    items = frame(LIKERT, *[fill(LIKERT, 1)] * 3)
    items["pain_2"] = 9
    with pytest.raises(InstrumentError, match=r"row 0: 9 is not an answer \(3 such values"):
        score_items(LIKERT, items)


def test_columns_absent_unknown_and_twice_are_named() -> None:
    items = frame(LIKERT, fill(LIKERT, 1)).rename(columns={"pain_3": "pain_9"})
    items = pd.concat([items, items[["stiffness_1"]]], axis=1)
    with pytest.raises(InstrumentError) as caught:
        score_items(LIKERT, items)
    message = str(caught.value)
    assert "no column for pain_3" in message
    assert "no such item: pain_9" in message
    assert "more than one column for stiffness_1" in message


@pytest.mark.parametrize(
    ("item", "allowed", "refused"),
    [
        (Item("a", 0, 4), [0, 4, math.nan], [-1, 5, 0.5, math.inf, -math.inf]),
        (Item("a", 0, 4, whole=False), [0, 0.5, math.nan], [-0.1, 4.1]),
        (Item("a", 0, 10, allowed_values=(0, 4, 7, 10)), [0, 4, 7, 10, math.nan], [1, 5, 11]),
    ],
)
def test_what_an_item_permits(item: Item, allowed: list[float], refused: list[float]) -> None:
    assert permits(item, np.array(allowed, dtype=float)).all()
    assert not permits(item, np.array(refused, dtype=float)).any()


def test_a_hundred_thousand_questionnaires_are_scored_like_one() -> None:
    rng = np.random.default_rng(20130501)
    values = rng.integers(0, 5, size=(100_000, 24)).astype(float)
    values[rng.random(values.shape) < 0.05] = np.nan
    items = pd.DataFrame(values, columns=list(LIKERT.codes))
    scores = score_items(LIKERT, items)
    for row in rng.integers(0, len(items), size=20):
        one = score_items(LIKERT, items.iloc[[row]])
        pd.testing.assert_frame_equal(one, scores.iloc[[row]])


def test_the_example_in_the_documentation_runs() -> None:
    assert doctest.testmod(scoring, raise_on_error=True).attempted > 0
