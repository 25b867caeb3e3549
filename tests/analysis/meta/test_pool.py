from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from outcomes.analysis.meta import TAU2_ESTIMATORS, TESTS, pool
from outcomes.errors import AnalysisError
from outcomes.estimates import read_results, write_results

YI = np.array([0.10, 0.30, 0.35, 0.65])
VI = np.array([0.03, 0.03, 0.05, 0.01])
RANDOM = [name for name in TAU2_ESTIMATORS if name != "EE"]


def test_two_trials_by_hand():
    """y = 0.2 and 0.8, v = 0.02 each: tau2 = (0.36 / 2) - 0.02 = 0.16, se = 0.3, t(1) = 12.706."""
    result = pool([0.2, 0.8], [0.02, 0.02])
    assert result.tau2 == pytest.approx(0.16, rel=1e-10)
    assert result.estimate == pytest.approx(0.5)
    assert result.se == pytest.approx(0.3)
    assert result.df == 1
    quantile = np.tan(0.95 * np.pi / 2)  # of t on 1 degree of freedom, the Cauchy distribution
    assert result.ci == pytest.approx((0.5 - 0.3 * quantile, 0.5 + 0.3 * quantile))
    assert result.pi == pytest.approx((0.5 - 0.5 * quantile, 0.5 + 0.5 * quantile))


@pytest.mark.parametrize("test", TESTS)
def test_both_intervals_are_there_whatever_is_asked_for(test):
    result = pool([0.2, 0.8], [0.02, 0.02], test=test)
    assert result.ci_normal == pytest.approx((0.5 - 1.959964 * 0.3, 0.5 + 1.959964 * 0.3), rel=1e-6)
    assert result.ci_knapp_hartung.high == pytest.approx(0.5 + 0.3 * 12.7062, rel=1e-5)


def test_floor_never_shortens_the_standard_error():
    agree = pool([0.30, 0.31, 0.32], [0.1, 0.1, 0.1], test="knapp-hartung-floor")
    assert agree.tau2 == 0
    assert agree.se == pytest.approx(np.sqrt(0.1 / 3))
    assert pool([0.30, 0.31, 0.32], [0.1, 0.1, 0.1]).se < agree.se / 10
    apart = [0.0, 1.0, 2.5]
    small = [0.01, 0.01, 0.01]
    # tau2 = 0 leaves the mean square above 1, so the floor is not touched.
    knapp = pool(apart, small, tau2="EE")
    assert pool(apart, small, tau2="EE", test="knapp-hartung-floor").se == knapp.se
    assert knapp.se > pool(apart, small, tau2="EE", test="normal").se


def test_prediction_degrees_of_freedom():
    default = pool(YI, VI)
    assert default.pi_df == 3
    assert np.isinf(pool(YI, VI, test="normal").pi_df)
    cochrane = pool(YI, VI, pi_df=2)
    half = stats.t.ppf(0.975, 2) * np.sqrt(default.tau2 + default.se**2)
    assert cochrane.pi_df == 2
    assert cochrane.pi == pytest.approx((default.estimate - half, default.estimate + half))
    assert np.isnan(pool(YI[:2], VI[:2], pi_df=0).pi).all()


def test_trials_that_agree_exactly_have_no_knapp_hartung_interval():
    result = pool([0.1, 0.1, 0.1], [0.02, 0.03, 0.07])
    assert result.se == 0
    assert np.isnan([*result.ci, *result.pi, result.statistic, result.p_value]).all()
    assert np.isfinite(result.ci_normal).all()


@pytest.mark.parametrize(
    ("yi", "vi", "lower", "higher"),
    [
        ([0.07, -0.3, 0.17, 0.13, 1.7], [0.0016, 0.03, 0.0068, 0.0004, 0.1792], 0.00105, 0.333),
        ([0.6, 0.6, -1.77], [0.0023, 0.0004, 0.5682], 1.245, 0.0),
    ],
)
def test_likelihood_picks_the_higher_of_two_peaks(yi, vi, lower, higher):
    """Restricted likelihoods with two peaks, the higher at larger tau2, and at 0."""
    yi, vi = np.array(yi), np.array(vi)

    def restricted(tau2: float) -> float:
        w = 1 / (vi + tau2)
        q = w @ (yi - w @ yi / w.sum()) ** 2
        return float(np.log(w).sum() - np.log(w.sum()) - q) / 2

    grid = np.concatenate([[0], np.geomspace(1e-6, 100, 2000)])
    value = np.array([restricted(tau2) for tau2 in grid])
    inner = np.flatnonzero((value[1:-1] > value[:-2]) & (value[1:-1] > value[2:])) + 1
    peaks = [*grid[inner], *([0.0] if value[0] > value[1] else [])]
    assert sorted(peaks) == pytest.approx(sorted([lower, higher]), rel=0.02)
    found = pool(yi, vi, tau2="REML").tau2
    assert found == pytest.approx(higher, rel=0.02)
    assert restricted(found) >= np.max(value)


