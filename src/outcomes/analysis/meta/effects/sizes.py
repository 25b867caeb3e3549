"""The effects of several trials on one scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, read_column
from outcomes.errors import AnalysisError

MEASURES: dict[str, tuple[str, Callable[[ArrayLike], ArrayLike]]] = {
    "mean difference": ("unit of the scores", np.asarray),
    "mean change": ("unit of the scores", np.asarray),
    "standardised mean difference": ("standard deviations", np.asarray),
    "standardised mean change": ("standard deviations", np.asarray),
    "risk difference": ("share", np.asarray),
    "risk ratio": ("log risk ratio", np.exp),
    "odds ratio": ("log odds ratio", np.exp),
    "proportion, raw": ("share", np.asarray),
    "proportion, logit": ("log odds", lambda x: 1 / (1 + np.exp(-np.asarray(x, float)))),
    "proportion, arcsine": (
        "arcsine of the root",
        lambda x: np.sin(np.clip(np.asarray(x, float), 0, np.pi / 2)) ** 2,
    ),
    "proportion, double arcsine": (
        "double arcsine",
        lambda x: np.sin(np.clip(np.asarray(x, float), 0, np.pi / 2)) ** 2,
    ),
    "correlation": ("Fisher z", np.tanh),
}
"""Scale on which each measure is pooled, and the way back to the one that people read."""


@dataclass(frozen=True, eq=False)
class EffectSizes:
    """Effects of several trials, on the scale on which they are pooled.

    Attributes
    ----------
    measure : str
        A key of `MEASURES`.
    yi, vi : ndarray, shape (k,)
        Effects and sampling variances.
    control_variance : ndarray, shape (k,), or None
        The part of `vi` that comes from the comparator; two effects with one comparator share it.
    control_loading : ndarray, shape (k,), or None
        What a shared comparator adds through the standard deviation: ``l_i l_j``; 0 but for
        standardised differences.
    """

    measure: str
    yi: FloatArray
    vi: FloatArray
    control_variance: FloatArray | None = None
    control_loading: FloatArray | None = None

    @property
    def scale(self) -> str:
        """What `yi` is measured in."""
        return MEASURES[self.measure][0]

    def back(self, value: float) -> float:
        """Return a value on the scale that people read, as a risk ratio from its logarithm."""
        return float(np.asarray(MEASURES[self.measure][1](value)))


def read_columns(**columns: ArrayLike) -> list[FloatArray]:
    """Return columns of one length; a single number stands for a column of it."""
    length = max(np.atleast_1d(np.asarray(values)).size for values in columns.values())
    return [read_column(name.replace("_", " "), values, length) for name, values in columns.items()]


def refuse(name: str, wrong: np.ndarray, values: FloatArray, must: str) -> None:
    """Name the first trial whose number breaks a rule.

    Parameters
    ----------
    name : str
        What the number is.
    wrong : ndarray of bool, shape (k,)
        Trials that break it.
    values : ndarray, shape (k,)
        The numbers.
    must : str
        What they must be, and what to do.
    """
    places = np.flatnonzero(wrong)
    if places.size:
        place = int(places[0])
        raise AnalysisError(f"trial {place + 1} of {values.size}: {name} {values[place]:g}: {must}")
