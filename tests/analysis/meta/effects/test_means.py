from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from outcomes.analysis.meta.effects import (
    change_sd,
    hedges_factor,
    mean_change,
    mean_difference,
    standardised_mean_change,
    standardised_mean_difference,
)
from outcomes.errors import AnalysisError


def test_hedges_g_is_metafor(shared: Path, effects):
    """normand1999: metafor's ``escalc(measure="SMD")``, in inputs.csv to 12 digits."""
    rows = pd.read_csv(shared / "reference" / "meta" / "normand1999_summaries.csv")
    found = standardised_mean_difference(
        rows.n1i, rows.m1i, rows.sd1i, rows.n2i, rows.m2i, rows.sd2i
    )
    yi, vi = effects("normand1999")
    assert found.yi == pytest.approx(yi, rel=1e-11)
    assert found.vi == pytest.approx(vi, rel=1e-11)


def test_cohens_d_is_g_without_the_factor():
    arms = ([12], [30.0], [8.0], [10], [36.0], [10.0])
    d = standardised_mean_difference(*arms, correction="none")
    g = standardised_mean_difference(*arms)
    assert g.yi == pytest.approx(hedges_factor(20) * d.yi)
    assert d.yi[0] == pytest.approx(-6 / np.sqrt((11 * 64 + 9 * 100) / 20))


@pytest.mark.parametrize("m", [2, 3, 10, 97])
def test_hedges_factor_against_the_gamma_function(m):
    exact = special.gamma(m / 2) / (np.sqrt(m / 2) * special.gamma((m - 1) / 2))
    assert float(hedges_factor(m)) == pytest.approx(exact, rel=1e-12)


def test_hedges_factor_makes_d_unbiased():
    """E(d) = delta / J for the noncentral t; the product is delta."""
    n, delta = 6, 0.8
    mean_t = stats.nct.mean(2 * n - 2, delta * np.sqrt(n / 2))
    assert float(hedges_factor(2 * n - 2)) * mean_t / np.sqrt(n / 2) == pytest.approx(delta)


def test_hedges_factor_of_large_samples_is_finite():
    assert float(hedges_factor(1e6)) == pytest.approx(1 - 3 / (4e6 - 1), rel=1e-9)


def test_mean_difference_by_hand():
    found = mean_difference([20, 40], [30.0, 5.0], [10.0, 2.0], [25, 40], [35.0, 4.0], [5.0, 4.0])
    assert found.yi == pytest.approx([-5, 1])
    assert found.vi == pytest.approx([100 / 20 + 25 / 25, 4 / 40 + 16 / 40])
    assert found.scale == "unit of the scores"
    assert found.back(-5.0) == -5.0


def test_change_by_hand():
    assert change_sd([10, 10], [10, 6], [0.5, 0.0]) == pytest.approx([10, np.sqrt(136)])
    found = mean_change([25], [50.0], [30.0], [15.0])
    assert (found.yi[0], found.vi[0]) == (-20, 9)
    standardised = standardised_mean_change([25], [50.0], [30.0], [15.0], [0.5])
    g = float(hedges_factor(24)) * -20 / 15
    assert standardised.yi[0] == pytest.approx(g)
    assert standardised.vi[0] == pytest.approx(2 * 0.5 / 25 + g**2 / 50)


@pytest.mark.parametrize(
    ("arms", "words"),
    [
        (([20], [1.0], [0.0], [20], [1.0], [1.0]), ["trial 1", "SD 0", "above 0"]),
        (([20, 1], 1.0, 1.0, 20, 1.0, 1.0), ["trial 2", "participants 1", "two or more"]),
        (([20, 20], 1.0, 1.0, 20, [1.0, np.nan], 1.0), ["trial 2", "mean of the comparator"]),
        (([20, 20], 1.0, [1.0, 2.0, 3.0], 20, 1.0, 1.0), ["2 numbers for 3 trials"]),
    ],
)
def test_bad_arms_are_named(arms, words):
    with pytest.raises(AnalysisError) as error:
        standardised_mean_difference(*arms)
    for word in words:
        assert word in str(error.value)


def test_bad_options_are_named():
    with pytest.raises(AnalysisError, match="hedges, none"):
        standardised_mean_difference(9, 1.0, 1.0, 9, 1.0, 1.0, correction="cohen")
    with pytest.raises(AnalysisError, match="between -1 and 1"):
        change_sd([1.0], [1.0], [1.0])
    with pytest.raises(AnalysisError, match="more than 1"):
        hedges_factor(1)
