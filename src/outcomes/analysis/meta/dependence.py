"""Sampling covariance of effects that are not independent."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, read_effects
from outcomes.analysis.meta.design import read_groups
from outcomes.analysis.meta.effects.sizes import EffectSizes
from outcomes.errors import AnalysisError


def share_controls(effects: EffectSizes, control: ArrayLike) -> FloatArray:
    """Covariance matrix of effects some of which were measured against the same comparator arm.

    Parameters
    ----------
    effects : EffectSizes
        Of two arms (differences or ratios).
    control : array_like of str, shape (k,)
        Name of each effect's comparator arm, unique over all trials (as ``russell c21``).

    Returns
    -------
    ndarray, shape (k, k)
        ``vi`` on the diagonal; between two effects with one comparator the part of the variance
        that it brings: ``sd_c^2 / n_c`` for a mean difference, ``1/c - 1/n_c`` for a log risk
        ratio, ``1/c + 1/d`` for a log odds ratio, ``p_c (1 - p_c) / n_c`` for a risk difference,
        and ``1/n_c + g_i g_j (n_c - 1) / (2 df_i df_j)`` for a standardised one.

    Raises
    ------
    AnalysisError
        If effects of one arm have no comparator, or rows with one comparator's name differ in it.

    Notes
    -----
    Gleser LJ, Olkin I, in Cooper, Hedges and Valentine, 2009, ch. 19. Their second term for
    standardised differences, ``g_i g_j / (2 N)``, is for one standard deviation pooled over all
    arms; here each comparison has its own, and the term follows from the covariance of two pooled
    variances that share an arm (docs/methods/meta-analysis.md).
    """
    if effects.control_variance is None or effects.control_loading is None:
        raise AnalysisError(f"{effects.measure}: it has no comparator arm that could be shared")
    names = np.array(read_groups("control", control, effects.yi.size), dtype=object)
    shared = effects.control_variance
    for name in dict.fromkeys(names):
        inside = np.flatnonzero(names == name)
        if np.ptp(shared[inside]) > 1e-9 * np.max(shared[inside]):
            rows = ", ".join(str(place + 1) for place in inside)
            raise AnalysisError(
                f"comparator {name}: trials {rows} name it, but their comparator arms differ; "
                "give the same numbers, or another name"
            )
    same = names[:, None] == names[None, :]
    both = shared[:, None] + np.outer(effects.control_loading, effects.control_loading)
    matrix = np.where(same, both, 0.0)
    np.fill_diagonal(matrix, effects.vi)
    return matrix


def correlate_within(vi: ArrayLike, trials: ArrayLike, correlation: float) -> FloatArray:
    """Covariance matrix of effects of which those of one trial have correlated sampling errors.

    Parameters
    ----------
    vi : array_like, shape (k,)
        Sampling variances.
    trials : array_like of str, shape (k,)
        Trial of each effect.
    correlation : float
        Of the sampling errors of two effects of one trial, as two visits or outcomes; 0 up to but
        not including 1. Seldom known: a working value such as 0.6, and others beside it, with the
        robust variance of `pool_dependent` to forgive the guess.

    Notes
    -----
    Pustejovsky JE, Tipton E. Prev Sci 2022;23:425-438 (correlated and hierarchical effects).
    """
    _, variances = read_effects(np.zeros(np.size(vi)), vi, at_least=1)
    if not 0 <= correlation < 1:
        raise AnalysisError(f"correlation {correlation:g}: give one from 0 to below 1, such as 0.6")
    names = np.array(read_groups("trials", trials, variances.size), dtype=object)
    same = names[:, None] == names[None, :]
    root = np.sqrt(variances)
    matrix = np.where(same, correlation * np.outer(root, root), 0.0)
    np.fill_diagonal(matrix, variances)
    return matrix
