"""Draws meet their moments exactly, or as nearly as whole numbers allow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from outcomes.study.simulation.moments import (
    fit_whole,
    make_covariance,
    make_generator,
    match_moments,
    match_within,
    round_to_total,
    solve_common_correlation,
)


def test_common_correlation_worked_by_hand() -> None:
    # Three SDs of 2 with correlation r: var(mean) = (3 x 4 + 6 x 4 r) / 9; with r = 0.5, 24 / 9.
    assert solve_common_correlation([2, 2, 2], (24 / 9) ** 0.5) == pytest.approx(0.5)


def test_common_correlation_gives_the_composite_its_sd() -> None:
    sds = np.array([19.12, 24.65, 17.91])
    covariance = make_covariance(sds, solve_common_correlation(sds, 17.58))
    weights = np.full(3, 1 / 3)
    assert (weights @ covariance @ weights) ** 0.5 == pytest.approx(17.58)
    assert_allclose(np.diag(covariance) ** 0.5, sds)


def test_impossible_composite_sd_is_refused() -> None:
    with pytest.raises(ValueError, match="no correlation"):
        solve_common_correlation([1, 1, 1], 2.0)


def test_match_moments_is_exact_and_moves_little() -> None:
    draws = make_generator(1).normal(size=(25, 3))
    covariance = make_covariance([10, 20, 15], 0.6)
    matched = match_moments(draws, [1, 2, 3], covariance)
    assert_allclose(matched.mean(axis=0), [1, 2, 3], atol=1e-10)
    assert_allclose(np.cov(matched.T), covariance, rtol=1e-10)
    assert_allclose(match_moments(matched, [1, 2, 3], covariance), matched, atol=1e-8)
    # Already nearly right: the map leaves the order of participants almost alone.
    coloured = draws @ np.linalg.cholesky(covariance).T
    again = match_moments(coloured, [0, 0, 0], covariance)
    for column in range(3):
        assert np.corrcoef(coloured[:, column], again[:, column])[0, 1] > 0.95


def test_match_within_keeps_the_bounds() -> None:
    draws = make_generator(2).normal(50, 26, size=(27, 3))
    low, high = np.full_like(draws, 1.0), np.full_like(draws, 99.0)
    covariance = make_covariance([26, 24, 22], 0.6)
    matched = match_within(draws, [48, 50, 52], covariance, low, high)
    assert matched.min() >= 1
    assert matched.max() <= 99
    assert_allclose(matched.mean(axis=0), [48, 50, 52], atol=0.01)
    assert_allclose(matched.std(axis=0, ddof=1), [26, 24, 22], rtol=0.001)


def test_impossible_bounds_are_refused() -> None:
    draws = make_generator(3).normal(size=(10, 1))
    bounds = np.full_like(draws, -1.0), np.full_like(draws, 1.0)
    with pytest.raises(ValueError, match="cannot be met within the bounds"):
        match_within(draws, [0.0], np.array([[4.0]]), *bounds)


@given(st.lists(st.floats(-200, 200), min_size=1, max_size=40))
def test_round_to_total_keeps_the_sum(values: list[float]) -> None:
    array = np.array(values)
    whole = round_to_total(array)
    assert abs(whole.sum() - array.sum()) <= 0.5 + 1e-5
    assert (np.abs(whole - array) < 1 + 1e-8).all()


def test_round_to_total_rounds_the_nearest_up() -> None:
    assert round_to_total(np.array([1.2, 1.7, 2.1])).tolist() == [1, 2, 2]


@given(
    seed=st.integers(0, 10_000),
    number=st.integers(12, 60),
    mean=st.floats(30, 70),
    sd=st.floats(8, 22),
)
def test_fit_whole_meets_mean_and_sd(seed: int, number: int, mean: float, sd: float) -> None:
    generator = make_generator(seed)
    start = generator.normal(mean, sd, size=number)
    whole = fit_whole(start, mean, sd, 0, 100, generator)
    assert abs(whole.mean() - mean) <= 0.5 / number + 1e-9
    assert whole.std(ddof=1) == pytest.approx(sd, rel=0.005)
    assert whole.min() >= 0
    assert whole.max() <= 100
    assert np.corrcoef(start, whole)[0, 1] > 0.8


def test_fit_whole_keeps_each_one_within_its_own_bounds() -> None:
    generator = make_generator(5)
    low = np.array([20] * 9 + [-40] * 5)
    high = np.array([70] * 9 + [19] * 5)
    whole = fit_whole(generator.normal(25, 20, size=14), 25, 20, low, high, generator)
    assert ((whole >= low) & (whole <= high)).all()
    assert whole.sum() == 350


@pytest.mark.parametrize(("mean", "sd"), [(120.0, 5.0), (50.0, 60.0)])
def test_fit_whole_refuses_what_cannot_be(mean: float, sd: float) -> None:
    with pytest.raises(ValueError, match="cannot be met"):
        fit_whole(np.full(20, 50.0), mean, sd, 0, 100, make_generator(6))
