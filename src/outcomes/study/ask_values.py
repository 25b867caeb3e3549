"""Queries about single values and whole columns: what may be a code, a slip or another unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from outcomes.study.enrolled import Participants
from outcomes.study.measures import MeasureReading
from outcomes.study.numbers import to_numbers
from outcomes.study.query import Query

Array = NDArray[np.float64]

CODES = frozenset(
    {-1, -7, -8, -9, -88, -99, -888, -999, 9, 66, 77, 88, 97, 98, 99} | {666, 777, 888, 999, 9999}
)
"""Numbers that forms and programs commonly write where there is no answer."""

CODE_LIKE, FAR_OFF = "code-like-value", "far-off-value"

FAR = 1.0
"""A value is far off where nothing lies between it and the others for this share of their span."""

APART = 0.1
"""The same for a value that is a common code and stands there more than once."""

PILED = 1e-4
"""How unlikely a heap at a common code must be, if it were as common as the value beside it."""

DENSE = 20
"""Span of a scale up to which each of its values is common enough for one to be a heap."""

LEAST_HEAP = 5
"""Values that make a heap."""

NARROW = 0.1
"""Share of a scale within which all of its scores lie only if they are of another unit."""

ENOUGH = 20
"""Values below which nothing is asked of their spread."""

LEVELS = 6
"""Different values below which a column has too few for one of them to stand apart."""

FEW = 0.1
"""Share of a column above which a value is no exception."""

LIKERT = 5
"""Span of an item up to which its lowest answer is common."""

MANY = 200
"""Answers among which somebody would have given the lowest."""

_FIX = (
    "If it stands for no value, name it under `missing`; if it is right, answer this query under "
    "`queries`."
)


def ask_about_values(
    cells: pd.DataFrame, readings: Mapping[str, MeasureReading], enrolled: Participants | None
) -> Iterator[Query]:
    """Yield queries about scores and the numbers that describe participants.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row a sound cell: ``measure, name, value, file``; the index is the row in the file.
    readings : mapping of str to MeasureReading
        The measures read.
    enrolled : Participants or None
        Who took part, with their characteristics as text.
    """
    for name, own in cells.groupby("measure", sort=False):
        reading = readings[str(name)]
        narrow = _ask_about_span(own, reading) or _ask_about_lowest(own, reading)
        if narrow is not None:
            yield narrow
            continue
        yield from _ask_about_numbers(own, reading)
    if enrolled is not None:
        yield from _ask_about_people(enrolled, readings)


def _ask_about_numbers(own: pd.DataFrame, reading: MeasureReading) -> Iterator[Query]:
    """Ask once about each number that stands apart in columns of a measure."""
    found: dict[tuple[str, float], list[_Apart]] = {}
    for column, values in own.groupby("name", sort=False)["value"]:
        # a baseline stands in a column of its own, its cells being as the measure's
        item = (reading.cells.get(str(column)) or next(iter(reading.cells.values()))).item
        if item.allowed_values:
            continue
        for one in _find_apart(values, str(column), (item.low, item.high)):
            found.setdefault((one.kind, one.number), []).append(one)
    for alike in found.values():
        yield _make_query(alike, str(own["file"].iloc[0]), reading.name)


def _ask_about_people(
    enrolled: Participants, readings: Mapping[str, MeasureReading]
) -> Iterator[Query]:
    """Ask about the numbers that describe participants."""
    scored = {column for reading in readings.values() for column in reading.cells}
    scored |= {reading.measure.baseline or "" for reading in readings.values()}
    for column in enrolled.people.columns.difference(["participant", "arm", *scored], sort=False):
        texts = enrolled.people[column]
        numbers = to_numbers(texts[texts != ""])
        if numbers.notna().all():
            for one in _find_apart(numbers, str(column), (-math.inf, math.inf)):
                yield _make_query([one], enrolled.file, None)


@dataclass(frozen=True)
class _Apart:
    """A number that stands apart in a column: how often, and where first."""

    kind: str
    number: float
    count: int
    row: int
    column: str


def _make_query(alike: Sequence[_Apart], file: str, measure: str | None) -> Query:
    first, number = alike[0], sum(one.count for one in alike)
    times = "once" if number == 1 else f"{number} times"
    where = f" in {len(alike)} columns" if len(alike) > 1 else ""
    about = "far from all others" if first.kind == FAR_OFF else "apart, where a code often stands"
    return Query(
        first.kind,
        f"The value {first.number:g} stands here {times}{where}, {about}.",
        _FIX,
        file,
        first.row,
        first.column,
        f"{first.number:g}",
        measure,
    )


def _ask_about_span(own: pd.DataFrame, reading: MeasureReading) -> Query | None:
    """Ask where all ready scores of a scale lie within a small part of it."""
    if reading.instrument is not None or len(own) < ENOUGH:
        return None
    (cell,) = reading.cells.values()
    low, high = cell.item.low, cell.item.high
    values = own["value"]
    is_narrow = values.max() - values.min() <= NARROW * (high - low) < math.inf
    if cell.binary or not is_narrow or values.nunique() < LEVELS:
        return None
    (endpoint,) = reading.endpoints.values()
    return Query(
        "narrow-range",
        f"All {len(values)} scores lie between {values.min():g} and {values.max():g}, on a scale "
        f"from {low:g} to {high:g} {endpoint.unit}.",
        "If the table holds another unit or form, as centimetres of a scale in millimetres, say so "
        "(`unit`); if they are right, answer this query under `queries`.",
        str(own["file"].iloc[0]),
        column=str(own["name"].iloc[0]),
        measure=reading.name,
    )


def _ask_about_lowest(own: pd.DataFrame, reading: MeasureReading) -> Query | None:
    """Ask where nobody ever gave the lowest answer of a form of few levels."""
    items = [cell.item for cell in reading.cells.values()]
    few = len(items) > 1 and all(item.whole and item.high - item.low <= LIKERT for item in items)
    if not few or len(own) < MANY or own["value"].nunique() < LIKERT - 1:
        return None
    lowest = own["name"].map({name: cell.item.low for name, cell in reading.cells.items()})
    if (own["value"] == lowest).any():
        return None
    return Query(
        "lowest-never-used",
        f"None of {len(own)} answers is the lowest of its item, {items[0].low:g}.",
        "If the answers are coded from 1, declare it at the measure (`unit: 1-5`); if they are "
        "right, answer this query under `queries`.",
        str(own["file"].iloc[0]),
        column=str(own["name"].iloc[0]),
        measure=reading.name,
    )


def _find_apart(values: pd.Series, column: str, ends: tuple[float, float]) -> Iterator[_Apart]:
    """Find values of one column that stand apart, or heap up at a common code."""
    if len(values) < ENOUGH:
        return
    numbers, counts = np.unique(values.to_numpy(float), return_counts=True)
    if len(numbers) < LEVELS:
        return
    found = {**dict(_pile_up(numbers, counts, ends)), **dict(_stand_apart(numbers, counts, ends))}
    for number, kind in found.items():
        here = values.index[values == number]
        yield _Apart(kind, number, len(here), int(here[0]), column)


def _stand_apart(
    numbers: Array, counts: NDArray[np.int64], ends: tuple[float, float]
) -> Iterator[tuple[float, str]]:
    """Yield the lowest and the highest value where a gap parts them from the others."""
    for place, others in ((0, numbers[1:]), (-1, numbers[:-1])):
        number, count = float(numbers[place]), int(counts[place])
        if count > FEW * counts.sum():
            continue
        span = float(others[-1] - others[0])
        gap = min(abs(number - others[0]), abs(number - others[-1]))
        if span > 0 and gap >= FAR * span:
            yield number, CODE_LIKE if number in CODES else FAR_OFF
        elif number in CODES and number not in ends and count > 1 and gap >= APART * span > 1:
            yield number, CODE_LIKE


def _pile_up(
    numbers: Array, counts: NDArray[np.int64], ends: tuple[float, float]
) -> Iterator[tuple[float, str]]:
    """Yield a common code with a heap of its own, parted from the commonest value by a dip."""
    if ends[1] - ends[0] > DENSE:
        return
    found = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    for number, count in found.items():
        if number not in CODES or number in ends or count < LEAST_HEAP:
            continue
        mode = max((other for other in found if other != number), key=found.__getitem__)
        step = math.copysign(1.0, mode - number)
        dip = found.get(number + step, 0)
        is_parted = abs(mode - number) > 1 and dip < found[mode]
        if is_parted and stats.poisson.sf(count - 1, max(dip, 1)) < PILED:
            yield number, CODE_LIKE
