"""Kinds of adverse events: which are shown, what readers call them, and between which arms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.estimates import HARMS, HARMS_BY_EVENT, SERIOUS_BY_EVENT
from outcomes.study.ask_events import may_be_unread
from outcomes.vocabulary.names import order_arms
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels, Study

FEW = 12
"""Events by name up to which all are shown."""

COMMON = 0.05
"""Risk in any arm from which an event is shown where there are more."""

Kind = tuple[str, str]
"""``endpoint`` and ``subgroup`` of the estimates of a kind of event."""


def say_absent(study: Study) -> str:
    """Return ``not recorded``, or ``not read`` while columns of events may hold what is absent."""
    return "not read" if may_be_unread(study.queries) else "not recorded"


def list_kinds(estimates: pd.DataFrame) -> list[Kind]:
    """Return every kind with an estimated risk, in the frame's order: kinds, serious ones, names.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with ``risk`` rows.
    """
    rows = estimates[(estimates["quantity"] == "risk") & estimates["estimate"].notna()]
    found = list(dict.fromkeys(zip(rows["endpoint"], rows["subgroup"], strict=True)))
    places = (HARMS, SERIOUS_BY_EVENT, HARMS_BY_EVENT)
    return sorted(
        (kind for kind in found if kind[0] in places), key=lambda kind: places.index(kind[0])
    )


def choose_kinds(estimates: pd.DataFrame) -> list[Kind]:
    """Return the kinds that a page has room for.

    Of more than `FEW` events by name those that at least `COMMON` of an arm had, and of more than
    `FEW` serious ones those that most participants had.
    """
    kinds = list_kinds(estimates)
    named = [kind for kind in kinds if kind[0] == HARMS_BY_EVENT]
    serious = [kind for kind in kinds if kind[0] == SERIOUS_BY_EVENT]
    left_out = set(serious[FEW:])
    if len(named) > FEW:
        rows = estimates[
            (estimates["quantity"] == "risk") & (estimates["endpoint"] == HARMS_BY_EVENT)
        ]
        highest = rows.groupby("subgroup")["estimate"].max()
        left_out |= {kind for kind in named if highest[kind[1]] < COMMON}
    return [kind for kind in kinds if kind not in left_out]


def name_kind(kind: Kind) -> str:
    """Return what heads a row: ``Any event``, ``Bruising`` or ``Serious: sepsis``."""
    endpoint, name = kind
    return f"Serious: {name}" if endpoint == SERIOUS_BY_EVENT else capitalise(name)


def list_pairs(rows: pd.DataFrame, labels: Labels) -> list[tuple[str, str]]:
    """Return the comparisons among some rows, arm and comparator in the study file's order."""
    compared = rows[rows["comparator"] != ""]
    there = set(zip(compared["arm"], compared["comparator"], strict=True))
    return [
        (arm, comparator)
        for arm in order_arms(labels, compared["arm"])
        for comparator in order_arms(labels, compared["comparator"])
        if (arm, comparator) in there
    ]


def has_repeated(estimates: pd.DataFrame) -> bool:
    """Whether a participant had more than one event: there are more of them than participants."""
    keys = ["endpoint", "subgroup", "arm"]
    each, risk = (
        estimates[(estimates["quantity"] == quantity) & estimates["estimate"].notna()]
        .drop_duplicates(keys)
        .set_index(keys)["estimate"]
        for quantity in ("events per participant", "risk")
    )
    return bool((each - risk > 1e-9).any())
