"""Intervals against published and hand-worked values."""

from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.intervals import (
    mean_interval,
    newcombe_interval,
    t_interval,
    wilson_interval,
)
from outcomes.errors import AnalysisError


def test_t_interval_uses_the_tabled_quantile():
    # Student's t, 10 degrees of freedom, two-sided 5 %: 2.228 in every printed table.
    row = t_interval(1.0, 2.0, 10, 0.95)
    assert row["ci_low"] == pytest.approx(1 - 2 * 2.228, abs=1e-3)
    assert row["ci_high"] == pytest.approx(1 + 2 * 2.228, abs=1e-3)
    assert row["distribution"] == "t"


def test_mean_interval_of_four_values():
    # mean 5, sd sqrt(20/3), se sqrt(5/3); t(3) = 3.182.
    row = mean_interval([2, 4, 6, 8], 0.95)
    assert row["estimate"] == 5
    assert row["se"] == pytest.approx(np.sqrt(5 / 3))
    assert row["df"] == 3
    assert row["ci_high"] - 5 == pytest.approx(3.182 * np.sqrt(5 / 3), abs=1e-3)


def test_a_single_value_has_a_mean_but_no_interval():
    row = mean_interval([7.0], 0.95)
    assert row["estimate"] == 7
    assert np.isnan([row["se"], row["ci_low"], row["ci_high"]]).all()


# Newcombe RG, Stat Med 1998;17:857-872, table I, method 3 (score): as printed, four decimals.
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_meets_newcombes_table(count, n, low, high):
    row = wilson_interval(count, n, 0.95)
    assert row["ci_low"] == pytest.approx(low, abs=5e-5)
    assert row["ci_high"] == pytest.approx(high, abs=5e-5)


# Newcombe RG, Stat Med 1998;17:873-890, table II, method 10 (hybrid score): as printed.
@pytest.mark.parametrize(
    ("ours", "theirs", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_newcombe_meets_his_table(ours, theirs, low, high):
    row = newcombe_interval(*ours, *theirs, 0.95)
    assert row["estimate"] == pytest.approx(ours[0] / ours[1] - theirs[0] / theirs[1])
    assert row["ci_low"] == pytest.approx(low, abs=5e-5)
    assert row["ci_high"] == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_level_that_is_no_share_is_refused(level):
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        t_interval(0, 1, 5, level)


def test_nobody_has_no_share():
    with pytest.raises(AnalysisError, match="nobody"):
        wilson_interval(0, 0, 0.95)
    with pytest.raises(AnalysisError, match="nobody"):
        newcombe_interval(1, 2, 0, 0, 0.95)
