"""Moderators of trials become a design matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, read_column
from outcomes.errors import DesignError

INTERCEPT = "intercept"


@dataclass(frozen=True, eq=False)
class Design:
    """A design matrix of full rank with the names of its columns.

    Attributes
    ----------
    matrix : ndarray, shape (k, p)
        The intercept first.
    terms : tuple of str
        Names, as ``intercept``, ``year`` and ``alloc: random``.
    """

    matrix: FloatArray
    terms: tuple[str, ...]


def build_design(moderators: Mapping[str, ArrayLike], k: int) -> Design:
    """Return an intercept and one column a number, one a category but the first.

    Parameters
    ----------
    moderators : mapping of str to array_like, shape (k,)
        Numbers and truth values enter as they are; text as categories, the first in alphabetical
        order being the reference.
    k : int
        Trials.

    Raises
    ------
    DesignError
        If a moderator is constant, or can be told from the others, or there are too few trials.
    """
    columns = [(INTERCEPT, np.ones(k))]
    for name in moderators:
        columns.extend(_encode(name, moderators[name], k))
    matrix = np.column_stack([column for _, column in columns])
    terms = tuple(term for term, _ in columns)
    if k <= len(terms):
        raise DesignError(
            f"{len(terms)} coefficients ({', '.join(terms)}) and {k} trials: there must be more "
            "trials than coefficients; use fewer moderators"
        )
    scaled = matrix / np.maximum(np.max(np.abs(matrix), axis=0), np.finfo(float).tiny)
    if np.linalg.matrix_rank(scaled) < len(terms):
        raise DesignError(
            f"moderators {', '.join(moderators)}: one does not vary between trials, or follows "
            "from the others; leave it out"
        )
    return Design(matrix, terms)


def read_groups(name: str, values: ArrayLike, k: int) -> tuple[str, ...]:
    """Return one label a trial as text, or say which trial has none."""
    labels = pd.Series(np.asarray(values, dtype=object)).reset_index(drop=True)
    if len(labels) != k:
        raise DesignError(f"{name}: {len(labels)} labels for {k} trials; give one a trial")
    absent = np.flatnonzero(labels.isna() | (labels.astype(str).str.strip() == ""))
    if absent.size:
        raise DesignError(
            f"{name}: trial {int(absent[0]) + 1} of {k} has none; name it, or leave the trial out"
        )
    return tuple(str(label) for label in labels)


def _encode(name: str, values: ArrayLike, k: int) -> Iterator[tuple[str, FloatArray]]:
    series = pd.Series(values)
    if pd.api.types.is_numeric_dtype(series):
        yield name, read_column(name, series.to_numpy(dtype=float, na_value=np.nan), k)
        return
    labels = read_groups(name, values, k)
    for level in sorted(set(labels))[1:]:
        yield f"{name}: {level}", np.array([float(label == level) for label in labels])
