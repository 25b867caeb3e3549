from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from outcomes.analysis.meta import compare_subgroups, pool, regress
from outcomes.errors import DesignError


def test_separate_subgroups_are_pools(bcg, bcg_effects):
    found = compare_subgroups(bcg_effects.yi, bcg_effects.vi, bcg["alloc"], spread="separate")
    assert found.effects["subgroup"].tolist() == ["alternate", "random", "systematic"]
    pools = []
    for row in found.effects.itertuples():
        inside = (bcg["alloc"] == row.subgroup).to_numpy()
        one = pool(bcg_effects.yi[inside], bcg_effects.vi[inside])
        assert (row.k, row.estimate, row.ci_low, row.tau2) == (
            one.k,
            one.estimate,
            one.ci.low,
            one.tau2,
        )
        pools.append((one.estimate, one.se))
    estimate, se = np.array(pools).T
    weight = 1 / se**2
    q = float(weight @ (estimate - weight @ estimate / weight.sum()) ** 2)
    assert found.test.statistic == pytest.approx(q)
    assert found.test.p_value == pytest.approx(stats.chi2.sf(q, 2))


def test_common_spread_is_a_regression(bcg, bcg_effects):
    found = compare_subgroups(bcg_effects.yi, bcg_effects.vi, bcg["alloc"])
    fit = regress(bcg_effects.yi, bcg_effects.vi, {"alloc": bcg["alloc"]})
    assert found.test.statistic == pytest.approx(fit.moderators_test.statistic)
    assert (found.test.df, found.test.df2) == (2, 10)
    slopes = fit.coefficients["estimate"]
    assert found.effects["estimate"].tolist() == pytest.approx(
        [slopes[0], slopes[0] + slopes[1], slopes[0] + slopes[2]]
    )
    assert found.effects["tau2"].nunique() == 1
    assert (found.effects["df"] == 10).all()


def test_a_subgroup_of_one_trial():
    yi, vi, groups = [0.1, 0.3, 0.2, 0.9], [0.01, 0.02, 0.01, 0.04], ["a", "a", "a", "b"]
    found = compare_subgroups(yi, vi, groups)
    assert found.effects["k"].tolist() == [3, 1]
    assert found.effects["estimate"].iloc[1] == pytest.approx(0.9)
    with pytest.raises(DesignError, match="subgroup b: one trial"):
        compare_subgroups(yi, vi, groups, spread="separate")


@pytest.mark.parametrize("groups", [["a"] * 4, list("abcd")])
def test_what_is_no_grouping(groups):
    with pytest.raises(DesignError, match="two or more, and fewer than trials"):
        compare_subgroups([0.1, 0.3, 0.2, 0.9], [0.01, 0.02, 0.01, 0.04], groups)
