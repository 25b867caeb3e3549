"""Proportions of single arms, on a scale where they can be pooled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import check_choice
from outcomes.analysis.meta.effects.sizes import EffectSizes, read_columns, refuse

TRANSFORMS = ("logit", "arcsine", "double arcsine", "raw")


def proportion(events: ArrayLike, n: ArrayLike, *, transform: str = "logit") -> EffectSizes:
    """Share of participants with an event, transformed.

    Parameters
    ----------
    events, n : array_like, shape (k,)
        Participants with the event, and all.
    transform : str
        - ``logit``: ``log(p / (1 - p))``, variance ``1/x + 1/(n - x)``; a trial with nobody, or
          everybody, gets 0.5 in both cells. The usual choice.
        - ``arcsine``: ``asin(sqrt(p))``, variance ``1 / (4 n)``; zero needs no filling.
        - ``double arcsine``: Freeman and Tukey's average of two arcsines, variance
          ``1 / (4 n + 2)``.
        - ``raw``: p itself, variance ``p (1 - p) / n``; only for shares far from 0 and 1.

    Returns
    -------
    EffectSizes
        `EffectSizes.back` gives shares. For the double arcsine it is ``sin^2``, without Miller's
        correction by a mean sample size, which can turn results around (Schwarzer G et al. Res
        Synth Methods 2019;10:476-483); small trials are then off by about ``1 / n``.

    Notes
    -----
    Freeman MF, Tukey JW. Ann Math Stat 1950;21:607-611; as metafor's PLO, PAS, PFT and PR.
    """
    check_choice("transform", transform, TRANSFORMS)
    x, total = read_columns(events=events, participants=n)
    refuse("participants", total < 1, total, "one or more; leave the trial out")
    refuse("events", (x < 0) | (x > total), x, "from 0 to the number of participants; correct them")
    measure = f"proportion, {transform}"
    if transform == "arcsine":
        return EffectSizes(measure, np.arcsin(np.sqrt(x / total)), 1 / (4 * total))
    if transform == "double arcsine":
        y = (np.arcsin(np.sqrt(x / (total + 1))) + np.arcsin(np.sqrt((x + 1) / (total + 1)))) / 2
        return EffectSizes(measure, y, 1 / (4 * total + 2))
    extreme = (x == 0) | (x == total)
    x, rest = x + 0.5 * extreme, total - x + 0.5 * extreme
    if transform == "raw":
        share = x / (x + rest)
        return EffectSizes(measure, share, share * (1 - share) / (x + rest))
    return EffectSizes(measure, np.log(x / rest), 1 / x + 1 / rest)
