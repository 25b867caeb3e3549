"""The interval of few trials: if they estimate one effect of two, the wider one from three on."""

from __future__ import annotations

import math

import numpy as np
import pytest

from outcomes.analysis.meta import pool
from outcomes.analysis.meta.few_trials import FEW, pool_few


def test_two_trials_are_averaged_as_if_of_one_effect() -> None:
    found = pool_few([6.0, 10.0], [4.0, 12.0])
    # weights 1/4 and 1/12: (6 * 3 + 10) / 4 = 7, variance 1 / (1/4 + 1/12) = 3
    assert (found.method, found.test, found.estimate) == ("EE", "normal", pytest.approx(7))
    assert found.ci == pytest.approx((7 - 1.959964 * math.sqrt(3), 7 + 1.959964 * math.sqrt(3)))
    assert math.isnan(found.pi.low)


@pytest.mark.parametrize("k", [3, 5, 12])
@pytest.mark.parametrize("seed", range(4))
def test_of_more_the_wider_interval_stands(k: int, seed: int) -> None:
    rng = np.random.default_rng([k, seed])
    yi, vi = rng.normal(0, 1.2, k), rng.uniform(0.3, 2, k)
    found, whole = pool_few(yi, vi), pool(yi, vi)
    widths = [end.high - end.low for end in (whole.ci_knapp_hartung, whole.ci_normal)]
    assert found.ci.high - found.ci.low == pytest.approx(max(widths), rel=1e-12)
    assert (found.test == "knapp-hartung") == (widths[0] > widths[1])
    if found.tau2 == 0 and k < FEW:
        assert math.isnan(found.pi.low)
    else:
        assert found.pi_df == k - 1
        assert found.pi.high - found.pi.low >= found.ci.high - found.ci.low


def test_effects_that_are_all_the_same_keep_the_normal_interval() -> None:
    found = pool_few([2.0, 2.0, 2.0], [1.0, 1.0, 1.0])
    assert found.test == "normal"
    assert found.ci == found.ci_normal
