"""The table of what published reviews pooled, with the certainty that they gave it themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.displays.links import cite, name_keys
from outcomes.displays.table import Column, Table
from outcomes.evidence import Pack, list_reviews
from outcomes.evidence.schema import SIGN
from outcomes.rounding import ABSENT, format_interval, format_signed
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.trials import describe_time


def table_reviews(pack: Pack, joint: str) -> Table | None:
    """Table what published reviews of a joint pooled, each beside its certainty.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.

    Returns
    -------
    Table or None
        One row per pooled difference, above 0 favouring the treatment; None where none was read.
    """
    rows = list_reviews(pack, joint)
    if not rows:
        return None
    remarks = dict.fromkeys(
        f"{pack.name_citation(row['trial'])}: {name_keys(row['notes'], pack)}." for row in rows
    )
    return Table(
        caption="What published reviews pooled, and how certain they call it",
        columns=(
            Column("Against"),
            Column("Review"),
            Column("Of what"),
            Column("Outcome and week"),
            Column("Difference (95% CI)", numeric=True),
            Column("Certainty (GRADE)"),
        ),
        rows=tuple(_row(pack, row) for row in rows),
        row_headers=2,
        notes=(
            f"Above 0 favours {pack.topic.arm}: the sign is turned where a fall is better, also "
            "where a remark speaks of the printed one. Reviews share trials with each other and "
            "with the trials on this page, so none of this is pooled again. Certainty: as the "
            "review judged it; a dash where none was read.",
            *remarks,
        ),
    )


def _row(pack: Pack, row: Mapping[str, Any]) -> tuple[str, ...]:
    sign = SIGN[row["higher"]]
    low, high = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    digits = 2 if row["statistic"] == "standardised mean difference" else 1
    effect = f"{format_signed(sign * row['value'], digits)} ({format_interval(low, high, digits)})"
    when = [describe_time(row)] if row["week"] == row["week"] else []
    joints = ", all joints together" if row["joint"] == "any" else ""
    return (
        capitalise(row["comparator"]),
        cite(pack.name_citation(row["trial"]), row["citation"]),
        f"{capitalise(row['condition'])}{joints}; {row['design']}",
        capitalise(", ".join([row["outcome"], *when])),
        f"{effect} {row['unit']}",
        capitalise(row["certainty"]) or ABSENT,
    )
