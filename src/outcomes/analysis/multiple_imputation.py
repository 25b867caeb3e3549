"""Missing scores drawn several times, visit by visit, and estimates pooled by Rubin's rules.

Method note: ``docs/methods/responders.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.analysis.intervals import t_interval
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ScoreImputation:
    """Scores of participants at successive visits, some missing.

    Each visit's missing scores are drawn from a Bayesian linear regression on the fixed columns and
    the scores at the visits before (observed or drawn), under the usual noninformative prior.

    Parameters
    ----------
    scores : numpy.ndarray, shape (participants, visits)
        In order of time, NaN if missing.
    fixed : numpy.ndarray, shape (participants, columns)
        Indicators of the arms, one a column, then covariates; none absent.
    arms : int
        How many of the columns are arms. A visit at which an arm has no score, or which has no more
        scores than coefficients, is passed over, but the last must not be.

    Notes
    -----
    Rubin DB. Multiple imputation for nonresponse in surveys. Wiley 1987, pages 166-170. Proper if
    scores are missing from some visit on (monotone) and at random.
    """

    scores: Array
    fixed: Array
    arms: int

    def draw(self, rng: np.random.Generator, number: int) -> Iterator[Array]:
        """Yield completed scores, (participants, visits); visits passed over keep their gaps.

        Raises
        ------
        NotEstimableError
            If the last visit has too few scores.
        """
        for _ in range(number):
            filled = self.scores.copy()
            columns = [self.fixed]
            last = filled.shape[1] - 1
            for visit in range(last + 1):
                design = np.column_stack(columns)
                if self._can_fit(visit, design):
                    filled[:, visit] = _fill(rng, filled[:, visit], design)
                    columns.append(filled[:, [visit]])
                elif visit == last:
                    raise NotEstimableError(Reason("too-few"))
            yield filled

    def _can_fit(self, visit: int, design: Array) -> bool:
        seen = ~np.isnan(self.scores[:, visit])
        by_arm = self.fixed[seen, : self.arms].sum(axis=0)
        return bool(by_arm.min() >= 1 and seen.sum() > design.shape[1] + 1)


def _fill(rng: np.random.Generator, scores: Array, design: Array) -> Array:
    missing = np.isnan(scores)
    if not missing.any():
        return scores
    size = np.sqrt(np.mean(design**2, axis=0))
    design = design / np.where(size > 0, size, 1.0)
    left, scale, right = np.linalg.svd(design[~missing], full_matrices=False)
    kept = scale > scale.max() * len(scores) * np.finfo(float).eps
    known = left[:, kept].T @ scores[~missing]
    rest = scores[~missing] - left[:, kept] @ known
    df = len(rest) - int(kept.sum())
    sigma = np.sqrt(rest @ rest / rng.chisquare(df))
    drawn = known + sigma * rng.standard_normal(len(known))
    beta = right[kept].T @ (drawn / scale[kept])
    filled = scores.copy()
    filled[missing] = design[missing] @ beta + sigma * rng.standard_normal(int(missing.sum()))
    return filled


def pool(estimates: ArrayLike, variances: ArrayLike, df: float, level: float) -> dict[str, Any]:
    """Pool the estimates of completed data sets by Rubin's rules.

    Parameters
    ----------
    estimates, variances : array_like, shape (completed data sets,)
        Two or more.
    df : float
        Degrees of freedom with complete data.
    level : float
        Confidence level.

    Returns
    -------
    dict
        As `outcomes.analysis.intervals.t_interval`, on Barnard and Rubin's degrees of freedom.

    Raises
    ------
    NotEstimableError
        If neither within nor between the data sets anything varies.

    Notes
    -----
    Barnard J, Rubin DB. Biometrika 1999;86:948-955.

    Examples
    --------
    >>> row = pool([0.2, 0.3, 0.25], [0.01, 0.01, 0.01], 100, 0.95)
    >>> round(row["estimate"], 2), round(row["se"], 4), round(row["df"], 1)
    (0.25, 0.1155, 22.3)
    """
    number = np.size(estimates)
    between = float(np.var(np.asarray(estimates), ddof=1)) * (1 + 1 / number)
    total = float(np.mean(np.asarray(variances))) + between
    if not total > 0:
        raise NotEstimableError(Reason("no-spread"))
    share = between / total
    observed = (df + 1) / (df + 3) * df * (1 - share)
    pooled = observed
    if share > 0:
        large = (number - 1) / share**2
        pooled = large * observed / (large + observed)
    return t_interval(float(np.mean(np.asarray(estimates))), float(np.sqrt(total)), pooled, level)
