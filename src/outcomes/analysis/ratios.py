"""Ratios of two estimates, and how many participants a share needs, each with what it rests on."""

from __future__ import annotations

import math
from typing import Any

from scipy.stats import norm

from outcomes.analysis.intervals import check_level
from outcomes.errors import AnalysisError


def fieller_interval(
    top: float, se_top: float, bottom: float, se_bottom: float, level: float = 0.95
) -> dict[str, Any]:
    """Ratio of two independent, normally distributed estimates with Fieller's interval.

    Parameters
    ----------
    top, bottom : float
        Estimates; the ratio is ``top / bottom``.
    se_top, se_bottom : float
        Their standard errors.
    level : float
        Confidence level.

    Returns
    -------
    dict
        ``estimate, distribution, level, ci_low, ci_high``. If the denominator's own interval
        includes 0, the ratio has no bounded interval and the limits are NaN.

    Raises
    ------
    AnalysisError
        For a denominator of 0, or a level that is not between 0 and 1.

    Notes
    -----
    The limits are the roots r of ``(top - r bottom)^2 = z^2 (se_top^2 + r^2 se_bottom^2)``.
    Fieller EC. J R Stat Soc B 1954;16:175-185.

    Examples
    --------
    >>> row = fieller_interval(7.59, 3.36, 15.32, 3.32)
    >>> [round(row[name], 3) for name in ("estimate", "ci_low", "ci_high")]
    [0.495, 0.065, 1.144]
    """
    check_level(level)
    if bottom == 0:
        raise AnalysisError("a ratio to an estimate of 0 does not exist")
    z2 = float(norm.ppf((1 + level) / 2)) ** 2
    square = bottom**2 - z2 * se_bottom**2
    low = high = math.nan
    if square > 0:
        middle = top * bottom / square
        spread = math.sqrt(middle**2 - (top**2 - z2 * se_top**2) / square)
        low, high = middle - spread, middle + spread
    return {
        "estimate": top / bottom,
        "distribution": "fieller",
        "level": level,
        "ci_low": low,
        "ci_high": high,
    }


def delta_interval(
    top: float, se_top: float, bottom: float, se_bottom: float, level: float = 0.95
) -> dict[str, Any]:
    """Ratio of two independent estimates with the interval of the delta method.

    Parameters, returns and errors as `fieller_interval`; symmetric about the ratio, and too narrow
    where the denominator is uncertain.

    Examples
    --------
    >>> row = delta_interval(7.59, 3.36, 15.32, 3.32)
    >>> round(row["ci_low"], 3), round(row["ci_high"], 3)
    (0.017, 0.974)
    """
    check_level(level)
    if bottom == 0:
        raise AnalysisError("a ratio to an estimate of 0 does not exist")
    ratio = top / bottom
    se = math.hypot(se_top, ratio * se_bottom) / abs(bottom)
    half = float(norm.ppf((1 + level) / 2)) * se
    return {
        "estimate": ratio,
        "se": se,
        "distribution": "normal",
        "level": level,
        "ci_low": ratio - half,
        "ci_high": ratio + half,
    }


def wilson_half_width(share: float, n: float, level: float = 0.95) -> float:
    """Half the width of Wilson's interval for a share among n participants.

    Examples
    --------
    >>> round(wilson_half_width(0.81, 236), 4)
    0.0499
    """
    check_level(level)
    z = float(norm.ppf((1 + level) / 2))
    root = math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return z * root / (1 + z**2 / n)


def find_n_for_share(share: float, half_width: float, level: float = 0.95) -> int:
    """Return the fewest participants whose Wilson interval is no wider than wanted.

    Parameters
    ----------
    share : float
        The share expected, 0 to 1.
    half_width : float
        Half the width of the interval wanted, as 0.05 for 5 points either way; above 0.
    level : float
        Confidence level.

    Returns
    -------
    int
        Participants with an answer; those lost to follow-up come on top.

    Raises
    ------
    AnalysisError
        For a share outside 0 to 1 or a half width that is not above 0.

    Examples
    --------
    >>> find_n_for_share(0.81, 0.05), find_n_for_share(0.81, 0.10)
    (236, 58)
    """
    if not 0 <= share <= 1:
        raise AnalysisError(f"share {share:g}: give one from 0 to 1")
    if not half_width > 0:
        raise AnalysisError(f"half width {half_width:g}: give one above 0, such as 0.05")
    low, high = 0, 1
    while wilson_half_width(share, high, level) > half_width:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if wilson_half_width(share, middle, level) > half_width:
            low = middle
        else:
            high = middle
    return high
