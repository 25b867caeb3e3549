"""Trim and fill: what the pool would be, were the funnel symmetric."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from outcomes.analysis.meta.checks import FloatArray, check_choice, read_effects
from outcomes.analysis.meta.heterogeneity import estimate_tau2
from outcomes.analysis.meta.mixed_fit import check_options
from outcomes.analysis.meta.pool import Pooled, pool
from outcomes.analysis.meta.small_studies import regress_asymmetry
from outcomes.analysis.meta.weighted_fit import fit_weighted
from outcomes.errors import AnalysisError
from outcomes.overview import Overview

ESTIMATORS = ("L0", "R0")
SIDES = ("left", "right")


@dataclass(frozen=True, eq=False, repr=False)
class TrimFill(Overview):
    """The pool with the mirror images of the most extreme trials added.

    Attributes
    ----------
    missing, missing_se : int, float
        Estimated number of trials missing, and its standard error.
    side : str
        Where they are missing: ``left`` (small effects) or ``right``.
    observed, filled : Pooled
        The pool as it is, and with the imputed trials. The second is a thought experiment, never a
        corrected result.
    imputed_yi, imputed_vi : ndarray, shape (missing,)
        The imputed trials, for the funnel.
    estimator : str
        ``L0`` or ``R0``.
    """

    missing: int
    missing_se: float
    side: str
    observed: Pooled
    filled: Pooled
    imputed_yi: FloatArray
    imputed_vi: FloatArray
    estimator: str


def trim_and_fill(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    side: str | None = None,
    estimator: str = "L0",
    tau2: str = "REML",
    test: str = "knapp-hartung",
    level: float = 0.95,
) -> TrimFill:
    """Estimate how many trials a symmetric funnel lacks, and pool with them imputed.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances; k >= 3.
    side : str, optional
        ``left`` or ``right``, where trials are thought to be missing; by default opposite to where
        Egger's regression leans (a negative slope: right).
    estimator : str
        ``L0`` or ``R0`` of Duval and Tweedie.
    tau2, test, level
        As in `pool`; tau2 is also used in the trimming.

    Notes
    -----
    Duval S, Tweedie R. Biometrics 2000;56:455-463, and J Am Stat Assoc 2000;95:89-98. With S the
    sum of the ranks of ``|y - centre|`` on the long side, ``L0 = (4 S - k(k + 1)) / (2 k - 1)``;
    R0 is the length of the run of largest ranks on that side, less one. Works badly when trials
    truly differ (Terrin N et al. Stat Med 2003;22:2113-2126).
    """
    effects, variances = read_effects(yi, vi, at_least=3, what="trim and fill")
    check_choice("estimator", estimator, ESTIMATORS)
    check_options(tau2, test, level)
    if side is None:
        lean = regress_asymmetry(effects, variances, tau2=tau2, level=level).slope
        side = "right" if lean < 0 else "left"
    check_choice("side", side, SIDES)
    sign = -1.0 if side == "right" else 1.0
    places = np.argsort(sign * effects, kind="stable")
    flipped, sorted_vi = (sign * effects)[places], variances[places]
    missing, missing_se, centre = _count_missing(flipped, sorted_vi, estimator, tau2)
    extreme = slice(effects.size - missing, effects.size)
    imputed_yi, imputed_vi = sign * (2 * centre - flipped[extreme]), sorted_vi[extreme]
    return TrimFill(
        missing=missing,
        missing_se=missing_se,
        side=side,
        observed=pool(effects, variances, level=level, tau2=tau2, test=test),
        filled=pool(
            np.concatenate([effects, imputed_yi]),
            np.concatenate([variances, imputed_vi]),
            level=level,
            tau2=tau2,
            test=test,
        ),
        imputed_yi=imputed_yi,
        imputed_vi=imputed_vi,
        estimator=estimator,
    )


def _count_missing(
    yi: FloatArray, vi: FloatArray, estimator: str, tau2: str
) -> tuple[int, float, float]:
    """Return number missing, its standard error and the centre; `yi` rises, long side on top."""
    k, missing, seen = len(yi), 0, set[int]()
    while missing not in seen:
        seen.add(missing)
        kept = slice(0, k - missing)
        ones = np.ones((k - missing, 1))
        # A trimmed set of one or two trials has no spread to estimate.
        spread = estimate_tau2(yi[kept], vi[kept], ones, tau2) if k - missing > 1 else 0.0
        centre = float(fit_weighted(yi[kept], vi[kept], ones, spread).coefficients[0])
        signed = np.sign(yi - centre) * stats.rankdata(np.abs(yi - centre), method="ordinal")
        found, error = (_l0 if estimator == "L0" else _r0)(signed)
        previous, missing = missing, min(found, k - 1)
        if missing == previous:
            return missing, error, centre
    raise AnalysisError(
        f"trim and fill by {estimator} swings between {previous} and {missing} missing trials; "
        f"try estimator={'R0' if estimator == 'L0' else 'L0'!r}"
    )


def _l0(signed: FloatArray) -> tuple[int, float]:
    k = len(signed)
    s = float(np.sum(signed[signed > 0]))
    raw = (4 * s - k * (k + 1)) / (2 * k - 1)
    variance = (
        k * (k + 1) * (2 * k + 1)
        + 10 * raw**3
        + 27 * raw**2
        + 17 * raw
        - 18 * k * raw**2
        - 18 * k * raw
        + 6 * k**2 * raw
    ) / 24
    return max(0, round(raw)), 4 * float(np.sqrt(max(0.0, variance))) / (2 * k - 1)


def _r0(signed: FloatArray) -> tuple[int, float]:
    below = -signed[signed < 0]
    raw = len(signed) - (float(np.max(below)) if below.size else len(signed) - 1) - 1
    return max(0, round(raw)), float(np.sqrt(2 * max(0.0, raw) + 2))
