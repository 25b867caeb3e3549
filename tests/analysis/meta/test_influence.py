from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.meta import pool, regress, summarise_influence
from outcomes.errors import DesignError

# metafor's own tests, test_misc_influence.r: influence(rma(yi, vi)) of bcg, the first trial;
# default threshold 1e-5, hence 1e-6 and not less.
FIRST = {
    "rstudent": -0.218142474344442,
    "dffits": -0.0407075604868486,
    "cook": 0.00171654236729195,
    "cov_ratio": 1.11644891104804,
    "tau2_without": 0.336156745300306,
    "q_without": 151.582572747109,
    "hat": 0.0505948307931551,
    "weight": 5.05948307931551,
    "dfbetas": -0.0402659025974144,
}
# The same file: hatvalues and cooks.distance of rma(yi, vi, mods = ~ ablat), digits printed.
HAT = [0.049, 0.1493, 0.0351, 0.3481, 0.2248, 0.2367, 0.064, 0.357, 0.0926, 0.1157, 0.2309]
HAT += [0.0189, 0.0778]
COOK = [0.0048, 0.0489, 0.0104, 0.2495, 0.0072, 0.2883, 0.3643, 0.2719, 0.02, 0.1645, 0.0009]
COOK += [0.0403, 0.1433]


def test_first_trial_is_metafor(bcg_effects):
    row = summarise_influence(bcg_effects.yi, bcg_effects.vi).iloc[0]
    for name, value in FIRST.items():
        assert row[name] == pytest.approx(value, rel=1e-6)
    assert not row["influential"]


def test_with_a_moderator_is_metafor(bcg, bcg_effects):
    found = summarise_influence(bcg_effects.yi, bcg_effects.vi, bcg[["ablat"]])
    assert found["hat"].to_numpy() == pytest.approx(np.array(HAT), abs=6e-5)
    assert found["cook"].to_numpy() == pytest.approx(np.array(COOK), abs=2e-4)
    assert found["hat"].sum() == pytest.approx(2)


@pytest.mark.parametrize("test", ["normal", "knapp-hartung"])
def test_residual_is_that_of_a_mean_shift(bcg_effects, test):
    """A trial's studentised residual is the statistic of an indicator for that trial."""
    found = summarise_influence(bcg_effects.yi, bcg_effects.vi, test=test)
    for place in (3, 7):
        shift = {"shift": (np.arange(13) == place).astype(float)}
        fit = regress(bcg_effects.yi, bcg_effects.vi, shift, test=test)
        expected = fit.coefficients["statistic"].iloc[1]
        assert found["rstudent"].iloc[place] == pytest.approx(expected, rel=1e-6)


def test_an_outlier_is_flagged():
    yi, vi = [0.1, 0.15, 0.12, 0.08, 2.0], [0.01, 0.01, 0.01, 0.01, 0.001]
    found = summarise_influence(yi, vi)
    assert found["influential"].tolist() == [False, False, False, False, True]
    assert abs(found["rstudent"].iloc[4]) > 10
    assert found["weight"].sum() == pytest.approx(100)
    without = pool(yi[:4], vi[:4])
    assert found["tau2_without"].iloc[4] == without.tau2


def test_trials_that_agree_have_no_residuals_with_knapp_hartung():
    found = summarise_influence([0.1, 0.1, 0.1], [0.1, 0.2, 0.3], test="knapp-hartung")
    assert found["rstudent"].isna().all()
    assert not found["influential"].any()


def test_what_cannot_be_left_out_is_named():
    x = {"x": [0, 0, 0, 1]}
    with pytest.raises(DesignError, match="without trial 4"):
        summarise_influence([0.1, 0.2, 0.3, 0.9], [0.1, 0.1, 0.1, 0.1], x)
    with pytest.raises(DesignError, match="3 trials and 2 coefficients"):
        summarise_influence([0.1, 0.2, 0.3], [0.1, 0.1, 0.1], {"x": [1, 2, 4]})
