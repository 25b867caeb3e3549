"""What is published on motion: gains by direction, the comparison with placebo, the sizes."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest

from outcomes.analysis import gather_motion_gains, list_motion_citations, motion_gains
from outcomes.study import load_study
from tests.conftest import ROOT


def test_the_knees_gains_stand_by_direction_of_motion() -> None:
    motion = gather_motion_gains(load_study(ROOT / "data" / "raw" / "knee-dextrose-saline"))
    assert motion is not None
    shown = [(row["trial"], row["motion"], row["value"]) for row in motion.gains]
    assert shown == [
        ("reeves2000", "flexion", 14.0),
        ("reeves2003", "flexion", 10.5),
        ("eslamian2015", "", 8.0),
    ]
    placebo = [row for row in motion.directions if row["comparator_role"] == "placebo"]
    assert [(row["trial"], row["motion"], row["direction"]) for row in placebo] == [
        ("teymouri2025", "extension", "no difference"),
        ("reeves2000", "flexion", "better"),
    ]
    assert [row["low"] for row in motion.thresholds] == [3.8, 10.0]
    cited = ("reeves2000", "teymouri2025", "flexion2024", "pmc6195503", "arthritisres2019")
    assert set(list_motion_citations(motion)) >= set(cited)


@pytest.mark.parametrize("study", ["foot-ankle-dextrose", "achilles-dextrose-exercise"])
def test_a_joint_without_a_published_gain_has_none(study: str) -> None:
    assert gather_motion_gains(load_study(ROOT / "data" / "raw" / study)) is None


def test_a_study_without_evidence_has_none() -> None:
    study = load_study(ROOT / "data" / "raw" / "knee-dextrose-saline")
    assert gather_motion_gains(replace(study, evidence=None)) is None


def test_examples_hold() -> None:
    assert doctest.testmod(motion_gains).failed == 0
