"""The table of harms: participants with an adverse event by arm, and the difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.estimates import HARMS, HARMS_BY_EVENT
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_share,
    format_signed,
)
from outcomes.vocabulary.intervals import head_interval, name_distribution
from outcomes.vocabulary.lookup import Lookup, pick
from outcomes.vocabulary.names import name_arm, name_pair, order_arms
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

FEW = 12
"""Events by name up to which all are shown."""

COMMON = 0.05
"""Risk in any arm from which an event is shown where there are more."""


def table_harms(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table participants with an adverse event by arm, and how far the arms differ.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``risk`` and ``risk difference`` rows are used.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        None where harms were not recorded. Else one row a kind of event, then one an event by
        name: per arm ``2 of 30 (7%)``, and for each comparison the difference in percentage
        points with its interval. Of more than twelve events by name, those that at least 5% of an
        arm had are shown, and a note says how many are not.
    """
    rows = pick(estimates, ("risk", "risk difference"))
    risks = rows[(rows["quantity"] == "risk") & rows["estimate"].notna()]
    if risks.empty:
        return None
    found = Lookup.of(rows)
    arms = order_arms(labels, risks["arm"])
    differences = rows[rows["quantity"] == "risk difference"]
    there = set(zip(differences["arm"], differences["comparator"], strict=True))
    pairs = [
        (arm, comparator)
        for arm in order_arms(labels, differences["arm"])
        for comparator in order_arms(labels, differences["comparator"])
        if (arm, comparator) in there
    ]
    kinds = [(HARMS, kind) for kind in dict.fromkeys(_of(risks, HARMS)["subgroup"])]
    named = _of(risks, HARMS_BY_EVENT)
    shown = _choose(named)
    kinds += [(HARMS_BY_EVENT, event) for event in shown]
    return Table(
        caption="Participants with an adverse event",
        columns=(
            Column("Event"),
            *(Column(name_arm(labels, arm), numeric=True) for arm in arms),
            *(
                Column(heading, unit, group=name_pair(labels, *pair), numeric=True)
                for pair in pairs
                for heading, unit in (
                    ("Difference", "percentage points"),
                    (head_interval(rows["level"]), ""),
                )
            ),
        ),
        rows=tuple(_row(found, place, arms, pairs) for place in kinds),
        notes=_notes(rows, named["subgroup"].nunique() - len(shown)),
        simulated=labels.is_simulated,
    )


def _of(risks: pd.DataFrame, endpoint: str) -> pd.DataFrame:
    return risks[risks["endpoint"] == endpoint]


def _choose(named: pd.DataFrame) -> list[str]:
    """Return the events to show, in the frame's order."""
    highest = named.groupby("subgroup", sort=False)["estimate"].max()
    if len(highest) > FEW:
        highest = highest[highest >= COMMON]
    return [str(event) for event in highest.index]


def _row(
    found: Lookup, place: tuple[str, str], arms: list[str], pairs: list[tuple[str, str]]
) -> tuple[str, ...]:
    endpoint, kind = place
    cells = [capitalise(kind)]
    for arm in arms:
        row = found.row("risk", endpoint=endpoint, subgroup=kind, arm=arm)
        if row is None:
            cells.append(ABSENT)
            continue
        count = format_count(row["estimate"] * row["n_arm"])
        share = format_share(row["estimate"])
        cells.append(f"{count} of {format_count(row['n_arm'])} ({share})")
    for arm, comparator in pairs:
        row = found.row(
            "risk difference", endpoint=endpoint, subgroup=kind, arm=arm, comparator=comparator
        )
        estimate, low, high = (
            100 * (math.nan if row is None else float(row[column]))
            for column in ("estimate", "ci_low", "ci_high")
        )
        cells += [format_signed(estimate, 1), format_interval(low, high, 1)]
    return tuple(cells)


def _notes(rows: pd.DataFrame, hidden: int) -> tuple[str, ...]:
    notes = ["Participants with at least one such event, of all participants of the arm."]
    methods = rows.loc[rows["quantity"] == "risk difference", "distribution"].unique()
    if len(methods):
        named = " or ".join(name_distribution(method) for method in methods)
        notes.append(
            f"Difference: arm minus comparator, unadjusted; interval by {named}, which has no "
            "degrees of freedom. No interval is adjusted for the number of events compared."
        )
    if hidden:
        number = "One more event" if hidden == 1 else f"{format_count(hidden)} more events"
        notes.append(
            f"{number}, each in fewer than {format_share(COMMON)} of every arm, not shown."
        )
    return tuple(notes)
