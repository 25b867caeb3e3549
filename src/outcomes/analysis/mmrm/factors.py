"""The factors of a model formula: how a variable becomes one or more columns of numbers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.errors import DesignError

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NumericFactor:
    """A numeric variable, or an expression of variables that formulaic evaluates.

    Parameters
    ----------
    expression : str
        As written in the formula.
    variables : tuple of str
        Columns of the data that it needs.
    names : tuple of str
        Names of its columns: one, except for such things as ``poly(x, 2)``.
    centre, scale : numpy.ndarray
        Fixed numbers, one a column; inside the fit the column is ``(x - centre) / scale``.
    spec : formulaic.ModelSpec, optional
        What evaluates the expression; None for a plain column.
    """

    expression: str
    variables: tuple[str, ...]
    names: tuple[str, ...]
    centre: Array
    scale: Array
    spec: Any = None

    def evaluate(self, frame: pd.DataFrame) -> Array:
        """Return the raw columns, shape (rows, columns); absent values are NaN."""
        if self.spec is None:
            return numeric_column(frame, self.expression)[:, None]
        return evaluate_expression(self.spec, frame)


@dataclass(frozen=True, eq=False)
class CategoricalFactor:
    """A variable with levels, and the numbers that stand for each level.

    Parameters
    ----------
    expression : str
        As written in the formula: a column, or ``C(column, ...)``.
    variable : str
        Column of the data.
    levels : tuple
        In order; the first is the reference.
    codings : dict
        For ``reduced``, ``full`` and ``sum`` coding: an array (levels, columns).
    names : dict
        For the same three, the names of the columns.
    """

    expression: str
    variable: str
    levels: tuple[Any, ...]
    codings: dict[str, Array]
    names: dict[str, tuple[str, ...]]

    @property
    def plain(self) -> bool:
        """Whether columns are indicators of levels, the first level being the reference."""
        unit = np.eye(len(self.levels))
        full, reduced = self.codings["full"], self.codings["reduced"]
        return np.array_equal(full, unit) and np.array_equal(reduced, unit[:, 1:])


def numeric_column(frame: pd.DataFrame, name: str) -> Array:
    """Return one column as floats; absent values are NaN."""
    try:
        return np.asarray(frame[name].to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError):
        raise DesignError(
            f"column {name} holds something that is not a number; make it categorical or correct it"
        ) from None


def evaluate_expression(spec: Any, frame: pd.DataFrame) -> Array:
    """Return the columns of an expression such as ``np.log(x)``; absent values are NaN."""
    from formulaic.errors import FormulaicError

    try:
        matrix = spec.get_model_matrix(frame, na_action="ignore")
    except FormulaicError as error:
        raise DesignError(f"{spec.formula} cannot be computed: {error}") from error
    values = np.asarray(matrix, dtype=np.float64)
    return values.reshape(len(frame), -1)


def is_categorical(series: pd.Series[Any]) -> bool:
    """Say whether a column holds categories: text, objects or a pandas categorical."""
    return isinstance(series.dtype, pd.CategoricalDtype) or not (
        pd.api.types.is_numeric_dtype(series.dtype) or pd.api.types.is_bool_dtype(series.dtype)
    )


def levels_of(series: pd.Series[Any]) -> tuple[Any, ...]:
    """Return the levels that occur: in the order of a categorical, else sorted."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy()
        seen = np.bincount(codes[codes >= 0], minlength=len(series.cat.categories)) > 0
        return tuple(series.cat.categories[seen].tolist())
    values = series.dropna().unique()
    try:
        return tuple(sorted(np.asarray(values).tolist()))
    except TypeError:
        raise DesignError(
            f"the levels of column {series.name} cannot be put in order; make it categorical"
        ) from None


def codes_of(series: pd.Series[Any], levels: tuple[Any, ...]) -> Codes:
    """Return the position of each value among the levels, -1 where absent.

    Raises
    ------
    DesignError
        For a value that is not among the levels.
    """
    categorical = isinstance(series.dtype, pd.CategoricalDtype)
    if categorical and tuple(series.cat.categories) == levels:
        return np.asarray(series.cat.codes.to_numpy(), dtype=np.int64)
    index = pd.Index(list(levels))
    if categorical:
        mapping = index.get_indexer(pd.Index(series.cat.categories.tolist()))
        own = series.cat.codes.to_numpy().astype(np.int64)
        codes = np.where(own >= 0, mapping[own], -1) if len(mapping) else own
        strange = (own >= 0) & (codes < 0)
    else:
        own, values = pd.factorize(series)
        mapping = index.get_indexer(pd.Index(values))
        codes = np.where(own >= 0, mapping[own], -1) if len(mapping) else own
        strange = (codes < 0) & series.notna().to_numpy()
    if strange.any():
        found = series[strange].iloc[0]
        raise DesignError(
            f"column {series.name} holds {str(found)!r}, which is not one of its levels "
            f"({', '.join(map(str, levels))}); name all levels when the design is made"
        )
    return np.asarray(codes, dtype=np.int64)


