"""The table of means, changes and differences that a rule of disclosure lets pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.rounding import format_count, format_interval, format_number
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.lookup import each_place, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, name_pair

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

_NAMES = {"mean": "Mean", "change": "Change from baseline", "difference": "Difference"}


def table_protected(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table the means, changes and differences of a protected frame.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame, from `outcomes.analysis.summarise_protected`.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row per number, with the rounded numbers of participants behind it.
    """
    shown = pick(estimates, tuple(_NAMES))
    shown = shown[(shown["subgroup"] == "") & shown["endpoint"].isin(labels.endpoints)]
    rows = []
    for name, side, visit in each_place(shown, labels):
        here = shown[
            (shown["endpoint"] == name) & (shown["side"] == side) & (shown["visit"] == visit)
        ]
        for row in here.to_dict("records"):
            pair = row["comparator"] != ""
            arm = name_pair(labels, row["arm"], row["comparator"]) if pair else ""
            sizes = [row["n_arm"], row["n_comparator"]] if pair else [row["n_arm"]]
            rows.append(
                (
                    head_endpoint(labels, name, side),
                    visit,
                    _NAMES[row["quantity"]],
                    arm or name_arm(labels, row["arm"]),
                    " and ".join(format_count(size) for size in sizes),
                    format_number(row["estimate"]),
                    format_interval(row["ci_low"], row["ci_high"]),
                )
            )
    return Table(
        caption="Means, changes and differences that may be published",
        columns=(
            Column("Endpoint"),
            Column("Visit"),
            Column("Number"),
            Column("Arm"),
            Column("Participants"),
            Column("Estimate", numeric=True),
            Column(head_interval(shown["level"])),
        ),
        rows=tuple(rows),
        row_headers=4,
        notes=("Participants: with a score, rounded as the rule says.",),
        empty="No group is large enough to be described by numbers.",
        simulated=labels.is_simulated,
    )
