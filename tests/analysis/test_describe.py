"""What was observed, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.describe import list_levels, summarise_scores

SCORES = [
    ("1", "active", "week 12", 2),
    ("2", "active", "week 12", 4),
    ("3", "active", "week 12", 6),
    ("4", "active", "week 12", 8),
    ("5", "saline", "baseline", 3),
    ("6", "saline", "week 12", 5),
]


def by_quantity(estimates, arm, visit):
    rows = estimates[(estimates["arm"] == arm) & (estimates["visit"] == visit)]
    return rows.set_index("quantity")


def test_mean_sd_and_interval(make_study):
    rows = by_quantity(summarise_scores(make_study(SCORES)), "active", "week 12")
    assert rows.loc["n", "estimate"] == 4
    assert rows.loc["sd", "estimate"] == pytest.approx(np.sqrt(20 / 3))
    mean = rows.loc["mean"]
    assert (mean["estimate"], mean["df"], mean["unit"]) == (5, 3, "mm")
    # t(3) = 3.182 in the printed tables.
    assert mean["ci_low"] == pytest.approx(5 - 3.182 * np.sqrt(5 / 3), abs=1e-3)


def test_one_score_has_no_interval_and_none_has_only_a_number(make_study):
    estimates = summarise_scores(make_study(SCORES))
    one = by_quantity(estimates, "saline", "week 12")
    assert list(one.index) == ["n", "mean"]
    assert np.isnan(one.loc["mean", "ci_low"])
    none = by_quantity(estimates, "active", "baseline")
    assert list(none.index) == ["n"]
    assert none.loc["n", "estimate"] == 0


def test_levels_of_an_ordinal_endpoint_are_counted_also_where_nobody_is(make_study, make_pain):
    rows = [(str(i), "active", "week 12", value) for i, value in enumerate([1, 1, 3])]
    endpoint = make_pain(kind="ordinal", low=1, high=4, unit="level")
    estimates = summarise_scores(make_study(rows, endpoint=endpoint))
    counts = estimates[(estimates["quantity"] == "count") & (estimates["arm"] == "active")]
    assert counts["threshold"].to_list() == [1, 2, 3, 4]
    assert counts["estimate"].to_list() == [2, 0, 1, 0]


def test_continuous_scores_are_not_counted_by_level(make_study):
    assert "count" not in set(summarise_scores(make_study(SCORES))["quantity"])


def test_levels(make_pain):
    assert list_levels(make_pain(low=0, high=2), [1.5]) == [0, 1, 1.5, 2]
    assert list_levels(make_pain(low=0, high=100), [30, 20, 30]) == [20, 30]
    assert list_levels(make_pain(low=0, high=float("inf")), [4]) == [4]
