"""Intervals of rates of events, each as the columns of the estimates frame that belong to it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

from outcomes.analysis.intervals import check_level
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError

LEAST_AFFECTED = 5
"""Participants with an event that an arm needs for a robust interval."""


def rate_interval(count: int, time: float, level: float) -> dict[str, Any]:
    """Rate ``count / time`` with the exact Poisson interval, by gamma quantiles.

    Parameters
    ----------
    count : int
        Events, at most one a participant.
    time : float
        Time at risk; the rate is in events per unit of it.
    level : float
        Confidence level.

    Returns
    -------
    dict
        ``estimate, distribution, level, ci_low, ci_high``; ``distribution`` is ``garwood``.

    Raises
    ------
    NotEstimableError
        If there is no time at risk.

    Notes
    -----
    Garwood F. Biometrika 1936;28:437-442. Exact for a time fixed beforehand. With times that end at
    the event it holds its level in simulations (``python -m validation harm-rates``) where all are
    at the same risk; it covers 92% or more where risks differ widely and events are frequent.

    Examples
    --------
    >>> row = rate_interval(3, 41.2, 0.95)
    >>> [round(row[name], 4) for name in ("estimate", "ci_low", "ci_high")]
    [0.0728, 0.015, 0.2128]
    """
    check_level(level)
    _check_time(time)
    low, high = confint_poisson(count, time, method="exact-c", alpha=1 - level)
    return _columns(count / time, low, high, "garwood", level)


def rate_difference_interval(
    count: int, time: float, count_comparator: int, time_comparator: float, level: float
) -> dict[str, Any]:
    """Difference of two rates with the MOVER interval: score limits of each, put together.

    Parameters
    ----------
    count, time : int, float
        Events and time at risk in the arm.
    count_comparator, time_comparator : int, float
        The same in the comparator.
    level : float
        Confidence level.

    Returns
    -------
    dict
        As `rate_interval`; arm minus comparator, ``distribution`` is ``mover``.

    Notes
    -----
    Zou GY, Donner A. Stat Med 2008;27:1693-1702. It is to rates what Newcombe's interval is to
    shares.
    """
    check_level(level)
    _check_time(time)
    _check_time(time_comparator)
    low, high = confint_poisson_2indep(
        *(count, time, count_comparator, time_comparator),
        method="mover",
        compare="diff",
        alpha=1 - level,
    )
    difference = count / time - count_comparator / time_comparator
    return _columns(difference, low, high, "mover", level)


def rate_ratio_interval(
    count: int, time: float, count_comparator: int, time_comparator: float, level: float
) -> dict[str, Any]:
    """Ratio of two rates with the score interval.

    Parameters
    ----------
    count, time, count_comparator, time_comparator, level
        As in `rate_difference_interval`.

    Returns
    -------
    dict
        As `rate_interval`; arm over comparator, ``distribution`` is ``graham``.

    Raises
    ------
    NotEstimableError
        If the comparator has no event, or an arm no time at risk.

    Notes
    -----
    Graham PL, Mengersen K, Morton AP. Stat Med 2003;22:2071-2083. Given the number of events in
    both arms, those of the arm are binomial: the limits are Wilson's for that share, as odds, over
    the ratio of the times. The search for the same limits in statsmodels 0.15,
    ``confint_poisson_2indep(method="score")``, gives the upper one twice where an arm has no event.
    """
    check_level(level)
    _check_time(time)
    _check_time(time_comparator)
    if not count_comparator:
        raise NotEstimableError(Reason("no-events"))
    limits = proportion_confint(count, count + count_comparator, alpha=1 - level, method="wilson")
    times = time_comparator / time
    low, high = (float(share / (1 - share)) * times for share in limits)
    low = low if count else 0.0
    return _columns(times * count / count_comparator, low, high, "graham", level)


def robust_rate_ratio(
    counts: ArrayLike,
    times: ArrayLike,
    counts_comparator: ArrayLike,
    times_comparator: ArrayLike,
    level: float,
) -> dict[str, Any]:
    """Ratio of two rates of events that may come again, with a robust interval.

    Parameters
    ----------
    counts, times : array_like, shape (n,)
        Events and time followed of each participant of the arm.
    counts_comparator, times_comparator : array_like, shape (m,)
        The same in the comparator.
    level : float
        Confidence level.

    Returns
    -------
    dict
        ``estimate, df, distribution, level, ci_low, ci_high``: arm over comparator. The limits are
        those of its logarithm, by t on n + m - 2 degrees of freedom.

    Raises
    ------
    NotEstimableError
        If fewer than `LEAST_AFFECTED` participants of an arm had an event, or an arm was not
        followed.

    Notes
    -----
    What a Poisson model with log time as offset and a sandwich variance gives
    (statsmodels ``GLM(..., Poisson(), offset).fit(cov_type="HC0")``), each arm's part times
    n / (n - 1), which a participant whose only day was that of the event does not upset. Events of
    one participant may hang together: a plain Poisson interval would be too narrow
    (Glynn RJ, Buring JE. BMJ 1996;312:364-367).
    """
    check_level(level)
    arms = [
        tuple(np.asarray(values, dtype=float) for values in pair)
        for pair in ((counts, times), (counts_comparator, times_comparator))
    ]
    for own, followed in arms:
        _check_time(float(followed.sum()))
        if np.count_nonzero(own) < LEAST_AFFECTED:
            raise NotEstimableError(Reason("few-events"))
    logs = [math.log(own.sum() / followed.sum()) for own, followed in arms]
    se = math.sqrt(sum(_log_variance(own, followed) for own, followed in arms))
    df = sum(len(own) for own, _ in arms) - 2
    middle, half = logs[0] - logs[1], float(stats.t.ppf((1 + level) / 2, df)) * se
    limits = math.exp(middle - half), math.exp(middle + half)
    return {**_columns(math.exp(middle), *limits, "t", level), "df": df}


def _log_variance(counts: np.ndarray, times: np.ndarray) -> float:
    """Return the sandwich variance of the logarithm of ``sum(counts) / sum(times)``."""
    residuals = counts - times * counts.sum() / times.sum()
    n = len(counts)
    return float(n / (n - 1) * (residuals**2).sum() / counts.sum() ** 2)


def _columns(
    estimate: float, low: float, high: float, distribution: str, level: float
) -> dict[str, Any]:
    return {
        "estimate": float(estimate),
        "distribution": distribution,
        "level": level,
        "ci_low": float(low),
        "ci_high": float(high),
    }


def _check_time(time: float) -> None:
    if not time > 0:
        raise NotEstimableError(Reason("no-time"))
