"""Subgroups: whether the difference between arms differs between them, and what that is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Passage
from outcomes.rounding import format_df, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.intervals import say_p
from outcomes.vocabulary.names import name_covariate, name_pair, name_side
from outcomes.vocabulary.reasons import say_why_not

if TYPE_CHECKING:
    import pandas as pd

WARNING = (
    "Subgroups are small, and there are several: a difference in one subgroup and none in another "
    "does not show that the treatment works in the one and not in the other, and of twenty tests "
    "of interaction one has a p value below 0.05 by chance. What is found here needs another study."
)


def write_subgroups(estimates: pd.DataFrame, study: Study) -> Passage | None:
    """Write the test of interaction of each column that the plan names, and a warning.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: the rows of
        `outcomes.analysis.subgroup_effects.compare_subgroups`.
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``caution``; None where the plan names no subgroups or nothing was compared.
    """
    rows = estimates[estimates["quantity"] == "interaction"].to_dict("records")
    if not rows:
        return None
    several = len({(row["arm"], row["comparator"], row["side"]) for row in rows}) > 1
    points = [_say_test(row, study, several=several) for row in rows]
    planned = (
        "The plan names these subgroups."
        if len(rows) > 1 or several
        else "The plan names this subgroup."
    )
    return Passage("caution", "Subgroups", (f"{planned} {WARNING}", tuple(points)))


def _say_test(row: dict[Any, Any], study: Study, *, several: bool) -> str:
    where = name_covariate(study.labels, row["subgroup"])
    if several:
        side = f", {name_side(row['side'])}" if row["side"] else ""
        where += f", {name_pair(study.labels, row['arm'], row['comparator'])}{side}"
    if row["p_value"] != row["p_value"]:
        return f"{where}: not compared, because {say_why_not(row['reason'], study.labels)}."
    test = (
        f"F {format_number(row['statistic'], 2)} with {format_df(row['df'])} and "
        f"{format_df(row['df2'])} df, {say_p(row['p_value'])}"
    )
    low = row["p_value"] < study.file.plan.alpha
    said = (
        "the differences in its subgroups are less alike than chance usually leaves them"
        if low
        else "no sign that the difference between arms differs between its subgroups"
    )
    return f"{where}: {said} (test of interaction: {test})."
