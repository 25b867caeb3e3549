from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from outcomes.analysis.meta import pool_counts
from outcomes.analysis.meta.effects import risk_difference, risk_ratio
from outcomes.errors import AnalysisError


def test_odds_ratio_is_statsmodels(bcg):
    """statsmodels StratifiedTable: pooled odds ratio and its Robins-Breslow-Greenland interval."""
    tables = [np.array([[r.events, r.free], [r.events_c, r.free_c]]) for r in bcg.itertuples()]
    table = StratifiedTable(tables)
    found = pool_counts(
        bcg.events,
        bcg.events + bcg.free,
        bcg.events_c,
        bcg.events_c + bcg.free_c,
        measure="odds ratio",
    )
    assert found.estimate == pytest.approx(table.oddsratio_pooled)
    assert found.se == pytest.approx(table.logodds_pooled_se)
    assert found.ci == pytest.approx(table.oddsratio_pooled_confint())


def test_one_trial_is_itself():
    counts = ([30], [60], [15], [50])
    found, own = pool_counts(*counts, measure="risk ratio"), risk_ratio(*counts)
    assert found.estimate == pytest.approx(own.back(own.yi[0]))
    assert found.se == pytest.approx(np.sqrt(own.vi[0]))
    difference = pool_counts(*counts, measure="risk difference")
    assert difference.estimate == pytest.approx(0.2)
    # Sato's variance is another estimator of the same one.
    assert difference.se == pytest.approx(np.sqrt(risk_difference(*counts).vi[0]), rel=0.02)


def test_zero_cells_are_taken_as_they_are():
    found = pool_counts([0, 5], [10, 20], [2, 9], [10, 20], measure="risk ratio")
    assert found.estimate == pytest.approx((0 + 5 * 20 / 40) / (2 * 10 / 20 + 9 * 20 / 40))


def test_no_ratio_without_events():
    with pytest.raises(AnalysisError, match="no event in any trial"):
        pool_counts([0, 0], [10, 20], [2, 9], [10, 20], measure="odds ratio")
