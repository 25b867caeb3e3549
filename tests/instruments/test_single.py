"""Instruments where one column is the score: pain on one scale, degrees of motion."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest

from outcomes.errors import InstrumentError
from outcomes.instruments import INSTRUMENTS, get_instrument, score_items

SINGLE = [instrument for instrument in INSTRUMENTS.values() if instrument.single]


@pytest.mark.parametrize("instrument", SINGLE, ids=lambda instrument: instrument.name)
def test_the_score_is_the_value(instrument) -> None:
    low, high = instrument.items[0].low, instrument.items[0].high
    second = low + (1 if instrument.items[0].whole else 0.3)
    values = [low, second, None, high]
    scores = score_items(instrument, pd.DataFrame({"value": values}, dtype=float))
    assert scores["value"].tolist()[:2] == [low, second]
    assert scores["value"].isna().tolist() == [False, False, True, False]
    assert (instrument.endpoints[0].low, instrument.endpoints[0].high) == (low, high)
    assert instrument.ready_score is instrument.endpoints[0]


@pytest.mark.parametrize("instrument", SINGLE, ids=lambda instrument: instrument.name)
def test_values_outside_the_range_are_refused(instrument) -> None:
    for value in (instrument.items[0].low - 0.5, instrument.items[0].high + 0.5, math.inf):
        with pytest.raises(InstrumentError, match=r"value, row 1"):
            score_items(instrument, pd.DataFrame({"value": [instrument.items[0].low, value]}))


def test_pain_is_worse_when_higher_and_motion_better() -> None:
    measured = [one for one in SINGLE if one.endpoints[0].domain != "global"]
    found = {(one.endpoints[0].domain, one.endpoints[0].higher) for one in measured}
    assert found == {("pain", "worse"), ("range of motion", "better")}
    for one in measured:
        assert (one.endpoints[0].unit == "degrees") == (one.endpoints[0].domain != "pain")


def test_a_flexion_contracture_is_a_negative_extension() -> None:
    extension = get_instrument("knee-extension")
    assert score_items(extension, pd.DataFrame({"value": [-15.0, 0.0, 10.0]})).shape == (3, 1)
    assert extension.endpoints[0].improvement(-5 - -15) == 10


def test_knee_motion_has_the_error_of_the_long_arm_goniometer() -> None:
    for name in ("knee-flexion", "knee-extension"):
        errors = [
            threshold
            for threshold in get_instrument(name).endpoints[0].thresholds
            if threshold.meaning == "measurement error"
        ]
        assert (errors[0].value, errors[0].unit) == (10, "degrees")
        assert "long-arm" in errors[0].context


def test_a_detectable_change_derived_from_a_standard_error_says_so() -> None:
    thresholds = get_instrument("knee-flexion").endpoints[0].thresholds
    derived = [t for t in thresholds if "derived here" in t.context]
    # The paper prints 6.3 degrees at 90 % for a SEM of 2.72: 1.645 x sqrt(2) x 2.72 = 6.33.
    assert [round(t.value, 2) for t in derived] == [round(1.96 * math.sqrt(2) * 3.41, 2)]


def test_motion_has_no_important_change_and_that_of_knee_and_ankle_an_error() -> None:
    for instrument in SINGLE:
        endpoint = instrument.endpoints[0]
        if endpoint.unit == "degrees":
            assert endpoint.important_change is None
            if re.match(r"knee-|ankle-(dorsi|plantar)", instrument.name):
                assert endpoint.thresholds


@pytest.mark.parametrize("instrument", SINGLE, ids=lambda instrument: instrument.name)
def test_where_an_end_of_a_single_value_is_called_best_it_is_that_of_the_score(instrument) -> None:
    best = instrument.items[0].best
    if best is not None:
        assert (best == "high") == (instrument.endpoints[0].higher == "better")


def test_a_joint_that_does_not_reach_neutral_is_negative() -> None:
    motions = [one for one in SINGLE if one.endpoints[0].unit == "degrees"]
    assert len(motions) == 17
    assert {one.name.partition("-")[0] for one in motions} == {"hip", "knee", "ankle", "shoulder"}
    for one in motions:
        assert one.items[0].low < 0 < one.items[0].high or one.name == "knee-flexion"
