"""Shares of arms, standardised to everybody by logistic regression, with a robust variance.

Method note: ``docs/methods/responders.md``.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import PerfectSeparationError, PerfectSeparationWarning

from outcomes.analysis.adjusted_means import code_covariates
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError

FEWEST_PER_TERM = 5
"""Responders, and others, that each coefficient of the model needs (Vittinghoff 2007)."""

_CERTAIN = 1e-6

Array = NDArray[np.float64]


@dataclass(frozen=True)
class StandardisedShares:
    """Shares of each arm as if everybody had been in it.

    Parameters
    ----------
    arms : tuple of str
        In order.
    shares : numpy.ndarray, shape (arms,)
        0 to 1.
    covariance : numpy.ndarray, shape (arms, arms)
        Of the shares.
    """

    arms: tuple[str, ...]
    shares: Array
    covariance: Array

    def difference(self, arm: str, comparator: str) -> tuple[float, float]:
        """Return arm minus comparator, and its standard error."""
        weights = np.zeros(len(self.arms))
        weights[self.arms.index(arm)], weights[self.arms.index(comparator)] = 1.0, -1.0
        return float(weights @ self.shares), float(np.sqrt(weights @ self.covariance @ weights))


def standardise_shares(
    responded: pd.Series, arms: pd.Series, covariates: pd.DataFrame
) -> StandardisedShares:
    """Fit a logistic regression on arm and covariates, and average its predictions by arm.

    Parameters
    ----------
    responded : pandas.Series of bool
        By participant.
    arms : pandas.Series of str
        Arm of each participant; arms in order of first appearance.
    covariates : pandas.DataFrame
        Numbers or text, none absent, each with two values or more.

    Returns
    -------
    StandardisedShares
        With the variance of Ye et al., which does not take the model to be true.

    Raises
    ------
    NotEstimableError
        Where there are fewer than `FEWEST_PER_TERM` responders, or others, for each coefficient, or
        where the covariates separate the two.

    Notes
    -----
    Ye T, Bannick M, Yi Y, Shao J. Statistical Theory and Related Fields 2023;7:159-163. With
    ``m_a`` the predictions for arm a and ``share_a`` of the participants in it, the variance of its
    share is ``var_a(y - m_a) / share_a + 2 cov_a(y, m_a) - var(m_a)`` over n, the covariance of two
    shares ``cov_a(y, m_b) + cov_b(y, m_a) - cov(m_a, m_b)`` over n; ``_a`` within the arm.
    """
    y = responded.to_numpy(float)
    names = tuple(dict.fromkeys(arms))
    own = np.column_stack([(arms == arm).to_numpy(float) for arm in names])
    columns = [
        column for _, column in code_covariates([(str(k), v) for k, v in covariates.items()])
    ]
    design = np.column_stack([own, *columns])
    if min(y.sum(), len(y) - y.sum()) < FEWEST_PER_TERM * design.shape[1]:
        raise NotEstimableError(Reason("few-responses"))
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise NotEstimableError(Reason("collinear", columns=tuple(map(str, covariates))))
    beta = _fit(y, design)
    rest = design[:, len(names) :]
    odds = beta[: len(names)] + (rest @ beta[len(names) :])[:, None]
    predicted = 1 / (1 + np.exp(-odds))
    return StandardisedShares(names, predicted.mean(axis=0), _covariance(y, own > 0, predicted))


def _fit(y: Array, design: Array) -> Array:
    """Return the coefficients, or refuse where there is no finite solution."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", PerfectSeparationWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            fit = sm.GLM(y, design, family=sm.families.Binomial()).fit()
        except (PerfectSeparationError, PerfectSeparationWarning, np.linalg.LinAlgError) as error:
            raise NotEstimableError(Reason("separated", detail=str(error))) from error
    fitted = np.asarray(fit.fittedvalues)
    if not fit.converged or fitted.min() < _CERTAIN or fitted.max() > 1 - _CERTAIN:
        raise NotEstimableError(Reason("separated"))
    return np.asarray(fit.params, dtype=float)


def _covariance(y: Array, own: NDArray[np.bool_], predicted: Array) -> Array:
    n, arms = own.shape
    whole = np.atleast_2d(np.cov(predicted, rowvar=False))
    # within[a, b]: covariance, in arm a, of the response and the prediction for arm b
    within = np.array(
        [[_cov(y[own[:, a]], predicted[own[:, a], b]) for b in range(arms)] for a in range(arms)]
    )
    covariance = within + within.T - whole
    for a in range(arms):
        apart = y[own[:, a]] - predicted[own[:, a], a]
        covariance[a, a] += np.var(apart, ddof=1) / own[:, a].mean()
    return np.asarray(covariance / n)


def _cov(one: Array, other: Array) -> float:
    return float(np.cov(one, other)[0, 1])
