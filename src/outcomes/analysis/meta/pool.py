"""One effect from several trials: the random-effects and the common-effect meta-analysis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, read_effects
from outcomes.analysis.meta.mixed_fit import (
    Interval,
    MixedFit,
    fit_mixed,
    make_interval,
    two_sided_p,
)
from outcomes.analysis.meta.pooled_rows import (
    make_pooled_row,
    make_predicted_row,
    share_columns,
)
from outcomes.analysis_record import AnalysisRecord, StandardError
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.overview import Overview, Rows, describe


class OnScale(NamedTuple):
    """A pooled effect on a scale that people read, as a risk ratio from its logarithm."""

    estimate: float
    ci: Interval
    pi: Interval


@dataclass(frozen=True, eq=False, repr=False)
class Pooled(Overview):
    """A pooled effect, on the scale of the effects given.

    Attributes
    ----------
    k : int
        Trials.
    estimate, se : float
        Pooled effect and its standard error under `test`.
    statistic, df, p_value : float
        ``estimate / se``, its degrees of freedom (infinite: normal), two-sided p value.
    ci : Interval
        Confidence interval of the average effect, from `df` and `se`.
    ci_normal, ci_knapp_hartung : Interval
        The interval by the normal distribution and by Knapp and Hartung (no floor), whatever was
        asked for: with few trials both belong on the page.
    tau2, tau2_ci, i2, i2_ci, h2, h2_ci, q, q_df, q_p
        See `Heterogeneity`; I2 is in percent.
    pi : Interval
        Prediction interval, for the true effect of a new trial alike:
        ``estimate +/- t(pi_df) sqrt(tau2 + se^2)``. Absent (NaN) in the common-effect model.
    pi_df : float
        Its degrees of freedom; infinite: normal.
    weights : ndarray, shape (k,)
        Weight of each trial, in percent.
    method, test, level : str, str, float
        Estimator of tau2, test, confidence level.
    yi, vi : ndarray, shape (k,)
        What was pooled.
    """

    k: int
    estimate: float
    se: float
    statistic: float
    df: float
    p_value: float
    ci: Interval
    ci_normal: Interval
    ci_knapp_hartung: Interval
    tau2: float
    tau2_ci: Interval
    i2: float
    i2_ci: Interval
    h2: float
    h2_ci: Interval
    q: float
    q_df: int
    q_p: float
    pi: Interval
    pi_df: float
    weights: FloatArray
    method: str
    test: str
    level: float
    yi: FloatArray = field(repr=False)
    vi: FloatArray = field(repr=False)

    def _overview(self) -> tuple[str, Rows]:
        _, rows = super()._overview()
        return f"Pooled {describe(self.estimate)} ({describe(self.ci)})", rows

    def on_scale(self, back: Callable[[float], float]) -> OnScale:
        """Return estimate, confidence and prediction interval through a rising function.

        Parameters
        ----------
        back : callable
            As ``np.exp`` for log ratios, ``np.tanh`` for Fisher's z.
        """
        return OnScale(
            float(back(self.estimate)),
            Interval(*(float(back(value)) for value in self.ci)),
            Interval(*(float(back(value)) for value in self.pi)),
        )

    @property
    def done(self) -> AnalysisRecord:
        """What was done: the estimator of tau2, and whose standard error."""
        error: StandardError = "model-based" if self.test == "normal" else "knapp-hartung"
        return AnalysisRecord(
            "meta-analysis", scale="", estimator=self.method, standard_error=error
        )

    def to_estimates(self, **columns: Any) -> pd.DataFrame:
        """Return rows of the estimates frame: pooled effect, prediction, tau2 and I2.

        Parameters
        ----------
        **columns
            Columns that only the caller knows, as ``endpoint="womac.pain", week=12,
            arm="dextrose", comparator="saline", unit="points", favours="dextrose"``. ``favours``
            is put on the pooled effect only.

        Returns
        -------
        pandas.DataFrame
            Quantities ``pooled effect`` (with interval), ``predicted effect`` (its interval is the
            prediction interval; no row where there is none), ``between-trial variance``
            (Q-profile interval) and ``i2`` (percent).
        """
        spread = {"distribution": "chi-squared", "df": self.q_df}
        rows = [
            make_pooled_row(self, columns),
            *([] if np.isnan(self.pi.low) else [make_predicted_row(self, columns)]),
            {
                **share_columns(self, columns),
                **spread,
                "quantity": "between-trial variance",
                "estimate": self.tau2,
                "statistic": self.q,
                "p_value": self.q_p,
                "ci_low": self.tau2_ci.low,
                "ci_high": self.tau2_ci.high,
                "unit": "",
            },
            {
                **share_columns(self, columns),
                **spread,
                "quantity": "i2",
                "estimate": self.i2,
                "ci_low": self.i2_ci.low,
                "ci_high": self.i2_ci.high,
                "unit": "%",
            },
        ]
        return make_estimates(rows)

    @property
    def predicted_se(self) -> float:
        """``sqrt(tau2 + se^2)``, behind the prediction interval."""
        return float(np.sqrt(self.tau2 + self.se**2))


def pool(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    tau2: str = "REML",
    test: str = "knapp-hartung",
    level: float = 0.95,
    pi_df: float | None = None,
) -> Pooled:
    """Pool effects of independent trials.

    Parameters
    ----------
    yi : array_like, shape (k,)
        One effect a trial, on a scale where it is about normal (log ratios, not ratios); k >= 2.
        Several rows of one trial are not independent: see `pool_dependent`.
    vi : array_like, shape (k,)
        Sampling variances (squared standard errors), above 0.
    tau2 : str
        Estimator of the variance between trials: EE (none: common effect), DL, PM, REML, ML, HS,
        HE, SJ or EB.
    test : str
        ``normal``, ``knapp-hartung`` or ``knapp-hartung-floor``.
    level : float
        Confidence level, of all intervals.
    pi_df : float, optional
        Degrees of freedom of the prediction interval; as the default, those of `test` (k - 1 with
        Knapp-Hartung, else the normal distribution). The Cochrane Handbook of 2019 uses k - 2. At
        0 or less there is no prediction interval.

    Returns
    -------
    Pooled

    Raises
    ------
    AnalysisError
        For fewer than two trials, absent numbers, a variance that is not above 0, or an option
        that does not exist.

    Notes
    -----
    Trials are weighted by ``w = 1 / (v + tau2)``; ``estimate = sum(w y) / sum(w)``. The normal
    standard error is ``1 / sqrt(sum(w))``; Knapp and Hartung's is that times the root of
    ``sum(w (y - estimate)^2) / (k - 1)``, with t on k - 1 degrees of freedom (Stat Med
    2003;22:2693-2710; Hartung and Knapp, Stat Med 2001;20:3875-3889). Prediction: Higgins et al.,
    J R Stat Soc A 2009;172:137-159. If all effects are equal, Knapp and Hartung's standard error is
    0, and no interval is given.

    Examples
    --------
    >>> result = pool([0.10, 0.30, 0.35, 0.65], [0.03, 0.03, 0.05, 0.01])
    >>> round(result.estimate, 3), round(result.ci.low, 3), round(result.ci.high, 3)
    (0.377, -0.011, 0.766)
    """
    effects, variances = read_effects(yi, vi)
    fit = fit_mixed(
        effects, variances, np.ones((effects.size, 1)), tau2=tau2, test=test, level=level
    )
    return describe_pool(fit, method=tau2, test=test, pi_df=pi_df)


def describe_pool(fit: MixedFit, *, method: str, test: str, pi_df: float | None = None) -> Pooled:
    """Make the result of `pool` from a fitted model with an intercept alone."""
    k = fit.yi.size
    estimate, se = float(fit.coefficients[0]), float(fit.se[0])
    if pi_df is None:
        pi_df = fit.df
    elif np.isnan(pi_df):
        raise AnalysisError("pi_df is not a number; give degrees of freedom, such as k - 2")
    plain = float(np.sqrt(fit.plain_covariance[0, 0]))
    het = fit.heterogeneity
    no_interval = Interval(np.nan, np.nan)
    predicted_se = float(np.sqrt(het.tau2 + se**2))
    statistic = estimate / se if se > 0 else np.nan
    return Pooled(
        k=k,
        estimate=estimate,
        se=se,
        statistic=statistic,
        df=fit.df,
        p_value=two_sided_p(statistic, fit.df),
        ci=make_interval(estimate, se, fit.df, fit.level),
        ci_normal=make_interval(estimate, plain, np.inf, fit.level),
        ci_knapp_hartung=make_interval(
            estimate, plain * float(np.sqrt(fit.mean_square)), k - 1, fit.level
        ),
        tau2=het.tau2,
        tau2_ci=het.tau2_ci,
        i2=het.i2,
        i2_ci=het.i2_ci,
        h2=het.h2,
        h2_ci=het.h2_ci,
        q=het.q,
        q_df=het.q_df,
        q_p=het.q_p,
        pi=no_interval
        if method == "EE"
        else make_interval(estimate, predicted_se, pi_df, fit.level),
        pi_df=pi_df,
        weights=100 * fit.weights / np.sum(fit.weights),
        method=method,
        test=test,
        level=fit.level,
        yi=fit.yi,
        vi=fit.vi,
    )
