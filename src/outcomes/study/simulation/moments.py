"""Draws with a given mean and standard deviation: exactly, or as nearly as whole numbers allow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

ROUNDS = 500
PAIR_MOVES = 40_000


def make_generator(seed: int) -> np.random.Generator:
    """Return the generator that every simulation draws from: PCG64, seeded."""
    return np.random.Generator(np.random.PCG64(seed))


def solve_common_correlation(sds: ArrayLike, composite_sd: float) -> float:
    """Return the one correlation that gives the mean of several scores its standard deviation.

    Parameters
    ----------
    sds : array_like, shape (k,)
        Standard deviations of the scores.
    composite_sd : float
        Standard deviation of their unweighted mean.

    Returns
    -------
    float
        The correlation r with var(mean) = (sum of variances + r x sum of products) / k squared.

    Raises
    ------
    ValueError
        If no correlation between -1 and 1 gives it.
    """
    sd = np.asarray(sds, dtype=float)
    variances = float(np.sum(sd**2))
    products = float(np.sum(sd) ** 2) - variances
    correlation = (len(sd) ** 2 * composite_sd**2 - variances) / products
    if not -1 <= correlation <= 1:
        raise ValueError(f"no correlation gives the mean of {sd} the SD {composite_sd}")
    return correlation


def make_covariance(sds: ArrayLike, correlation: float) -> Floats:
    """Return a covariance matrix with these standard deviations and one common correlation."""
    sd = np.asarray(sds, dtype=float)
    matrix = np.full((len(sd), len(sd)), correlation)
    np.fill_diagonal(matrix, 1.0)
    return matrix * np.outer(sd, sd)


def match_moments(draws: Floats, mean: ArrayLike, covariance: Floats) -> Floats:
    """Move draws as little as possible so that they have a mean and covariance exactly.

    Among the linear maps from the draws' own covariance S to the wanted one C, the symmetric
    S^-1/2 (S^1/2 C S^1/2)^1/2 S^-1/2 moves the points least, so a participant who was high stays
    high and the correlation between visits outlives the map.

    Parameters
    ----------
    draws : ndarray, shape (n, k)
        n > k draws.
    mean : array_like, shape (k,)
        Wanted mean.
    covariance : ndarray, shape (k, k)
        Wanted covariance (divisor n - 1).

    Returns
    -------
    ndarray, shape (n, k)
        The draws, moved.
    """
    centred = draws - draws.mean(axis=0)
    own = centred.T @ centred / (len(draws) - 1)
    root = _power(own, 0.5)
    inverse = _power(own, -0.5)
    transport = inverse @ _power(root @ covariance @ root, 0.5) @ inverse
    return np.asarray(centred @ transport + np.asarray(mean, dtype=float))


def match_within(
    draws: Floats, mean: ArrayLike, covariance: Floats, low: Floats, high: Floats
) -> Floats:
    """Match moments as `match_moments` does, while every value stays within its bounds.

    Values beyond a bound are put on it and the moments matched again, until nothing is beyond by
    more than 0.01.

    Parameters
    ----------
    draws : ndarray, shape (n, k)
        Draws.
    mean, covariance
        As in `match_moments`.
    low, high : ndarray, shape (n, k)
        Bounds, value by value.

    Returns
    -------
    ndarray, shape (n, k)
        The draws, moved.

    Raises
    ------
    ValueError
        If the moments cannot be met within the bounds.
    """
    values = match_moments(draws, mean, covariance)
    for _ in range(ROUNDS):
        clipped = np.clip(values, low, high)
        if np.abs(clipped - values).max() < 0.01:
            return clipped
        values = match_moments(clipped, mean, covariance)
    raise ValueError("these moments cannot be met within the bounds; draw again or widen them")


def round_to_total(values: Floats) -> Whole:
    """Round to whole numbers whose sum is the rounded sum, those nearest to the next one up first.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Values.

    Returns
    -------
    ndarray of int, shape (n,)
        Each the floor of its value or one more.
    """
    # Rounded first: a value that is whole but for its last bit must not depend on the machine.
    values = np.round(values, 9)
    whole = np.floor(values).astype(np.int64)
    short = int(np.rint(np.round(values.sum(), 6))) - int(whole.sum())
    nearest = np.argsort(-np.round(values - whole, 9), kind="stable")
    whole[nearest[:short]] += 1
    return whole


def fit_whole(
    values: Floats,
    mean: float,
    sd: float,
    low: ArrayLike,
    high: ArrayLike,
    generator: np.random.Generator,
) -> Whole:
    """Turn values into whole numbers within bounds that have a mean and standard deviation.

    The mean is met as nearly as whole numbers allow; then pairs are moved, one up and one down,
    whenever that brings the standard deviation nearer.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Where to start from; their order is roughly kept.
    mean, sd : float
        Wanted mean and standard deviation (divisor n - 1).
    low, high : array_like of int, scalar or shape (n,)
        Bounds.
    generator : numpy.random.Generator
        Chooses the pairs.

    Returns
    -------
    ndarray of int, shape (n,)
        The whole numbers.

    Raises
    ------
    ValueError
        If the standard deviation cannot be met within 0.5 %.
    """
    number = len(values)
    least = np.broadcast_to(np.asarray(low, dtype=np.int64), (number,))
    most = np.broadcast_to(np.asarray(high, dtype=np.int64), (number,))
    total = int(np.rint(mean * number))
    if not least.sum() <= total <= most.sum():
        raise ValueError(f"a mean of {mean} cannot be met within the bounds")
    whole = np.clip(np.rint(np.round(values, 6)).astype(np.int64), least, most)
    while whole.sum() != total:
        step = 1 if whole.sum() < total else -1
        free = np.flatnonzero(whole < most if step > 0 else whole > least)
        missing = abs(total - int(whole.sum()))
        whole[generator.permutation(free)[:missing]] += step
    wanted = sd**2 * (number - 1) + total**2 / number
    gap = float((whole**2).sum()) - wanted
    for up, down in generator.integers(0, number, size=(PAIR_MOVES, 2)):
        if abs(gap) <= 1:
            break
        # One more here and one less there changes the sum of squares by this much.
        step_gap = 2 * int(whole[up] - whole[down]) + 2
        allowed = up != down and whole[up] < most[up] and whole[down] > least[down]
        if allowed and abs(gap + step_gap) < abs(gap):
            whole[up] += 1
            whole[down] -= 1
            gap += step_gap
    reached = float(np.std(whole, ddof=1))
    if abs(reached / sd - 1) > 0.005:
        raise ValueError(
            f"an SD of {sd} cannot be met within the bounds; {reached:.2f} was reached"
        )
    return whole


def _power(matrix: Floats, exponent: float) -> Floats:
    """Return a power of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * values**exponent) @ vectors.T)
