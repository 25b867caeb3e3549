"""What an interval is called, the same wherever it stands."""

from __future__ import annotations

import math

import pytest

from outcomes.estimates import make_estimates
from outcomes.vocabulary.intervals import (
    describe_intervals,
    describe_quantiles,
    head_interval,
    name_distribution,
    say_estimate,
    say_share,
    span_df,
)

ROW = {"quantity": "mean", "estimate": 4.2, "ci_low": 1.04, "ci_high": 7.4, "level": 0.95}
T = {**ROW, "distribution": "t", "df": 24}
WILSON = {**ROW, "quantity": "share", "estimate": 0.58, "ci_low": 0.39, "ci_high": 0.74}
WILSON |= {"distribution": "wilson"}


@pytest.mark.parametrize(
    ("distribution", "name"),
    [
        ("t", "t distribution"), ("normal", "normal distribution"), ("wilson", "Wilson"),
        ("clopper-pearson", "exact Clopper-Pearson"), ("newcombe", "Newcombe"),
        ("fieller", "Fieller"), ("", "distribution not stated"),
    ],
)  # fmt: skip
def test_an_interval_has_one_name(distribution: str, name: str) -> None:
    assert name_distribution(distribution) == name


@pytest.mark.parametrize(
    ("dfs", "text"),
    [
        ([], ""),
        ([math.nan], ""),
        ([231.0, 231.0000001], "231"),
        ([29, 24.5, math.nan], "24.5 to 29"),
    ],
)
def test_degrees_of_freedom_span_no_more_than_is_shown(dfs: list[float], text: str) -> None:
    assert span_df(dfs) == text


def test_what_stands_behind_the_intervals_of_a_table_or_figure_is_said_alike() -> None:
    rows = make_estimates([T, {**T, "df": 29}, WILSON, {**T, "ci_low": None, "df": 99}])
    said = "t distribution with 24 to 29 df or Wilson"
    assert describe_quantiles(rows.to_dict("records")) == said
    assert describe_intervals(rows) == f"95% confidence intervals ({said})"
    assert describe_quantiles(rows.to_dict("records"), df=False) == "t distribution or Wilson"
    none = make_estimates([{"quantity": "mean", "estimate": 1.0}])
    assert describe_intervals(none) == "no confidence intervals (none could be calculated)"


def test_a_column_is_headed_by_its_level_unless_there_are_two() -> None:
    assert head_interval([0.95, 0.95, math.nan]) == "95% CI"
    assert head_interval([0.95, 0.9]) == "CI"
    assert head_interval([]) == "CI"


def test_a_row_is_written_with_its_interval() -> None:
    assert say_estimate(T, 1) == "+4.2 (95% CI 1.0 to 7.4)"
    assert say_estimate({**T, "ci_low": math.nan}, 1, signed=False) == "4.2 (no interval)"
    assert say_share(WILSON) == "58% (95% CI 39% to 74%)"
    assert say_share({**WILSON, "ci_low": math.nan}) == "58% (no interval)"
    assert say_share({**WILSON, "estimate": math.nan}) == "not estimated"
