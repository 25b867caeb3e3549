"""Ratios with intervals, and how many participants a share needs."""

from __future__ import annotations

import doctest
import math

import numpy as np
import pytest
from scipy.optimize import brentq
from statsmodels.stats.proportion import proportion_confint

from outcomes.analysis import ratios
from outcomes.analysis.ratios import (
    delta_interval,
    fieller_interval,
    find_n_for_share,
    wilson_half_width,
)
from outcomes.errors import AnalysisError

Z = 1.959963984540054


def test_fiellers_limits_solve_its_equation() -> None:
    row = fieller_interval(7.59, 3.36, 15.32, 3.32)
    for ratio in (row["ci_low"], row["ci_high"]):
        distance = abs(7.59 - ratio * 15.32) / math.hypot(3.36, ratio * 3.32)
        assert distance == pytest.approx(Z, rel=1e-12)
    root = brentq(lambda r: (7.59 - r * 15.32) - Z * math.hypot(3.36, r * 3.32), -1, 0.495)
    assert row["ci_low"] == pytest.approx(root, rel=1e-9)


def test_fieller_is_not_bounded_where_the_denominator_may_be_zero() -> None:
    row = fieller_interval(7.59, 3.36, 5.0, 3.32)
    assert row["estimate"] == pytest.approx(1.518)
    assert math.isnan(row["ci_low"])
    assert math.isnan(row["ci_high"])


def test_fieller_keeps_its_level() -> None:
    rng = np.random.default_rng(2013)
    tops, bottoms = rng.normal(1.0, 0.4, 4000), rng.normal(2.0, 0.4, 4000)
    covered = 0
    for top, bottom in zip(tops, bottoms, strict=True):
        row = fieller_interval(top, 0.4, bottom, 0.4)
        bounded = not math.isnan(row["ci_low"])
        # an unbounded set covers wherever the equation holds
        inside = abs(top - 0.5 * bottom) <= Z * math.hypot(0.4, 0.5 * 0.4)
        covered += row["ci_low"] <= 0.5 <= row["ci_high"] if bounded else inside
    assert covered / 4000 == pytest.approx(0.95, abs=0.012)


def test_both_methods_agree_where_the_denominator_is_known() -> None:
    exact = fieller_interval(2.0, 0.5, 4.0, 1e-9)
    near = delta_interval(2.0, 0.5, 4.0, 1e-9)
    for name in ("ci_low", "ci_high"):
        assert exact[name] == pytest.approx(near[name], rel=1e-9)
        assert exact[name] == pytest.approx(0.5 + Z * 0.125 * (-1 if name == "ci_low" else 1))


@pytest.mark.parametrize("function", [fieller_interval, delta_interval])
def test_a_ratio_to_zero_is_refused(function) -> None:
    with pytest.raises(AnalysisError, match="ratio to an estimate of 0"):
        function(1.0, 0.1, 0.0, 0.1)
    with pytest.raises(AnalysisError, match="confidence level 2"):
        function(1.0, 0.1, 1.0, 0.1, 2.0)


@pytest.mark.parametrize(("count", "n"), [(81, 100), (47, 58), (1, 20), (0, 5)])
def test_half_width_is_that_of_statsmodels(count: int, n: int) -> None:
    low, high = proportion_confint(count, n, method="wilson")
    assert wilson_half_width(count / n, n) == pytest.approx((high - low) / 2, rel=1e-12)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.81, 1.0])
@pytest.mark.parametrize("half", [0.02, 0.05, 0.1, 0.3])
def test_n_is_the_fewest(share: float, half: float) -> None:
    n = find_n_for_share(share, half)
    assert wilson_half_width(share, n) <= half
    assert n == 1 or wilson_half_width(share, n - 1) > half


def test_a_share_or_width_that_cannot_be_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"share 1\.2"):
        find_n_for_share(1.2, 0.05)
    with pytest.raises(AnalysisError, match="half width 0: give one above 0"):
        find_n_for_share(0.5, 0.0)


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(ratios).failed == 0
