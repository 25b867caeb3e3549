"""Least-squares means: which rows of the design they are, and how these are averaged."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.margins import Margins
from outcomes.errors import AnalysisError

WEIGHTS = ("equal", "proportional")


@dataclass(frozen=True)
class Grid:
    """Combinations of variables, and what each averages over.

    Parameters
    ----------
    by : tuple of str
        Variables whose combinations get a mean each.
    cells : list of tuple
        Those combinations.
    contrasts : numpy.ndarray
        One row of the centred design a cell.
    """

    by: tuple[str, ...]
    cells: list[tuple[Any, ...]]
    contrasts: Array


def as_names(by: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return one or several names as a tuple."""
    if by is None:
        return ()
    return (by,) if isinstance(by, str) else tuple(by)


def make_grid(
    design: Design,
    margins: Margins,
    by: Sequence[str],
    at: Mapping[str, Any] | None,
    weights: str,
) -> Grid:
    """Make the design rows of least-squares means.

    Categorical variables take all levels, numeric ones their mean over the rows of the fit; a
    numeric variable with two values (an indicator) counts as categorical, as in R's emmeans.
    ``at`` overrides this with one value or several. What is not in ``by`` is averaged over, with
    equal weights or in proportion to the rows of the fit.
    """
    if weights not in WEIGHTS:
        raise AnalysisError(f"weights may be {' or '.join(WEIGHTS)}, not {weights!r}")
    values = _values(design, margins, dict(at or {}))
    for name in by:
        if name not in values:
            raise AnalysisError(
                f"{name} is no variable of the model, so there are no means by it; "
                f"there are {', '.join(values)}"
            )
    over = tuple(name for name in values if name not in by and len(values[name]) > 1)
    fixed = {name: own[0] for name, own in values.items() if name not in by and name not in over}
    cells = list(itertools.product(*(values[name] for name in by)))
    parts = list(itertools.product(*(values[name] for name in over)))
    share = _shares(design, margins, over, parts, weights)
    kept = [place for place, own in enumerate(share) if own > 0]
    number = len(cells) * len(kept)
    combined = [(*cell, *parts[place]) for cell in cells for place in kept]
    columns = {name: [row[place] for row in combined] for place, name in enumerate((*by, *over))}
    columns |= {name: [value] * number for name, value in fixed.items()}
    frame = pd.DataFrame(columns, index=range(number))
    codes = {
        name: np.array([levels.index(value) for value in columns[name]], dtype=np.int64)
        for name, levels in design.factor_levels.items()
    }
    rows = design.rows(frame, codes).reshape(len(cells), len(kept), -1)
    return Grid(tuple(by), cells, np.einsum("cpq,p->cq", rows, share[kept]))


def differences(grid: Grid, reference: Any) -> tuple[list[tuple[Any, ...]], Array]:
    """Return differences of a grid's last variable from one of its levels.

    The cells have that level added; without ``reference`` it is the first.
    """
    name = grid.by[-1]
    levels = tuple(dict.fromkeys(cell[-1] for cell in grid.cells))
    against = levels[0] if reference is None else reference
    if against not in levels:
        raise AnalysisError(
            f"{name} has no level {against!r} to compare with; "
            f"there are {', '.join(map(str, levels))}"
        )
    rows = dict(zip(grid.cells, grid.contrasts, strict=True))
    pairs = [cell for cell in grid.cells if cell[-1] != against]
    if not pairs:
        raise AnalysisError(
            f"{name} has one value only, or is a number of which the model has the slope, so there "
            "is nothing to compare; make a number that stands for groups categorical"
        )
    result = np.array([rows[cell] - rows[(*cell[:-1], against)] for cell in pairs])
    return [(*cell, against) for cell in pairs], result


def _values(design: Design, margins: Margins, at: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return the values that each variable of the model takes."""
    values: dict[str, tuple[Any, ...]] = dict(design.factor_levels)
    for name in design.numeric_variables:
        two = name in margins.variables and len(margins.values_of(name)) == 2
        values[name] = tuple(map(_plain, margins.values_of(name) if two else (margins.mean(name),)))
    for name, wanted in at.items():
        if name not in values:
            raise AnalysisError(
                f"{name} in at is no variable of the model; there are {', '.join(values)}"
            )
        listed = isinstance(wanted, (list, tuple, np.ndarray, pd.Series))
        chosen = tuple(wanted) if listed else (wanted,)
        strange = set(chosen) - set(values[name]) if name in design.factor_levels else set()
        if strange:
            raise AnalysisError(f"{name} has no level {', '.join(sorted(map(str, strange)))}")
        values[name] = chosen
    return values


def _plain(value: float) -> float | int:
    """Return a whole number as one, by which arms that are numbered are named."""
    return int(value) if float(value).is_integer() else value


def _shares(
    design: Design,
    margins: Margins,
    over: tuple[str, ...],
    parts: list[tuple[Any, ...]],
    weights: str,
) -> Array:
    """Return the weight of each combination averaged over; they add up to one."""
    if weights == "equal" or not over:
        return np.full(len(parts), 1 / len(parts))
    absent = [name for name in over if name not in margins.variables]
    if absent:
        raise AnalysisError(
            f"{', '.join(absent)} takes several values in at, which have no observed proportions; "
            "use equal weights"
        )
    table = margins.table(over)
    levels = design.factor_levels
    places = [
        tuple(
            levels[name].index(value) if name in levels else value
            for name, value in zip(over, part, strict=True)
        )
        for part in parts
    ]
    counts = np.array([float(table.get(place, 0)) for place in places])
    if counts.sum() == 0:
        raise AnalysisError(f"no row has any of the values asked for of {', '.join(over)}")
    return np.asarray(counts / counts.sum())
