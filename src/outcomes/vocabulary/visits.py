"""What a visit is called, in a cell, on an axis and in a sentence, and the times of visits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from outcomes.rounding import format_weeks
from outcomes.study.study import Labels, StudyVisit
from outcomes.study.times import WEEKS_PER

if TYPE_CHECKING:
    import pandas as pd

_UNIT = "|".join(WEEKS_PER)
_TIME = re.compile(rf"({_UNIT})s? (\d+(?:\.\d+)?)")
_SAID = re.compile(rf"\b(?:{_UNIT})s? \d|\d[- ]?(?:{_UNIT})", re.IGNORECASE)
_READABLE = re.compile(rf"({_UNIT}|visit|baseline|follow|end\b|\d+[- ]?({_UNIT}))", re.IGNORECASE)
_NUMBERED_DAY = re.compile(r"day\s+\d", re.IGNORECASE)


def name_time(visit: StudyVisit) -> str:
    """Return a visit with its time where its name does not say it, ``follow-up (year 2.5)``."""
    time = say_time(visit)
    if visit.is_baseline or visit.is_only or visit.name.strip().lower() == time.lower():
        return visit.name
    return f"{visit.name} ({time})"


def say_time(visit: StudyVisit) -> str:
    """Return when a visit is, ``week 52`` or ``year 2.5``, whatever its name.

    The baseline and the only occasion of a study are called by their names.
    """
    if visit.is_baseline or visit.is_only:
        return visit.name
    return visit.time.strip() or f"week {format_weeks(visit.week)}"


def name_visit(visit: str, week: float, labels: Labels) -> str:
    """Return a visit of an estimates frame with its time where its name does not say it.

    Parameters
    ----------
    visit : str
        Its name; empty for one that has none, as a published trial's.
    week : float
        Weeks since baseline, for a visit without a name.
    labels : Labels
        The study's visits.
    """
    known = next((one for one in labels.visits if one.name == visit), None)
    return name_time(known) if known is not None else visit or f"week {format_weeks(week)}"


def name_visits(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the visit's name of each row of an estimates frame."""
    pairs = zip(rows["visit"], rows["week"], strict=True)
    return [name_visit(visit, week, labels) for visit, week in pairs]


def say_visit(visit: str) -> str:
    """Return a visit's name as a sentence can take it: ``week 52``, ``the visit "after"``."""
    return visit if _READABLE.match(visit) else f'the visit "{visit}"'


def at_visit(visit: str) -> str:
    """Return ``at week 52``, ``on day 7`` or ``at the visit "after"``."""
    return f"on {visit}" if _NUMBERED_DAY.match(visit) else f"at {say_visit(visit)}"


def time_axis(weeks: Sequence[float], labels: Labels) -> tuple[list[str], str]:
    """Return the tick labels of visits and the title of their axis.

    In the unit of time that the study file gives these visits in; where it gives several, in the
    shortest of them. A study without a visit at baseline has a start that nobody measured.

    Parameters
    ----------
    weeks : sequence of float
        Weeks since baseline of the visits drawn.
    labels : Labels
        The study's visits.
    """
    times = {visit.week: _TIME.fullmatch(visit.time.strip().lower()) for visit in labels.visits}
    found = {week: match for week in weeks if week != 0 and (match := times.get(week)) is not None}
    given = {match.group(1) for match in found.values()}
    if not given or any(week != 0 and week not in found for week in weeks):
        given.add("week")
    unit = next(unit for unit in WEEKS_PER if unit in given)
    texts = [
        found[week].group(2)
        if week in found and found[week].group(1) == unit
        else format_weeks(week / WEEKS_PER[unit])
        for week in weeks
    ]
    dated = 0 in weeks or not labels.visits or any(visit.is_baseline for visit in labels.visits)
    return texts, f"{unit.capitalize()}s since {'baseline' if dated else 'the start'}"


def say_times(visits: Iterable[str]) -> bool:
    """Whether the names of visits already say their times, as ``week 12`` does."""
    return all(_SAID.search(visit) or visit.lower() == "baseline" for visit in visits)
