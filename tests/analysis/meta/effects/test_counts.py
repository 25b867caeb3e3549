from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.meta.effects import odds_ratio, risk_difference, risk_ratio
from outcomes.errors import AnalysisError


def test_risk_ratio_is_metafor(bcg_effects, effects):
    """bcg: metafor's ``escalc(measure="RR")``, in inputs.csv to 12 digits."""
    yi, vi = effects("bcg")
    assert bcg_effects.yi == pytest.approx(yi, rel=1e-9)
    assert bcg_effects.vi == pytest.approx(vi, rel=1e-9)


def test_by_hand():
    counts = ([30], [60], [15], [60])
    ratio, odds, difference = (f(*counts) for f in (risk_ratio, odds_ratio, risk_difference))
    assert ratio.back(ratio.yi[0]) == pytest.approx(2)
    assert ratio.vi[0] == pytest.approx(1 / 30 - 1 / 60 + 1 / 15 - 1 / 60)
    assert odds.back(odds.yi[0]) == pytest.approx(3)
    assert odds.vi[0] == pytest.approx(1 / 30 + 1 / 30 + 1 / 15 + 1 / 45)
    assert difference.yi[0] == pytest.approx(0.25)
    assert difference.vi[0] == pytest.approx(0.25 / 60 + 0.1875 / 60)


def test_zero_cells_get_a_half_in_that_trial_alone():
    found = odds_ratio([0, 5], [10, 10], [4, 5], [10, 10])
    assert found.yi == pytest.approx([np.log(0.5 / 10.5) - np.log(4.5 / 6.5), 0])
    assert found.vi[1] == pytest.approx(4 / 5)
    assert risk_ratio([0], [10], [4], [10]).yi[0] == pytest.approx(np.log(0.5 / 4.5))
    assert risk_difference([0], [10], [4], [10]).yi[0] == pytest.approx((0.5 - 4.5) / 11)


def test_swapping_arms_swaps_the_sign():
    for function in (risk_ratio, odds_ratio, risk_difference):
        here, there = function([7], [19], [0], [23]), function([0], [23], [7], [19])
        assert here.yi == pytest.approx(-there.yi)
        assert here.vi == pytest.approx(there.vi)


@pytest.mark.parametrize(
    ("function", "counts", "options", "words"),
    [
        (risk_ratio, ([5, 0], 10, [5, 0], 10), {}, ["trial 2", "both arms", "risk difference"]),
        (odds_ratio, ([10], [10], [10], [10]), {}, ["both arms"]),
        (risk_ratio, ([0], [10], [4], [10]), {"zero_cells": "refuse"}, ["zero_cells='half'"]),
        (risk_difference, ([0], 10, [0], 10), {"zero_cells": "refuse"}, ["variance 0"]),
        (risk_ratio, ([11], [10], [4], [10]), {}, ["events 11", "number of participants"]),
        (risk_ratio, ([-1], [10], [4], [10]), {}, ["events -1"]),
        (risk_ratio, ([0], [0], [4], [10]), {}, ["participants 0"]),
        (risk_ratio, ([1], [10], [4], [10]), {"zero_cells": "add"}, ["half, refuse"]),
    ],
)
def test_bad_counts_are_named(function, counts, options, words):
    with pytest.raises(AnalysisError) as error:
        function(*counts, **options)
    for word in words:
        assert word in str(error.value)


def test_difference_of_no_events_at_all_needs_the_half():
    found = risk_difference([0], [10], [0], [20])
    assert found.yi[0] == pytest.approx(0.5 / 11 - 0.5 / 21)
    one_sided = risk_difference([0], [10], [4], [10], zero_cells="refuse")
    assert one_sided.vi[0] == pytest.approx(0.4 * 0.6 / 10)
