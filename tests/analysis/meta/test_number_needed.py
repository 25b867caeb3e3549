from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.meta import number_from_difference, number_from_ratio
from outcomes.errors import AnalysisError


def test_fewer_events():
    found = number_from_difference(-0.10, (-0.20, -0.05))
    assert found.number == pytest.approx(10)
    assert found.direction == "fewer"
    assert found.limits == pytest.approx((5, 20))
    assert not found.through_infinity


def test_interval_through_infinity():
    """Altman's example: an absolute reduction of 3.6% (-2.5% to 9.7%), NNT 28, harm 40 to 10."""
    found = number_from_difference(0.036, (-0.025, 0.097))
    assert found.through_infinity
    assert round(found.number) == 28
    assert [round(value) for value in found.limits] == [40, 10]


def test_no_difference():
    found = number_from_difference(0.0, (-0.1, 0.1))
    assert np.isinf(found.number)
    assert found.direction == "none"


def test_ratios():
    ratio = number_from_ratio(2.0, (1.5, 2.5), 0.25)
    assert (ratio.number, *ratio.limits) == pytest.approx((4, 1 / 0.375, 8))
    odds = number_from_ratio(3.0, (1.0, 5.0), 0.25, measure="odds ratio")
    assert odds.risk_difference == pytest.approx(0.25)
    assert odds.through_infinity


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: number_from_difference(1.2, (0.1, 1.3)), "-1 to 1"),
        (lambda: number_from_difference(0.2, (0.3, 0.1)), "lower and upper"),
        (lambda: number_from_ratio(2.0, (1.0, 3.0), 0.6), "above 1"),
        (lambda: number_from_ratio(2.0, (1.0, 3.0), 0), "control risk 0"),
        (lambda: number_from_ratio(-2.0, (1.0, 3.0), 0.3), "ratios are above 0"),
        (lambda: number_from_ratio(2.0, (1.0, 3.0), 0.3, measure="hazard ratio"), "risk ratio"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(AnalysisError, match=words):
        call()
