"""Counts and means of the explanatory variables: what least-squares means average over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import Array, Codes

DENSE_CELLS = 1_000_000


@dataclass(frozen=True)
class Margins:
    """Sums over rows, addable.

    Parameters
    ----------
    rows : int
        Number of rows.
    totals : dict
        Sum of each numeric variable.
    variables : tuple of str
        The variables of the joint table: categorical ones, and numeric ones that have taken at
        most two values.
    counts : dict
        Rows by combination of their values (positions for categorical variables).
    """

    rows: int
    totals: dict[str, float]
    variables: tuple[str, ...]
    counts: dict[tuple[Any, ...], int]

    @classmethod
    def from_rows(
        cls, design: Design, codes: Mapping[str, Codes], numbers: Mapping[str, Array]
    ) -> Margins:
        """Count the rows of one frame."""
        variables: list[str] = []
        positions: list[Codes] = []
        values: list[NDArray[Any]] = []
        for name, levels in {**design.factor_levels, design.visit: design.visits}.items():
            variables.append(name)
            positions.append(codes[name])
            values.append(np.arange(len(levels)))
        for name, column in numbers.items():
            few = _few_values(column)
            if few is not None:
                variables.append(name)
                positions.append((column == few[-1]).astype(np.int64) * (len(few) - 1))
                values.append(few)
        sizes = [len(own) for own in values]
        cells = np.zeros(len(positions[0]), dtype=np.int64)
        for own, size in zip(positions, sizes, strict=True):
            cells = cells * size + own
        if np.prod([float(size) for size in sizes]) <= DENSE_CELLS:
            table = np.bincount(cells, minlength=1)
            seen = np.flatnonzero(table)
            number = table[seen]
        else:
            seen, number = np.unique(cells, return_counts=True)
        places = np.unravel_index(seen, sizes)
        keys = zip(
            *(own[place].tolist() for own, place in zip(values, places, strict=True)), strict=True
        )
        return cls(
            rows=len(cells),
            totals={name: float(column.sum()) for name, column in numbers.items()},
            variables=tuple(variables),
            counts=dict(zip(keys, number.tolist(), strict=True)),
        )

    def __add__(self, other: Margins) -> Margins:
        """Add the rows of another; a variable that now has three values leaves the table."""
        shared = tuple(name for name in self.variables if name in other.variables)
        own, more = self.table(shared), other.table(shared)
        counts = {key: own.get(key, 0) + more.get(key, 0) for key in {**own, **more}}
        totals = {name: total + other.totals[name] for name, total in self.totals.items()}
        both = Margins(self.rows + other.rows, totals, shared, counts)
        kept = tuple(
            name for name in shared if name not in totals or len(both.values_of(name)) <= 2
        )
        return Margins(both.rows, totals, kept, both.table(kept))

    def mean(self, name: str) -> float:
        """Return the mean of a numeric variable over the rows."""
        return self.totals[name] / self.rows

    def values_of(self, name: str) -> tuple[Any, ...]:
        """Return the values of a variable of the joint table, sorted."""
        place = self.variables.index(name)
        return tuple(sorted({key[place] for key in self.counts}))

    def table(self, names: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
        """Return the joint counts of some of the variables."""
        places = [self.variables.index(name) for name in names]
        result: dict[tuple[Any, ...], int] = {}
        for key, number in self.counts.items():
            part = tuple(key[place] for place in places)
            result[part] = result.get(part, 0) + number
        return result


def _few_values(column: Array) -> Array | None:
    """Return the one or two values of a column, None where it has more."""
    if len(np.unique(column[:1000])) > 2:
        return None
    low, high = column.min(), column.max()
    if not ((column == low) | (column == high)).all():
        return None
    return np.array([low]) if low == high else np.array([low, high])
