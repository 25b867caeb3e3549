"""The table of who was enrolled, and who had a score when."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.rounding import format_count
from outcomes.vocabulary.lookup import Lookup, each_place, pick
from outcomes.vocabulary.names import name_arm, name_endpoint, order_arms

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


def table_flow(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table who was enrolled, and how many had or lacked a score at each visit.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``n`` and ``missing`` rows are used. ``n`` without endpoint and
        visit is the participants of an arm.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        First the participants, then a row an endpoint (and side) and visit; per arm the
        participants with and without a score.
    """
    rows_used = pick(estimates, ("n", "missing"))
    rows_used = rows_used[rows_used["subgroup"] == ""]
    found = Lookup.of(rows_used)
    arms = order_arms(labels, rows_used["arm"])
    rows = []
    if (rows_used["endpoint"] == "").any():
        cells = ["Enrolled", "all"]
        for arm in arms:
            cells += [format_count(found.number("n", arm=arm)), ""]
        rows.append(tuple(cells))
    scored = rows_used[(rows_used["endpoint"] != "") & (rows_used["visit"] != "")]
    for heading, counts in _group_endpoints(scored, labels, found, arms).items():
        rows += [(heading, *cells) for cells in counts]
    return Table(
        caption="Who was enrolled, and who had a score at each visit",
        columns=(
            Column("Endpoint"),
            Column("Visit"),
            *(
                Column(heading, group=name_arm(labels, arm), numeric=True)
                for arm in arms
                for heading in ("n", "missing")
            ),
        ),
        rows=tuple(rows),
        row_headers=2,
        notes=(
            "n: participants (first row) or participants with a score. missing: participants who "
            "were enrolled and have no score at that visit.",
        ),
        empty="Nobody was enrolled.",
        simulated=labels.is_simulated,
    )


def _group_endpoints(
    scored: pd.DataFrame, labels: Labels, found: Lookup, arms: list[str]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return visits and counts by endpoint; endpoints with the same counts share one heading."""
    names: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    places = groupby(each_place(scored, labels), key=lambda place: place[:2])
    for (name, side), of_side in places:
        counts = tuple(
            (visit, *_count(found, arms, endpoint=name, side=side, visit=visit))
            for _, _, visit in of_side
        )
        names.setdefault(counts, []).append(name_endpoint(labels, name, side))
    return {", ".join(together): counts for counts, together in names.items()}


def _count(found: Lookup, arms: list[str], **place: str) -> list[str]:
    return [
        format_count(found.number(quantity, arm=arm, **place))
        for arm in arms
        for quantity in ("n", "missing")
    ]
