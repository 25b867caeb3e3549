"""The primary difference within subgroups of participants."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest_rows import Row
from outcomes.figures.by_comparison import ByComparison, Record
from outcomes.figures.rows import select_rows
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals
from outcomes.vocabulary.names import name_covariate
from outcomes.vocabulary.sentences import capitalise, mid_sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ABSENT = float("nan")


def plot_subgroups(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot the difference at the primary visit in each subgroup, a panel a comparison.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``subgroup difference``
        (`outcomes.analysis.subgroup_effects.compare_subgroups`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a comparison (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``side, arm, comparator, visit, week, subgroup, n, n_comparator, difference,
        ci_low, ci_high, level, distribution, df``, in the endpoint's unit. None if no subgroup was
        compared.
    """
    rows = select_rows(estimates, labels, "subgroup difference", by=("subgroup",))
    if rows.empty:
        return None
    rows = rows.sort_values(["side", "comparator", "arm", "subgroup"], kind="stable").reset_index(
        drop=True
    )
    names = [": ".join(_split(text, labels)) for text in rows["subgroup"]]
    compared = ByComparison(rows.assign(name=names), labels)
    label, when = compared.endpoint.label, compared.when
    missing = int(rows["estimate"].isna().sum())
    caption = (
        f"Difference between arms in {label} {when} in subgroups of participants, with "
        f"{describe_intervals(rows)}. Whether subgroups differ is for the test of interaction to "
        "say, not for which intervals exclude no difference."
    )
    if missing:
        caption += f" Not estimated: {missing} of {len(rows)} differences."
    return compared.make_figure(
        f"{label} {when}: the difference in subgroups",
        compared.draw(lambda own: _list_rows(own, compared)),
        caption=caption,
        opening=f"Differences between arms in {mid_sentence(label)} in subgroups.",
        lead="subgroup",
        ax=ax,
    )


def _split(subgroup: str, labels: Labels) -> tuple[str, str]:
    """Return the column and the level of a subgroup, in words."""
    column, _, level = subgroup.partition(": ")
    return capitalise(name_covariate(labels, column)), level


def _list_rows(records: list[Record], compared: ByComparison) -> list[Row]:
    """Return the rows of one comparison, each column's levels under its name."""
    drawn: list[Row] = []
    named = [(*_split(each["subgroup"], compared.labels), each) for each in records]
    for column, levels in groupby(named, lambda each: each[0]):
        place = place_of_arm(records[0]["arm"], compared.labels)
        drawn.append(Row(column, _ABSENT, _ABSENT, _ABSENT, "", place, kind="heading"))
        drawn += [compared.make_row(each, level, _count(each)) for _, level, each in levels]
    return drawn


def _count(record: Record) -> str:
    sizes = [record["n_arm"], record["n_comparator"]]
    return "" if any(n != n for n in sizes) else f"n {' and '.join(map(format_count, sizes))}"
