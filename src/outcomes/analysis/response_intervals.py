"""Ratios of two independent shares and the number needed to treat, with their intervals."""

from __future__ import annotations

import math
from typing import Any

from statsmodels.stats.proportion import confint_proportions_2indep

from outcomes.analysis.intervals import newcombe_interval
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError

_ROUNDING = 1e-12


def risk_ratio_interval(
    count: int, n: int, count_comparator: int, n_comparator: int, level: float
) -> dict[str, Any]:
    """Ratio of two independent shares with the log interval of Katz.

    Parameters
    ----------
    count, n, count_comparator, n_comparator : int
        Participants who did, and all, in arm and comparator.
    level : float
        Confidence level.

    Returns
    -------
    dict
        Columns of the estimates frame; arm over comparator. The logarithm is taken to be normal.

    Raises
    ------
    NotEstimableError
        Where nobody or everybody of an arm did: the interval would take its share as known exactly.

    Notes
    -----
    Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474.

    Examples
    --------
    >>> row = risk_ratio_interval(45, 64, 25, 63, 0.95)
    >>> [round(row[name], 3) for name in ("estimate", "ci_low", "ci_high")]
    [1.772, 1.257, 2.498]
    """
    counts = (count, n, count_comparator, n_comparator)
    _check_cells(counts)
    estimate = (count / n) / (count_comparator / n_comparator)
    return _ratio(estimate, counts, level, compare="ratio", method="log", name="katz")


def odds_ratio_interval(
    count: int, n: int, count_comparator: int, n_comparator: int, level: float
) -> dict[str, Any]:
    """Ratio of two independent odds with the logit interval of Woolf.

    Parameters, returns and errors as `risk_ratio_interval`.

    Notes
    -----
    Woolf B. Annals of Human Genetics 1955;19:251-253.

    Examples
    --------
    >>> row = odds_ratio_interval(45, 64, 25, 63, 0.95)
    >>> [round(row[name], 2) for name in ("estimate", "ci_low", "ci_high")]
    [3.6, 1.72, 7.52]
    """
    counts = (count, n, count_comparator, n_comparator)
    _check_cells(counts)
    estimate = count * (n_comparator - count_comparator) / ((n - count) * count_comparator)
    return _ratio(estimate, counts, level, compare="odds-ratio", method="logit", name="woolf")


def needed_to_treat(
    count: int, n: int, count_comparator: int, n_comparator: int, level: float
) -> dict[str, Any]:
    """Return the number needed to treat: 1 over the difference of two shares and its limits.

    Parameters as `risk_ratio_interval`.

    Returns
    -------
    dict
        ``estimate`` is positive for a benefit of the arm (NNTB) and negative for a harm (NNTH).
        ``ci_low`` is 1 over the upper, ``ci_high`` 1 over the lower limit of Newcombe's interval of
        the difference. Where that includes 0, ``ci_high`` is negative: the interval goes from
        ``ci_low`` through infinity to ``ci_high``.

    Raises
    ------
    NotEstimableError
        Where the shares are the same.

    Notes
    -----
    Altman DG. BMJ 1998;317:1309-1312.

    Examples
    --------
    >>> row = needed_to_treat(45, 64, 25, 63, 0.95)
    >>> [round(row[name], 1) for name in ("estimate", "ci_low", "ci_high")]
    [3.3, 2.2, 7.5]
    """
    difference = newcombe_interval(count, n, count_comparator, n_comparator, level)
    if abs(difference["estimate"]) < _ROUNDING:
        raise NotEstimableError(Reason("same-share"))
    return {
        **difference,
        "estimate": 1 / difference["estimate"],
        "ci_low": _invert(difference["ci_high"]),
        "ci_high": _invert(difference["ci_low"]),
        "unit": "participants",
    }


def _check_cells(counts: tuple[int, int, int, int]) -> None:
    count, n, count_comparator, n_comparator = counts
    if not (0 < count < n and 0 < count_comparator < n_comparator):
        raise NotEstimableError(Reason("empty-cell"))


def _invert(limit: float) -> float:
    return 1 / limit if abs(limit) > _ROUNDING else math.nan


def _ratio(
    estimate: float,
    counts: tuple[int, int, int, int],
    level: float,
    *,
    compare: str,
    method: str,
    name: str,
) -> dict[str, Any]:
    low, high = confint_proportions_2indep(
        *counts, compare=compare, method=method, alpha=1 - level, correction=False
    )
    return {
        "estimate": estimate,
        "distribution": name,
        "level": level,
        "ci_low": float(low),
        "ci_high": float(high),
        "n_arm": counts[1],
        "n_comparator": counts[3],
        "unit": "ratio",
    }
