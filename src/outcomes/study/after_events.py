"""Carrying out the strategies for intercurrent events: which scores after an event count as what.

A score counts as after an event if its visit is later than the event. Where several events apply,
``composite`` goes before ``while-on-treatment``, and this before ``hypothetical``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcomes.instruments.definition import Endpoint
from outcomes.study.intercurrent import Intercurrent, Strategy
from outcomes.study.spelling import spelling_key
from outcomes.study.times import WEEKS_PER

CHANGING: tuple[Strategy, ...] = ("composite", "while-on-treatment", "hypothetical")
"""Strategies that change scores, in the order in which they apply."""

_SERIES = ["participant", "endpoint", "side"]
_WHERE = [*_SERIES, "visit"]


@dataclass(frozen=True)
class AfterEvents:
    """What was done about the intercurrent events of a study.

    Parameters
    ----------
    weeks : pandas.DataFrame
        When each participant first had each event that the tables tell of, in weeks since baseline;
        NaN where never. Index ``participant``; a column an event.
    scores : pandas.DataFrame
        One row a score that is after an event: ``participant, endpoint, side, visit, event``.
        It was used as it is, set aside or replaced, as the strategy of the event has it.
    """

    weeks: pd.DataFrame
    scores: pd.DataFrame


def find_event_weeks(
    declared: Mapping[str, Intercurrent], participants: pd.DataFrame, events: pd.DataFrame | None
) -> pd.DataFrame:
    """Return when each participant first had each dated event, as `AfterEvents` has it.

    Parameters
    ----------
    declared : mapping of str to Intercurrent
        By event, as the plan declares them.
    participants, events : pandas.DataFrame
        As of a `outcomes.study.Study`.
    """
    people = pd.Index(participants["participant"], name="participant")
    weeks = {
        name: _first_weeks(one, participants, events)
        for name, one in declared.items()
        if one.is_dated
    }
    return pd.DataFrame({name: week.reindex(people) for name, week in weeks.items()}, index=people)


def _first_weeks(
    one: Intercurrent, participants: pd.DataFrame, events: pd.DataFrame | None
) -> pd.Series:
    if one.times:
        ((unit, column),) = one.times.items()
        times = participants.set_index("participant")[column]
        return times.astype(float) * WEEKS_PER[unit]
    if events is None or not {"event", "week"} <= set(events.columns):
        return pd.Series(dtype=float)
    terms = set(map(spelling_key, one.event))
    told = events[events["event"].map(spelling_key).isin(terms)]
    return told.groupby("participant")["week"].min()


def worst_score(endpoint: Endpoint) -> float | None:
    """Return the worst score there can be; None where there is no worst."""
    ends = {"better": endpoint.low, "worse": endpoint.high}
    worst = ends.get(endpoint.higher, np.nan)
    return float(worst) if np.isfinite(worst) else None


def carry_out(
    declared: Mapping[str, Intercurrent],
    weeks: pd.DataFrame,
    participants: pd.DataFrame,
    scores: pd.DataFrame,
    endpoints: Mapping[str, Endpoint],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the scores by the strategies of a plan, and those that are after an event.

    Parameters
    ----------
    declared : mapping of str to Intercurrent
        By event, as the plan declares them.
    weeks : pandas.DataFrame
        As `find_event_weeks` returns them.
    participants : pandas.DataFrame
        ``participant`` and ``arm``.
    scores : pandas.DataFrame
        The long table of scores as recorded.
    endpoints : mapping of str to Endpoint
        By name.

    Returns
    -------
    scores : pandas.DataFrame
        The long table that is analysed, in the same order. After a ``hypothetical`` event there is
        none; after ``composite`` the worst, at each visit where anybody has a score of the
        endpoint; after ``while-on-treatment`` the last until then, baseline included.
    after : pandas.DataFrame
        As `AfterEvents.scores`.
    """
    policy = [n for n, one in declared.items() if one.strategy == "treatment-policy" and n in weeks]
    used = [_after(scores, weeks[name]).assign(event=name) for name in policy]
    grid = _with_fates(declared, weeks, _list_due(weeks, scores))
    if grid.empty:
        return scores, _name(used)
    arms = participants.set_index("participant")["arm"]
    grid = grid.assign(
        arm=grid["participant"].map(arms), value=_new_values(grid, scores, endpoints)
    )
    there = grid["recorded"] | grid["value"].notna()
    kept = scores[~_among(scores, grid)]
    columns = list(scores.columns)
    changed = pd.concat([kept, grid.loc[grid["value"].notna(), columns]], ignore_index=True)
    return _in_order(changed, weeks.index, list(endpoints)), _name([*used, grid[there]])


