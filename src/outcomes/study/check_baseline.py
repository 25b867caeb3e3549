"""Checking that what a study file calls its baseline is at time 0, where it is analysed as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.plan import Visit
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.source import STUDY_FILE, dotted

_ALWAYS = re.compile(r"base ?-?line( visit)?", re.IGNORECASE)
_IF_FIRST = re.compile(
    r"bl|screening( visit)?|enrolment|enrollment|inclusion|before( .*)?"
    r"|(minute|hour|day|week|month|year|visit|time|t|v)[ _-]?0"
    r"|pre[ -]?(treatment|intervention|injection|op(erative(ly)?)?|test|dose)?",
    re.IGNORECASE,
)
"""Names of a visit before anything was done: whenever it is, and if no other is earlier."""


def find_late_baseline(draft: Draft) -> Fault | None:
    """Return the fault of a baseline that is not at time 0, None if there is none.

    By the standards of CDISC days are counted from 1. A baseline at day 1, taken as it stands,
    would be a follow-up with a treatment effect of its own.

    Parameters
    ----------
    draft : Draft
        The study file.
    """
    if not draft.is_valid("visits") or _has_baseline_column(draft):
        return None
    for number, visit in enumerate(draft.file.visits):
        if (
            visit.weeks > 0
            and not visit.before_treatment
            and _is_baseline(visit, draft.file.visits)
        ):
            ((unit, time),) = visit.given_times.items()
            return draft.source.fault(
                ("visits", number, unit),
                "This visit is the baseline by its name or its day, but not at time 0, so it would "
                "be analysed as a follow-up.",
                _say_how_to_count(visit, unit, time),
                time,
            )
    return None


def ask_about_day_one(draft: Draft) -> Iterator[Query]:
    """Yield a query where the first visit is at day 1, which may be the baseline.

    Parameters
    ----------
    draft : Draft
        The study file; of a baseline at day 1 beyond doubt `find_late_baseline` has told.
    """
    if not draft.is_valid("visits") or _has_baseline_column(draft) or not draft.file.visits:
        return
    first = _find_first(draft.file.visits)
    if first.day != 1 or find_late_baseline(draft) is not None:
        return
    path = ("visits", draft.file.visits.index(first), "day")
    yield Query(
        "first-visit-at-day-1",
        "The first visit is at day 1 and none at time 0, so nothing is analysed as a baseline.",
        "If it was before treatment, write `day: 0` and take 1 from every later day that is "
        "counted from day 1; if it was a day after treatment, answer this under `queries`.",
        STUDY_FILE,
        draft.source.line(path),
        dotted(path),
        "1",
    )


def _has_baseline_column(draft: Draft) -> bool:
    return any(measure.baseline for measure in draft.file.measures.values())


def _find_first(visits: tuple[Visit, ...]) -> Visit:
    return min(visits, key=lambda visit: visit.weeks)


def _is_baseline(visit: Visit, visits: tuple[Visit, ...]) -> bool:
    name = visit.name.strip()
    if _ALWAYS.fullmatch(name):
        return True
    if visit is not _find_first(visits):
        return False
    return _IF_FIRST.fullmatch(name) is not None or _counts_from_one(visit, visits)


def _counts_from_one(visit: Visit, visits: tuple[Visit, ...]) -> bool:
    """Whether days are counted from 1: the first is day 1, the others whole weeks after it."""
    days = [one.day for one in visits]
    whole_weeks = all(day is not None and (day - 1) % 7 == 0 for day in days)
    return visit.day == 1 and len(visits) > 1 and whole_weeks


def _say_how_to_count(visit: Visit, unit: str, time: float) -> str:
    if (unit, time) == ("day", 1):
        count = "Write `day: 0`, and take 1 from every later day that is counted from day 1."
    else:
        count = f"Times count from the baseline: write `{unit}: 0`, and the others from there."
    is_named = _ALWAYS.fullmatch(visit.name.strip()) or _IF_FIRST.fullmatch(visit.name.strip())
    other = "call it otherwise" if is_named else "give its time as `hour: 24`"
    return f"{count} If it is a follow-up, {other}."
