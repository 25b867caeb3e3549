"""The mixed-effects model with known sampling variances, behind `pool` and `regress` alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from outcomes.analysis.intervals import check_level
from outcomes.analysis.meta.checks import FloatArray, check_choice
from outcomes.analysis.meta.generalised_q import generalised_q, profile_tau2
from outcomes.analysis.meta.heterogeneity import TAU2_ESTIMATORS, estimate_tau2
from outcomes.analysis.meta.weighted_fit import fit_weighted, typical_variance

TESTS = ("normal", "knapp-hartung", "knapp-hartung-floor")
"""How standard errors and quantiles are made.

``normal``: ``(X'WX)^-1`` and the normal distribution. ``knapp-hartung``: that times the residual
mean square, and t on k - p degrees of freedom. ``knapp-hartung-floor``: the same, the mean square
never below 1 (the ad hoc modification), so the interval is never shorter than the normal one's
standard error allows.
"""


class Interval(NamedTuple):
    """Lower and upper limit."""

    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Heterogeneity:
    """How far the trials' true effects differ, beyond what their moderators explain.

    Attributes
    ----------
    tau2, tau2_ci : float, Interval
        Variance between trials and its Q-profile interval. Of the common-effect model: 0, and no
        interval.
    i2, i2_ci : float, Interval
        Share of the variation between the observed effects that is not sampling error, in percent,
        0 to 100; ``100 tau2 / (tau2 + v)``, v the typical sampling variance.
    h2, h2_ci : float, Interval
        Total over sampling variance, ``tau2 / v + 1``.
    q, q_df, q_p : float
        Cochran's Q with weights 1/v, its degrees of freedom and its chi-squared p value.
    """

    tau2: float
    tau2_ci: Interval
    i2: float
    i2_ci: Interval
    h2: float
    h2_ci: Interval
    q: float
    q_df: int
    q_p: float


@dataclass(frozen=True, eq=False)
class MixedFit:
    """A fitted model: coefficients, their covariance under one of `TESTS`, heterogeneity.

    ``scale`` is what the covariance was multiplied with (1 for the normal test), ``df`` the degrees
    of freedom of the quantiles (infinite for the normal test).
    """

    yi: FloatArray
    vi: FloatArray
    design: FloatArray
    coefficients: FloatArray
    plain_covariance: FloatArray
    weights: FloatArray
    mean_square: float
    scale: float
    df: float
    level: float
    heterogeneity: Heterogeneity

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the coefficients."""
        return self.plain_covariance * self.scale

    @property
    def se(self) -> FloatArray:
        """Standard errors of the coefficients."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def hat(self) -> FloatArray:
        """Diagonal of the hat matrix ``X(X'WX)^-1 X'W``."""
        inner = np.einsum("ij,jk,ik->i", self.design, self.plain_covariance, self.design)
        return np.asarray(inner * self.weights)


def fit_mixed(
    yi: FloatArray,
    vi: FloatArray,
    design: FloatArray,
    *,
    tau2: str,
    test: str,
    level: float,
    profile: bool = True,
) -> MixedFit:
    """Fit ``y = Xb + u + e``, ``var(u) = tau2`` estimated, ``var(e) = v`` known.

    Parameters
    ----------
    yi, vi : ndarray, shape (k,)
        Effects and sampling variances, already checked.
    design : ndarray, shape (k, p)
        X, of full rank, k > p.
    tau2 : str
        One of `TAU2_ESTIMATORS`.
    test : str
        One of `TESTS`.
    level : float
        Confidence level.
    profile : bool
        Whether the intervals of tau2, I2 and H2 are wanted; they take most of the time.
    """
    check_options(tau2, test, level)
    k, p = design.shape
    variance = estimate_tau2(yi, vi, design, tau2)
    fit = fit_weighted(yi, vi, design, variance)
    # Effects that are equal leave residuals of rounding error, which are not a variance.
    equal = np.max(np.abs(fit.residuals)) <= 1e-13 * np.max(np.abs(yi))
    mean_square = 0.0 if equal else fit.q / (k - p)
    scale = {
        "normal": 1.0,
        "knapp-hartung": mean_square,
        "knapp-hartung-floor": max(1.0, mean_square),
    }[test]
    return MixedFit(
        yi=yi,
        vi=vi,
        design=design,
        coefficients=fit.coefficients,
        plain_covariance=fit.covariance,
        weights=fit.weights,
        mean_square=mean_square,
        scale=scale,
        df=np.inf if test == "normal" else float(k - p),
        level=level,
        heterogeneity=_describe_heterogeneity(
            yi, vi, design, variance, level, profile=profile, common=tau2 == "EE"
        ),
    )


def check_options(tau2: str, test: str, level: float) -> None:
    """Refuse an estimator, a test or a level that does not exist."""
    check_choice("tau2", tau2, TAU2_ESTIMATORS)
    check_choice("test", test, TESTS)
    check_level(level)


def make_interval(estimate: float, se: float, df: float, level: float) -> Interval:
    """``estimate +/- t(df) se``; the normal quantile where df is infinite, absent where df <= 0.

    A standard error of 0 has no interval: trials that agree to the last digit, as rounded numbers
    do, are no proof of certainty.
    """
    if not se > 0 or not df > 0:
        return Interval(np.nan, np.nan)
    quantile = stats.norm.ppf((1 + level) / 2) if np.isinf(df) else stats.t.ppf((1 + level) / 2, df)
    half = float(quantile) * se
    return Interval(estimate - half, estimate + half)


def two_sided_p(statistic: float, df: float) -> float:
    """Two-sided p value of a z (df infinite) or t statistic."""
    if np.isinf(df):
        return float(2 * stats.norm.sf(abs(statistic)))
    return float(2 * stats.t.sf(abs(statistic), df))


def _describe_heterogeneity(
    yi: FloatArray,
    vi: FloatArray,
    design: FloatArray,
    tau2: float,
    level: float,
    *,
    profile: bool,
    common: bool,
) -> Heterogeneity:
    k, p = design.shape
    q = generalised_q(yi, vi, design, 0.0)
    typical = typical_variance(vi, design)
    tau2_ci = Interval(np.nan, np.nan)
    if profile and not common:
        tau2_ci = Interval(*profile_tau2(yi, vi, design, level))
    i2 = 100 * max(0.0, 1 - (k - p) / q) if common and q > 0 else _as_i2(tau2, typical)
    return Heterogeneity(
        tau2=tau2,
        tau2_ci=tau2_ci,
        i2=i2,
        i2_ci=Interval(*(_as_i2(value, typical) for value in tau2_ci)),
        h2=q / (k - p) if common else tau2 / typical + 1,
        h2_ci=Interval(*(value / typical + 1 for value in tau2_ci)),
        q=q,
        q_df=k - p,
        q_p=float(stats.chi2.sf(q, k - p)),
    )


def _as_i2(tau2: float, typical: float) -> float:
    return 100 * tau2 / (tau2 + typical)
