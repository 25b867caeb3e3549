"""From what a table holds for a visit to its name and its time since baseline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from outcomes.drafting.words import AFTER, AT, BASELINE, UNIT_OF
from outcomes.study.times import WEEKS_PER

_WORD = 3
"""Letters below which a word in a column's name may be short for anything."""
_CLOCKS = {"time", "timepoint", "zeit"}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_TIMED = re.compile(r"([^\W\d_]+)\.?[ _-]?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\.?[ _-]?([^\W\d_]+)")
_FIRST_WORD = re.compile(r"(?<=\w)\s.*")
_WEEK = re.compile(r"s[ _-]?(\d+)", re.IGNORECASE)
"""A week of French, Spanish and Italian tables: a session or an item elsewhere."""

_NUMBERED = re.compile(r"(?:t|v|visit|time|fu|measurement|session)[ _-]?(\d+)")


@dataclass(frozen=True)
class TimePoint:
    """A visit as it will stand in the study file.

    Parameters
    ----------
    code : str
        What the table holds.
    name : str
        What readers see.
    unit : str
        ``day``, ``week`` ...
    time : float
        Since baseline, in that unit.
    guess : str
        Why this time, if the table does not say it; empty if it does.
    """

    code: str
    name: str
    unit: str
    time: float
    guess: str = ""


def find_time_points(
    codes: Sequence[str], column: str, times: pd.Series | None = None
) -> list[TimePoint]:
    """Return the visits that codes stand for, in order of time.

    Parameters
    ----------
    codes : sequence of str
        What the table holds, each once.
    column : str
        Name of the column, which may say the unit.
    times : pandas.Series, optional
        By code, the usual number in another column that is called as a unit of time is; its name
        is that column's.
    """
    unit = unit_of(column)
    if times is not None and (measured := unit_of(str(times.name))):
        points = [
            TimePoint(
                code, code, measured, round(float(times[code])), f"the median of `{times.name}`"
            )
            for code in codes
        ]
        return _named(sorted(points, key=lambda point: point.time), column)
    read = _read_all(codes, unit)
    if all(point is not None for point in read):
        points = sorted((point for point in read if point), key=_weeks)
        return _from_zero(_named(points, column))
    if column.casefold() in _CLOCKS and all(_NUMBER.fullmatch(code) for code in codes):
        why = f"the unit: `{column}` does not say it"
        return _named(
            [TimePoint(c, c, "week", float(c), why) for c in sorted(codes, key=float)], column
        )
    return _in_order(codes, column)


def _weeks(point: TimePoint) -> float:
    return point.time * WEEKS_PER[point.unit]


def is_time_word(text: str) -> bool:
    """Whether a part of a column's name says when, as ``pre``, ``wk6`` or ``t2`` do."""
    small = text.casefold()
    return (
        small in BASELINE
        or small in AFTER
        or _NUMBERED.fullmatch(small) is not None
        or _read(small, None) is not None
    )


def unit_of(name: str) -> str | None:
    """Return the unit of time that a column's name says, None if it says none."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return next((UNIT_OF[word] for word in words if len(word) >= _WORD and word in UNIT_OF), None)


def _read_all(codes: Sequence[str], unit: str | None) -> list[TimePoint | None]:
    """Return the time that each code says, with what the others say of it."""
    read = [_read(code, unit) for code in codes]
    known = [point for point in read if point is not None]
    for place, code in enumerate(codes):
        week = _WEEK.fullmatch(code)
        if known and week and read[place] is None:
            read[place] = TimePoint(code, code, "week", float(week[1]))
    unread = [place for place, point in enumerate(read) if point is None]
    if known and len(unread) == 1 and all(point.time > 0 for point in known):
        code = codes[unread[0]]
        if AFTER.isdisjoint(code.casefold().split()):
            why = "the only one that says no time, taken for the baseline"
            read[unread[0]] = TimePoint(code, code, known[0].unit, 0.0, why)
    return read


def _read(code: str, unit: str | None) -> TimePoint | None:
    """Return the time that a code itself says, None if it says none."""
    small = AT.sub("", code.casefold().strip())
    if small in BASELINE or (
        _FIRST_WORD.sub("", small) in BASELINE and not re.search(r"\d", small)
    ):
        return TimePoint(code, code, unit or "week", 0.0)
    if unit is not None and _NUMBER.fullmatch(small):
        return TimePoint(code, code, unit, float(small))
    parts = _TIMED.fullmatch(small)
    if parts is None:
        return None
    word, number = (parts[1], parts[2]) if parts[1] else (parts[4], parts[3])
    return TimePoint(code, code, UNIT_OF[word], float(number)) if word in UNIT_OF else None


def _named(points: list[TimePoint], column: str) -> list[TimePoint]:
    """Name visits that are bare numbers by their time or their column, as ``month 3``."""
    named = []
    for point in points:
        name = point.name
        if _NUMBER.fullmatch(name):
            word = point.unit if not point.guess else column
            name = f"{word} {name}"
        named.append(TimePoint(point.code, name, point.unit, point.time, point.guess))
    return named


def _from_zero(points: list[TimePoint]) -> list[TimePoint]:
    """Count from day 0 where the first is day 1, as trials that have no day 0 do."""
    if points[0].unit != "day" or points[0].time != 1:
        return points
    why = "day 1 is the baseline, at time 0"
    return [TimePoint(p.code, p.name, p.unit, p.time - 1, why) for p in points]


def _in_order(codes: Sequence[str], column: str) -> list[TimePoint]:
    """Return visits whose times nothing says, a week apart in their own order."""
    ordered = sorted(codes, key=_rank)
    why = "only the order is known: write the true time"
    points = [
        TimePoint(
            code, code, "week", float(number), "" if number == 0 and _rank(code)[0] == 0 else why
        )
        for number, code in enumerate(ordered)
    ]
    return _named(points, column)


def _rank(code: str) -> tuple[int, float, str]:
    small = code.casefold()
    numbers = re.findall(r"\d+(?:\.\d+)?", small)
    place = 0 if small in BASELINE else 2 if small in AFTER else 1
    return place, float(numbers[0]) if numbers else 0.0, small
