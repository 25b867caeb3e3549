"""Cluster-robust variance with the bias-reduced adjustment CR2 and Satterthwaite's df."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from outcomes.analysis.meta.checks import FloatArray


class Robust(NamedTuple):
    """Weighted least squares with a covariance that does not trust the working model.

    ``coefficients`` (p,), ``plain_covariance`` (p, p) if the working model is right, ``covariance``
    (p, p) by CR2, ``df`` (p,) for each coefficient's t.
    """

    coefficients: FloatArray
    plain_covariance: FloatArray
    covariance: FloatArray
    df: FloatArray


def fit_robust(
    yi: FloatArray, working: FloatArray, design: FloatArray, clusters: tuple[str, ...]
) -> Robust:
    """Generalised least squares under a working covariance, with CR2 by cluster.

    Parameters
    ----------
    yi : ndarray, shape (k,)
        Effects.
    working : ndarray, shape (k, k)
        Working covariance of the effects, positive definite, 0 between clusters.
    design : ndarray, shape (k, p)
        X, of full rank.
    clusters : tuple of str
        Cluster of each effect.

    Notes
    -----
    Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672-683. With ``M = (X'WX)^-1``, ``W`` the
    inverse of the working covariance F, D_j the Cholesky factor (``F_j = D_j' D_j``), and
    ``B_j = D_j (F_j - X_j M X_j') D_j'``, the residuals of a cluster are adjusted by
    ``A_j = D_j' B_j^{+1/2} D_j``. The degrees of freedom are those of a chi-squared with the same
    mean and variance as the variance estimator, were the working model right.
    """
    inverse = np.linalg.inv(working)
    plain: FloatArray = np.linalg.inv(design.T @ inverse @ design).astype(np.float64)
    coefficients: FloatArray = plain @ (design.T @ (inverse @ yi))
    residuals = yi - design @ coefficients
    spread = working - design @ plain @ design.T
    labels = np.array(clusters, dtype=object)
    blocks = [np.flatnonzero(labels == name) for name in dict.fromkeys(clusters)]
    # For each cluster and coefficient the form a, with a'e the cluster's share of the error.
    forms = np.zeros((len(blocks), design.shape[1], yi.size))
    for number, block in enumerate(blocks):
        inside = np.ix_(block, block)
        adjust = _adjustment(working[inside], spread[inside])
        weight = inverse[inside] @ design[block] @ plain
        forms[number][:, block] = (adjust.T @ weight).T
    scores = forms @ residuals
    covariance = np.asarray(scores.T @ scores, dtype=np.float64)
    df = [_satterthwaite(forms[:, place], spread) for place in range(design.shape[1])]
    return Robust(coefficients, plain, covariance, np.array(df, dtype=np.float64))


def _adjustment(working: FloatArray, spread: FloatArray) -> FloatArray:
    factor = np.linalg.cholesky(working).T
    values, vectors = np.linalg.eigh(factor @ spread @ factor.T)
    # A cluster that fixes a coefficient by itself leaves no residual: a pseudo-inverse, as there.
    kept = values > 1e-12 * np.max(np.abs(factor @ working @ factor.T))
    roots = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
    return np.asarray(factor.T @ (vectors * roots) @ vectors.T @ factor)


def _satterthwaite(forms: FloatArray, spread: FloatArray) -> float:
    products = forms @ spread @ forms.T
    denominator = float(np.sum(products**2))
    return float(np.trace(products)) ** 2 / denominator if denominator > 0 else np.nan
