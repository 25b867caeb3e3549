"""Effects of one trial that are not independent.

schools.csv: Konstantopoulos S. Res Synth Methods 2011;2:61-76 (school calendars, 56 schools in 11
districts), as in metafor's example data dat.konstantopoulos2011.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.meta import (
    correlate_within,
    pool,
    pool_dependent,
    regress,
    share_controls,
)
from outcomes.analysis.meta.effects import (
    correlation,
    mean_difference,
    odds_ratio,
    risk_difference,
    risk_ratio,
    standardised_mean_difference,
)
from outcomes.analysis.meta.robust import fit_robust
from outcomes.errors import AnalysisError, DesignError

ALONE = tuple(str(number) for number in range(13))


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    return pd.read_csv(Path(__file__).with_name("schools.csv"))


def test_multilevel_is_metafor(schools):
    """metafor's tests, test_analysis_example_konstantopoulos2011.r.

    ``rma.mv(yi, vi, random = ~ 1 | district/study)``: 0.1847, se 0.0846, variances 0.0651 and
    0.0327, log-likelihood -7.9587.
    """
    found = pool_dependent(schools.yi, schools.vi, schools.district, correlation=0)
    assert (found.k, found.trials) == (56, 11)
    assert round(found.estimate, 4) == 0.1847
    assert round(found.model_se, 4) == 0.0846
    assert round(found.tau2_between, 4) == 0.0651
    assert round(found.tau2_within, 4) == 0.0327
    assert round(found.log_likelihood, 4) == -7.9587
    assert found.weights.sum() == pytest.approx(100)


def test_independent_trials_are_a_plain_pool(bcg_effects):
    """metafor's tests, test_misc_robust.r: ``robust(rma(yi, vi), cluster = trial,
    clubSandwich = TRUE)``: variance 0.03229357, df 11.04125.
    """
    found = pool_dependent(bcg_effects.yi, bcg_effects.vi, ALONE)
    plain = pool(bcg_effects.yi, bcg_effects.vi, test="normal")
    assert found.estimate == pytest.approx(plain.estimate, rel=1e-7)
    assert found.model_se == pytest.approx(plain.se, rel=1e-7)
    assert found.tau2_between == pytest.approx(plain.tau2, rel=1e-6)
    assert found.tau2_within == 0
    assert found.se**2 == pytest.approx(0.03229357, rel=1e-6)
    assert found.df == pytest.approx(11.04125, rel=1e-6)
    assert found.trustworthy


def test_robust_regression_is_clubsandwich(bcg, bcg_effects):
    """The same file, with ablat and year: standard errors and df of clubSandwich's CR2."""
    fit = regress(bcg_effects.yi, bcg_effects.vi, bcg[["ablat", "year"]])
    design = np.column_stack([np.ones(13), bcg["ablat"], bcg["year"]])
    working = np.diag(bcg_effects.vi + fit.heterogeneity.tau2)
    found = fit_robust(bcg_effects.yi, working, design, ALONE)
    # The reference's tau2 stopped at a threshold of 1e-5.
    expected = [33.655367, 0.011994, 0.016963]
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(expected, rel=5e-5)
    assert found.df == pytest.approx([2.724625, 2.112895, 2.745919], rel=1e-5)


def test_equal_trials_give_students_t():
    """Balanced and equal: CR2 is the variance of the trials' means, on trials - 1 df."""
    yi = np.array([[0.1, 0.3], [0.5, 0.6], [-0.2, 0.3], [0.9, 0.4]])
    trials = np.repeat(list("abcd"), 2)
    found = pool_dependent(yi.ravel(), np.full(8, 0.05), trials, correlation=0.5)
    means = yi.mean(axis=1)
    assert found.estimate == pytest.approx(means.mean())
    assert found.se == pytest.approx(means.std(ddof=1) / 2)
    assert found.df == pytest.approx(3)
    assert not found.trustworthy


def test_a_trial_counted_three_times_counts_once():
    """Perfectly redundant effects add nothing; taken as independent they would."""
    yi, vi = np.array([0.9, 0.2, 0.1, 0.3]), np.array([0.05, 0.04, 0.05, 0.03])
    once = pool_dependent(yi, vi, list("abcd"))
    again = [0, 0, 0, 1, 2, 3]
    thrice = pool_dependent(
        yi[again], vi[again], [list("abcd")[place] for place in again], correlation=0.999999
    )
    assert thrice.estimate == pytest.approx(once.estimate, abs=1e-4)
    assert thrice.se == pytest.approx(once.se, rel=1e-3)
    assert pool(yi[again], vi[again]).estimate > once.estimate + 0.05


