"""One interval for the average of a few trials, by one rule.

Method note: ``docs/methods/synthesis.md``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import read_effects
from outcomes.analysis.meta.mixed_fit import Interval
from outcomes.analysis.meta.pool import Pooled, pool

FEW = 10
"""Trials below which a between-trial variance of zero may be luck."""


def pool_few(yi: ArrayLike, vi: ArrayLike, *, tau2: str = "REML", level: float = 0.95) -> Pooled:
    """Pool effects of independent trials, with the interval that pages give.

    Two trials are averaged as if they estimated one effect (common effect, normal interval): how
    far trials differ cannot be learned from two, and an interval on one degree of freedom says
    nothing (Bender and others, Res Synth Methods 2018;9:382-392). From three on it is the wider of
    Knapp and Hartung's and the normal interval of the random-effects model, since the former is
    too narrow where trials agree by chance (Wiksten and others, Stat Med 2016;35:2503-2515; Jackson
    and others, Stat Med 2017;36:3923-3934).

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances; k >= 2.
    tau2 : str
        Estimator of the variance between trials, for three trials or more.
    level : float
        Confidence level, of all intervals.

    Returns
    -------
    Pooled
        ``ci`` is the interval; ``method`` and ``test`` say which it is. The prediction interval,
        of t with k - 1 degrees of freedom, is absent for two trials, and where fewer than `FEW`
        show no variance between them.

    Raises
    ------
    AnalysisError
        As `outcomes.analysis.meta.pool`.

    Examples
    --------
    >>> two = pool_few([6.8, 10.3], [16.0, 16.0])
    >>> two.method, two.test, round(two.ci.low, 2), round(two.ci.high, 2)
    ('EE', 'normal', 3.01, 14.09)
    """
    effects, variances = read_effects(yi, vi)
    k = effects.size
    if k == 2:
        return pool(effects, variances, tau2="EE", test="normal", level=level)
    hartung, normal = (
        pool(effects, variances, tau2=tau2, test=test, level=level, pi_df=k - 1)
        for test in ("knapp-hartung", "normal")
    )
    found = hartung if _width(hartung) > _width(normal) else normal
    if k < FEW and found.tau2 == 0:
        return replace(found, pi=Interval(np.nan, np.nan))
    return found


def _width(pooled: Pooled) -> float:
    return pooled.ci.high - pooled.ci.low
