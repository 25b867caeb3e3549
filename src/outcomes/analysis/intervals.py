"""Confidence intervals, each as the columns of the estimates frame that belong to it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from outcomes.analysis_record import Reason
from outcomes.errors import AnalysisError, NotEstimableError

_ROUNDING = 1e-12


def t_interval(estimate: float, se: float, df: float, level: float) -> dict[str, Any]:
    """Interval ``estimate +/- t(df) se``.

    Parameters
    ----------
    estimate, se : float
        A number and its standard error, in the same unit.
    df : float
        Degrees of freedom behind ``se``. Below 1 there is no interval.
    level : float
        Confidence level, as 0.95.

    Returns
    -------
    dict
        ``estimate, se, df, distribution, level, ci_low, ci_high``.

    Raises
    ------
    AnalysisError
        If ``level`` is not between 0 and 1.

    Examples
    --------
    >>> row = t_interval(-4.5868, 1.2518, 298, 0.95)
    >>> round(row["ci_low"], 2), round(row["ci_high"], 2)
    (-7.05, -2.12)
    """
    check_level(level)
    half = float(stats.t.ppf((1 + level) / 2, df)) * se if df >= 1 else np.nan
    return {
        "estimate": estimate,
        "se": se,
        "df": df,
        "distribution": "t",
        "level": level,
        "ci_low": estimate - half,
        "ci_high": estimate + half,
    }


def mean_interval(values: ArrayLike, level: float) -> dict[str, Any]:
    """Mean of independent values, with ``se = sd / sqrt(n)`` and t on ``n - 1`` degrees of freedom.

    Parameters
    ----------
    values : array_like, shape (n,)
        One value a participant, none absent; n >= 1. A single value has no se and no interval;
        values that are all the same have a se of 0 and no interval, as nothing is known of how far
        they vary.
    level : float
        Confidence level.

    Returns
    -------
    dict
        As `t_interval`, and ``n_arm``.
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    se = float(np.std(values, ddof=1)) / np.sqrt(n) if n > 1 else np.nan
    row = {**t_interval(float(np.mean(values)), se, n - 1, level), "n_arm": n}
    if vary(values):
        return row
    return {**row, "se": np.nan if n < 2 else 0.0, "ci_low": np.nan, "ci_high": np.nan}


def vary(values: ArrayLike) -> bool:
    """Whether values differ by more than computing leaves of equal ones."""
    numbers = np.asarray(values, dtype=float)
    return bool(np.ptp(numbers) > _ROUNDING * max(1.0, float(np.abs(numbers).max())))


def wilson_interval(count: int, n: int, level: float) -> dict[str, Any]:
    """Share ``count / n`` with Wilson's score interval (no continuity correction).

    Parameters
    ----------
    count, n : int
        Participants who did, and participants in all; n >= 1.
    level : float
        Confidence level.

    Returns
    -------
    dict
        ``estimate, distribution, level, ci_low, ci_high, n_arm, unit``; shares from 0 to 1.

    Notes
    -----
    Wilson EB. J Am Stat Assoc 1927;22:209-212.
    """
    check_level(level)
    _check_counted(n)
    low, high = proportion_confint(count, n, alpha=1 - level, method="wilson")
    return {
        "estimate": count / n,
        "distribution": "wilson",
        "level": level,
        # The limit at none or all is exact, and rounding must not take it away from there.
        "ci_low": float(low) if count else 0.0,
        "ci_high": float(high) if count < n else 1.0,
        "n_arm": n,
        "unit": "share",
    }


def exact_interval(count: int, n: int, level: float) -> dict[str, Any]:
    """Share ``count / n`` with Clopper and Pearson's exact interval.

    It covers at least at its level whatever the share, so it stands behind harms, where a share
    near 0 must not look surer than it is; it is wider than Wilson's.

    Parameters
    ----------
    count, n : int
        Participants who did, and participants in all; n >= 1.
    level : float
        Confidence level.

    Returns
    -------
    dict
        As `wilson_interval`; ``distribution`` is ``clopper-pearson``.

    Notes
    -----
    Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. With nobody of n the upper limit of a 95%
    interval is about 3.7 / n.

    Examples
    --------
    >>> row = exact_interval(0, 30, 0.95)
    >>> row["ci_low"], round(row["ci_high"], 4)
    (0.0, 0.1157)
    """
    check_level(level)
    _check_counted(n)
    low, high = proportion_confint(count, n, alpha=1 - level, method="beta")
    return {
        "estimate": count / n,
        "distribution": "clopper-pearson",
        "level": level,
        "ci_low": float(low),
        "ci_high": float(high),
        "n_arm": n,
        "unit": "share",
    }


def newcombe_interval(
    count: int, n: int, count_comparator: int, n_comparator: int, level: float
) -> dict[str, Any]:
    """Difference of two independent shares with Newcombe's hybrid score interval.

    Parameters
    ----------
    count, n : int
        Participants who did, and all, in the arm; n >= 1.
    count_comparator, n_comparator : int
        The same in the comparator.
    level : float
        Confidence level.

    Returns
    -------
    dict
        ``estimate, distribution, level, ci_low, ci_high, n_arm, n_comparator, unit``; arm minus
        comparator, -1 to 1.

    Notes
    -----
    Newcombe RG. Stat Med 1998;17:873-890, method 10. It has no test of its own, so no p value.
    """
    check_level(level)
    _check_counted(n)
    _check_counted(n_comparator)
    low, high = confint_proportions_2indep(
        count, n, count_comparator, n_comparator, method="newcomb", compare="diff", alpha=1 - level
    )
    return {
        "estimate": count / n - count_comparator / n_comparator,
        "distribution": "newcombe",
        "level": level,
        "ci_low": float(low),
        "ci_high": float(high),
        "n_arm": n,
        "n_comparator": n_comparator,
        "unit": "share",
    }


def check_level(level: float) -> None:
    """Refuse a confidence level that is not between 0 and 1."""
    if not 0 < level < 1:
        raise AnalysisError(f"confidence level {level:g}: give one between 0 and 1, such as 0.95")


def _check_counted(n: int) -> None:
    if n < 1:
        raise NotEstimableError(Reason("no-scores", detail="there is nobody to count"))
