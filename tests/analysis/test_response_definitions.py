"""Who counts as a responder, and who has no room to become one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from outcomes.analysis.response_definitions import Definition, find_definition, list_definitions
from outcomes.instruments.definition import Endpoint, Threshold


def make_endpoint(higher: Any, *thresholds: Threshold) -> Endpoint:
    return Endpoint("score", "Score", 0, 100, "points", higher, thresholds=thresholds)


def make_threshold(value: float, unit: str = "points", meaning: Any = "") -> Threshold:
    meaning = meaning or "minimal important change"
    return Threshold(meaning, value, unit, "somebody", "example", "assumed")


@pytest.mark.parametrize(
    ("higher", "before", "after"),
    [("worse", [50, 50, 50], [40, 40.1, 60]), ("better", [50, 50, 50], [60, 59.9, 40])],
)
def test_the_direction_is_the_endpoints(
    higher: str, before: list[float], after: list[float]
) -> None:
    (definition,) = list_definitions(make_endpoint(higher, make_threshold(10)))
    assert list(definition.responded(pd.Series(before), pd.Series(after))) == [True, False, False]


@pytest.mark.parametrize(
    ("higher", "reached"), [("worse", [True, True, False]), ("better", [False, True, True])]
)
def test_a_state_counts_whatever_the_baseline(higher: str, reached: list[bool]) -> None:
    state = make_threshold(30, meaning="acceptable symptom state")
    (definition,) = list_definitions(make_endpoint(higher, state))
    unknown = pd.Series([float("nan")] * 3)
    assert list(definition.responded(unknown, pd.Series([29.0, 30.0, 31.0]))) == reached
    assert not definition.needs_baseline


@pytest.mark.parametrize(
    ("higher", "unit", "size", "short"),
    [
        ("worse", "points", 10, [True, True, False, False]),
        ("better", "points", 10, [False, False, False, True]),
        # Of a baseline of 0 any improvement is enough, where the scale has any left.
        ("worse", "percent of baseline", 50, [True, False, False, False]),
        # Half of 96 is more than the 4 points that are left.
        ("better", "percent of baseline", 50, [False, False, False, True]),
    ],
)
def test_who_lacks_room(higher: str, unit: str, size: float, short: list[bool]) -> None:
    (definition,) = list_definitions(make_endpoint(higher, make_threshold(size, unit)))
    assert list(definition.lacks_room(pd.Series([0.0, 8.0, 10.0, 96.0]))) == short


def test_only_changes_and_states_of_a_patient_count_anybody() -> None:
    endpoint = make_endpoint(
        "worse",
        make_threshold(5, meaning="minimal important difference"),
        make_threshold(9),
        make_threshold(7, meaning="minimal detectable change"),
        make_threshold(40, "percent", "acceptable symptom state"),
    )
    assert [one.key for one in list_definitions(endpoint)] == ["threshold 2"]
    assert list_definitions(make_endpoint("neither", make_threshold(9))) == ()


def test_a_definition_is_found_by_its_key() -> None:
    endpoint = make_endpoint("worse", make_threshold(9))
    assert find_definition(endpoint, "threshold 1") == Definition(
        endpoint, "threshold 1", make_threshold(9)
    )
    with pytest.raises(ValueError, match="pass the labels of the study"):
        find_definition(endpoint, "threshold 2")
