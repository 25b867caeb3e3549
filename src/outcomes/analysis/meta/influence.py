"""Which trials drive a pooled effect: residuals and influence after leaving each out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from outcomes.analysis.meta.checks import FloatArray, read_effects
from outcomes.analysis.meta.design import build_design
from outcomes.analysis.meta.mixed_fit import MixedFit, fit_mixed
from outcomes.analysis.meta.weighted_fit import fit_weighted
from outcomes.errors import DesignError


def summarise_influence(
    yi: ArrayLike,
    vi: ArrayLike,
    moderators: Mapping[str, ArrayLike] | None = None,
    *,
    tau2: str = "REML",
    test: str = "normal",
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare the model of all trials with the one without each trial.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances.
    moderators : mapping of str to array_like, optional
        As in `regress`.
    tau2, test, level
        As in `pool`. The default test is normal, for which the rules of thumb were made.

    Returns
    -------
    pandas.DataFrame
        One row a trial:

        - ``rstudent``: externally studentised residual, the trial's distance from the effect
          predicted by the others, in its standard errors; beyond 2 in size is unusual;
        - ``dffits``: change of the trial's predicted effect, in standard errors;
        - ``cook``: Cook's distance, the squared change of all coefficients in units of their
          covariance (not divided by p);
        - ``cov_ratio``: determinant of the covariance without the trial over that with it; below 1,
          leaving it out makes the result more precise;
        - ``tau2_without``, ``q_without``: tau2 and Q without it;
        - ``hat``: leverage; ``weight``: weight in percent;
        - ``dfbetas``: largest standardised change of a coefficient, with its sign;
        - ``influential``: true by any of ``|dffits| > 3 sqrt(p / (k - p))``, a chi-squared(p)
          probability of Cook's distance above a half, ``hat > 3 p / k``, ``|dfbetas| > 1``.

    Raises
    ------
    DesignError
        If a moderator can no longer be estimated when a trial is left out.

    Notes
    -----
    Viechtbauer W, Cheung MW-L. Res Synth Methods 2010;1:112-125. With Knapp-Hartung, variances
    carry the residual mean square of the model without the trial.
    """
    effects, variances = read_effects(yi, vi, at_least=3, what="an analysis of influence")
    design = build_design({} if moderators is None else moderators, effects.size).matrix

    def fit(kept: np.ndarray) -> MixedFit:
        return fit_mixed(
            effects[kept],
            variances[kept],
            design[kept],
            tau2=tau2,
            test=test,
            level=level,
            profile=False,
        )

    full = fit(np.full(effects.size, True))
    p = design.shape[1]
    if effects.size - 1 <= p:
        raise DesignError(
            f"{effects.size} trials and {p} coefficients: without one trial the model cannot be "
            "fitted; use fewer moderators"
        )
    rows = []
    for place in range(effects.size):
        kept = np.arange(effects.size) != place
        if np.linalg.matrix_rank(design[kept]) < p:
            raise DesignError(
                f"without trial {place + 1} a moderator no longer varies; leave that moderator out"
            )
        rows.append(_compare(full, fit(kept), place))
    frame = pd.DataFrame(rows)
    frame["influential"] = _flag(frame, effects.size, p)
    return frame


def _compare(full: MixedFit, without: MixedFit, place: int) -> dict[str, float]:
    row, variance = full.design[place], float(full.vi[place])
    tau2 = without.heterogeneity.tau2
    shift = full.coefficients - without.coefficients
    own = without.scale * (variance + tau2)
    hat = float(full.hat[place])
    plain = fit_weighted(full.yi, full.vi, full.design, tau2).covariance
    dfbetas = _over(shift, np.sqrt(without.scale * np.diag(plain)))
    return {
        "rstudent": float(
            _over(
                full.yi[place] - row @ without.coefficients,
                np.sqrt(own + row @ without.covariance @ row),
            )
        ),
        "dffits": float(_over(row @ shift, np.sqrt(hat * own))),
        "cook": float(shift @ np.linalg.solve(full.plain_covariance, shift)) / full.scale
        if full.scale > 0
        else np.nan,
        "cov_ratio": float(
            _over(np.linalg.det(without.covariance), np.linalg.det(full.covariance))
        ),
        "tau2_without": tau2,
        "q_without": without.heterogeneity.q,
        "hat": hat,
        "weight": 100 * float(full.weights[place] / np.sum(full.weights)),
        "dfbetas": float(dfbetas[np.argmax(np.abs(dfbetas))]),
    }


def _over(numerator: ArrayLike, denominator: ArrayLike) -> FloatArray:
    """Quotient, absent where the denominator is 0 (trials that agree perfectly)."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))


def _flag(frame: pd.DataFrame, k: int, p: int) -> pd.Series:
    return (
        (frame["dffits"].abs() > 3 * np.sqrt(p / (k - p)))
        | (stats.chi2.cdf(frame["cook"], p) > 0.5)
        | (frame["hat"] > 3 * p / k)
        | (frame["dfbetas"].abs() > 1)
    )
