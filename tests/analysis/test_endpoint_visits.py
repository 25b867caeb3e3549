"""When an endpoint was due, and who has which score."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.analysis.endpoint_visits import count_ones, list_endpoint_visits
from outcomes.errors import AnalysisError

SCORES = [
    ("1", "active", "baseline", 60),
    ("1", "active", "week 12", 40),
    ("2", "saline", "baseline", 50),
    ("3", "saline", "week 12", 45),
]


def test_pairs_are_those_with_both(make_study):
    _, follow_up = list_endpoint_visits(make_study(SCORES), "pain")
    assert follow_up.pairs_of("active").to_dict("list") == {"baseline": [60.0], "value": [40.0]}
    assert follow_up.pairs_of("saline").empty


def test_a_visit_without_any_score_is_not_due_unless_it_is_primary(make_study):
    weeks = {"baseline": 0, "week 6": 6, "week 12": 12, "week 52": 52}
    study = make_study(SCORES, weeks=weeks, primary_visit="week 52")
    assert [o.visit.name for o in list_endpoint_visits(study, "pain")] == [
        "baseline",
        "week 12",
        "week 52",
    ]


def test_without_baseline_scores_there_is_no_baseline(make_study):
    study = make_study([row for row in SCORES if row[2] == "week 12"])
    (assessment,) = list_endpoint_visits(study, "pain")
    assert assessment.baseline is None
    assert assessment.pairs_of("active").empty


def test_two_sides_are_one_patient_unless_the_file_separates_them(make_study):
    rows = [("1", "active", "baseline", 60), ("1", "active", "baseline", 40)]
    sides = ["left", "right"]
    (mean,) = list_endpoint_visits(
        make_study(rows, sides=sides, measure={"side": "side"}, primary_visit="baseline"), "pain"
    )
    assert mean.scores["value"].to_list() == [50.0]
    separate = list_endpoint_visits(
        make_study(
            rows,
            sides=sides,
            measure={"side": {"combine": "separate"}},
            primary_visit="baseline",
        ),
        "pain",
    )
    assert [(o.side, o.scores["value"].to_list()) for o in separate] == [
        ("left", [60.0]),
        ("right", [40.0]),
    ]


def test_half_a_yes_is_not_counted():
    assert count_ones(pd.Series([0.0, 1.0, 1.0])) == 2
    with pytest.raises(AnalysisError, match="separate"):
        count_ones(pd.Series([0.0, 0.5]))
