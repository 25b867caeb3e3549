"""Adverse events as they are counted: whose, of which kind, and not from before the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from outcomes.estimates import (
    ANY_EVENT,
    HARMS,
    HARMS_BY_EVENT,
    SERIOUS_BY_EVENT,
    SERIOUS_EVENT,
)
from outcomes.instruments.definition import Endpoint
from outcomes.study.blinding import refuse_blinded
from outcomes.study.study import Study

ANALYSIS = "adverse events, all participants"
UNNAMED = "not named"

KINDS = {
    "serious": (SERIOUS_EVENT, "yes"),
    "severity": ("severe event", "severe"),
    "related": ("related event", "yes"),
}
"""By column of the events: the kind counted, and what the events of that kind say."""

HARM = Endpoint(HARMS, "Harms", 0, 1, "share", "worse", kind="binary")
"""More of it is worse."""


@dataclass(frozen=True)
class EventKind:
    """The events of one kind or name.

    Parameters
    ----------
    endpoint, name : str
        ``endpoint`` and ``subgroup`` of its estimates.
    events : pandas.DataFrame
        Rows of `tidy_events`, none from before the baseline.
    """

    endpoint: str
    name: str
    events: pd.DataFrame

    @property
    def place(self) -> dict[str, str]:
        """What all estimates of the kind have in common."""
        return {"endpoint": self.endpoint, "subgroup": self.name}


def tidy_events(study: Study) -> pd.DataFrame:
    """Return the events of the study's participants, one row an event.

    Returns
    -------
    pandas.DataFrame
        ``participant, arm, week`` (NaN where it is not known), ``after`` (whether it is not from
        before the baseline) and, of ``serious, severity, related, event``, what the study has.

    Raises
    ------
    AnalysisError
        If the study is blinded.
    """
    refuse_blinded(study)
    recorded = study.events if study.events is not None else pd.DataFrame({"participant": []})
    arms = dict(
        zip(study.participants["participant"], study.participants["arm"].astype(str), strict=True)
    )
    people = recorded["participant"].astype(str)
    tidy = pd.DataFrame({"participant": people, "arm": people.map(arms)})
    tidy["week"] = recorded["week"].astype(float) if "week" in recorded else float("nan")
    tidy["after"] = ~(tidy["week"] < 0)
    for column in KINDS:
        if column in recorded:
            tidy[column] = recorded[column]
    if "event" in recorded:
        tidy["event"] = recorded["event"].replace("", UNNAMED)
    return tidy[tidy["arm"].notna()]


def list_kinds(after: pd.DataFrame) -> Iterator[EventKind]:
    """Yield any event, each kind the events tell apart, and each name: serious ones first."""
    yield EventKind(HARMS, ANY_EVENT, after)
    for column, (kind, meant) in KINDS.items():
        if column in after:
            yield EventKind(HARMS, kind, after[after[column] == meant])
    if "event" not in after:
        return
    if "serious" in after:
        yield from _list_names(SERIOUS_BY_EVENT, after[after["serious"] == "yes"])
    yield from _list_names(HARMS_BY_EVENT, after)


def _list_names(endpoint: str, events: pd.DataFrame) -> Iterator[EventKind]:
    """Yield each name, those that most participants had first, then by alphabet."""
    people = events.groupby("event")["participant"].nunique()
    for name in sorted(people.index, key=lambda name: (-people[name], name.casefold())):
        yield EventKind(endpoint, name, events[events["event"] == name])
