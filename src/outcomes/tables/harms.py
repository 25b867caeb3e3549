"""The table of harms: participants with an adverse event by arm, and the difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.estimates import HARMS_BY_EVENT
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_share,
    format_signed,
)
from outcomes.vocabulary.harms import (
    COMMON,
    FEW,
    Kind,
    choose_kinds,
    list_kinds,
    list_pairs,
    name_kind,
)
from outcomes.vocabulary.intervals import head_interval, name_distribution
from outcomes.vocabulary.lookup import Lookup, pick
from outcomes.vocabulary.names import name_arm, name_pair, order_arms

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


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
        None where harms were not recorded. Else one row a kind of event, then one a serious event
        by name and one an event by name: per arm ``2 of 30 (7%)``, and for each comparison the
        difference in percentage points with its interval. Of more than twelve events by name, those
        that at least 5% of an arm had are shown, and a note says how many are not.
    """
    rows = pick(estimates, ("risk", "risk difference"))
    risks = rows[(rows["quantity"] == "risk") & rows["estimate"].notna()]
    if risks.empty:
        return None
    found = Lookup.of(rows)
    arms = order_arms(labels, risks["arm"])
    pairs = list_pairs(rows, labels)
    shown = choose_kinds(risks)
    hidden = [kind for kind in list_kinds(risks) if kind not in shown]
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
        rows=tuple(_row(found, kind, arms, pairs) for kind in shown),
        notes=_notes(rows, hidden),
        simulated=labels.is_simulated,
    )


def _row(
    found: Lookup, kind: Kind, arms: list[str], pairs: list[tuple[str, str]]
) -> tuple[str, ...]:
    place = {"endpoint": kind[0], "subgroup": kind[1]}
    cells = [name_kind(kind)]
    for arm in arms:
        row = found.row("risk", **place, arm=arm)
        if row is None:
            cells.append(ABSENT)
            continue
        count = format_count(row["estimate"] * row["n_arm"])
        share = format_share(row["estimate"])
        cells.append(f"{count} of {format_count(row['n_arm'])} ({share})")
    for arm, comparator in pairs:
        row = found.row("risk difference", **place, arm=arm, comparator=comparator)
        estimate, low, high = (
            100 * (math.nan if row is None else float(row[column]))
            for column in ("estimate", "ci_low", "ci_high")
        )
        cells += [format_signed(estimate, 1), format_interval(low, high, 1)]
    return tuple(cells)


def _notes(rows: pd.DataFrame, hidden: list[Kind]) -> tuple[str, ...]:
    notes = ["Participants with at least one such event, of all participants of the arm."]
    methods = rows.loc[rows["quantity"] == "risk difference", "distribution"].unique()
    if len(methods):
        named = " or ".join(name_distribution(method) for method in methods)
        notes.append(
            f"Difference: arm minus comparator, unadjusted; interval by {named}, which has no "
            "degrees of freedom. No interval is adjusted for the number of events compared."
        )
    notes += _say_hidden(hidden)
    return tuple(notes)


def _say_hidden(hidden: list[Kind]) -> list[str]:
    """Say how many events by name are not shown, and which those are."""
    named = sum(endpoint == HARMS_BY_EVENT for endpoint, _ in hidden)
    serious = len(hidden) - named
    said = []
    if serious:
        said.append(f"Of the serious events by name, the {FEW} that most participants had.")
    if named:
        number = "One more event" if named == 1 else f"{format_count(named)} more events"
        said.append(f"{number}, each in fewer than {format_share(COMMON)} of every arm, not shown.")
    return said
