from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from outcomes.analysis.meta import regress, regress_asymmetry
from outcomes.errors import AnalysisError, DesignError


def test_readme_of_the_reference(bcg_effects):
    """metafor 3.8-1, ``regtest(rma(yi, vi))``: z -0.8033, p 0.4218."""
    found = regress_asymmetry(bcg_effects.yi, bcg_effects.vi)
    assert (round(found.statistic, 4), round(found.p_value, 4)) == (-0.8033, 0.4218)
    assert np.isinf(found.df)


def test_mixed_is_a_regression_on_the_standard_error(bcg_effects):
    se = {"se": np.sqrt(bcg_effects.vi)}
    fit = regress(bcg_effects.yi, bcg_effects.vi, se, test="knapp-hartung").coefficients
    found = regress_asymmetry(bcg_effects.yi, bcg_effects.vi, test="knapp-hartung")
    assert (found.slope, found.slope_se) == pytest.approx((fit.estimate[1], fit.se[1]))
    assert found.limit_ci == pytest.approx((fit.ci_low[0], fit.ci_high[0]))


def test_linear_is_eggers_own(bcg_effects):
    """statsmodels WLS on the standard error, weights 1/v; and Egger's form, y/se on 1/se."""
    se = np.sqrt(bcg_effects.vi)
    wls = sm.WLS(bcg_effects.yi, sm.add_constant(se), weights=1 / bcg_effects.vi).fit()
    egger = sm.OLS(bcg_effects.yi / se, sm.add_constant(1 / se)).fit()
    found = regress_asymmetry(bcg_effects.yi, bcg_effects.vi, model="linear")
    assert found.df == 11
    assert found.statistic == pytest.approx(wls.tvalues[1])
    assert found.statistic == pytest.approx(egger.tvalues[0])
    assert found.p_value == pytest.approx(egger.pvalues[0])
    assert found.limit == pytest.approx(wls.params[0])
    assert found.limit_ci == pytest.approx(tuple(wls.conf_int()[0]))


def test_symmetric_funnel():
    se = np.array([0.1, 0.1, 0.2, 0.2, 0.4, 0.4])
    yi = 0.5 + np.array([1, -1, 1, -1, 1, -1]) * se
    for model in ("mixed-effects", "linear"):
        found = regress_asymmetry(yi, se**2, model=model)
        assert found.slope == pytest.approx(0, abs=1e-9)
        assert found.p_value == pytest.approx(1)


def test_refusals():
    with pytest.raises(DesignError, match="same standard error"):
        regress_asymmetry([0.1, 0.2, 0.4], [0.04, 0.04, 0.04])
    with pytest.raises(AnalysisError, match="needs 3"):
        regress_asymmetry([0.1, 0.2], [0.04, 0.01])
    with pytest.raises(AnalysisError, match="mixed-effects, linear"):
        regress_asymmetry([0.1, 0.2, 0.4], [0.04, 0.01, 0.02], model="egger")
