"""Correlations, by Fisher's z."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.meta.effects.sizes import EffectSizes, read_columns, refuse


def correlation(r: ArrayLike, n: ArrayLike) -> EffectSizes:
    """Fisher's z of Pearson correlations, ``atanh(r)`` with variance ``1 / (n - 3)``.

    Parameters
    ----------
    r : array_like, shape (k,)
        Correlations, between -1 and 1.
    n : array_like, shape (k,)
        Participants, 4 or more.

    Notes
    -----
    Fisher RA. Metron 1921;1:3-32. As metafor's ZCOR.
    """
    value, count = read_columns(correlation=r, participants=n)
    refuse("correlation", np.abs(value) >= 1, value, "between -1 and 1; correct it")
    refuse("participants", count < 4, count, "four or more; leave the trial out")
    return EffectSizes("correlation", np.arctanh(value), 1 / (count - 3))
