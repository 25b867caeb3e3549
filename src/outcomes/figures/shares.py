"""Shares of participants, each beside a published share if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.forest import ForestPanel, Reference
from outcomes.drawing.forest_rows import Row, write_share
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_share
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval
from outcomes.vocabulary.names import name_arm, name_endpoint
from outcomes.vocabulary.scales import digits_of, name_counted
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.visits import at_visit, name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_shares(
    estimates: pd.DataFrame,
    labels: Labels,
    reference: tuple[str, float] | None = None,
    ax: Axes | Sequence[Axes] | None = None,
) -> Figure | None:
    """Plot the share of participants at or beyond a threshold, by endpoint, arm and visit.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``share``; choose endpoints by passing only their rows.
    labels : Labels
        The study's arms, visits and endpoints.
    reference : tuple of str and float, optional
        What a published share is called, and the share (0 to 1); drawn as a dashed line.
    ax : Axes or sequence of Axes, optional
        What to draw on, one an endpoint (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, visit, week, threshold, n, share, ci_low, ci_high, level,
        distribution, df``; shares are 0 to 1. None if no share was estimated.

    Raises
    ------
    ValueError
        If the estimates hold more than one row for an endpoint, arm and visit.
    """
    rows = select_rows(estimates, labels, "share")
    if rows.empty:
        return None
    groups = [group for _, group in rows.groupby(["endpoint", "side"], sort=False)]
    several = len(arms_drawn(rows, labels)) > 1
    panels = [_make_panel(group, labels, several, reference) for group in groups]
    alternative = _alternative(groups, labels, reference)
    title = "Share of participants by endpoint"
    drawing = Drawing(tuple(panels), is_simulated=labels.is_simulated)
    definitions = [labels.endpoints[name] for name in rows["endpoint"]]
    data = frame_numbers(rows, labels, "share", lead={"threshold": rows["threshold"]})
    caption = _caption(rows, reference)
    digits = tuple(digits_of(definition) for definition in definitions)
    return Figure(title, drawing, caption, alternative, data, digits, ax)


def _make_panel(
    rows: pd.DataFrame, labels: Labels, several: bool, reference: tuple[str, float] | None
) -> ForestPanel:
    endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
    drawn = []
    for record in rows.to_dict("records"):
        visit = name_visit(record["visit"], record["week"], labels)
        label = f"{name_arm(labels, record['arm'])}, {visit}" if several else capitalise(visit)
        estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
        numbers = write_share(estimate, low, high)
        drawn.append(Row(label, estimate, low, high, numbers, place_of_arm(record["arm"], labels)))
    marks = (Reference(_name_reference(reference), lines=(reference[1],)),) if reference else ()
    return ForestPanel(
        heading=name_endpoint(labels, endpoint.name, rows["side"].iloc[0]),
        scale=_describe_share(endpoint, rows),
        rows=tuple(drawn),
        numbers_heading=f"Share ({head_interval(rows['level'])})",
        references=marks,
        axis=(0.0, 1.0),
        zero=False,
        percent=True,
    )


def _describe_share(endpoint: Endpoint, rows: pd.DataFrame) -> str:
    """Say what participants counted have in common."""
    if endpoint.kind == "binary":
        return "participants with a yes, %"
    thresholds = rows["threshold"].dropna()
    if thresholds.empty:
        return "participants, %"
    counted = name_counted(endpoint, float(thresholds.iloc[0]))
    return f"participants who improved by at least {counted}, %"


def _name_reference(reference: tuple[str, float]) -> str:
    return f"{reference[0]}: {format_share(reference[1])}"


def _caption(rows: pd.DataFrame, reference: tuple[str, float] | None) -> str:
    sentences = [
        "Share of participants by endpoint, arm and visit, among those with a score, with "
        f"{describe_intervals(rows)}."
    ]
    if reference:
        sentences.append(f"Dashed: {_name_reference(reference)}.")
    missing = int(rows["estimate"].isna().sum())
    if missing:
        sentences.append(f"Not estimated: {missing} of {len(rows)} shares.")
    return " ".join(sentences)


def _alternative(
    groups: list[pd.DataFrame], labels: Labels, reference: tuple[str, float] | None
) -> str:
    full = ["Shares of participants with confidence intervals."]
    brief = [*full]
    for rows in groups:
        endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
        numbers = []
        for record in rows.to_dict("records"):
            text = write_share(record["estimate"], record["ci_low"], record["ci_high"])
            when = at_visit(name_visit(record["visit"], record["week"], labels))
            numbers.append(f"{name_arm(labels, record['arm'])} {when} {text}")
        head = name_endpoint(labels, endpoint.name, rows["side"].iloc[0])
        full.append(f"{head} ({_describe_share(endpoint, rows)}): {'; '.join(numbers)}.")
        brief.append(f"{head}: {numbers[-1]}.")
    published = [f"{_name_reference(reference)}."] if reference else []
    return tell([*full, *published], [*published, *brief])
