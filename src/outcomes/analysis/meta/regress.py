"""Meta-regression: how the effect goes with what distinguishes the trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from outcomes.analysis.meta.checks import FloatArray, read_effects
from outcomes.analysis.meta.design import Design, build_design
from outcomes.analysis.meta.heterogeneity import estimate_tau2
from outcomes.analysis.meta.mixed_fit import (
    Heterogeneity,
    Interval,
    MixedFit,
    fit_mixed,
    make_interval,
    two_sided_p,
)
from outcomes.errors import DesignError
from outcomes.overview import Overview


class Wald(NamedTuple):
    """A joint test: F on df and df2, or chi-squared on df where df2 is infinite.

    With chi-squared, ``statistic`` is the chi-squared statistic itself, not divided by df.
    """

    statistic: float
    df: float
    df2: float
    p_value: float


class Predicted(NamedTuple):
    """Average effect at given moderators, with confidence and prediction interval."""

    estimate: float
    se: float
    ci: Interval
    pi: Interval


@dataclass(frozen=True, eq=False, repr=False)
class MetaRegression(Overview):
    """A fitted meta-regression.

    Attributes
    ----------
    k : int
        Trials.
    coefficients : pandas.DataFrame
        Columns term, estimate, se, statistic, df (infinite: normal), p_value, ci_low, ci_high. A
        slope is in units of the effect a unit of the moderator.
    covariance : ndarray, shape (p, p)
        Of the coefficients, under `test`.
    moderators_test : Wald
        All coefficients but the intercept are 0.
    heterogeneity : Heterogeneity
        What the moderators leave unexplained; its Q is the residual Q.
    r2 : float
        Share of the variance between trials that the moderators explain, percent, 0 to 100; NaN
        where there is none to explain. With few trials very uncertain.
    method, test, level : str, str, float
        Estimator of tau2, test, confidence level.
    """

    k: int
    coefficients: pd.DataFrame
    covariance: FloatArray
    moderators_test: Wald
    heterogeneity: Heterogeneity
    r2: float
    method: str
    test: str
    level: float

    def predict(self, **values: float) -> Predicted:
        """Return the average effect where the moderators have these values.

        Parameters
        ----------
        **values
            One number a term but the intercept; of a category's terms one is 1 and the others 0.

        Raises
        ------
        DesignError
            If a term is missing, or there is no such term.
        """
        terms = list(self.coefficients["term"])[1:]
        if set(values) != set(terms):
            raise DesignError(
                f"predict: terms {', '.join(terms)} are needed and {', '.join(values)} given"
            )
        row = np.array([1.0, *(float(values[term]) for term in terms)])
        estimate = float(row @ self.coefficients["estimate"].to_numpy())
        se = float(np.sqrt(row @ self.covariance @ row))
        df = float(self.coefficients["df"].iloc[0])
        wide = float(np.sqrt(self.heterogeneity.tau2 + se**2))
        pi = make_interval(estimate, wide, df, self.level)
        return Predicted(
            estimate,
            se,
            make_interval(estimate, se, df, self.level),
            Interval(np.nan, np.nan) if self.method == "EE" else pi,
        )


def regress(
    yi: ArrayLike,
    vi: ArrayLike,
    moderators: Mapping[str, ArrayLike],
    *,
    tau2: str = "REML",
    test: str = "knapp-hartung",
    level: float = 0.95,
) -> MetaRegression:
    """Regress effects of independent trials on what distinguishes the trials.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances.
    moderators : mapping of str to array_like, shape (k,)
        One value a trial; a data frame will do. Text is categories, the first in alphabetical order
        being the reference.
    tau2, test, level
        As in `pool`; quantiles are t on k - p degrees of freedom with Knapp-Hartung, else normal.

    Returns
    -------
    MetaRegression

    Raises
    ------
    AnalysisError
        As `pool`; `DesignError` for moderators that cannot be told apart or are too many.

    Notes
    -----
    Mixed-effects model ``y = Xb + u + e``. Knapp and Hartung, Stat Med 2003;22:2693-2710;
    R2 as Raudenbush, in Cooper, Hedges and Valentine, 2009. An association between trials is
    observational, however well each was randomised.
    """
    effects, variances = read_effects(yi, vi, at_least=3, what="a meta-regression")
    design = build_design(moderators, effects.size)
    if len(design.terms) == 1:
        raise DesignError("a meta-regression needs a moderator; without one, use pool")
    fit = fit_mixed(effects, variances, design.matrix, tau2=tau2, test=test, level=level)
    return MetaRegression(
        k=effects.size,
        coefficients=_describe(fit, design),
        covariance=fit.covariance,
        moderators_test=wald_test(fit, np.eye(len(design.terms))[1:]),
        heterogeneity=fit.heterogeneity,
        r2=_explained(fit, tau2),
        method=tau2,
        test=test,
        level=level,
    )


def wald_test(fit: MixedFit, contrasts: FloatArray) -> Wald:
    """Test that every row of `contrasts` times the coefficients is 0."""
    values = contrasts @ fit.coefficients
    covariance = contrasts @ fit.covariance @ contrasts.T
    return wald_of(values, covariance, fit.df)


def wald_of(values: FloatArray, covariance: FloatArray, df: float) -> Wald:
    """Joint test that `values` are 0, by F on ``(m, df)``, or by chi-squared if df is infinite."""
    m = values.size
    if not np.all(np.diag(covariance) > 0):
        return Wald(np.nan, m, df, np.nan)
    chi2 = float(values @ np.linalg.solve(covariance, values))
    if np.isinf(df):
        return Wald(chi2, m, df, float(stats.chi2.sf(chi2, m)))
    return Wald(chi2 / m, m, df, float(stats.f.sf(chi2 / m, m, df)))


def _describe(fit: MixedFit, design: Design) -> pd.DataFrame:
    rows = []
    for term, estimate, se in zip(design.terms, fit.coefficients, fit.se, strict=True):
        statistic = float(estimate / se) if se > 0 else np.nan
        interval = make_interval(float(estimate), float(se), fit.df, fit.level)
        rows.append(
            {
                "term": term,
                "estimate": float(estimate),
                "se": float(se),
                "statistic": statistic,
                "df": fit.df,
                "p_value": two_sided_p(statistic, fit.df),
                "ci_low": interval.low,
                "ci_high": interval.high,
            }
        )
    return pd.DataFrame(rows)


def _explained(fit: MixedFit, tau2: str) -> float:
    total = estimate_tau2(fit.yi, fit.vi, np.ones((fit.yi.size, 1)), tau2)
    if total == 0:
        return np.nan
    return 100 * max(0.0, 1 - fit.heterogeneity.tau2 / total)
