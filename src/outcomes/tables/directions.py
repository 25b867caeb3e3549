"""The table of who did better by the authors' own tests, where no number was printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.displays.links import cite
from outcomes.displays.table import Column, Table
from outcomes.evidence import Pack, list_directions
from outcomes.evidence.directions import DIRECTIONS
from outcomes.rounding import format_count
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.trials import say_weeks


def table_directions(pack: Pack, joint: str) -> Table | None:
    """Table each result of a joint that was printed as a direction only (SWiM).

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.

    Returns
    -------
    Table or None
        One row per trial, comparator, outcome and time; None where there is no such result.
    """
    rows = list_directions(pack, joint)
    if not rows:
        return None
    return Table(
        caption="Who did better by the authors' own test, where no number could be read",
        columns=(
            Column("Against"),
            Column("Trial"),
            Column("Condition, n, blinding"),
            Column("Outcome and week"),
            Column("Result"),
        ),
        rows=tuple(_row(pack, row) for row in rows),
        row_headers=2,
        notes=(
            "n: participants enrolled; of a review, those of all its trials, some of which may be "
            "listed themselves. A p value stands where one was read. Nothing here is pooled.",
        ),
    )


def _row(pack: Pack, row: Mapping[str, Any]) -> tuple[str, ...]:
    n = [format_count(row["n"])] if row["n"] == row["n"] else []
    result = DIRECTIONS[row["direction"]].format(arm=pack.topic.arm)
    return (
        capitalise(row["comparator"]),
        cite(pack.name_citation(row["trial"]), row["citation"]),
        ", ".join([capitalise(row["condition"]), *n, row["blinding"] or "blinding not stated"]),
        f"{capitalise(row['outcome'])}{say_weeks(row['week'])}",
        capitalise(f"{result}, {row['p_value']}" if row["p_value"] else result),
    )
