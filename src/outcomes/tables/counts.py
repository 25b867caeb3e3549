"""The table of how many participants stand at each level of an endpoint."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.rounding import format_count, format_share, format_size
from outcomes.vocabulary.lookup import each_place, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, order_arms

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


def table_counts(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table the participants at each level of ordinal and binary endpoints by arm and visit.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``count`` rows are used, each with its level under ``threshold``.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        One row an endpoint (and side), visit and level; per arm how many participants, and which
        share of those with a score at that visit. None where no endpoint has levels.
    """
    counts = pick(estimates, ("count",))
    counts = counts[counts["subgroup"] == ""]
    if counts.empty:
        return None
    arms = order_arms(labels, counts["arm"])
    rows = []
    for name, side, visit in each_place(counts, labels):
        here = counts[
            (counts["endpoint"] == name) & (counts["side"] == side) & (counts["visit"] == visit)
        ]
        binary = name in labels.endpoints and labels.endpoints[name].kind == "binary"
        rows += _rows(here, arms, (head_endpoint(labels, name, side), visit), binary=binary)
    return Table(
        caption="Participants at each level by arm and visit",
        columns=(
            Column("Endpoint"),
            Column("Visit"),
            Column("Level", numeric=True),
            *(
                Column(heading, group=name_arm(labels, arm), numeric=True)
                for arm in arms
                for heading in ("n", "share")
            ),
        ),
        rows=tuple(rows),
        row_headers=3,
        notes=("share: of the arm's participants with a score at that visit.",),
        simulated=labels.is_simulated,
    )


def _rows(
    counts: pd.DataFrame, arms: list[str], head: tuple[str, str], *, binary: bool
) -> list[tuple[str, ...]]:
    """One row a level; a level that an arm has nobody at counts 0 if the arm has scores."""
    found = {(row["arm"], row["threshold"]): row["estimate"] for row in counts.to_dict("records")}
    totals = counts.groupby("arm")["estimate"].sum()
    rows = []
    for level in sorted(counts["threshold"].unique()):
        name = format_size(level)
        cells = [*head, {"0": "no", "1": "yes"}.get(name, name) if binary else name]
        for arm in arms:
            total = float(totals.get(arm, 0.0))
            count = float(found.get((arm, level), 0.0)) if total else math.nan
            cells += [format_count(count), format_share(count / total if total else math.nan)]
        rows.append(tuple(cells))
    return rows
