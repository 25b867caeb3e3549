"""The threshold nearest to a study is used, and none from another joint."""

from __future__ import annotations

import pytest

from outcomes.instruments import INSTRUMENTS, Threshold, get_instrument
from outcomes.instruments.nearest import order_by_nearness


def make(value: float, joint: str = "", condition: str = "", treatment: str = "") -> Threshold:
    return Threshold(
        "minimal important change", value, "points", "here", "Example 2020", "primary", joint,
        condition, treatment,
    )  # fmt: skip


GIVEN = (
    make(1),
    make(2, "hip", "osteoarthritis"),
    make(3, "knee", "ligament injury"),
    make(4, "knee", "osteoarthritis"),
    make(5, "knee", "osteoarthritis", "exercise"),
)


@pytest.mark.parametrize(
    ("joint", "condition", "arms", "order", "why"),
    [
        ("knee", "knee osteoarthritis", ["Exercise", "Saline"], [5, 4, 3, 1],
         "the nearest of several: the same joint, condition and treatment"),
        ("knee", "knee osteoarthritis", ["Dextrose"], [4, 5, 3, 1],
         "the nearest of several: the same joint and condition"),
        ("knee", "", [], [3, 4, 5, 1], "the nearest of several: the same joint"),
        ("hip", "osteoarthritis of the hip", [], [2, 1],
         "the nearest of several: the same joint and condition"),
        ("shoulder", "", [], [1],
         "the first of several; none was found in this joint, condition or treatment"),
    ],
)  # fmt: skip
def test_joint_then_condition_then_treatment(
    joint: str, condition: str, arms: list[str], order: list[float], why: str
) -> None:
    ordered = order_by_nearness(GIVEN, joint, condition, arms)
    assert [threshold.value for threshold in ordered] == order
    assert [threshold.nearest for threshold in ordered] == [why, *[""] * (len(order) - 1)]


def test_one_alone_needs_no_reason() -> None:
    assert order_by_nearness((make(4, "knee"),), "knee")[0].nearest == ""
    assert order_by_nearness((make(4, "knee"),), "ankle") == ()


def test_foot_studies_are_not_held_to_what_knees_were() -> None:
    vas = get_instrument("pain-vas").endpoints[0].thresholds
    foot = order_by_nearness(vas, "foot and ankle", "plantar fasciitis")
    assert [threshold.value for threshold in foot] == [9, 19, 8, 17.5]
    knee = order_by_nearness(vas, "knee", "osteoarthritis")
    assert [threshold.value for threshold in knee] == [19.9, 40.8, 17.5]


def test_several_of_one_score_stand_side_by_side() -> None:
    knee = get_instrument("oxford-knee").endpoints[0].thresholds
    changes = [t.value for t in knee if t.meaning == "minimal important change"]
    assert changes == [8, 6.1, 4.7, 7.1, 5.4]
    levels = [t.value for t in knee if t.meaning == "acceptable symptom state"]
    assert levels == [28.9, 32.7, 31.3]


def test_no_shipped_threshold_is_chosen_before_a_study_is_known() -> None:
    for instrument in INSTRUMENTS.values():
        for endpoint in instrument.endpoints:
            assert {threshold.nearest for threshold in endpoint.thresholds} <= {""}
