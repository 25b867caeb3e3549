"""Rates: by hand, against other ways to the same limits, and what must hold for any numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import confint_poisson_2indep

from outcomes.analysis.rate_intervals import (
    LEAST_AFFECTED,
    rate_difference_interval,
    rate_interval,
    rate_ratio_interval,
    robust_rate_ratio,
)
from outcomes.errors import AnalysisError, NotEstimableError

Z = 1.959963984540054
COUNTS = st.integers(0, 200)
TIMES = st.floats(0.1, 1000)


def limits(row: dict[str, float]) -> tuple[float, float]:
    return row["ci_low"], row["ci_high"]


def test_a_rate_by_hand() -> None:
    # 3 events in 41.2 years; Garwood: chi-squared quantiles 1.237344 and 17.534546 (6, 8 df) / 2.
    row = rate_interval(3, 41.2, 0.95)
    assert row["estimate"] == pytest.approx(3 / 41.2)
    assert limits(row) == pytest.approx((1.237344 / 2 / 41.2, 17.534546 / 2 / 41.2), rel=1e-6)


def test_a_difference_by_hand() -> None:
    # 5 in 30 against 2 in 29; score limits (x + z2/2 -+ z sqrt(x + z2/4)) / t, put together.
    def score(count: int, time: float, side: int) -> float:
        return (count + Z**2 / 2 + side * Z * math.sqrt(count + Z**2 / 4)) / time

    difference = 5 / 30 - 2 / 29
    low = difference - math.hypot(5 / 30 - score(5, 30, -1), score(2, 29, 1) - 2 / 29)
    high = difference + math.hypot(score(5, 30, 1) - 5 / 30, 2 / 29 - score(2, 29, -1))
    row = rate_difference_interval(5, 30, 2, 29, 0.95)
    assert (row["estimate"], *limits(row)) == pytest.approx((difference, low, high))


def test_a_ratio_by_hand() -> None:
    # 5 in 30 against 2 in 29: the limits r solve (5 - 2 r d)^2 = z2 r d (5 + 2), d = 30 / 29.
    row = rate_ratio_interval(5, 30, 2, 29, 0.95)
    assert row["estimate"] == pytest.approx((5 / 30) / (2 / 29))
    for limit in limits(row):
        ratio = limit * 30 / 29
        assert (5 - 2 * ratio) ** 2 == pytest.approx(Z**2 * ratio * 7)


@given(count=COUNTS, time=TIMES, level=st.sampled_from([0.8, 0.95, 0.99]))
def test_limits_of_a_rate_leave_half_of_the_rest_on_each_side(
    count: int, time: float, level: float
) -> None:
    row = rate_interval(count, time, level)
    tail = (1 - level) / 2
    assert stats.poisson.cdf(count, row["ci_high"] * time) == pytest.approx(tail)
    if count:
        assert stats.poisson.sf(count - 1, row["ci_low"] * time) == pytest.approx(tail)
    else:
        assert row["ci_low"] == 0


@given(count=st.integers(1, 60), time=TIMES, other=st.integers(1, 60), other_time=TIMES)
def test_a_ratios_limits_are_those_of_the_score_test(
    count: int, time: float, other: int, other_time: float
) -> None:
    found = rate_ratio_interval(count, time, other, other_time, 0.95)
    # statsmodels searches for them, to about 1e-6 of their size
    searched = confint_poisson_2indep(count, time, other, other_time, method="score")
    assert limits(found) == pytest.approx(tuple(map(float, searched)), rel=1e-4)


def test_no_event_in_an_arm_is_a_ratio_of_nothing_with_an_upper_limit() -> None:
    row = rate_ratio_interval(0, 10, 3, 12, 0.95)
    assert (row["estimate"], row["ci_low"]) == (0, 0)
    assert row["ci_high"] == pytest.approx(Z**2 / 3 * 12 / 10)


@given(count=COUNTS, time=TIMES, other=COUNTS, other_time=TIMES, unit=st.floats(0.01, 100))
def test_arms_and_units_can_be_exchanged(
    count: int, time: float, other: int, other_time: float, unit: float
) -> None:
    one = rate_difference_interval(count, time, other, other_time, 0.95)
    back = rate_difference_interval(other, other_time, count, time, 0.95)
    assert limits(one) == pytest.approx((-back["ci_high"], -back["ci_low"]), abs=1e-9)
    assert one["ci_low"] <= one["estimate"] <= one["ci_high"]
    scaled = rate_difference_interval(count, time * unit, other, other_time * unit, 0.95)
    assert limits(scaled) == pytest.approx([end / unit for end in limits(one)])
    if count and other:
        ratio = rate_ratio_interval(count, time, other, other_time, 0.95)
        back = rate_ratio_interval(other, other_time, count, time, 0.95)
        assert limits(ratio) == pytest.approx((1 / back["ci_high"], 1 / back["ci_low"]))
        scaled = rate_ratio_interval(count, time * unit, other, other_time * unit, 0.95)
        assert limits(scaled) == pytest.approx(limits(ratio))


def make_counts(seed: int, n: int, mean: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    times = rng.uniform(0.3, 1.0, n)
    return rng.poisson(mean * times * rng.gamma(1.0, 1.0, n)).astype(float), times


@given(seed=st.integers(0, 1000))
def test_a_robust_ratio_is_that_of_a_poisson_model_with_a_sandwich(seed: int) -> None:
    arms = [make_counts(seed, 40, 1.5), make_counts(seed + 1, 30, 1.0)]
    row = robust_rate_ratio(*arms[0], *arms[1], level=0.95)
    fits = [
        sm.GLM(
            counts, np.ones_like(counts), family=sm.families.Poisson(), offset=np.log(times)
        ).fit(cov_type="HC0")
        for counts, times in arms
    ]
    log_ratio = fits[0].params[0] - fits[1].params[0]
    se = math.sqrt(40 / 39 * fits[0].bse[0] ** 2 + 30 / 29 * fits[1].bse[0] ** 2)
    half = stats.t.ppf(0.975, 68) * se
    expected = [math.exp(log_ratio + shift) for shift in (0, -half, half)]
    assert (row["estimate"], *limits(row)) == pytest.approx(expected)
    assert row["df"] == 68


def test_an_event_without_time_followed_counts() -> None:
    counts, times = make_counts(3, 30, 1.5)
    more = robust_rate_ratio([*counts, 1], [*times, 0.0], counts, times, level=0.95)
    assert more["estimate"] == pytest.approx(1 + 1 / counts.sum())


def test_what_cannot_be_estimated_says_why() -> None:
    few = [1.0] * (LEAST_AFFECTED - 1) + [0.0] * 20
    many = [1.0] * LEAST_AFFECTED + [0.0] * 20
    for call, code in (
        (lambda: rate_interval(0, 0.0, 0.95), "no-time"),
        (lambda: rate_difference_interval(1, 2.0, 0, 0.0, 0.95), "no-time"),
        (lambda: rate_ratio_interval(1, 2.0, 0, 3.0, 0.95), "no-events"),
        (lambda: robust_rate_ratio(few, few, many, [1.0] * 25, 0.95), "few-events"),
        (lambda: robust_rate_ratio(many, [0.0] * 25, many, [1.0] * 25, 0.95), "no-time"),
    ):
        with pytest.raises(NotEstimableError) as caught:
            call()
        assert caught.value.reason.code == code
    with pytest.raises(AnalysisError, match="confidence level"):
        rate_interval(1, 2.0, 95)
