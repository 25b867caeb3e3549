"""Weighted least squares with known variances, the step inside every model of this package."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomes.analysis.meta.checks import FloatArray


@dataclass(frozen=True, eq=False)
class WeightedFit:
    """Weights ``w = 1 / (v + tau2)`` and what follows from them.

    Attributes
    ----------
    coefficients : ndarray, shape (p,)
        ``b = (X'WX)^-1 X'Wy``.
    covariance : ndarray, shape (p, p)
        ``(X'WX)^-1``.
    weights : ndarray, shape (k,)
        ``w``, not rescaled.
    residuals : ndarray, shape (k,)
        ``y - Xb``.
    """

    coefficients: FloatArray
    covariance: FloatArray
    weights: FloatArray
    residuals: FloatArray

    @property
    def q(self) -> float:
        """Weighted sum of squared residuals, the generalised Q statistic at this tau2."""
        return float(self.weights @ self.residuals**2)


def fit_weighted(
    yi: FloatArray, vi: FloatArray, design: FloatArray, tau2: float = 0.0
) -> WeightedFit:
    """Fit ``y = Xb + u + e`` with ``var(e) = v`` and ``var(u) = tau2`` known.

    Parameters
    ----------
    yi, vi : ndarray, shape (k,)
        Effects and sampling variances.
    design : ndarray, shape (k, p)
        X, of full column rank.
    tau2 : float
        Variance between trials.
    """
    weights = 1 / (vi + tau2)
    root = np.sqrt(weights)
    # The QR of the scaled design: variances that differ a millionfold do not cost half the digits.
    q, r = np.linalg.qr(root[:, None] * design)
    inverse = np.linalg.solve(r, np.eye(design.shape[1]))
    coefficients = inverse @ (q.T @ (root * yi))
    return WeightedFit(coefficients, inverse @ inverse.T, weights, yi - design @ coefficients)


def trace_of_projection(fit: WeightedFit, design: FloatArray) -> float:
    """Trace of ``P = W - WX(X'WX)^-1 X'W``."""
    leverage = np.einsum("ij,jk,ik->i", design, fit.covariance, design)
    return float(np.sum(fit.weights) - fit.weights**2 @ leverage)


def typical_variance(vi: FloatArray, design: FloatArray) -> float:
    """Return the typical sampling variance behind I2 and H2.

    ``(k - p) / tr(P)`` at tau2 = 0 (Higgins and Thompson, Stat Med 2002;21:1539-1558, eq. 9).
    """
    k, p = design.shape
    fit = fit_weighted(np.zeros(k), vi, design)
    return float((k - p) / trace_of_projection(fit, design))
