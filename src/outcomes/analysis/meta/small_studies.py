"""Whether small trials show larger effects: Egger's regression, two ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.intervals import check_level
from outcomes.analysis.meta.checks import check_choice, read_effects
from outcomes.analysis.meta.mixed_fit import Interval, fit_mixed, make_interval, two_sided_p
from outcomes.errors import DesignError
from outcomes.overview import Overview

MODELS = ("mixed-effects", "linear")


@dataclass(frozen=True, repr=False)
class Asymmetry(Overview):
    """Egger's test of funnel asymmetry.

    Attributes
    ----------
    k : int
        Trials. Below ten the test has next to no power, and the Cochrane Handbook advises against.
    slope, slope_se : float
        Change of the effect a unit of standard error.
    statistic, df, p_value : float
        ``slope / slope_se``, z if df is infinite, else t.
    limit, limit_ci : float, Interval
        Effect extrapolated to a trial with a standard error of 0.
    model : str
        ``mixed-effects`` or ``linear``.
    """

    k: int
    slope: float
    slope_se: float
    statistic: float
    df: float
    p_value: float
    limit: float
    limit_ci: Interval
    model: str


def regress_asymmetry(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    model: str = "mixed-effects",
    tau2: str = "REML",
    test: str = "normal",
    level: float = 0.95,
) -> Asymmetry:
    """Regress the effects on their standard errors.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances; k >= 3.
    model : str
        ``mixed-effects``: a meta-regression on the standard error, additive spread (`tau2`), z or
        t as `test` says. ``linear``: Egger's own, least squares weighted by 1/v with a
        multiplicative spread and t on k - 2 degrees of freedom; `tau2` and `test` play no part.
    tau2, test, level
        As in `pool`.

    Raises
    ------
    DesignError
        If all standard errors are equal.

    Notes
    -----
    Egger M et al. BMJ 1997;315:629-634; Sterne JAC, Egger M, in Rothstein, Sutton and Borenstein,
    2005. Asymmetry is not publication bias: small trials differ in dose, patients and quality too,
    and effects such as log odds ratios are correlated with their standard errors by construction.
    """
    effects, variances = read_effects(yi, vi, at_least=3, what="a test of funnel asymmetry")
    check_choice("model", model, MODELS)
    check_level(level)
    errors = np.sqrt(variances)
    if np.ptp(errors) <= 1e-9 * np.max(errors):
        raise DesignError(
            "all trials have the same standard error, so there is no small and no large one; "
            "no test of asymmetry is possible"
        )
    design = np.column_stack([np.ones(effects.size), errors])
    if model == "linear":
        # Weighted least squares is the common-effect fit with Knapp and Hartung's scale.
        tau2, test = "EE", "knapp-hartung"
    fit = fit_mixed(effects, variances, design, tau2=tau2, test=test, level=level, profile=False)
    slope, slope_se = float(fit.coefficients[1]), float(fit.se[1])
    statistic = slope / slope_se if slope_se > 0 else np.nan
    limit = float(fit.coefficients[0])
    return Asymmetry(
        k=effects.size,
        slope=slope,
        slope_se=slope_se,
        statistic=statistic,
        df=fit.df,
        p_value=two_sided_p(statistic, fit.df),
        limit=limit,
        limit_ci=make_interval(limit, float(fit.se[0]), fit.df, level),
        model=model,
    )
