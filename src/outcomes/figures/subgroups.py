"""The primary difference within subgroups of participants."""

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
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.names import name_arm, name_covariate, name_side
from outcomes.vocabulary.scales import describe_scale, digits_of
from outcomes.vocabulary.sentences import capitalise, mid_sentence
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("estimate", "ci_low", "ci_high")
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
    endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
    span = [value for name in _NUMBERS for value in rows[name].dropna()]
    span += [end for each in mark_margin(endpoint) for end in each.lines]
    groups = [group for _, group in rows.groupby(["side", "comparator", "arm"], sort=False)]
    panels = [_make_panel(group, endpoint, labels, (min(span), max(span))) for group in groups]
    when = at_visit(rows["visit"].iloc[0])
    names = [_name(text, labels) for text in rows["subgroup"]]
    data = frame_numbers(
        rows, labels, "difference", keys=("side", "arm", "comparator"), lead={"subgroup": names}
    )
    data["unit"] = endpoint.unit
    missing = int(rows["estimate"].isna().sum())
    caption = (
        f"Difference between arms in {endpoint.label} {when} in subgroups of participants, with "
        f"{describe_intervals(rows)}. Whether subgroups differ is for the test of interaction to "
        "say, not for which intervals exclude no difference."
    )
    if missing:
        caption += f" Not estimated: {missing} of {len(rows)} differences."
    return Figure(
        f"{endpoint.label} {when}: the difference in subgroups",
        Drawing(tuple(panels), is_simulated=labels.is_simulated),
        caption,
        _alternative(groups, endpoint, labels),
        data,
        (digits_of(endpoint),) * len(data),
        ax,
    )


def _split(subgroup: str, labels: Labels) -> tuple[str, str]:
    """Return the column and the level of a subgroup, in words."""
    column, _, level = subgroup.partition(": ")
    return capitalise(name_covariate(labels, column)), level


def _name(subgroup: str, labels: Labels) -> str:
    return ": ".join(_split(subgroup, labels))


def _make_panel(
    rows: pd.DataFrame, endpoint: Endpoint, labels: Labels, span: tuple[float, float]
) -> ForestPanel:
    first, digits = rows.iloc[0], digits_of(endpoint)
    arm, comparator = (name_arm(labels, first[key]) for key in ("arm", "comparator"))
    verb = "higher with" if endpoint.higher == "neither" else "favours"
    drawn: list[Row] = []
    column = ""
    for record in rows.to_dict("records"):
        named, level = _split(record["subgroup"], labels)
        place = place_of_arm(record["arm"], labels)
        if named != column:
            drawn.append(Row(named, _ABSENT, _ABSENT, _ABSENT, "", place, kind="heading"))
            column = named
        estimate, low, high = (float(record[key]) for key in _NUMBERS)
        sizes = [record["n_arm"], record["n_comparator"]]
        note = "" if any(n != n for n in sizes) else f"n {' and '.join(map(format_count, sizes))}"
        numbers = write_numbers(estimate, low, high, digits)
        drawn.append(Row(level, estimate, low, high, numbers, place, note=note))
    return ForestPanel(
        heading=f"{endpoint.label}: {_say_pair(first, labels)}",
        scale=describe_scale(endpoint),
        rows=tuple(drawn),
        numbers_heading=f"Difference ({head_interval(rows['level'].dropna())})",
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
            f"{_name(record['subgroup'], labels)} {say_estimate(record, digits_of(endpoint))}"
            if record["estimate"] == record["estimate"]
            else f"{_name(record['subgroup'], labels)} not estimated"
            for record in rows.to_dict("records")
        ]
        sentences.append(f"{_say_pair(rows.iloc[0], labels)}: {'; '.join(told)}.")
        brief.append(f"{_say_pair(rows.iloc[0], labels)}: {'; '.join(told[:2])}.")
    opening = f"Differences between arms in {mid_sentence(endpoint.label)} in subgroups."
    return tell([opening, *sentences], [opening, *brief])
