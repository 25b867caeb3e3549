"""The Mantel-Haenszel common-effect pool of counts, which takes zero cells as they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.intervals import check_level
from outcomes.analysis.meta.checks import FloatArray, check_choice
from outcomes.analysis.meta.effects.counts import read_counts
from outcomes.analysis.meta.mixed_fit import Interval, make_interval
from outcomes.errors import AnalysisError
from outcomes.overview import Overview

MEASURES = ("risk ratio", "odds ratio", "risk difference")


@dataclass(frozen=True, repr=False)
class MantelHaenszel(Overview):
    """A Mantel-Haenszel pool.

    Attributes
    ----------
    measure : str
        One of ``risk ratio``, ``odds ratio`` and ``risk difference``.
    k : int
        Trials.
    estimate, ci : float, Interval
        On the scale that people read (a ratio, not its logarithm); the interval is normal.
    se : float
        Of the logarithm for ratios, of the difference otherwise.
    level : float
        Confidence level.
    """

    measure: str
    k: int
    estimate: float
    se: float
    ci: Interval
    level: float


def pool_counts(
    events: ArrayLike,
    n: ArrayLike,
    events_comparator: ArrayLike,
    n_comparator: ArrayLike,
    *,
    measure: str,
    level: float = 0.95,
) -> MantelHaenszel:
    """Pool counts by Mantel and Haenszel's weights, under one common effect.

    Parameters
    ----------
    events, n, events_comparator, n_comparator : array_like, shape (k,)
        As in `risk_ratio`; k >= 1. Zero cells stay zero.
    measure : str
        ``risk ratio``, ``odds ratio`` or ``risk difference``.
    level : float
        Confidence level.

    Raises
    ------
    AnalysisError
        If all trials together leave the ratio undefined.

    Notes
    -----
    Variances, all of use with few large trials and with many small ones: Greenland S, Robins JM.
    Biometrics 1985;41:55-68 (risk ratio); Robins J, Breslow N, Greenland S. Biometrics
    1986;42:311-323 (odds ratio); Sato T. Biometrics 1989;45:1323-1324 (risk difference).
    """
    check_choice("measure", measure, MEASURES)
    check_level(level)
    a, b, c, d = read_counts(events, n, events_comparator, n_comparator)
    compute = {"risk ratio": _ratio, "odds ratio": _odds, "risk difference": _difference}
    value, se = compute[measure](a, b, c, d)
    interval = make_interval(value, se, np.inf, level)
    if measure != "risk difference":
        value, interval = float(np.exp(value)), Interval(*(float(np.exp(x)) for x in interval))
    return MantelHaenszel(measure, a.size, value, se, interval, level)


def _ratio(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> tuple[float, float]:
    n1, n2, total = a + b, c + d, a + b + c + d
    top, bottom = float(np.sum(a * n2 / total)), float(np.sum(c * n1 / total))
    _check_defined(top, bottom)
    spread = float(np.sum((n1 * n2 * (a + c) - a * c * total) / total**2))
    return float(np.log(top / bottom)), float(np.sqrt(spread / (top * bottom)))


def _odds(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> tuple[float, float]:
    total = a + b + c + d
    r, s = a * d / total, b * c / total
    p, q = (a + d) / total, (b + c) / total
    top, bottom = float(np.sum(r)), float(np.sum(s))
    _check_defined(top, bottom)
    variance = (
        float(p @ r) / (2 * top**2)
        + float(p @ s + q @ r) / (2 * top * bottom)
        + float(q @ s) / (2 * bottom**2)
    )
    return float(np.log(top / bottom)), float(np.sqrt(variance))


def _difference(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> tuple[float, float]:
    n1, n2 = a + b, c + d
    total = n1 + n2
    weight = float(np.sum(n1 * n2 / total))
    value = float(np.sum((a * n2 - c * n1) / total)) / weight
    p = (c * n1**2 - a * n2**2 + n1 * n2 * (n2 - n1) / 2) / total**2
    q = (a * d + b * c) / (2 * total)
    return value, float(np.sqrt(value * np.sum(p) + np.sum(q))) / weight


def _check_defined(top: float, bottom: float) -> None:
    if top <= 0 or bottom <= 0:
        raise AnalysisError(
            "Mantel-Haenszel: one arm has no event in any trial, so there is no ratio; "
            "use the risk difference"
        )