def plain_categorical(name: str, levels: tuple[Any, ...]) -> CategoricalFactor:
    """Code a column by indicators; the first level is the reference."""
    number = len(levels)
    identity = np.eye(number)
    return CategoricalFactor(
        expression=name,
        variable=name,
        levels=levels,
        codings={"full": identity, "reduced": identity[:, 1:], "sum": sum_coding(number)},
        names={
            "full": tuple(f"{name}[{level}]" for level in levels),
            "reduced": tuple(f"{name}[T.{level}]" for level in levels[1:]),
            "sum": tuple(f"{name}[S.{level}]" for level in levels[:-1]),
        },
    )


def coded_categorical(expression: str, name: str, levels: tuple[Any, ...]) -> CategoricalFactor:
    """Code a column as ``C(column, contrasts)`` asks; formulaic does the coding."""
    from formulaic import Formula

    frame = pd.DataFrame({name: pd.Categorical(list(levels), categories=list(levels))})
    codings: dict[str, Array] = {"sum": sum_coding(len(levels))}
    names: dict[str, tuple[str, ...]] = {"sum": tuple(f"{name}[S.{v}]" for v in levels[:-1])}
    for coding, intercept in (("full", "0"), ("reduced", "1")):
        matrix = Formula(f"{intercept} + {expression}").get_model_matrix(frame)
        kept = [column for column in matrix.columns if column != "Intercept"]
        codings[coding] = matrix[kept].to_numpy(dtype=float)
        names[coding] = tuple(kept)
    return CategoricalFactor(expression, name, levels, codings, names)


def sum_coding(number: int) -> Array:
    """Return effect coding, (number, number - 1): the last level is minus the others' sum."""
    return np.vstack([np.eye(number - 1), -np.ones((1, max(number - 1, 0)))])


def codings_of_terms(
    terms: Sequence[Sequence[str]], categorical: set[str]
) -> list[list[dict[str, bool]]]:
    """Decide which factors of each term are coded in full, so that no column is redundant.

    A term spans every sub-term of its categorical factors. Sub-terms that an earlier term with the
    same numeric factors spans already are left out; the rest are merged two by two, a factor that
    is there with and without becoming fully coded (the rule of S and of its descendants).

    Parameters
    ----------
    terms : sequence of sequence of str
        Factor expressions of each term, in order.
    categorical : set of str
        Which of them are categorical.

    Returns
    -------
    list of list of dict
        For each term its parts; a part maps each categorical factor to whether its coding is full.
    """
    spanned: dict[frozenset[str], set[frozenset[str]]] = {}
    result = []
    for term in terms:
        factors = [name for name in term if name in categorical]
        numeric = frozenset(name for name in term if name not in categorical)
        known = spanned.setdefault(numeric, set())
        subsets = [
            frozenset(chosen)
            for size in range(len(factors) + 1)
            for chosen in itertools.combinations(factors, size)
        ]
        new = [subset for subset in subsets if subset not in known]
        known.update(new)
        parts = _merge([dict.fromkeys(sorted(subset, key=factors.index), False) for subset in new])
        result.append([{name: part[name] for name in factors if name in part} for part in parts])
    return result


def _merge(parts: list[dict[str, bool]]) -> list[dict[str, bool]]:
    """Merge parts that differ by one reduced factor into one part with that factor in full."""
    for short, long in itertools.permutations(parts, 2):
        extra = set(long) - set(short)
        if len(long) != len(short) + 1 or len(extra) != 1:
            continue
        (name,) = extra
        if long[name] or any(long[key] != short[key] for key in short):
            continue
        rest = [part for part in parts if part is not short and part is not long]
        merged = {**long, name: True}
        return _merge(sorted([*rest, merged], key=len))
    return parts
