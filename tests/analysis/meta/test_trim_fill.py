from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from outcomes.analysis.meta import pool, trim_and_fill
from outcomes.errors import AnalysisError


def test_bcg_common_effect(bcg_effects):
    """metafor, ``trimfill(rma(yi, vi, method = "EE"))``: 4 missing on the right, SE 2.3853."""
    found = trim_and_fill(bcg_effects.yi, bcg_effects.vi, tau2="EE", test="normal")
    assert (found.missing, found.side) == (4, "right")
    assert round(found.missing_se, 4) == 2.3853
    assert found.observed.k == 13
    assert found.filled.k == 17


def test_imputed_trials_are_mirror_images(bcg_effects):
    found = trim_and_fill(bcg_effects.yi, bcg_effects.vi, tau2="EE", test="normal")
    kept = np.argsort(-bcg_effects.yi)[:9]
    # The centre is that of the trials left after trimming the four lowest.
    centre = pool(bcg_effects.yi[kept], bcg_effects.vi[kept], tau2="EE").estimate
    lowest = np.argsort(bcg_effects.yi)[:4]
    assert sorted(found.imputed_yi) == pytest.approx(sorted(2 * centre - bcg_effects.yi[lowest]))
    assert sorted(found.imputed_vi) == pytest.approx(sorted(bcg_effects.vi[lowest]))


@pytest.mark.parametrize("estimator", ["L0", "R0"])
def test_mirrored_data_are_filled_on_the_other_side(bcg_effects, estimator):
    options = {"estimator": estimator, "tau2": "EE"}
    here = trim_and_fill(bcg_effects.yi, bcg_effects.vi, **options)
    there = trim_and_fill(-bcg_effects.yi, bcg_effects.vi, **options)
    assert {here.side, there.side} == {"left", "right"}
    assert here.missing == there.missing > 0
    assert here.filled.estimate == pytest.approx(-there.filled.estimate)


@pytest.mark.parametrize("estimator", ["L0", "R0"])
def test_a_run_of_missing_trials_is_found(estimator):
    """A symmetric funnel of 25, large trials in the middle, without its five lowest."""
    deviation = stats.norm.ppf((np.arange(25) + 0.5) / 25)
    vi = (0.1 + 0.4 * np.abs(deviation)) ** 2
    found = trim_and_fill(deviation[5:], vi[5:], side="left", estimator=estimator, tau2="EE")
    assert found.missing == 4
    assert abs(found.filled.estimate) < abs(found.observed.estimate) / 3


@pytest.mark.parametrize("estimator", ["L0", "R0"])
def test_balanced_funnel_is_left_alone(estimator):
    yi = np.array([-0.43, -0.31, -0.2, -0.12, 0.1, 0.21, 0.3, 0.44])
    found = trim_and_fill(yi, np.abs(yi) / 4, side="left", estimator=estimator)
    assert found.missing == 0
    assert found.filled.estimate == found.observed.estimate
    assert found.imputed_yi.size == 0


def test_bad_options_are_named():
    with pytest.raises(AnalysisError, match="L0, R0"):
        trim_and_fill([0.1, 0.2, 0.4], [0.1, 0.2, 0.3], estimator="Q0")
    with pytest.raises(AnalysisError, match="left, right"):
        trim_and_fill([0.1, 0.2, 0.4], [0.1, 0.2, 0.3], side="top")