@pytest.mark.parametrize("method", TAU2_ESTIMATORS)
@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=2, max_size=8, unique=True),
    st.floats(0.01, 100),
    st.floats(-5, 5),
)
def test_unit_and_origin_do_not_matter(method, trials, unit, origin):
    """In another unit, and from another zero, the same result; in any order of the trials."""
    yi, vi = (np.array(column) for column in zip(*trials, strict=True))
    if np.ptp(yi) < 1e-3:
        return
    here = pool(yi, vi, tau2=method)
    there = pool((unit * yi + origin)[::-1], (unit**2 * vi)[::-1], tau2=method)
    scale = 1e-6 * unit * (1 + np.ptp(yi))
    assert there.estimate == pytest.approx(unit * here.estimate + origin, abs=scale)
    assert there.tau2 == pytest.approx(unit**2 * here.tau2, abs=scale * unit, rel=1e-5)
    assert there.i2 == pytest.approx(here.i2, abs=1e-3)
    assert there.weights[::-1] == pytest.approx(here.weights, abs=1e-3)
    assert yi.min() <= here.estimate <= yi.max()


def test_equal_variances_give_the_t_test_of_the_effects():
    """With one variance, every estimator gives the mean, and Knapp-Hartung Student's interval."""
    yi = np.array([0.1, 0.5, 0.9, 1.6, -0.3])
    student = stats.t.interval(0.95, 4, np.mean(yi), stats.sem(yi))
    for method in TAU2_ESTIMATORS:
        result = pool(yi, np.full(5, 0.05), tau2=method)
        assert result.ci == pytest.approx(student)


def test_profile_holds_the_moment_estimate():
    result = pool(YI, VI, tau2="PM")
    assert result.tau2_ci.low <= result.tau2 <= result.tau2_ci.high
    assert result.i2_ci.low <= result.i2 <= result.i2_ci.high
    assert result.h2_ci.low <= result.h2 <= result.h2_ci.high


def test_scale_that_people_read():
    shown = pool(YI, VI).on_scale(np.exp)
    assert shown.estimate == pytest.approx(np.exp(pool(YI, VI).estimate))
    assert shown.ci.low < shown.estimate < shown.ci.high
    assert shown.pi.low < shown.ci.low


def test_estimates_rows(tmp_path):
    result = pool(YI, VI)
    frame = result.to_estimates(endpoint="womac.pain", week=12, unit="points", favours="dextrose")
    assert list(frame["quantity"]) == [
        "pooled effect",
        "predicted effect",
        "between-trial variance",
        "i2",
    ]
    pooled, predicted, spread, i2 = (row for _, row in frame.iterrows())
    assert (pooled["ci_low"], pooled["ci_high"]) == result.ci
    assert (pooled["distribution"], pooled["df"], pooled["favours"]) == ("t", 3, "dextrose")
    assert (predicted["ci_low"], predicted["ci_high"]) == result.pi
    assert predicted["favours"] == ""
    assert (spread["estimate"], spread["ci_high"]) == (result.tau2, result.tau2_ci.high)
    assert (i2["estimate"], i2["unit"]) == (result.i2, "%")
    assert (pooled["done"].estimator, pooled["done"].standard_error) == ("REML", "knapp-hartung")
    file = SimpleNamespace(provenance="published")
    study = SimpleNamespace(
        id="s", file=file, disclosure=None, refuse_unblinding=lambda estimates: None
    )
    write_results(tmp_path / "r.json", frame, study)
    assert json.loads((tmp_path / "r.json").read_text())["estimates"][0]["week"] == 12
    assert len(read_results(tmp_path / "r.json")) == 4


def test_common_effect_predicts_nothing():
    result = pool(YI, VI, tau2="EE", test="normal")
    assert result.tau2 == 0
    assert np.isnan([*result.pi, *result.tau2_ci]).all()
    assert "predicted effect" not in set(result.to_estimates()["quantity"])
    assert (result.done.estimator, result.done.standard_error) == ("EE", "model-based")


@pytest.mark.parametrize(
    ("yi", "vi", "options", "words"),
    [
        ([0.1], [0.1], {}, ["2 trials or more", "1 given"]),
        ([], [], {}, ["0 given"]),
        ([0.1, 0.2], [0.1, -0.1], {}, ["trial 2 of 2", "-0.1", "above 0"]),
        ([0.1, 0.2], [0.0, 0.1], {}, ["trial 1 of 2", "above 0"]),
        ([0.1, np.nan], [0.1, 0.1], {}, ["trial 2 of 2", "effect", "nan"]),
        ([0.1, 0.2], [0.1, np.inf], {}, ["trial 2 of 2", "variance", "inf"]),
        ([0.1, 0.2, 0.3], [0.1, 0.1], {}, ["3 effects and 2 variances"]),
        ([0.1, "x"], [0.1, 0.1], {}, ["effect", "numbers are needed"]),
        ([[0.1, 0.2]], [0.1, 0.1], {}, ["not a table"]),
        ([0.1, 0.2], [0.1, 0.1], {"tau2": "reml"}, ["'reml'", "REML"]),
        ([0.1, 0.2], [0.1, 0.1], {"test": "t"}, ["'t'", "knapp-hartung"]),
        ([0.1, 0.2], [0.1, 0.1], {"level": 95}, ["95", "between 0 and 1"]),
        ([0.1, 0.2], [0.1, 0.1], {"pi_df": np.nan}, ["pi_df"]),
    ],
)
def test_bad_input_is_named(yi, vi, options, words):
    with pytest.raises(AnalysisError) as error:
        pool(yi, vi, **options)
    for word in words:
        assert word in str(error.value)


def test_results_are_frozen():
    with pytest.raises(AttributeError):
        pool(YI, VI).estimate = 1.0
