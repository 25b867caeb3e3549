"""Nine estimators of tau2, the variance of the true effects between trials.

Each takes effects, sampling variances and a design of full rank with more trials than columns, and
returns tau2 >= 0 in squared units of the effect.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize

from outcomes.analysis.meta.checks import FloatArray
from outcomes.analysis.meta.generalised_q import solve_generalised_q
from outcomes.analysis.meta.weighted_fit import fit_weighted, trace_of_projection
from outcomes.errors import ConvergenceError

Estimator = Callable[[FloatArray, FloatArray, FloatArray], float]


def estimate_tau2(yi: FloatArray, vi: FloatArray, design: FloatArray, method: str) -> float:
    """Return tau2 by one of `TAU2_ESTIMATORS`, truncated at 0.

    Notes
    -----
    Compared in Veroniki AA et al., Res Synth Methods 2016;7:55-79, and Langan D et al., Res Synth
    Methods 2019;10:83-98.
    """
    return max(0.0, float(TAU2_ESTIMATORS[method](yi, vi, design)))


def _common_effect(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    """EE: every trial has the same true effect."""
    return 0.0


def _dersimonian_laird(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    """DL: ``(Q - (k - p)) / tr(P)`` with weights 1/v (Control Clin Trials 1986;7:177-188)."""
    k, p = design.shape
    fit = fit_weighted(yi, vi, design)
    return float((fit.q - (k - p)) / trace_of_projection(fit, design))


def _paule_mandel(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    """PM: the tau2 at which ``Q(tau2) = k - p`` (J Res Natl Bur Stand 1982;87:377-385)."""
    k, p = design.shape
    return solve_generalised_q(yi, vi, design, k - p)


def _hunter_schmidt(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    """HS: ``(Q - k) / sum(w)`` with weights 1/v (Hunter and Schmidt, 1990)."""
    fit = fit_weighted(yi, vi, design)
    return (fit.q - len(yi)) / float(np.sum(fit.weights))


def _hedges(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    """HE: unweighted residual variance less the average sampling variance (Hedges 1983)."""
    k, p = design.shape
    fit = fit_weighted(yi, np.ones(k), design)
    leverage = np.einsum("ij,jk,ik->i", design, fit.covariance, design)
    return float((fit.q - float(vi @ (1 - leverage))) / (k - p))


def _sidik_jonkman(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    """SJ: one step from ``sum((y - mean)^2) / k``, always above 0 (Appl Stat 2005;54:367-384)."""
    k, p = design.shape
    start = float(np.var(yi))
    if start == 0:
        return 0.0
    return float(start * fit_weighted(yi, vi, design, start).q / (k - p))


def _likelihood(yi: FloatArray, vi: FloatArray, design: FloatArray, *, restricted: bool) -> float:
    """ML and REML: the highest point of the likelihood, not merely a point where it is flat.

    The profile is scanned before a root of the score is polished, because it may have two maxima
    (a likelihood climbed from one start would stop at either).
    """
    spread = float(np.max(np.abs(yi - np.mean(yi)))) ** 2
    high = 10 * spread + float(np.max(vi))
    grid = np.concatenate(([0.0], np.geomspace(1e-6 * float(np.min(vi)), high, 200)))
    best = int(np.argmax(_profile(yi, vi, design, grid, restricted=restricted)))

    def score(tau2: float) -> float:
        fit = fit_weighted(yi, vi, design, tau2)
        trace = trace_of_projection(fit, design) if restricted else float(np.sum(fit.weights))
        return float(fit.weights**2 @ fit.residuals**2) - trace

    if best == 0 and score(0.0) <= 0:
        return 0.0
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    if not score(low) > 0 > score(high):
        raise ConvergenceError(
            "tau2 by likelihood: the maximum could not be enclosed; try tau2='PM', and look for a "
            "trial whose variance is far from the others'"
        )
    return float(optimize.brentq(score, low, high, xtol=1e-300, rtol=1e-13, maxiter=500))


def _profile(
    yi: FloatArray, vi: FloatArray, design: FloatArray, tau2: FloatArray, *, restricted: bool
) -> FloatArray:
    """Log-likelihood, up to a constant, at several tau2 at once; b is profiled out."""
    weights = 1 / (vi + tau2[:, None])
    information = np.einsum("gk,ki,kj->gij", weights, design, design)
    right = np.einsum("gk,ki,k->gi", weights, design, yi)
    coefficients = np.linalg.solve(information, right[:, :, None])[:, :, 0]
    residuals = yi - coefficients @ design.T
    value = np.sum(np.log(weights), axis=1) - np.sum(weights * residuals**2, axis=1)
    if restricted:
        value = value - np.linalg.slogdet(information)[1]
    return np.asarray(value / 2)


def _maximum_likelihood(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    return _likelihood(yi, vi, design, restricted=False)


def _restricted_likelihood(yi: FloatArray, vi: FloatArray, design: FloatArray) -> float:
    return _likelihood(yi, vi, design, restricted=True)


TAU2_ESTIMATORS: dict[str, Estimator] = {
    "EE": _common_effect,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "REML": _restricted_likelihood,
    "ML": _maximum_likelihood,
    "HS": _hunter_schmidt,
    "HE": _hedges,
    "SJ": _sidik_jonkman,
    # The empirical Bayes estimating equation has Paule and Mandel's root (Veroniki 2016, 2.1.6).
    "EB": _paule_mandel,
}
"""Names as in R metafor; EE is the common-effect model, with tau2 = 0."""
