"""The periods of a crossover: when each was, and under which treatment its scores stand."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.study.plan import StudyFile, Visit


def list_periods(file: StudyFile) -> range:
    """Return the numbers of the periods: as many as the sequences have treatments."""
    longest = max((len(given) for given in file.sequences.values()), default=0)
    return range(1, longest + 1)


def list_assessments(visits: Sequence[Visit], period: int) -> list[Visit]:
    """Return the visits of a period that are after its treatment, in order of time."""
    own = [visit for visit in visits if visit.period == period and not visit.before_treatment]
    return sorted(own, key=lambda visit: visit.weeks)


def find_counterparts(file: StudyFile) -> dict[str, tuple[str, ...]]:
    """Return by visit after a treatment the visits at its place in every period, itself too."""
    periods = [list_assessments(file.visits, period) for period in list_periods(file)]
    rows = [tuple(visit.name for visit in visits) for visits in zip(*periods, strict=True)]
    return {name: names for names in rows for name in names}


def find_start(visits: Sequence[Visit], period: int) -> Visit | None:
    """Return the visit of a period before its treatment; None if it has none."""
    own = (visit for visit in visits if visit.period == period and visit.before_treatment)
    return next(own, None)


def find_period(file: StudyFile, week: float) -> int:
    """Return the period that a time lies in; the next one begins with its baseline, if it has one.

    Without a baseline of its own a period begins after the last visit of the one before.
    """
    ends = []
    for period in list(list_periods(file))[1:]:
        start = find_start(file.visits, period)
        ends.append((start or list_assessments(file.visits, period - 1)[-1]).weeks)
    return 1 + sum(week > end for end in ends)
