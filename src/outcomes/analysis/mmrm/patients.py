"""Rows of data as patients: checked, put in order, and grouped by the visits they saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import Array, Codes, codes_of, numeric_column
from outcomes.analysis.mmrm.formula import require_columns
from outcomes.analysis.mmrm.margins import Margins
from outcomes.errors import DesignError

MOST_VISITS = 62


@dataclass(frozen=True, eq=False)
class Patients:
    """The rows that enter the fit, in the order of patient and visit.

    Parameters
    ----------
    design : Design
        What the columns are.
    response : numpy.ndarray
        Centred and scaled scores, (rows,), times the root of the weight.
    basis : numpy.ndarray
        Centred basis columns, (rows, basis), times the root of the weight.
    visit : numpy.ndarray
        Position of the visit, (rows,).
    first : numpy.ndarray
        First row of each patient, (patients,).
    pattern : numpy.ndarray
        The visits that each patient saw, as a binary number, (patients,).
    group : numpy.ndarray
        Position of the patient's group, (patients,).
    index : numpy.ndarray
        Row of the frame that each row came from, (rows,).
    weight : numpy.ndarray, optional
        Weights, (rows,).
    names : pandas.Series
        Name of each patient, (patients,).
    margins : Margins
        Counts and means of the explanatory variables.
    excluded : int
        Rows left out because something was missing.
    """

    design: Design
    response: Array
    basis: Array
    visit: Codes
    first: Codes
    pattern: Codes
    group: Codes
    index: Codes
    weight: Array | None
    names: pd.Series[Any]
    margins: Margins
    excluded: int

    @classmethod
    def from_frame(cls, design: Design, frame: pd.DataFrame) -> Patients:
        """Read the rows of a frame.

        Rows with a missing score, covariate, factor, group or weight are left out and counted.

        Raises
        ------
        DesignError
            For a missing patient or visit, a patient with two rows at a visit or in two groups,
            a value that is no level, an infinite number, or a weight that is not positive.
        """
        rows = _read(design, frame)
        kept = frame if len(rows.index) == len(frame) else frame.iloc[rows.index]
        subject = _subject_codes(kept[design.subject], design.subject)
        order = _order(subject, rows.codes[design.visit], design)
        basis = design.basis_columns(kept, rows.codes)
        if not np.isfinite(basis).all():
            raise DesignError("an expression of the formula is missing or infinite for some rows")
        margins = Margins.from_rows(design, rows.codes, rows.numbers)
        if order is not None:
            basis, subject, rows = basis[order], subject[order], rows.take(order)
        first = np.flatnonzero(np.r_[True, subject[1:] != subject[:-1]])
        visit = rows.codes[design.visit]
        response = (rows.score - design.centre) / design.scale
        if rows.weight is not None:
            root = np.sqrt(rows.weight)
            response *= root
            basis *= root[:, None]
        return cls(
            design=design,
            response=response,
            basis=basis,
            visit=visit,
            first=first,
            pattern=np.bitwise_or.reduceat(np.int64(1) << visit, first),
            group=_group_of_patients(rows.group, first, design),
            index=rows.index,
            weight=rows.weight,
            names=kept[design.subject].iloc[first if order is None else order[first]],
            margins=margins,
            excluded=len(frame) - len(rows.index),
        )

    @property
    def marks(self) -> NDArray[np.uint64]:
        """A 64-bit mark of each patient's name, sorted."""
        return np.sort(pd.util.hash_array(np.asarray(self.names)))

    def patterns(self, *, at_most: int) -> Iterator[tuple[int, int, Codes, Codes]]:
        """Yield group, pattern, patients and their rows (patients, visits seen).

        A pattern with more than ``at_most`` rows comes in several parts.
        """
        key = self.group * (np.int64(1) << len(self.design.visits)) + self.pattern
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0])
        for own in np.split(order, starts[1:]):
            pattern, group = int(self.pattern[own[0]]), int(self.group[own[0]])
            seen = pattern.bit_count()
            step = max(1, at_most // seen)
            for begin in range(0, len(own), step):
                part = own[begin : begin + step]
                yield group, pattern, part, self.first[part][:, None] + np.arange(seen)

    def varies_within(self) -> NDArray[np.bool_]:
        """Say for each design column whether it differs between the visits of some patient."""
        new = np.zeros(len(self.visit), dtype=bool)
        new[self.first] = True
        same = np.array([self._constant(own, new[1:]) for own in self.basis.T])
        loading = self.design.loading
        constant = (loading == loading[:1]).all(axis=(0, 1))
        which = np.abs(loading).max(axis=0).argmax(axis=0)
        return np.asarray(~(same[which] & constant))

    def _constant(self, column: Array, new: NDArray[np.bool_]) -> bool:
        """Say whether a basis column is the same at all visits of every patient."""
        if self.weight is not None:
            column = column / np.sqrt(self.weight)
            equal = np.isclose(column[1:], column[:-1])
        else:
            equal = column[1:] == column[:-1]
        return bool((equal | new).all())


@dataclass(frozen=True, eq=False)
class _Rows:
    """The columns that the model needs, as numbers."""

    index: Codes
    score: Array
    codes: dict[str, Codes]
    numbers: dict[str, Array]
    group: Codes
    weight: Array | None

    def take(self, chosen: Codes) -> _Rows:
        """Return some rows, or the rows in another order."""
        return _Rows(
            index=self.index[chosen],
            score=self.score[chosen],
            codes={name: own[chosen] for name, own in self.codes.items()},
            numbers={name: own[chosen] for name, own in self.numbers.items()},
            group=self.group[chosen],
            weight=None if self.weight is None else self.weight[chosen],
        )


def _read(design: Design, frame: pd.DataFrame) -> _Rows:
    """Read the columns and keep the rows in which nothing is missing."""
    if len(design.visits) > MOST_VISITS:
        raise DesignError(f"{len(design.visits)} visits are too many; {MOST_VISITS} can be fitted")
    needed = {design.subject, design.visit, *design.factor_levels, *design.numeric_variables}
    needed |= set(design.response.variables)
    needed |= {name for name in (design.group, design.weights) if name}
    require_columns(frame, needed)
    codes = {**design.codes(frame), design.visit: codes_of(frame[design.visit], design.visits)}
    score = _finite(design.response.evaluate(frame)[:, 0], design.response.expression)
    keep = np.isfinite(score)
    if (codes[design.visit][keep] < 0).any():
        raise DesignError(f"column {design.visit} is empty in a row that has a score")
    for own in codes.values():
        keep &= own >= 0
    numbers = {name: numeric_column(frame, name) for name in design.numeric_variables}
    for name, values in numbers.items():
        keep &= np.isfinite(_finite(values, name))
    weight = _weights(design, frame, keep)
    group = np.zeros(len(frame), dtype=np.int64)
    if design.group is not None:
        group = codes_of(frame[design.group], design.groups)
        keep &= group >= 0
    rows = _Rows(np.arange(len(frame)), score, codes, numbers, group, weight)
    if not keep.any():
        raise DesignError("no row has a score and all covariates")
    return rows if keep.all() else rows.take(np.flatnonzero(keep))


def _group_of_patients(group: Codes, first: Codes, design: Design) -> Codes:
    """Return each patient's group; refuse a patient in two."""
    own = group[first]
    if design.group is not None and (np.repeat(own, _sizes(first, len(group))) != group).any():
        raise DesignError(f"a patient has rows in two groups of column {design.group}")
    return own


def _finite(values: Array, name: str) -> Array:
    if np.isinf(values).any():
        raise DesignError(f"column {name} holds an infinite number")
    return values


def _sizes(first: Codes, rows: int) -> Codes:
    return np.diff(np.append(first, rows))


def _weights(design: Design, frame: pd.DataFrame, keep: NDArray[np.bool_]) -> Array | None:
    if design.weights is None:
        return None
    weight = numeric_column(frame, design.weights)
    keep &= np.isfinite(_finite(weight, design.weights))
    if (weight[keep] <= 0).any():
        raise DesignError(f"column {design.weights} holds a weight that is not above zero")
    return weight


def _subject_codes(series: pd.Series[Any], name: str) -> Codes:
    """Return a number for each patient; an order that is there already is kept."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy().astype(np.int64)
    elif pd.api.types.is_integer_dtype(series.dtype) and not series.hasnans:
        values = series.to_numpy()
        change = values[1:] != values[:-1]
        if (values[1:] >= values[:-1]).all():
            return np.concatenate([[0], np.cumsum(change)]).astype(np.int64)
        codes = pd.factorize(values)[0]
    else:
        codes = pd.factorize(series)[0]
    if (codes < 0).any():
        raise DesignError(f"column {name} is empty in a row that has a score")
    return np.asarray(codes, dtype=np.int64)


def _order(subject: Codes, visit: Codes, design: Design) -> Codes | None:
    """Return what sorts the rows by patient and visit, None where they are sorted."""
    key = subject * len(design.visits) + visit
    step = np.diff(key)
    order = None
    if (step <= 0).any():
        order = np.argsort(key, kind="stable")
        step = np.diff(key[order])
    if (step == 0).any():
        double = int(np.flatnonzero(step == 0)[0])
        row = double if order is None else int(order[double])
        raise DesignError(
            f"{int((step == 0).sum())} rows repeat a patient and visit already there, the first at "
            f"visit {design.visits[visit[row]]}; keep one row a patient and visit"
        )
    return order
