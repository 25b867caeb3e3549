from __future__ import annotations

import math

import pytest
from scipy.stats import t

from outcomes.analysis.chance import summarise_chance
from tests.tables.examples import difference, frame, make_study

NAN = math.nan


def test_the_range_of_chance_is_the_differences_own_half_width_about_no_difference() -> None:
    row = difference(-7.7, -15.3, -0.1, se=3.78)
    rows = summarise_chance(frame(row, difference(visit="week 12", se=3.0)), make_study())
    (found,) = rows[rows["quantity"] == "chance range"].to_dict("records")
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((-7.6, 7.6))
    assert (found["df"], found["distribution"], found["level"]) == (50, "t", 0.95)
    assert found["estimate"] == 0


def test_a_difference_without_a_standard_error_has_no_range() -> None:
    rows = summarise_chance(frame(difference(), difference(NAN, NAN, NAN)), make_study())
    assert set(rows["quantity"]) == {"intervals"}
    assert summarise_chance(frame(difference(NAN, NAN, NAN)), make_study()).empty


def test_intervals_are_counted_with_those_that_chance_would_give() -> None:
    rows = summarise_chance(
        frame(
            difference(), difference(1, -1, 3), difference(3, 0, 6), difference(subgroup="women")
        ),
        make_study(),
    )
    counts = dict(zip(rows["subgroup"], rows["estimate"], strict=True))
    assert counts == {
        "all": 3,
        "excluding no difference": 1,
        "excluding no difference, expected by chance alone": pytest.approx(0.15),
    }


def test_a_difference_at_the_edge_of_the_range_has_an_interval_that_ends_at_no_difference() -> None:
    se, quantile = 3.78, float(t.ppf(0.975, 50))
    for sign in (-1, 1):
        edge = sign * quantile * se
        row = difference(edge, edge - quantile * se, edge + quantile * se, se=se)
        rows = summarise_chance(frame(row), make_study())
        (found,) = rows[rows["quantity"] == "chance range"].to_dict("records")
        assert found["ci_high" if sign > 0 else "ci_low"] == pytest.approx(edge)
