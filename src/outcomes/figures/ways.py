"""The primary comparison by several ways of analysing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.difference import mark_margin
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import describe_scale, digits_of
from outcomes.vocabulary.sentences import mid_sentence
from outcomes.vocabulary.visits import at_visit
from outcomes.vocabulary.ways import WAYS, name_way

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("estimate", "ci_low", "ci_high")


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
    endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
    names = [name_way(*each) for each in zip(rows["subgroup"], rows["done"], strict=True)]
    rows = rows.assign(name=names)
    span = [value for name in _NUMBERS for value in rows[name].dropna()]
    span += [end for each in mark_margin(endpoint) for end in each.lines]
    groups = [group for _, group in rows.groupby(["side", "comparator", "arm"], sort=False)]
    panels = [_make_panel(group, endpoint, labels, (min(span), max(span))) for group in groups]
    when = at_visit(rows["visit"].iloc[0])
    data = frame_numbers(
        rows,
        labels,
        "difference",
        keys=("side", "arm", "comparator"),
        lead={"analysis": list(rows["name"])},
    )
    data["unit"] = endpoint.unit
    return Figure(
        f"{endpoint.label} {when}: the difference by other ways of analysing",
        Drawing(tuple(panels), is_simulated=labels.is_simulated),
        f"Difference between arms in {endpoint.label} {when}, each row another analysis of the "
        f"same scores, with {describe_intervals(rows)}.",
        _alternative(groups, endpoint, labels),
        data,
        (digits_of(endpoint),) * len(data),
        ax,
    )


def _make_panel(
    rows: pd.DataFrame, endpoint: Endpoint, labels: Labels, span: tuple[float, float]
) -> ForestPanel:
    first, digits = rows.iloc[0], digits_of(endpoint)
    arm, comparator = (name_arm(labels, first[key]) for key in ("arm", "comparator"))
    verb = "higher with" if endpoint.higher == "neither" else "favours"
    drawn = []
    for record in rows.to_dict("records"):
        numbers = (float(record[key]) for key in _NUMBERS)
        estimate, low, high = numbers
        text = write_numbers(estimate, low, high, digits)
        place = place_of_arm(record["arm"], labels)
        drawn.append(Row(record["name"], estimate, low, high, text, place))
    return ForestPanel(
        heading=f"{endpoint.label}: {_say_pair(first, labels)}",
        scale=describe_scale(endpoint),
        rows=tuple(drawn),
        numbers_heading=f"Difference ({head_interval(rows['level'])})",
        left_words=f"{verb} {comparator}",
        right_words=f"{verb} {arm}",
        reversed=endpoint.higher == "worse",
        references=mark_margin(endpoint),
        axis=span,
    )


def _say_pair(row: pd.Series, labels: Labels) -> str:
    arm, comparator = (name_arm(labels, row[key]) for key in ("arm", "comparator"))
    side = f", {name_side(row['side'])}" if row["side"] else ""
    return f"{arm} minus {comparator}{side}"


def _alternative(groups: list[pd.DataFrame], endpoint: Endpoint, labels: Labels) -> str:
    sentences, brief = [], []
    for rows in groups:
        told = [
            f"{mid_sentence(record['name'])} {say_estimate(record, digits_of(endpoint))}"
            for record in rows.to_dict("records")
        ]
        sentences.append(f"{_say_pair(rows.iloc[0], labels)}: {'; '.join(told)}.")
        first, last = told[0], told[-1]
        brief.append(f"{_say_pair(rows.iloc[0], labels)}: {first}; {last}.")
    opening = f"Differences between arms in {mid_sentence(endpoint.label)} by way of analysing."
    return tell([opening, *sentences], [opening, *brief])
