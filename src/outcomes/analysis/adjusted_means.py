"""Adjusted means of the arms: one linear model of a score on arm and covariates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from outcomes.analysis.covariates import clean_covariate, is_number
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError

_COLLINEAR = 1e-8
_EXACT = 1e-7


@dataclass(frozen=True)
class AncovaFit:
    """A fitted analysis of covariance.

    Parameters
    ----------
    arms : tuple of str
        The arms with complete cases, in the order asked for.
    means : numpy.ndarray, shape (arms,)
        Adjusted means: predicted at the average of every covariate over the complete cases
        (categories at their observed shares), in the score's unit.
    covariance : numpy.ndarray, shape (arms, arms)
        Their covariance.
    df : int
        Residual degrees of freedom: complete cases minus parameters.
    n : tuple of int
        Complete cases an arm.
    no_error : Reason or None
        Why there is no error to estimate, where the model fits every score exactly; the covariance
        is then NaN.
    residuals : pandas.Series
        Score minus fitted score of each complete case, by participant, in the score's unit.
    """

    arms: tuple[str, ...]
    means: NDArray[np.float64]
    covariance: NDArray[np.float64]
    df: int
    n: tuple[int, ...]
    no_error: Reason | None = None
    residuals: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))

    def adjusted_mean(self, arm: str) -> tuple[float, float]:
        """Return an arm's adjusted mean and its standard error."""
        return self._combine(self._pick(arm))

    def difference(self, arm: str, comparator: str) -> tuple[float, float]:
        """Return arm minus comparator and its standard error."""
        return self._combine(self._pick(arm) - self._pick(comparator))

    def count(self, arm: str) -> int:
        """Return an arm's complete cases."""
        return self.n[self.arms.index(arm)]

    def _pick(self, arm: str) -> NDArray[np.float64]:
        return np.asarray([float(name == arm) for name in self.arms])

    def _combine(self, weights: NDArray[np.float64]) -> tuple[float, float]:
        return float(weights @ self.means), float(np.sqrt(weights @ self.covariance @ weights))


def fit_ancova(
    score: pd.Series,
    arm: pd.Series,
    covariates: pd.DataFrame,
    arms: Sequence[str],
    *,
    robust: bool = False,
) -> AncovaFit:
    """Fit ``score ~ arm + covariates`` by ordinary least squares to the complete cases.

    Parameters
    ----------
    score : pandas.Series
        One score a participant, in the endpoint's unit; the index is the participant.
    arm : pandas.Series
        Arm id by participant.
    covariates : pandas.DataFrame
        Baseline and any others, by participant; numbers enter as they are, text as categories. It
        may have no columns.
    arms : sequence of str
        Arm ids in the order wanted; arms without a complete case are left out of the model.
    robust : bool
        Whether the covariance is HC3 (MacKinnon and White, J Econometrics 1985;29:305-325), which
        does not take the spread to be the same for all.

    Returns
    -------
    AncovaFit
        Adjusted means with their covariance.

    Raises
    ------
    NotEstimableError
        If the model cannot be estimated: fewer than two arms with complete cases, too few of these,
        or a covariate that is constant or collinear with what stands before it (it is named).

    Notes
    -----
    Covariates are centred, and each arm has an intercept of its own. That is the treatment-coded
    model in other coordinates: the coefficients of the arms are the adjusted means.
    """
    cleaned = [(str(name), clean_covariate(column)) for name, column in covariates.items()]
    complete = score.notna() & arm.isin(list(arms))
    for _, column in cleaned:
        complete &= column.notna()
    score, arm = score[complete], arm[complete]
    seen = tuple(name for name in arms if (arm == name).any())
    if len(seen) < 2:
        raise NotEstimableError(
            Reason(
                "no-complete-case",
                arms=tuple(name for name in arms if name not in seen),
                detail=f"complete cases in {len(seen)} of {len(arms)} arms",
            )
        )
    named = code_covariates([(name, column[complete]) for name, column in cleaned])
    _check_number(len(score), len(seen) + len(named))
    in_arm = np.column_stack([(arm == name).to_numpy(float) for name in seen])
    _check_collinear(in_arm, named)
    design = np.column_stack([in_arm, *(column for _, column in named)])
    with np.errstate(divide="ignore", invalid="ignore"):  # HC3 divides by 1 - leverage
        model = OLS(score.to_numpy(float), design).fit(
            cov_type="HC3" if robust else "nonrobust", use_t=True
        )
        everything = np.asarray(model.cov_params())
    if not np.isfinite(everything).all():
        raise NotEstimableError(
            Reason("too-few", detail="a participant alone in a category has no HC3 variance")
        )
    k = len(seen)
    means, covariance = np.asarray(model.params[:k]), everything[:k, :k]
    no_error = _find_no_error(score, model.ssr)
    if no_error is not None:
        covariance = np.full_like(covariance, np.nan)
    if no_error is not None and no_error.code == "no-spread":
        means = np.full_like(means, score.iloc[0])
    return AncovaFit(
        arms=seen,
        means=means,
        covariance=covariance,
        df=int(model.df_resid),
        n=tuple(int((arm == name).sum()) for name in seen),
        no_error=no_error,
        residuals=pd.Series(model.resid, index=score.index),
    )


