"""Harms: participants with an adverse event by arm, and how far the arms differ.

Participants are counted, not events. Method note: ``docs/methods/harms.md``.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.flow import count_participants
from outcomes.analysis.harm_events import (
    ANALYSIS,
    HARM,
    KINDS,
    EventKind,
    list_kinds,
    tidy_events,
)
from outcomes.analysis.intervals import check_level, exact_interval, newcombe_interval
from outcomes.analysis_record import AnalysisRecord, ArmCount, Reason
from outcomes.estimates import ANY_EVENT, HARMS, make_estimates
from outcomes.study.study import Study

BEFORE = "before baseline"


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
        An estimates frame. ``endpoint`` is ``harms``, ``serious harms by event`` or ``harms by
        event``, ``subgroup`` the kind (``any event``, ``serious event``, ``severe event``,
        ``related event``) or the event's name.

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
    events = tidy_events(study)
    after = events[events["after"]]
    rows = [row for kind in list_kinds(after) for row in _compare(study, kind, level)]
    rows += _count_events(study, after, ANY_EVENT)
    if not events["after"].all():
        rows += _count_events(study, events[~events["after"]], BEFORE)
    for column, (kind, _) in KINDS.items():
        if column in after and (unclear := after[column] == "").any():
            rows += _count_events(study, after[unclear], f"{kind}, not stated")
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


def _compare(study: Study, kind: EventKind, level: float) -> list[dict[str, Any]]:
    totals = count_participants(study)
    affected = kind.events.groupby("arm")["participant"].nunique()
    counts = {arm: int(affected.get(arm, 0)) for arm in totals}
    everybody = tuple(ArmCount(arm, n) for arm, n in totals.items())
    risks = AnalysisRecord("share", scale="shares", participants=everybody)
    differences = AnalysisRecord("risk difference", scale="shares", participants=everybody)
    rows: list[dict[str, Any]] = [
        {
            **kind.place,
            "arm": arm,
            "quantity": "risk",
            "done": risks,
            **exact_interval(counts[arm], n, level),
        }
        for arm, n in totals.items()
        if n
    ]
    for arm, comparator in study.comparisons:
        if totals.get(arm) and totals.get(comparator):
            ours, theirs = (counts[arm], totals[arm]), (counts[comparator], totals[comparator])
            found = newcombe_interval(*ours, *theirs, level)
            rows.append(
                {
                    **kind.place,
                    "arm": arm,
                    "comparator": comparator,
                    "quantity": "risk difference",
                    "done": differences,
                    "favours": favoured_arm(HARM, found["estimate"], arm, comparator),
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
