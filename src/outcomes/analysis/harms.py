"""Harms: participants with an adverse event by arm, and how far the arms differ.

Participants are counted, not events. Method note: ``docs/methods/harms.md``.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.flow import count_participants
from outcomes.analysis.intervals import check_level, exact_interval, newcombe_interval
from outcomes.analysis_record import AnalysisRecord, ArmCount, Reason
from outcomes.estimates import HARMS, HARMS_BY_EVENT, make_estimates
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Study

ANALYSIS = "adverse events, all participants"
ANY_EVENT = "any event"
BEFORE = "before baseline"
UNNAMED = "not named"

_KINDS = {
    "serious": ("serious event", "yes"),
    "severity": ("severe event", "severe"),
    "related": ("related event", "yes"),
}
"""By column of the events: the kind counted, and what the events of that kind say."""

_HARM = Endpoint(HARMS, "Harms", 0, 1, "share", "worse", kind="binary")


def summarise_harms(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Count the participants with an adverse event by arm, of any kind, each kind and each event.

    Parameters
    ----------
    study : Study
        A loaded study. An event with a negative ``week`` began before the baseline and is left
        out; its number is told.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. ``endpoint`` is ``harms`` or ``harms by event``, ``subgroup`` the kind
        (``any event``, ``serious event``, ``severe event``, ``related event``) or the event's name.

        - ``risk``: of the arm's participants (``n_arm``) those with at least one, 0 to 1, with
          Clopper and Pearson's exact interval;
        - ``risk difference`` for each comparison: arm minus comparator, Newcombe's interval;
          ``favours`` is the arm with the smaller risk. No p value;
        - ``events``: events recorded; with ``serious event, not stated`` and the like under
          ``subgroup``, those that do not say, and with ``before baseline`` those left out.

        A study without a table of events has a ``risk`` of NaN an arm, with its ``reason``.
    """
    check_level(level)
    if study.events is None:
        return make_estimates(_not_recorded(study))
    events = _tidy(study)
    after = events[events["after"]]
    rows = _compare(study, after, HARMS, ANY_EVENT, level)
    rows += _count_events(study, after, ANY_EVENT)
    if not events["after"].all():
        rows += _count_events(study, events[~events["after"]], BEFORE)
    for column, (kind, meant) in _KINDS.items():
        if column in after:
            rows += _compare(study, after[after[column] == meant], HARMS, kind, level)
            unclear = after[after[column] == ""]
            if len(unclear):
                rows += _count_events(study, unclear, f"{kind}, not stated")
    if "event" in after:
        for name in _rank(after):
            rows += _compare(study, after[after["event"] == name], HARMS_BY_EVENT, name, level)
    return make_estimates({**row, "analysis": ANALYSIS} for row in rows)


def _not_recorded(study: Study) -> list[dict[str, Any]]:
    return [
        {
            "endpoint": HARMS,
            "subgroup": ANY_EVENT,
            "arm": arm,
            "quantity": "risk",
            "n_arm": number,
            "unit": "share",
            "reason": Reason("not-recorded"),
            "analysis": ANALYSIS,
        }
        for arm, number in count_participants(study).items()
    ]


def _tidy(study: Study) -> pd.DataFrame:
    """Return participant, arm, whether it came after baseline, and what the events say."""
    recorded = study.events if study.events is not None else pd.DataFrame()
    arms = dict(
        zip(study.participants["participant"], study.participants["arm"].astype(str), strict=True)
    )
    people = recorded["participant"].astype(str)
    tidy = pd.DataFrame({"participant": people, "arm": people.map(arms)})
    tidy["after"] = ~(recorded["week"] < 0) if "week" in recorded else True
    for column in _KINDS:
        if column in recorded:
            tidy[column] = recorded[column]
    if "event" in recorded:
        tidy["event"] = recorded["event"].replace("", UNNAMED)
    return tidy[tidy["arm"].notna()]


def _rank(events: pd.DataFrame) -> list[str]:
    """Return the events' names, those that most participants had first, then by alphabet."""
    people = events.groupby("event")["participant"].nunique()
    return sorted(people.index, key=lambda name: (-people[name], name.casefold()))


def _compare(
    study: Study, events: pd.DataFrame, endpoint: str, kind: str, level: float
) -> list[dict[str, Any]]:
    totals = count_participants(study)
    counts = {arm: int(events.loc[events["arm"] == arm, "participant"].nunique()) for arm in totals}
    shared = {"endpoint": endpoint, "subgroup": kind}
    everybody = tuple(ArmCount(arm, n) for arm, n in totals.items())
    risks = AnalysisRecord("share", scale="shares", participants=everybody)
    differences = AnalysisRecord("risk difference", scale="shares", participants=everybody)
    rows: list[dict[str, Any]] = [
        {
            **shared,
            "arm": arm,
            "quantity": "risk",
            "done": risks,
            **exact_interval(counts[arm], n, level),
        }
        for arm, n in totals.items()
        if n
    ]
    for arm, comparator in study.comparisons:
        if totals[arm] and totals[comparator]:
            ours, theirs = (counts[arm], totals[arm]), (counts[comparator], totals[comparator])
            found = newcombe_interval(*ours, *theirs, level)
            rows.append(
                {
                    **shared,
                    "arm": arm,
                    "comparator": comparator,
                    "quantity": "risk difference",
                    "done": differences,
                    "favours": favoured_arm(_HARM, found["estimate"], arm, comparator),
                    **found,
                }
            )
    return rows


def _count_events(study: Study, events: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    totals = count_participants(study)
    return [
        {
            "endpoint": HARMS,
            "subgroup": kind,
            "arm": arm,
            "quantity": "events",
            "estimate": int((events["arm"] == arm).sum()),
            "n_arm": n,
            "unit": "events",
            "done": AnalysisRecord("count", scale=""),
        }
        for arm, n in totals.items()
    ]
