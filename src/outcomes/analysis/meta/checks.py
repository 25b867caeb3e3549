"""What every meta-analysis asks of its input before it computes anything."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from outcomes.errors import AnalysisError

FloatArray = NDArray[np.float64]


def read_effects(
    yi: ArrayLike, vi: ArrayLike, *, at_least: int = 2, what: str = "a meta-analysis"
) -> tuple[FloatArray, FloatArray]:
    """Return effects and their sampling variances as float arrays, or say what is wrong with them.

    Parameters
    ----------
    yi : array_like, shape (k,)
        One effect a trial.
    vi : array_like, shape (k,)
        Its sampling variance (squared standard error), above 0.
    at_least : int
        How many trials the analysis needs.
    what : str
        Name of the analysis, for the message.

    Raises
    ------
    AnalysisError
        For arrays that do not match, Series whose labels do not (the same labels in another order
        are put in order), masked values, too few trials, an absent or infinite number, or a
        variance that is not above 0.
    """
    effects = read_column("effect", yi)
    variances = read_column("variance", _pair(yi, vi))
    if effects.shape != variances.shape:
        raise AnalysisError(
            f"{effects.size} effects and {variances.size} variances: give one variance an effect"
        )
    if effects.size < at_least:
        raise AnalysisError(
            f"{what} needs {at_least} trials or more and {effects.size} given: "
            "report a single trial's own estimate and interval"
        )
    low = np.flatnonzero(variances <= 0)
    if low.size:
        place = int(low[0])
        raise AnalysisError(
            f"trial {place + 1} of {variances.size}: its variance is {variances[place]:g}, and a "
            "variance is above 0; give squared standard errors, and correct or leave out the trial"
        )
    return effects, variances


def _pair(yi: ArrayLike, vi: ArrayLike) -> ArrayLike:
    """Return variances in the order of the effects, where both are labelled."""
    if not (isinstance(yi, pd.Series) and isinstance(vi, pd.Series)) or yi.index.equals(vi.index):
        return vi
    if yi.index.is_unique and vi.index.is_unique and set(yi.index) == set(vi.index):
        return np.asarray(vi.reindex(yi.index))
    raise AnalysisError(
        "effects and variances are labelled differently, so it is not known which belong together: "
        "give both the same index, each label once, or give plain arrays in the same order"
    )


def read_column(name: str, values: ArrayLike, length: int | None = None) -> FloatArray:
    """Return a column of finite numbers, or say which one is not.

    Parameters
    ----------
    name : str
        What the numbers are, for the message.
    values : array_like, shape (k,)
        The numbers; a single one stands for a column of one, or of `length`.
    length : int, optional
        Rows that there must be.
    """
    if np.ma.is_masked(values):
        raise AnalysisError(f"{name}: values are masked; leave those trials out of every column")
    try:
        column = np.atleast_1d(np.asarray(values, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise AnalysisError(f"{name}: numbers are needed ({error})") from error
    if column.ndim != 1:
        raise AnalysisError(f"{name}: one number a trial is needed, not a table of {column.shape}")
    if length is not None and column.size == 1:
        column = np.repeat(column, length)
    if length is not None and column.size != length:
        raise AnalysisError(f"{name}: {column.size} numbers for {length} trials; give one a trial")
    strange = np.flatnonzero(~np.isfinite(column))
    if strange.size:
        place = int(strange[0])
        raise AnalysisError(
            f"trial {place + 1} of {column.size}: its {name} is {column[place]}; "
            "leave the trial out, or find the number"
        )
    return column


def check_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Refuse an option that does not exist, naming those that do."""
    if value not in choices:
        raise AnalysisError(f"{name}={value!r}: choose one of {', '.join(choices)}")
