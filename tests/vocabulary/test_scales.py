"""What scales, directions and thresholds are called."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.vocabulary.scales import (
    choose_threshold,
    describe_direction,
    describe_scale,
    describe_threshold,
    name_counted,
    with_unit,
)

PAIN = Endpoint("pain", "Pain", 0, 100, "mm", "worse")
CHANGE = Threshold("minimal important change", 19.9, "mm", "", "x", "primary")
PERCENT = replace(CHANGE, value=40.8, unit="percent of baseline")
BETWEEN = replace(
    CHANGE, meaning="minimal important difference", value=10.0, evidence_level="assumed"
)
ERROR = replace(CHANGE, meaning="measurement error", value=5.0)


@pytest.mark.parametrize(
    ("changes", "scale", "direction"),
    [
        ({}, "mm, 0 to 100, lower is better", "lower is better"),
        ({"higher": "better"}, "mm, 0 to 100, higher is better", "higher is better"),
        ({"higher": "neither"}, "mm, 0 to 100, neither direction is better", ""),
        ({"high": math.inf, "unit": ""}, "lower is better", "lower is better"),
        (
            {"low": -0.5, "high": 4},
            f"mm, {chr(0x2212)}0.5 to 4, lower is better",
            "lower is better",
        ),
        ({"kind": "binary"}, "yes or no, no is better", "no is better"),
        ({"kind": "binary", "higher": "neither"}, "yes or no", ""),
    ],
)
def test_a_scale_has_one_direction_phrase(changes, scale: str, direction: str) -> None:
    endpoint = replace(PAIN, **changes)
    assert describe_scale(endpoint) == scale
    assert describe_direction(endpoint) == direction


@pytest.mark.parametrize(
    ("thresholds", "difference", "change"),
    [
        ((), None, None),
        ((ERROR,), None, None),
        ((CHANGE,), CHANGE, CHANGE),
        ((CHANGE, BETWEEN), BETWEEN, CHANGE),
        ((PERCENT, CHANGE), None, None),
        ((CHANGE, PERCENT), CHANGE, CHANGE),
        ((PERCENT, BETWEEN), BETWEEN, None),
    ],
)
def test_the_threshold_is_the_one_that_responders_are_counted_by(
    thresholds: tuple[Threshold, ...], difference: Threshold | None, change: Threshold | None
) -> None:
    endpoint = replace(PAIN, thresholds=thresholds)
    assert choose_threshold(endpoint) == difference
    assert choose_threshold(endpoint, "change") == change


def test_sizes_are_written_with_what_they_are_of() -> None:
    assert describe_threshold(CHANGE) == "minimal important change (19.9 mm)"
    assert describe_threshold(BETWEEN) == "minimal important difference (10 mm, assumed)"
    assert name_counted(replace(PAIN, thresholds=(PERCENT,)), 40.8) == "40.8% of baseline"
    assert name_counted(replace(PAIN, thresholds=(PERCENT,)), 12.0) == "12 mm"


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1", "points", "1 point"), ("+1", "degrees", "+1 degree"), ("1.0", "points", "1.0 points"),
        ("21", "points", "21 points"), ("1", "mm", "1 mm"), ("1", "", "1"), ("1", "ms", "1 ms"),
    ],
)  # fmt: skip
def test_one_of_a_unit_is_one(text: str, unit: str, expected: str) -> None:
    assert with_unit(text, unit) == expected