def _after(scores: pd.DataFrame, weeks: pd.Series) -> pd.DataFrame:
    """Return the scores of those with an event, at visits later than it."""
    return scores[scores["week"] > scores["participant"].map(weeks)]


def _list_due(weeks: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """List where a score of those with an event was due after baseline, and whether it is there.

    An endpoint was due of each side that a participant ever has a score of, at the visits where
    anybody has one.
    """
    people = weeks.index[weeks.notna().any(axis=1)]
    own = scores[scores["participant"].isin(people)]
    series = own[_SERIES].drop_duplicates()
    without_sides = scores.groupby("endpoint")["side"].max()
    single = without_sides.index[without_sides == ""]
    everybody = pd.MultiIndex.from_product([people, single], names=_SERIES[:2])
    series = pd.concat([series, everybody.to_frame(index=False).assign(side="")])
    visits = scores.loc[scores["week"] > 0, ["endpoint", "visit", "week"]].drop_duplicates()
    due = series.drop_duplicates().merge(visits, on="endpoint")
    due = due.merge(own[[*_WHERE, "value"]], on=_WHERE, how="left")
    return due.assign(recorded=due["value"].notna()).drop(columns="value")


def _with_fates(
    declared: Mapping[str, Intercurrent], weeks: pd.DataFrame, due: pd.DataFrame
) -> pd.DataFrame:
    """Keep where a strategy changes what counts, with its ``strategy`` and ``event``.

    ``until`` is when the participant was last seen without any of these events.
    """
    due = due.assign(strategy="", event="", until=np.inf)
    for strategy in CHANGING:
        names = [name for name, one in declared.items() if one.strategy == strategy]
        own = weeks[[name for name in names if name in weeks]].dropna(how="all")
        if own.empty:
            continue
        first = due["participant"].map(own.min(axis=1))
        event = due["participant"].map(own.idxmin(axis=1))
        meets = (due["week"] > first) & (due["strategy"] == "")
        due = due.assign(
            strategy=due["strategy"].mask(meets, strategy),
            event=due["event"].mask(meets, event),
            until=np.fmin(due["until"], first),
        )
    return due[due["strategy"] != ""]


def _new_values(
    grid: pd.DataFrame, scores: pd.DataFrame, endpoints: Mapping[str, Endpoint]
) -> pd.Series:
    worst = {name: worst_score(endpoint) for name, endpoint in endpoints.items()}
    values = grid["endpoint"].map(worst).astype(float)
    values = values.where(grid["strategy"] == "composite")
    on_treatment = grid[grid["strategy"] == "while-on-treatment"]
    before = on_treatment.drop(columns="week").reset_index().merge(
        scores[[*_SERIES, "week", "value"]], on=_SERIES
    )  # fmt: skip
    before = before[before["week"] <= before["until"]].sort_values("week", kind="stable")
    last = before.drop_duplicates("index", keep="last").set_index("index")["value"]
    return values.fillna(last)


def _among(scores: pd.DataFrame, grid: pd.DataFrame) -> pd.Series:
    keys = pd.MultiIndex.from_frame(scores[_WHERE])
    return pd.Series(keys.isin(pd.MultiIndex.from_frame(grid[_WHERE])), index=scores.index)


def _in_order(scores: pd.DataFrame, people: pd.Index, endpoints: Sequence[str]) -> pd.DataFrame:
    """Order rows as the long table has them: by endpoint, participant, visit and side."""
    person = people.get_indexer(scores["participant"])
    endpoint = pd.Index(endpoints).get_indexer(scores["endpoint"])
    side = pd.factorize(scores["side"], sort=True)[0]
    order = np.lexsort((side, scores["week"].to_numpy(), person, endpoint))
    return scores.iloc[order].reset_index(drop=True)


def _name(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    columns = ["participant", "endpoint", "side", "visit", "event"]
    named = [part[columns] for part in parts]
    return pd.concat(named, ignore_index=True) if named else pd.DataFrame(columns=columns)
