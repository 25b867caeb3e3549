"""Every number of the reference table made with R metafor.

shared/reference/meta/metafor.csv: metafor 3.8-1, ``rma(yi, vi, method, test)`` with control
threshold 1e-12. Bar: 1e-6 relative or 1e-9 absolute.

The Q-profile limits there are where R's ``uniroot`` stopped at its default tolerance of 1.2e-4 in
the unit of tau2, up to 0.3% (molloy2014) and 93% (hine1989: 2^-14 instead of 3.17e-5) from the
roots that they approximate. So two things are held: stopped as R stops, our Q gives the table's
numbers to the bar; and ours are roots to 1e-10 (PyMARE agrees with ours: test_pymare.py).
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from outcomes.analysis.meta import TAU2_ESTIMATORS, pool
from outcomes.analysis.meta.generalised_q import generalised_q, profile_tau2

from .r_uniroot import uniroot

DATASETS = {"bcg": 13, "normand1999": 9, "molloy2014": 16, "hine1989": 6}
TESTS = {"z": "normal", "knha": "knapp-hartung"}
GRID = list(itertools.product(DATASETS, TAU2_ESTIMATORS, TESTS))


@pytest.fixture(scope="module")
def table(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "reference" / "meta" / "metafor.csv")


def close(found: float, expected: float) -> bool:
    if np.isnan(expected):
        return bool(np.isnan(found))
    return abs(found - expected) <= max(1e-6 * abs(expected), 1e-9)


def test_reference_covers_every_combination(table):
    assert len(TAU2_ESTIMATORS) == 9
    assert sorted(zip(table["dataset"], table["method"], table["test"], strict=True)) == sorted(
        GRID
    )
    assert len(table) == 72
    assert table.groupby("dataset")["k"].first().to_dict() == DATASETS
    numbers = table.drop(columns=["dataset", "method", "test", "k"])
    # What is absent is absent by design: prediction and profile of the common-effect model.
    common = (table["method"] == "EE").to_numpy()
    intervals = ["pi_low", "pi_high", "tau2_qp_low", "tau2_qp_high"]
    assert numbers.loc[~common].notna().all(axis=None)
    assert numbers.loc[common, intervals].isna().all(axis=None)
    assert numbers.loc[common].drop(columns=intervals).notna().all(axis=None)


@pytest.mark.parametrize(("dataset", "method", "test"), GRID)
def test_pool_is_metafor(table, effects, dataset, method, test):
    row = table.query("dataset == @dataset and method == @method and test == @test").iloc[0]
    result = pool(*effects(dataset), tau2=method, test=TESTS[test])
    found = {
        "k": result.k,
        "estimate": result.estimate,
        "se": result.se,
        "ci_low": result.ci.low,
        "ci_high": result.ci.high,
        "stat": result.statistic,
        "p_value": result.p_value,
        "tau2": result.tau2,
        "I2": result.i2,
        "H2": result.h2,
        "Q": result.q,
        "Q_p": result.q_p,
        "pi_low": result.pi.low,
        "pi_high": result.pi.high,
    }
    profile = {"dataset", "method", "test", "tau2_qp_low", "tau2_qp_high"}
    assert set(found) == set(table.columns) - profile
    assert {
        name: (value, row[name]) for name, value in found.items() if not close(value, row[name])
    } == {}
    if method == "EE":
        assert np.isnan(result.tau2_ci).all()


@pytest.mark.parametrize("dataset", DATASETS)
def test_profile_is_metafor_stopped_where_r_stops(table, effects, dataset):
    rows = table[(table["dataset"] == dataset) & (table["method"] != "EE")]
    yi, vi = effects(dataset)
    design = np.ones((yi.size, 1))
    for column, quantile in (("tau2_qp_low", 0.975), ("tau2_qp_high", 0.025)):
        target = stats.chi2.ppf(quantile, yi.size - 1)

        def excess(tau2: float, target: float = target) -> float:
            return generalised_q(yi, vi, design, tau2) - target

        stopped = uniroot(excess, 0, 100) if excess(0) > 0 else 0.0
        assert (rows[column] == rows[column].iloc[0]).all()
        assert close(stopped, rows[column].iloc[0])


@pytest.mark.parametrize("dataset", DATASETS)
def test_profile_limits_are_roots_near_the_reference(table, effects, dataset):
    row = table.query("dataset == @dataset and method == 'REML' and test == 'z'").iloc[0]
    yi, vi = effects(dataset)
    design = np.ones((yi.size, 1))
    limits = profile_tau2(yi, vi, design, 0.95)
    assert pool(yi, vi).tau2_ci == limits
    for limit, quantile in zip(limits, (0.975, 0.025), strict=True):
        target = stats.chi2.ppf(quantile, yi.size - 1)
        if generalised_q(yi, vi, design, 0.0) > target:
            assert generalised_q(yi, vi, design, limit) == pytest.approx(target, rel=1e-10)
        else:
            assert limit == 0
    # R's promise: within its tolerance of the root.
    assert limits == pytest.approx((row["tau2_qp_low"], row["tau2_qp_high"]), abs=1.3e-4)
