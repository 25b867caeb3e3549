"""Changes from baseline within arms, one panel an endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.forest import ForestPanel, Reference
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.names import head_endpoint, name_arm, name_endpoint
from outcomes.vocabulary.scales import (
    choose_threshold,
    describe_direction,
    describe_scale,
    describe_threshold,
    digits_of,
)
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.verdicts import judge_row, say_reading
from outcomes.vocabulary.visits import at_visit, name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_change(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot the mean change from baseline of each endpoint, by arm and visit, with its interval.

    Improvement is always on the right. The minimal important change is a dashed line. Measurement
    errors and detectable changes are those of one reading or one patient: they are not held
    against means, so they are not drawn.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``change``; choose endpoints by passing only their rows.
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one an endpoint (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, visit, week, n, change, ci_low, ci_high, level,
        distribution, df``, each in its endpoint's unit and direction. None if no change was
        estimated.

    Raises
    ------
    ValueError
        If the estimates hold more than one row for an endpoint, arm and visit.
    """
    rows = select_rows(estimates, labels, "change")
    if rows.empty:
        return None
    groups = [group for _, group in rows.groupby(["endpoint", "side"], sort=False)]
    several = len(arms_drawn(rows, labels)) > 1
    panels = [_make_panel(group, labels, several) for group in groups]
    alternative = _alternative(groups, labels)
    title = "Change from baseline by endpoint"
    drawing = Drawing(tuple(panels), is_simulated=labels.is_simulated)
    definitions = [labels.endpoints[name] for name in rows["endpoint"]]
    data = frame_numbers(rows, labels, "change")
    data["unit"] = [definition.unit for definition in definitions]
    digits = tuple(digits_of(definition) for definition in definitions)
    return Figure(title, drawing, _caption(rows, labels), alternative, data, digits, ax)


def _make_panel(rows: pd.DataFrame, labels: Labels, several: bool) -> ForestPanel:
    endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
    digits = digits_of(endpoint)
    drawn = []
    for record in rows.to_dict("records"):
        visit = name_visit(record["visit"], record["week"], labels)
        label = f"{name_arm(labels, record['arm'])}, {visit}" if several else capitalise(visit)
        estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
        numbers = write_numbers(estimate, low, high, digits)
        drawn.append(Row(label, estimate, low, high, numbers, place_of_arm(record["arm"], labels)))
    words = {"neither": ("lower than at baseline", "higher than at baseline")}
    left, right = words.get(endpoint.higher, ("worse", "better"))
    return ForestPanel(
        heading=f"{name_endpoint(labels, endpoint.name, rows['side'].iloc[0])}, "
        "change from baseline",
        scale=describe_scale(endpoint),
        rows=tuple(drawn),
        numbers_heading=f"Change ({head_interval(rows['level'])})",
        left_words=left,
        right_words=right,
        reversed=endpoint.higher == "worse",
        references=_references(endpoint),
    )


def _references(endpoint: Endpoint) -> tuple[Reference, ...]:
    important = choose_threshold(endpoint, "change")
    if important is None or endpoint.higher == "neither":
        return ()
    value = important.value if endpoint.higher == "better" else -important.value
    text = capitalise(describe_threshold(important))
    return (Reference(text, lines=(value,)),)


def _caption(rows: pd.DataFrame, labels: Labels) -> str:
    endpoints = [labels.endpoints[name] for name in dict.fromkeys(rows["endpoint"])]
    sentences = [
        "Mean of the participants' own changes from baseline, by endpoint, arm and visit, with "
        f"{describe_intervals(rows)}."
    ]
    if any(describe_direction(endpoint) for endpoint in endpoints):
        sentences.append("Improvement is on the right.")
    if any(_references(endpoint) for endpoint in endpoints):
        sentences.append("Dashed: the minimal important change within a patient.")
    missing = int(rows["estimate"].isna().sum())
    if missing:
        sentences.append(f"Not estimated: {missing} of {len(rows)} changes.")
    return " ".join(sentences)


def _alternative(groups: list[pd.DataFrame], labels: Labels) -> str:
    full = ["Mean changes from baseline."]
    brief = [*full]
    for rows in groups:
        endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
        numbers = []
        for record in rows.to_dict("records"):
            text = say_estimate(record, digits_of(endpoint))
            when = at_visit(name_visit(record["visit"], record["week"], labels))
            reading = say_reading(judge_row(record, labels))
            numbers.append(f"{name_arm(labels, record['arm'])} {when} {text}{reading}")
        head = head_endpoint(labels, endpoint.name, rows["side"].iloc[0])
        full.append(f"{head}: {'; '.join(numbers)}.")
        brief.append(f"{head}: {numbers[-1]}.")
    return tell(full, brief)
