from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.meta import pool, regress
from outcomes.analysis.meta.mixed_fit import fit_mixed
from outcomes.analysis.meta.weighted_fit import fit_weighted
from outcomes.errors import AnalysisError, DesignError


@pytest.fixture(scope="module")
def fitted(bcg, bcg_effects):
    return regress(bcg_effects.yi, bcg_effects.vi, bcg[["ablat", "year"]])


def test_readme_of_the_reference(fitted):
    """metafor 3.8-1, ``rma(yi, vi, mods = ~ ablat + year, test = "knha")``, digits printed."""
    slopes = fitted.coefficients.set_index("term")
    assert slopes.loc["ablat", ["estimate", "se"]].round(4).tolist() == [-0.0280, 0.0113]
    assert slopes.loc["year", ["estimate", "se"]].round(4).tolist() == [0.0019, 0.0163]
    test = fitted.moderators_test
    assert (test.df, test.df2) == (2, 10)
    assert round(test.statistic, 4) == 4.9649
    assert round(fitted.heterogeneity.i2, 2) == 71.98


def test_intercept_is_metafor_stopped_where_it_stops(fitted, bcg, bcg_effects):
    """The README's -3.5455 (32.2565) is one step short of the optimum.

    metafor climbs by Fisher scoring and stops once tau2 moves by less than 1e-5 (its default; tau2
    is then 0.110787, at the optimum 0.110785). Stopped there, our weighted fit gives the printed
    digits; at the optimum it is -3.5454 (32.2563).
    """
    yi, vi = bcg_effects.yi, bcg_effects.vi
    design = np.column_stack([np.ones(13), bcg["ablat"], bcg["year"]])
    tau2 = fit_mixed(yi, vi, design, tau2="HE", test="normal", level=0.95).heterogeneity.tau2
    step = 1.0
    while abs(step) > 1e-5:
        fit = fit_weighted(yi, vi, design, tau2)
        weights = np.diag(fit.weights)
        projection = weights - weights @ design @ fit.covariance @ design.T @ weights
        square = yi @ projection @ projection @ yi
        step = (square - np.trace(projection)) / np.sum(projection**2)
        tau2 += step
    stopped = fit_weighted(yi, vi, design, tau2)
    se = np.sqrt(stopped.covariance[0, 0] * stopped.q / 10)
    assert (round(stopped.coefficients[0], 4), round(se, 4)) == (-3.5455, 32.2565)
    ours = fitted.coefficients.iloc[0]
    assert (ours["estimate"], ours["se"]) == pytest.approx((-3.5455, 32.2565), abs=2e-4)
    # The score of the restricted likelihood is 0 at ours.
    best = fit_weighted(yi, vi, design, fitted.heterogeneity.tau2)
    weights = np.diag(best.weights)
    projection = weights - weights @ design @ best.covariance @ design.T @ weights
    assert yi @ projection @ projection @ yi == pytest.approx(np.trace(projection), rel=1e-10)


def test_explained_share(fitted, bcg_effects):
    total = pool(bcg_effects.yi, bcg_effects.vi).tau2
    assert fitted.r2 == pytest.approx(100 * (1 - fitted.heterogeneity.tau2 / total))
    assert round(fitted.r2, 1) == 64.6


def test_where_nothing_differs_no_share_is_explained():
    same = regress([0.2] * 5, [0.1, 0.2, 0.1, 0.3, 0.2], {"dose": [1, 2, 3, 4, 5]})
    assert same.heterogeneity.tau2 == 0
    assert np.isnan(same.r2)


def test_prediction_at_the_equator(fitted, bcg, bcg_effects):
    at = fitted.predict(ablat=13, year=1973)
    slopes = fitted.coefficients["estimate"].to_numpy()
    assert at.estimate == pytest.approx(slopes @ [1, 13, 1973])
    # The same from a regression whose intercept is there.
    moved = regress(
        bcg_effects.yi,
        bcg_effects.vi,
        {"ablat": bcg["ablat"] - 13, "year": bcg["year"] - 1973},
    ).coefficients.iloc[0]
    assert at.se == pytest.approx(moved["se"], rel=1e-6)
    assert at.ci == pytest.approx((moved["ci_low"], moved["ci_high"]), rel=1e-6)
    assert at.pi.low < at.ci.low < at.ci.high < at.pi.high


def test_categories_are_a_reference_and_differences(bcg, bcg_effects):
    fit = regress(bcg_effects.yi, bcg_effects.vi, {"alloc": bcg["alloc"]}, test="normal")
    assert fit.coefficients["term"].tolist() == ["intercept", "alloc: random", "alloc: systematic"]
    assert np.isinf(fit.coefficients["df"]).all()
    by_hand = np.column_stack(
        [np.ones(13), bcg["alloc"] == "random", bcg["alloc"] == "systematic"]
    ).astype(float)
    same = fit_mixed(
        bcg_effects.yi, bcg_effects.vi, by_hand, tau2="REML", test="normal", level=0.95
    )
    assert fit.coefficients["estimate"].tolist() == pytest.approx(same.coefficients.tolist())
    # With the normal test the joint test is chi-squared, not divided by its df.
    assert np.isinf(fit.moderators_test.df2)
    assert fit.moderators_test.statistic == pytest.approx(
        same.coefficients[1:] @ np.linalg.solve(same.covariance[1:, 1:], same.coefficients[1:])
    )


def test_one_moderator_joint_test_is_its_own(bcg, bcg_effects):
    fit = regress(bcg_effects.yi, bcg_effects.vi, {"ablat": bcg["ablat"]})
    row = fit.coefficients.iloc[1]
    assert fit.moderators_test.statistic == pytest.approx(row["statistic"] ** 2)
    assert fit.moderators_test.p_value == pytest.approx(row["p_value"])


@pytest.mark.parametrize(
    ("moderators", "error", "words"),
    [
        ({"x": [1, 1, 1, 1]}, DesignError, "does not vary"),
        ({"x": [1, 2, 3, 4], "y": [2, 4, 6, 8]}, DesignError, "follows from the others"),
        ({"x": [1, 2, 3]}, AnalysisError, "3 numbers for 4 trials"),
        ({"x": [1, 2, np.nan, 4]}, AnalysisError, "trial 3 of 4: its x"),
        ({"x": pd.array([1, 2, None, 4], dtype="Int64")}, AnalysisError, "trial 3 of 4: its x"),
        ({"x": ["a", "b", "", "a"]}, DesignError, "trial 3 of 4 has none"),
        ({"x": ["a", "b", None, "a"]}, DesignError, "trial 3 of 4 has none"),
        ({"x": ["a", "b", "c", "d"]}, DesignError, "more trials than coefficients"),
        ({}, DesignError, "use pool"),
    ],
)
def test_bad_moderators_are_named(moderators, error, words):
    with pytest.raises(error, match=words):
        regress([0.1, 0.2, 0.3, 0.5], [0.1, 0.1, 0.2, 0.1], moderators)


def test_prediction_names_its_terms(fitted):
    with pytest.raises(DesignError, match="ablat, year"):
        fitted.predict(ablat=1)


def test_scale_of_a_moderator_does_not_matter(bcg, bcg_effects):
    small = regress(bcg_effects.yi, bcg_effects.vi, {"x": bcg["ablat"] / 1e6})
    large = regress(bcg_effects.yi, bcg_effects.vi, pd.DataFrame({"x": bcg["ablat"] * 1e6}))
    statistics = [fit.coefficients["statistic"].iloc[1] for fit in (small, large)]
    assert statistics[0] == pytest.approx(statistics[1], rel=1e-6)
