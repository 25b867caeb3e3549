"""A second oracle: PyMARE 0.0.13 (numpy 2.4.6, scipy 1.17.1), values pinned in pymare.csv.

Made with ``DerSimonianLaird()``, ``Hedges()`` and ``VarianceBasedLikelihoodEstimator(method=...)``,
``.fit_dataset(Dataset(y, v)).summary()``; standard errors are Knapp and Hartung's, the interval of
tau2 is the Q-profile. PyMARE is not a dependency: what it brings beyond metafor is a Q-profile
solved further than R's.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.meta import pool

ROWS = pd.read_csv(Path(__file__).with_name("pymare.csv")).to_dict("records")
# PyMARE's general-purpose optimiser stops when the likelihood no longer moves.
TOLERANCE = {"DL": 1e-9, "HE": 1e-9, "ML": 1e-6, "REML": 1e-6}


def test_every_combination_is_pinned():
    assert len(ROWS) == 16
    assert len({(row["dataset"], row["method"]) for row in ROWS}) == 16


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['dataset']}-{row['method']}")
def test_pool_is_pymare(effects, row):
    result = pool(*effects(row["dataset"]), tau2=row["method"])
    tolerance = TOLERANCE[row["method"]]
    for name in ("estimate", "se", "tau2"):
        assert getattr(result, name) == pytest.approx(row[name], rel=tolerance, abs=1e-9)
    assert result.ci == pytest.approx((row["ci_low"], row["ci_high"]), rel=tolerance, abs=1e-9)
    # Their root finder's own tolerance.
    limits = (row["tau2_qp_low"], row["tau2_qp_high"])
    assert result.tau2_ci == pytest.approx(limits, rel=2e-6, abs=1e-8)
