"""A study file may give thresholds of its own with an instrument."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study, load_study

from .small_study import STUDY, write_small_study

OWN = "thresholds: [{value: 12, source: Example 2020%s}]"


def write(parent: Path, old: str, new: str) -> Path:
    folder = write_small_study(parent)
    (folder / "study.yaml").write_text(STUDY.replace(old, new), encoding="utf-8")
    return folder


def test_they_stand_in_place_of_those_of_the_instrument(tmp_path: Path) -> None:
    folder = write(tmp_path, "instrument: pain-vas", f"instrument: pain-vas, {OWN % ''}")
    assert check_study(folder) == ()
    endpoints = load_study(folder).endpoints
    assert [(t.value, t.unit, t.source) for t in endpoints["pain"].thresholds] == [
        (12, "mm", "Example 2020")
    ]
    assert len(endpoints["visa"].thresholds) == 4


def test_an_ankle_is_not_held_to_a_change_found_in_knees(tmp_path: Path) -> None:
    pain = load_study(write_small_study(tmp_path)).endpoints["pain"]
    assert [threshold.value for threshold in pain.thresholds] == [17.5]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("instrument: pain-vas", f"instrument: pain-vas, {OWN % ', score: night'}",
         "pain-vas gives no score of this name."),
        ("instrument: pain-vas", "instrument: pain-vas, thresholds: [{value: 120, source: x}]",
         "The threshold is larger than any change can be."),
        ("label: Stairs}", "label: Stairs, thresholds: [{value: 1, source: x, score: total}]}",
         "Only an instrument has several scores."),
    ],
)  # fmt: skip
def test_a_threshold_that_cannot_be_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (fault,) = check_study(write(tmp_path, old, new))
    assert fault.message == message
    assert fault.file == "study.yaml"
