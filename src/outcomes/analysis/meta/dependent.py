"""Pooling when a trial gives several effects: arms, visits or outcomes are not new trials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from outcomes.analysis.intervals import check_level
from outcomes.analysis.meta.checks import FloatArray, read_effects
from outcomes.analysis.meta.dependence import correlate_within
from outcomes.analysis.meta.design import read_groups
from outcomes.analysis.meta.mixed_fit import Interval, make_interval, two_sided_p
from outcomes.analysis.meta.multilevel import estimate_components
from outcomes.analysis.meta.pooled_rows import (
    make_pooled_row,
    make_predicted_row,
    share_columns,
)
from outcomes.analysis.meta.robust import fit_robust
from outcomes.analysis_record import AnalysisRecord
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.overview import Overview

FEW_DF = 4.0
"""Below so many degrees of freedom the robust interval cannot be trusted (Tipton 2015)."""


@dataclass(frozen=True, eq=False, repr=False)
class DependentPool(Overview):
    """A pooled effect of trials that gave one or several effects each.

    Attributes
    ----------
    k, trials : int
        Effects, and trials they come from.
    estimate : float
        Pooled effect.
    se, statistic, df, p_value, ci
        Cluster-robust (CR2) standard error, t and Satterthwaite degrees of freedom, p value and
        interval. They hold even if the correlation assumed is wrong.
    model_se, model_ci : float, Interval
        If the working model is right, normal.
    trustworthy : bool
        Whether `df` is at least 4; below, the t approximation fails, often badly.
    tau2_between, tau2_within : float
        Variance of the true effects between trials, and between the effects of one trial (0 where
        no trial has several).
    log_likelihood : float
        Restricted, at its maximum.
    pi : Interval
        Prediction interval for one effect of a new trial, t on `df`.
    weights : ndarray, shape (k,)
        Weight of each effect, percent; of strongly correlated ones some may be negative.
    level : float
        Confidence level.
    """

    k: int
    trials: int
    estimate: float
    se: float
    statistic: float
    df: float
    p_value: float
    ci: Interval
    model_se: float
    model_ci: Interval
    trustworthy: bool
    tau2_between: float
    tau2_within: float
    log_likelihood: float
    pi: Interval
    weights: FloatArray
    level: float

    @property
    def pi_df(self) -> float:
        """Degrees of freedom of the prediction interval, those of `ci`."""
        return self.df

    @property
    def predicted_se(self) -> float:
        """Root of both variances plus ``se^2``, behind the prediction interval."""
        return float(np.sqrt(self.tau2_between + self.tau2_within + self.se**2))

    @property
    def done(self) -> AnalysisRecord:
        """What was done: a multilevel model by REML with cluster-robust standard errors."""
        return AnalysisRecord(
            "meta-analysis",
            scale="",
            estimator="REML",
            covariance="multilevel",
            standard_error="sandwich",
            degrees_of_freedom="satterthwaite",
        )

    def to_estimates(self, **columns: Any) -> pd.DataFrame:
        """Return rows of the estimates frame: pooled effect, prediction, variance between trials.

        Parameters
        ----------
        **columns
            As in `Pooled.to_estimates`.
        """
        spread = {
            **share_columns(self, columns),
            "quantity": "between-trial variance",
            "estimate": self.tau2_between,
            "unit": "",
        }
        return make_estimates(
            [make_pooled_row(self, columns), make_predicted_row(self, columns), spread]
        )


def pool_dependent(
    yi: ArrayLike,
    sampling: ArrayLike,
    trials: ArrayLike,
    *,
    correlation: float | None = None,
    level: float = 0.95,
) -> DependentPool:
    """Pool effects of which some come from the same trial.

    Parameters
    ----------
    yi : array_like, shape (k,)
        Effects.
    sampling : array_like, shape (k,) or (k, k)
        Sampling variances, or their covariance matrix (as from `share_controls`).
    trials : array_like of str, shape (k,)
        Trial of each effect; two trials or more.
    correlation : float, optional
        With variances: of the sampling errors of two effects of one trial, as in
        `correlate_within`. There is no default, because it is an assumption to be named.
    level : float
        Confidence level.

    Returns
    -------
    DependentPool

    Raises
    ------
    AnalysisError
        If there are not two trials, the covariance matrix is no such or links two trials, or a
        correlation is needed and not given.

    Notes
    -----
    Working model ``y = mu + u_trial + w_effect + e`` with the sampling covariance known, by REML;
    then the variance of the estimate from the residuals by trial. Pustejovsky JE, Tipton E. Prev
    Sci 2022;23:425-438; Tipton E. Psychol Methods 2015;20:375-393; Konstantopoulos S. Res Synth
    Methods 2011;2:61-76.
    """
    check_level(level)
    effects, covariance, names = _read(yi, sampling, trials, correlation)
    labels = np.array(names, dtype=object)
    same = (labels[:, None] == labels[None, :]).astype(np.float64)
    number = len(set(names))
    ones = np.ones((effects.size, 1))
    components = estimate_components(effects, covariance, ones, same, within=number < effects.size)
    working = covariance + components.between * same + components.within * np.eye(effects.size)
    fit = fit_robust(effects, working, ones, names)
    estimate, df = float(fit.coefficients[0]), float(fit.df[0])
    se, model_se = (float(np.sqrt(c[0, 0])) for c in (fit.covariance, fit.plain_covariance))
    statistic = estimate / se if se > 0 else np.nan
    spread = components.between + components.within
    pull = np.linalg.solve(working, ones[:, 0])
    return DependentPool(
        k=effects.size,
        trials=number,
        estimate=estimate,
        se=se,
        statistic=statistic,
        df=df,
        p_value=two_sided_p(statistic, df),
        ci=make_interval(estimate, se, df, level),
        model_se=model_se,
        model_ci=make_interval(estimate, model_se, np.inf, level),
        trustworthy=df >= FEW_DF,
        tau2_between=components.between,
        tau2_within=components.within,
        log_likelihood=components.log_likelihood,
        pi=make_interval(estimate, float(np.sqrt(spread + se**2)), df, level),
        weights=100 * pull / np.sum(pull),
        level=level,
    )


def _read(
    yi: ArrayLike, sampling: ArrayLike, trials: ArrayLike, correlation: float | None
) -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    given = np.asarray(sampling, dtype=np.float64)
    variances = given if given.ndim < 2 else np.diag(given)
    effects, variances = read_effects(yi, variances, what="a pool of dependent effects")
    names = read_groups("trials", trials, effects.size)
    repeated = len(set(names)) < effects.size
    if len(set(names)) < 2:
        raise AnalysisError(f"all effects are of trial {names[0]}: two trials or more are needed")
    if given.ndim == 2:
        if correlation is not None:
            raise AnalysisError("a covariance matrix and a correlation: give one of them")
        _check_covariance(given, names)
        return effects, given, names
    if repeated and correlation is None:
        raise AnalysisError(
            "some trials have several effects, whose sampling errors are correlated: give "
            "correlation= (0.6 is a common guess; try others), or the matrix of share_controls"
        )
    return effects, correlate_within(variances, names, correlation or 0.0), names


def _check_covariance(matrix: FloatArray, names: tuple[str, ...]) -> None:
    if not np.allclose(matrix, matrix.T, rtol=1e-9, atol=0) or np.linalg.eigvalsh(matrix)[0] <= 0:
        raise AnalysisError(
            "the sampling covariance is not symmetric and positive definite; check the groups that "
            "share a comparator, or lower the correlation"
        )
    labels = np.array(names, dtype=object)
    linked = np.argwhere((labels[:, None] != labels[None, :]) & (matrix != 0))
    if linked.size:
        first, second = (int(place) for place in linked[0])
        raise AnalysisError(
            f"effects {first + 1} and {second + 1} covary but are named as trials {names[first]} "
            f"and {names[second]}; effects with a common comparator belong to one trial"
        )