def test_order_does_not_matter(schools):
    mixed = schools.sample(frac=1, random_state=4)
    here = pool_dependent(schools.yi, schools.vi, schools.district, correlation=0.6)
    there = pool_dependent(mixed.yi, mixed.vi, mixed.district, correlation=0.6)
    assert here.ci == pytest.approx(there.ci, rel=1e-6)
    assert here.df == pytest.approx(there.df, rel=1e-6)


def test_estimates_rows(schools):
    found = pool_dependent(schools.yi, schools.vi, schools.district, correlation=0.6)
    frame = found.to_estimates(endpoint="pain", favours="active")
    assert frame["quantity"].tolist() == [
        "pooled effect",
        "predicted effect",
        "between-trial variance",
    ]
    assert frame["favours"].tolist() == ["active", "", ""]
    assert (frame["ci_low"][0], frame["ci_high"][0]) == found.ci
    assert (frame["ci_low"][1], frame["ci_high"][1]) == found.pi
    assert frame["df"][0] == found.df
    assert (frame["done"][0].covariance, frame["done"][0].standard_error) == (
        "multilevel",
        "sandwich",
    )


ARMS = ([40, 50], [10.0, 12.0], [4.0, 5.0], [45, 45], [14.0, 14.0], [6.0, 6.0])
COUNTS = ([20, 15], [50, 50], [10, 10], [40, 40])


@pytest.mark.parametrize(
    ("effects", "covariance"),
    [
        (mean_difference(*ARMS), 36 / 45),
        (risk_ratio(*COUNTS), 1 / 10 - 1 / 40),
        (odds_ratio(*COUNTS), 1 / 10 + 1 / 30),
        (risk_difference(*COUNTS), 0.25 * 0.75 / 40),
    ],
    ids=lambda value: getattr(value, "measure", ""),
)
def test_shared_comparator_by_hand(effects, covariance):
    matrix = share_controls(effects, ["c", "c"])
    assert matrix[0, 1] == matrix[1, 0] == pytest.approx(covariance)
    assert np.diag(matrix) == pytest.approx(effects.vi)
    assert share_controls(effects, ["c", "d"])[0, 1] == 0


def test_shared_comparator_of_standardised_differences_by_simulation():
    """Covariance of two Cohen's d with one comparator, 40,000 trials of 20, 20 and 30."""
    rng = np.random.default_rng(7)
    arms = [rng.normal(mean, 1, (40_000, n)) for mean, n in ((1.0, 20), (0.8, 20), (0.0, 30))]
    means = [arm.mean(axis=1) for arm in arms]
    sds = [arm.std(axis=1, ddof=1) for arm in arms]
    pairs = [
        standardised_mean_difference(
            n, means[place], sds[place], 30, means[2], sds[2], correction="none"
        ).yi
        for place, n in ((0, 20), (1, 20))
    ]
    simulated = np.cov(*pairs)[0, 1]
    effects = standardised_mean_difference(20, [1.0, 0.8], 1.0, 30, 0.0, 1.0, correction="none")
    expected = share_controls(effects, ["c", "c"])[0, 1]
    # The formula is of the first order; 1/n_c alone would be a fifth too low.
    assert simulated == pytest.approx(expected, rel=0.1)
    assert expected > 1.1 / 30


def test_correlation_within():
    matrix = correlate_within([0.04, 0.09, 0.01], ["a", "a", "b"], 0.5)
    assert matrix[0, 1] == pytest.approx(0.5 * 0.2 * 0.3)
    assert matrix[0, 2] == 0


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: pool_dependent([1, 2, 3], [1, 1, 1], list("aab")), AnalysisError, "correlation="),
        (lambda: pool_dependent([1, 2], [1, 1], ["a", "a"]), AnalysisError, "two trials or more"),
        (lambda: pool_dependent([1, 2], [1, 1], ["a", None]), DesignError, "trial 2 of 2"),
        (
            lambda: pool_dependent([1, 2], [[1, 0.5], [0.5, 1]], ["a", "b"]),
            AnalysisError,
            "belong to one trial",
        ),
        (
            lambda: pool_dependent([1, 2, 3], np.ones((3, 3)), list("aab")),
            AnalysisError,
            "positive definite",
        ),
        (
            lambda: pool_dependent([1, 2], np.eye(2), ["a", "b"], correlation=0.5),
            AnalysisError,
            "give one of them",
        ),
        (lambda: correlate_within([1, 1], ["a", "a"], 1.0), AnalysisError, "below 1"),
        (
            lambda: share_controls(mean_difference(9, 1.0, 1.0, [9, 8], 1.0, 1.0), ["c", "c"]),
            AnalysisError,
            "trials 1, 2",
        ),
        (
            lambda: share_controls(correlation([0.5], [10]), ["c"]),
            AnalysisError,
            "no comparator arm",
        ),
    ],
)
def test_bad_input_is_named(call, error, words):
    with pytest.raises(error, match=words):
        call()
