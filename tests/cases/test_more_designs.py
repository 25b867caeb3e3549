"""Further inputs of the kinds that the shared cases of designs show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis import add_own_study, compare_with_control
from outcomes.prose import write_primary_result
from outcomes.study import Study
from tests.cases.meaning_study import PEOPLE, VISITS, change, load_sound, scores_of, write_study

MEASURE = (
    "{kind: continuous, range: [0, 100], higher: worse, label: Pain, domain: pain, column: score}"
)


def _values(drug: list[float], placebo: list[float]) -> pd.DataFrame:
    """Return scores: all start alike, and end as given, three of each arm twice."""
    scores = scores_of([0.0])
    ends = {"d": iter(drug * 2), "p": iter(placebo * 2)}
    for person in PEOPLE:
        end = next(ends[person[0]])
        start = 50.0 + int(person[1:]) % 3
        mine = scores["participant"] == person
        scores.loc[mine, "score"] = [start, (start + end) / 2, end]
    return scores


@pytest.mark.parametrize(
    ("drug", "placebo"),
    [
        ([10, 20, 30], [30, 20, 10]),
        ([0.1, 0.2, 0.3], [0.3, 0.2, 0.1]),
        ([40, 50, 60], [60, 40, 50]),
        ([1 / 3, 2 / 3, 1], [1, 2 / 3, 1 / 3]),
        ([99.9, 0.1, 50], [50, 99.9, 0.1]),
    ],
)
def test_equal_means_are_the_same_and_no_direction_is_denied(
    tmp_path: Path, drug: list[float], placebo: list[float]
) -> None:
    scores = _values(drug, placebo)
    # The same starts in both arms, whatever the end: nothing to adjust away.
    scores.loc[scores["visit"] == "baseline", "score"] = 50.0
    study = load_sound(write_study(tmp_path, MEASURE, scores))
    said = write_primary_result(compare_with_control(study), study).text
    assert "was the same with drug as with placebo" in said
    assert "neither direction" not in said


@pytest.mark.parametrize(
    ("arms", "refused"),
    [
        (", arms: [p]", "treatment-is-comparator"),
        (", arms: [d, p]", "other-treatment"),
        (", arms: [d]", "no-estimates"),
        ("", "no-estimates"),
    ],
)
def test_the_arms_that_had_the_treatment_are_those_that_the_study_file_names(
    tmp_path: Path, arms: str, refused: str
) -> None:
    folder = write_study(tmp_path, MEASURE, _values([10, 20, 30], [20, 30, 40]))
    change(
        folder / "study.yaml",
        ("\narms:", f"\nevidence: {{pack: dextrose-prolotherapy{arms}}}\narms:"),
    )
    assert add_own_study([], load_sound(folder), None).refused == refused


def _with_mood(parent: Path, declared: str, keep: str) -> Study:
    """Write the study with a second measure that is there where ``keep`` says."""
    scores = _values([10, 20, 30], [25, 30, 40])
    at = {
        "baseline only": scores["visit"] == "baseline",
        "last visit only": scores["visit"] == VISITS[-1],
        "one arm only": scores["participant"].str.startswith("d"),
        "one person only": scores["participant"] == PEOPLE[0],
        "middle visit of some": (scores["visit"] == VISITS[1]) & (scores.index % 2 == 0),
    }[keep]
    scores["mood"] = np.where(at, scores.index % 2, np.nan)
    scores["mood"] = scores["mood"].map(lambda value: "" if value != value else f"{value:.0f}")
    folder = write_study(parent, f"{MEASURE}\n  mood: {declared}", scores)
    return load_sound(folder)


@pytest.mark.parametrize(
    "declared",
    [
        "{kind: binary, higher: better, label: Mood}",
        "{kind: ordinal, range: [0, 4], higher: worse, label: Mood}",
        "{kind: continuous, range: [0, 4], higher: neither, label: Mood}",
    ],
)
@pytest.mark.parametrize(
    "keep",
    ["baseline only", "last visit only", "one arm only", "one person only", "middle visit of some"],
)
def test_a_second_measure_seen_seldom_costs_the_first_nothing(
    tmp_path: Path, declared: str, keep: str
) -> None:
    found = compare_with_control(_with_mood(tmp_path / "both", declared, keep))
    alone = load_sound(write_study(tmp_path / "one", MEASURE, _values([10, 20, 30], [25, 30, 40])))
    primary = found[found["endpoint"] == "score"].drop(columns=["done", "reason"])
    expected = compare_with_control(alone).drop(columns=["done", "reason"])
    pd.testing.assert_frame_equal(primary.reset_index(drop=True), expected)
    rest = found[(found["endpoint"] == "mood") & found["estimate"].isna()]
    assert rest["reason"].notna().all()
