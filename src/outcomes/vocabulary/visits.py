"""What a visit is called, in a cell, on an axis and in a sentence, and the times of visits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from outcomes.rounding import format_weeks
from outcomes.study.study import Labels, StudyVisit

if TYPE_CHECKING:
    import pandas as pd

_TIME = re.compile(r"(day|week|month|year)s? (\d+(?:\.\d+)?)")
_READABLE = re.compile(
    r"(day|week|month|year|visit|baseline|follow|end\b|\d+[- ]?(day|week|month|year))",
    re.IGNORECASE,
)
_NUMBERED_DAY = re.compile(r"day\s+\d", re.IGNORECASE)


def name_time(visit: StudyVisit) -> str:
    """Return a visit with its time where its name does not say it, ``follow-up (year 2.5)``."""
    time = say_time(visit)
    if visit.is_baseline or visit.name.strip().lower() == time.lower():
        return visit.name
    return f"{visit.name} ({time})"


def say_time(visit: StudyVisit) -> str:
    """Return when a visit is, ``week 52`` or ``year 2.5``, whatever its name."""
    if visit.is_baseline:
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

    In the unit of time that the study file gives all these visits in, else in weeks.

    Parameters
    ----------
    weeks : sequence of float
        Weeks since baseline of the visits drawn.
    labels : Labels
        The study's visits.
    """
    times = {visit.week: _TIME.fullmatch(visit.time.strip().lower()) for visit in labels.visits}
    found = [times.get(week) for week in weeks if week != 0]
    units = {match.group(1) for match in found if match is not None}
    if None in found or len(units) != 1:
        return [format_weeks(week) for week in weeks], "Weeks since baseline"
    texts = []
    for week in weeks:
        match = times.get(week)
        texts.append(match.group(2) if match is not None and week != 0 else "0")
    return texts, f"{units.pop().capitalize()}s since baseline"


def say_weeks(visits: Iterable[str]) -> bool:
    """Whether the names of visits already say their weeks."""
    return all("week " in visit.lower() or visit.lower() == "baseline" for visit in visits)