def code_covariates(
    covariates: list[tuple[str, pd.Series]],
) -> list[tuple[str, NDArray[np.float64]]]:
    """Return every covariate as centred columns of standard deviation 1, with its name.

    Parameters
    ----------
    covariates : list of (str, pandas.Series)
        Names and cleaned columns without absent values; text becomes a column a category but one.

    Raises
    ------
    NotEstimableError
        For a covariate that is the same throughout; it is named.

    Notes
    -----
    Scale does not touch the coefficients of the arms; it keeps a covariate in thousands and one in
    thousandths equally far from rounding.
    """
    coded: list[tuple[str, NDArray[np.float64]]] = []
    for name, column in covariates:
        levels = sorted(column.unique())
        if len(levels) < 2:
            raise NotEstimableError(
                Reason(
                    "no-spread",
                    columns=(name,),
                    detail=f"{name} is the same for all {len(column)} complete cases, so it cannot "
                    "be adjusted for",
                )
            )
        parts = (
            [column]
            if is_number(column)
            else [(column == level).astype(float) for level in levels[1:]]
        )
        coded.extend((name, _standardise(part.to_numpy(float))) for part in parts)
    return coded


def _standardise(column: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = column - column.mean()
    return np.asarray(centred / np.sqrt(np.mean(centred**2)))


def _check_number(cases: int, parameters: int) -> None:
    if cases <= parameters:
        raise NotEstimableError(
            Reason(
                "too-few",
                detail=f"{cases} complete cases do not suffice for the model's {parameters} "
                "parameters",
            )
        )


def _check_collinear(
    in_arm: NDArray[np.float64], named: list[tuple[str, NDArray[np.float64]]]
) -> None:
    """Refuse a covariate that the arms and the covariates before it already determine."""
    basis = in_arm / np.sqrt(in_arm.sum(axis=0))
    for name, column in named:
        # Projecting twice: once leaves rounding errors as large as what is looked for.
        left = column - basis @ (basis.T @ column)
        left -= basis @ (basis.T @ left)
        size = float(np.linalg.norm(left))
        if size <= _COLLINEAR * float(np.linalg.norm(column)):
            raise NotEstimableError(
                Reason(
                    "collinear",
                    columns=(name,),
                    detail=f"{name} follows exactly from the arm and the other covariates among "
                    "the complete cases",
                )
            )
        basis = np.column_stack([basis, left / size])


def _find_no_error(score: pd.Series, residual_squares: float) -> Reason | None:
    """Return why the residuals hold no error to estimate; None where they do."""
    values = score.to_numpy(float)
    if np.ptp(values) == 0:
        return Reason("no-spread", detail=f"every score is {values[0]:g}")
    total = float(np.sum((values - values.mean()) ** 2))
    if residual_squares <= _EXACT**2 * total:
        return Reason("exact-fit", detail="the model fits every score exactly")
    return None
