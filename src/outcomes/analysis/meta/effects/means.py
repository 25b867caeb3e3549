"""Effect sizes from means and standard deviations.

Final scores and changes from baseline may be pooled together as mean differences (both estimate the
same difference in a randomised trial), but not as standardised ones: their standard deviations
measure different things. Nothing here can tell which is which; the caller must.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from outcomes.analysis.meta.checks import FloatArray, check_choice
from outcomes.analysis.meta.effects.sizes import EffectSizes, read_columns, refuse

CORRECTIONS = ("hedges", "none")


def mean_difference(
    n: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    n_comparator: ArrayLike,
    mean_comparator: ArrayLike,
    sd_comparator: ArrayLike,
) -> EffectSizes:
    """Difference of two independent means, arm minus comparator.

    Parameters
    ----------
    n, mean, sd : array_like, shape (k,)
        Participants, mean and standard deviation (not standard error) of the arm, of final scores
        or of changes.
    n_comparator, mean_comparator, sd_comparator : array_like, shape (k,)
        The same of the comparator.

    Returns
    -------
    EffectSizes
        In the scores' own unit; variance ``sd^2 / n`` of the arm plus that of the comparator.

    Examples
    --------
    >>> effects = mean_difference([20], [30.0], [10.0], [20], [35.0], [10.0])
    >>> effects.yi, effects.vi
    (array([-5.]), array([10.]))
    """
    n1, m1, sd1, n2, m2, sd2 = _read_arms(n, mean, sd, n_comparator, mean_comparator, sd_comparator)
    control = sd2**2 / n2
    return EffectSizes(
        "mean difference", m1 - m2, sd1**2 / n1 + control, control, np.zeros_like(control)
    )


def standardised_mean_difference(
    n: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    n_comparator: ArrayLike,
    mean_comparator: ArrayLike,
    sd_comparator: ArrayLike,
    *,
    correction: str = "hedges",
) -> EffectSizes:
    """Difference of two independent means in pooled standard deviations.

    Parameters
    ----------
    n, mean, sd, n_comparator, mean_comparator, sd_comparator
        As in `mean_difference`.
    correction : str
        ``hedges`` (default): Hedges' g, with the exact factor of `hedges_factor`; ``none``: Cohen's
        d, which overstates in small trials.

    Returns
    -------
    EffectSizes
        In standard deviations; variance ``1/n + 1/n_c + g^2 / (2 (n + n_c))``.

    Notes
    -----
    Hedges LV. J Educ Stat 1981;6:107-128; Hedges and Olkin 1985, p. 86. As metafor's SMD.
    """
    check_choice("correction", correction, CORRECTIONS)
    n1, m1, sd1, n2, m2, sd2 = _read_arms(n, mean, sd, n_comparator, mean_comparator, sd_comparator)
    df = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    factor = hedges_factor(df) if correction == "hedges" else 1.0
    g = factor * (m1 - m2) / pooled
    return EffectSizes(
        "standardised mean difference",
        g,
        1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)),
        1 / n2,
        # Two pooled variances with one comparator covary by 2 s^4 (n_c - 1) / (df_i df_j).
        g * np.sqrt((n2 - 1) / 2) / df,
    )


def mean_change(
    n: ArrayLike, mean_baseline: ArrayLike, mean_final: ArrayLike, sd_change: ArrayLike
) -> EffectSizes:
    """Change of one arm from baseline; no comparator, so no effect of treatment.

    Parameters
    ----------
    n : array_like, shape (k,)
        Participants.
    mean_baseline, mean_final : array_like, shape (k,)
        Means before and after.
    sd_change : array_like, shape (k,)
        Standard deviation of the participants' own changes; see `change_sd`.

    Returns
    -------
    EffectSizes
        Final minus baseline, in the scores' unit; variance ``sd_change^2 / n``.
    """
    count, before, after, sd = read_columns(
        participants=n, baseline_mean=mean_baseline, final_mean=mean_final, sd_of_change=sd_change
    )
    _check_arm(count, sd)
    return EffectSizes("mean change", after - before, sd**2 / count)


def standardised_mean_change(
    n: ArrayLike,
    mean_baseline: ArrayLike,
    mean_final: ArrayLike,
    sd_baseline: ArrayLike,
    correlation: ArrayLike,
) -> EffectSizes:
    """Change of one arm in standard deviations at baseline.

    Parameters
    ----------
    n, mean_baseline, mean_final : array_like, shape (k,)
        As in `mean_change`.
    sd_baseline : array_like, shape (k,)
        Standard deviation of the scores before.
    correlation : array_like, shape (k,)
        Correlation of scores before and after, within -1 to 1. Rarely published: try several.

    Returns
    -------
    EffectSizes
        Variance ``2 (1 - r) / n + g^2 / (2 n)``.

    Notes
    -----
    Becker BJ. Br J Math Stat Psychol 1988;41:257-278; the exact factor on n - 1. As metafor's SMCR.
    """
    count, before, after, sd, r = read_columns(
        participants=n,
        baseline_mean=mean_baseline,
        final_mean=mean_final,
        sd_at_baseline=sd_baseline,
        correlation=correlation,
    )
    _check_arm(count, sd)
    refuse("correlation", np.abs(r) >= 1, r, "between -1 and 1; correct it")
    g = hedges_factor(count - 1) * (after - before) / sd
    return EffectSizes("standardised mean change", g, 2 * (1 - r) / count + g**2 / (2 * count))


def change_sd(sd_baseline: ArrayLike, sd_final: ArrayLike, correlation: ArrayLike) -> FloatArray:
    """Return the standard deviation of changes from those of the scores and their correlation.

    ``sqrt(s0^2 + s1^2 - 2 r s0 s1)`` (Cochrane Handbook, 6.5.2.8); an assumption wherever r is one.

    Examples
    --------
    >>> change_sd([10.0], [10.0], [0.5])
    array([10.])
    """
    s0, s1, r = read_columns(sd_at_baseline=sd_baseline, final_sd=sd_final, correlation=correlation)
    refuse("SD at baseline", s0 <= 0, s0, "above 0; correct it")
    refuse("final SD", s1 <= 0, s1, "above 0; correct it")
    refuse("correlation", np.abs(r) >= 1, r, "between -1 and 1; correct it")
    return np.asarray(np.sqrt(s0**2 + s1**2 - 2 * r * s0 * s1))


def hedges_factor(df: ArrayLike) -> FloatArray:
    """Factor that makes Cohen's d unbiased, ``G(m/2) / (sqrt(m/2) G((m-1)/2))`` for m = `df` > 1.

    Not the usual approximation ``1 - 3 / (4 m - 1)``, which is off by 1% at m = 3.

    Examples
    --------
    >>> round(float(hedges_factor(10)), 4)
    0.9227
    """
    m = np.asarray(df, dtype=np.float64)
    refuse("degrees of freedom", np.atleast_1d(m) <= 1, np.atleast_1d(m), "more than 1 are needed")
    return np.asarray(
        np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2)
    )


def _read_arms(
    n: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    n_comparator: ArrayLike,
    mean_comparator: ArrayLike,
    sd_comparator: ArrayLike,
) -> list[FloatArray]:
    columns = read_columns(
        participants=n,
        mean=mean,
        SD=sd,
        participants_of_the_comparator=n_comparator,
        mean_of_the_comparator=mean_comparator,
        SD_of_the_comparator=sd_comparator,
    )
    _check_arm(columns[0], columns[2])
    _check_arm(columns[3], columns[5])
    return columns


def _check_arm(n: FloatArray, sd: FloatArray) -> None:
    refuse("participants", n < 2, n, "two or more an arm; leave the trial out")
    refuse("SD", sd <= 0, sd, "above 0; give standard deviations, and leave out trials without")
