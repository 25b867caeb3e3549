"""What a contour-enhanced funnel plot draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from outcomes.analysis.intervals import check_level
from outcomes.analysis.meta.checks import read_effects
from outcomes.analysis.meta.design import read_groups
from outcomes.analysis.meta.pool import pool
from outcomes.overview import Overview


@dataclass(frozen=True, eq=False, repr=False)
class Funnel(Overview):
    """Trials and regions of a funnel plot.

    Attributes
    ----------
    trials : pandas.DataFrame
        trial, effect, se, p_value (two-sided, normal, of no effect), region: the highest of the
        contour levels that the trial lies outside, ``""`` if inside all.
    contours : pandas.DataFrame
        level, se, low, high: around `null`, the effects whose p value is above ``1 - level``.
        Straight lines: two rows a level, at a standard error of 0 and at the largest.
    expected : pandas.DataFrame
        se, low, high: around `centre`, where trials of one common effect fall with probability
        ``expected_level``.
    centre, null : float
        Pooled effect, and the value of no effect.
    expected_level : float
        0.95 as a rule.
    """

    trials: pd.DataFrame
    contours: pd.DataFrame
    expected: pd.DataFrame
    centre: float
    null: float
    expected_level: float


def describe_funnel(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    null: float = 0.0,
    contours: Sequence[float] = (0.90, 0.95, 0.99),
    expected_level: float = 0.95,
    tau2: str = "REML",
) -> Funnel:
    """Return points, significance contours and the funnel around the pooled effect.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances.
    labels : sequence of str, optional
        Names of the trials.
    null : float
        Value of no effect, on the scale of `yi` (0 also for log ratios).
    contours : sequence of float
        Levels; 0.95 is the line of p = 0.05.
    expected_level : float
        Level of the funnel around the pooled effect.
    tau2 : str
        Estimator for the centre, as in `pool`.

    Notes
    -----
    Peters JL et al. J Clin Epidemiol 2008;61:991-996: trials missing where results would not be
    significant point to publication bias, missing elsewhere to other causes.
    """
    effects, variances = read_effects(yi, vi, what="a funnel plot")
    for level in (*contours, expected_level):
        check_level(level)
    errors = np.sqrt(variances)
    names = read_groups(
        "labels", np.arange(1, errors.size + 1) if labels is None else list(labels), errors.size
    )
    centre = pool(effects, variances, tau2=tau2).estimate
    p_values = 2 * stats.norm.sf(np.abs(effects - null) / errors)
    ends = np.array([0.0, float(np.max(errors))])
    return Funnel(
        trials=pd.DataFrame(
            {
                "trial": names,
                "effect": effects,
                "se": errors,
                "p_value": p_values,
                "region": [_place(p, contours) for p in p_values],
            }
        ),
        contours=pd.concat(
            [_lines(null, level, ends).assign(level=level) for level in sorted(contours)],
            ignore_index=True,
        )[["level", "se", "low", "high"]],
        expected=_lines(centre, expected_level, ends),
        centre=centre,
        null=null,
        expected_level=expected_level,
    )


def _lines(centre: float, level: float, errors: np.ndarray) -> pd.DataFrame:
    half = float(stats.norm.ppf((1 + level) / 2)) * errors
    return pd.DataFrame({"se": errors, "low": centre - half, "high": centre + half})


def _place(p_value: float, contours: Sequence[float]) -> str:
    outside = [level for level in contours if p_value < 1 - level]
    return f"{max(outside):g}" if outside else ""
