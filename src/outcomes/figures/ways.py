"""The primary comparison by several ways of analysing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures.by_comparison import ByComparison
from outcomes.figures.rows import select_rows
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals
from outcomes.vocabulary.sentences import mid_sentence
from outcomes.vocabulary.ways import WAYS, name_way

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_ways(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot the difference at the primary visit by each way of analysing, a panel a comparison.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``difference by way``
        (`outcomes.analysis.ways.compare_ways`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a comparison (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``side, arm, comparator, visit, week, analysis, n, n_comparator, difference,
        ci_low, ci_high, level, distribution, df``, in the endpoint's unit. None if nothing was
        analysed in two ways or more.
    """
    rows = select_rows(estimates, labels, "difference by way", by=("subgroup",))
    rows = rows.assign(way=pd.Categorical(rows["subgroup"], categories=list(WAYS)))
    rows = rows.sort_values(["side", "comparator", "arm", "way"], kind="stable")
    rows = rows.reset_index(drop=True)
    if len(set(rows["subgroup"])) < 2:
        return None
    names = [name_way(*each) for each in zip(rows["subgroup"], rows["done"], strict=True)]
    compared = ByComparison(rows.assign(name=names), labels)
    label, when = compared.endpoint.label, compared.when
    return compared.make_figure(
        f"{label} {when}: the difference by other ways of analysing",
        compared.draw(lambda own: [compared.make_row(one, one["name"]) for one in own]),
        caption=f"Difference between arms in {label} {when}, each row another analysis of the "
        f"same scores, with {describe_intervals(rows)}.",
        opening=f"Differences between arms in {mid_sentence(label)} by way of analysing.",
        lead="analysis",
        ax=ax,
    )
