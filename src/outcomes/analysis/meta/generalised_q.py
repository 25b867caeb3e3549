"""The generalised Q statistic as a function of tau2, and the interval of tau2 that it gives."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats

from outcomes.analysis.meta.checks import FloatArray
from outcomes.analysis.meta.weighted_fit import fit_weighted


def generalised_q(yi: FloatArray, vi: FloatArray, design: FloatArray, tau2: float) -> float:
    """Return ``sum (y - Xb)^2 / (v + tau2)``, chi-squared on k - p df at the true tau2."""
    return fit_weighted(yi, vi, design, tau2).q


def solve_generalised_q(yi: FloatArray, vi: FloatArray, design: FloatArray, target: float) -> float:
    """Return the tau2 at which ``Q(tau2) = target``; 0 if Q(0) is not above it.

    Q falls steadily as tau2 grows, so there is one root at most. It is polished to full precision.
    """

    def excess(tau2: float) -> float:
        return generalised_q(yi, vi, design, tau2) - target

    if excess(0.0) <= 0:
        return 0.0
    high = float(np.max(vi))
    while excess(high) > 0:
        high *= 4
    return float(optimize.brentq(excess, 0.0, high, xtol=1e-300, rtol=1e-14, maxiter=500))


def profile_tau2(
    yi: FloatArray, vi: FloatArray, design: FloatArray, level: float
) -> tuple[float, float]:
    """Q-profile confidence interval of tau2.

    Its ends are the values at which Q equals the upper and the lower chi-squared quantile on
    ``k - p`` degrees of freedom. It does not depend on the estimator of tau2, which may even lie
    outside.

    Returns
    -------
    tuple of float
        ``(low, high)``, each 0 where Q at 0 is already below the quantile.

    Notes
    -----
    Viechtbauer W. Stat Med 2007;26:37-52.
    """
    df = design.shape[0] - design.shape[1]
    quantiles = stats.chi2.ppf([(1 + level) / 2, (1 - level) / 2], df)
    low, high = (solve_generalised_q(yi, vi, design, float(value)) for value in quantiles)
    return low, high
