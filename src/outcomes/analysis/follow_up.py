"""How long participants were followed for adverse events, as far as the tables show.

The study file may name a column that says it. Else nobody is followed for longer than something is
recorded of them: until the last visit with a score of theirs, or a later adverse event.
"""

from __future__ import annotations

import pandas as pd

from outcomes.study.study import Study
from outcomes.study.times import WEEKS_PER


def measure_follow_up(study: Study, events: pd.DataFrame) -> pd.DataFrame:
    """Return how many weeks each participant was followed.

    Parameters
    ----------
    study : Study
        A loaded study.
    events : pandas.DataFrame
        Rows of `outcomes.analysis.harm_events.tidy_events`.

    Returns
    -------
    pandas.DataFrame
        Indexed by participant: ``arm``; ``seen``, weeks followed as the column of ``followed`` in
        the study file says, or else from the baseline to the last visit with a score of any
        endpoint; and ``weeks``, the same or to the last event if that is later. 0 where there is
        neither.
    """
    people = study.participants.set_index(study.participants["participant"].astype(str))
    seen = _last_week(study.scores, people.index)
    for unit, column in study.file.events.followed.times.items():
        seen = (people[column].astype(float) * WEEKS_PER[unit]).fillna(seen)
    weeks = seen.where(seen >= (told := _last_week(events, people.index)), told)
    return pd.DataFrame({"arm": people["arm"].astype(str), "seen": seen, "weeks": weeks})


def _last_week(rows: pd.DataFrame, people: pd.Index) -> pd.Series:
    weeks = rows["week"].astype(float).groupby(rows["participant"].astype(str)).max()
    return weeks.reindex(people).fillna(0.0).clip(lower=0.0)


def choose_unit(study: Study) -> str:
    """Return the unit of person-time: the longest that the study's visits span, else the shortest.

    Rates for 100 person-years say little of a study of six weeks; for one of a year they do.
    """
    length = max((visit.week for visit in study.visits), default=0.0)
    fitting = [unit for unit, weeks in WEEKS_PER.items() if weeks <= length * (1 + 1e-9)]
    return fitting[-1] if fitting else next(iter(WEEKS_PER))
