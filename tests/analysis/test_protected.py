"""What a study under a rule of disclosure gives: all that may be shown, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.analysis import summarise_protected
from outcomes.study import load_study
from outcomes.study.study import Study
from tests.small_project import write_study

RULE = "disclosure: {minimum: 5}"
MORE = """
events: {terms: {bruising: []}}
characteristics: [sex, male, knee, {column: age, kind: number}]
"""
TABLES = "  participants: participants.csv\n  scores: scores.csv\n  events: events.csv"


def make(folder: Path, rule: str) -> Study:
    """Make a study of two arms of twelve, of whom half are men; nine had an event."""
    study = write_study(folder, "a", ["x"], more=MORE + rule)
    people = [(arm, number) for arm in ("dextrose", "saline") for number in range(12)]
    described = [
        f"{arm}{n},{arm},{('male,1', 'female,0')[n % 2]},{('left', 'right')[n // 6]},{50 + n}"
        for arm, n in people
    ]
    scores = [
        f"{arm}{n},{visit},{score + n}"
        for arm, n in people
        for visit, score in (("baseline", 60), ("week 12", 40))
    ]
    events = [f"dextrose{n},2,bruising" for n in range(9)]
    for name, lines in {
        "participants": ["participant,arm,sex,male,knee,age", *described],
        "scores": ["participant,visit,pain", *scores],
        "events": ["participant,week,event", *events],
    }.items():
        (study / f"{name}.csv").write_text("\n".join(lines))
    file = study / "study.yaml"
    file.write_text(file.read_text().replace("  scores: scores.csv", TABLES))
    return load_study(study)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make(tmp_path, RULE)


def test_every_count_is_a_multiple_of_the_minimum_and_all_kinds_are_there(study):
    rows = summarise_protected(study)
    counts = rows[rows["quantity"].isin(["n", "count", "affected"])]
    assert not (counts["estimate"] % 5).any()
    assert {"", "pain", "sex", "knee", "age", "harms"} <= set(counts["endpoint"])
    means = rows[rows["quantity"] == "mean"]
    assert {"pain", "age"} <= set(means["endpoint"])


def test_a_column_that_repeats_another_is_left_out_under_a_rule_only(study, tmp_path):
    assert "male" not in set(summarise_protected(study)["endpoint"])
    rows = summarise_protected(make(tmp_path / "open", ""))
    male = rows[(rows["endpoint"] == "male") & (rows["quantity"] == "count")]
    assert male["estimate"].tolist() == [6, 6]
