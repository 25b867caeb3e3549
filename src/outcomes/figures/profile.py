"""Means over time, one line an arm."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import arms_drawn
from outcomes.drawing.layout import Drawing
from outcomes.drawing.profile_panel import ProfilePanel, find_reference, span_values
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, say_estimate, say_share
from outcomes.vocabulary.names import head_endpoint, name_arm, name_side
from outcomes.vocabulary.scales import (
    choose_threshold,
    describe_direction,
    describe_scale,
    describe_threshold,
    digits_of,
)
from outcomes.vocabulary.sentences import capitalise, join_words
from outcomes.vocabulary.visits import at_visit, name_visits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MANY_GAPS = 6


def plot_profile(
    estimates: pd.DataFrame,
    labels: Labels,
    endpoint: str,
    quantity: Literal["mean", "adjusted mean"] = "mean",
    ax: Axes | Sequence[Axes] | None = None,
) -> Figure | None:
    """Plot the mean of an endpoint at each visit, by arm, with confidence intervals.

    Visits stand at their true distance in time. A mean that is NaN leaves a gap; the caption says
    so. Where both sides are analysed separately, each has its own panel.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``quantity`` for the endpoint.
    labels : Labels
        The study's arms, visits and endpoints.
    endpoint : str
        Full name, as ``womac.pain``.
    quantity : str
        ``mean`` (observed) or ``adjusted mean`` (from the model).
    ax : Axes or sequence of Axes, optional
        What to draw on, one a side; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``side, arm, visit, week, n, mean`` (or ``adjusted mean``)``, ci_low, ci_high,
        level, distribution, df``, in the endpoint's unit. None if no mean was estimated.

    Raises
    ------
    ValueError
        If the estimates hold more than one row for a visit and arm.
    """
    definition = labels.endpoints[endpoint]
    if definition.kind == "binary":
        return _plot_shares(estimates, labels, definition, quantity, ax)
    rows = select_rows(estimates, labels, quantity, endpoint=endpoint)
    if rows.empty:
        return None
    caption = _caption(rows, labels, definition, f"{quantity} of {definition.label}")
    digits = digits_of(definition)
    alternative = _alternative(
        rows,
        labels,
        f"{quantity} of {head_endpoint(labels, endpoint)}",
        lambda row: say_estimate(row, digits, signed=False),
    )
    title = f"{definition.label}: {quantity} by visit and arm"
    name = f"{definition.label}, {quantity}"
    drawing = _draw(rows, labels, definition, name, describe_scale(definition))
    data = frame_numbers(rows, labels, quantity, keys=("side", "arm"))
    data["unit"] = definition.unit
    return Figure(
        title,
        drawing,
        caption,
        alternative,
        data,
        (digits,) * len(data),
        ax,
    )


def _draw(rows: pd.DataFrame, labels: Labels, endpoint: Endpoint, name: str, scale: str) -> Drawing:
    """Return a panel a side, all on one scale of values."""
    sides = [(side, rows[rows["side"] == side]) for side in dict.fromkeys(rows["side"])]
    references = [find_reference(panel, endpoint) for _, panel in sides]
    span = span_values(rows, references, endpoint)
    panels = [
        ProfilePanel(
            panel,
            labels,
            f"{name}: {name_side(side)}" if side else name,
            scale,
            span,
            reference,
        )
        for (side, panel), reference in zip(sides, references, strict=True)
    ]
    return Drawing(tuple(panels), is_simulated=labels.is_simulated)


def _plot_shares(
    estimates: pd.DataFrame,
    labels: Labels,
    endpoint: Endpoint,
    quantity: str,
    ax: Axes | Sequence[Axes] | None,
) -> Figure | None:
    """Plot the share of participants with a yes, with the interval of a share or none."""
    rows = select_rows(estimates, labels, "share", endpoint=endpoint.name)
    if rows.empty:
        # A mean of no and yes is a share, but the interval of a mean is not that of a share.
        rows = select_rows(estimates, labels, quantity, endpoint=endpoint.name)
        rows = rows.assign(ci_low=math.nan, ci_high=math.nan, distribution="", df=math.nan)
    if rows.empty:
        return None
    percent = replace(endpoint, low=0, high=100, unit="%", kind="continuous")
    drawn = rows.assign(**{name: 100 * rows[name] for name in ("estimate", "ci_low", "ci_high")})
    scale = f"participants with a yes, %, {describe_direction(endpoint)}".removesuffix(", ")
    title = f"{endpoint.label}: share by visit and arm"
    what = f'share of participants with a yes for "{endpoint.label}"'
    alternative = _alternative(rows, labels, f"{what} ({describe_scale(endpoint)})", say_share)
    drawing = _draw(drawn, labels, percent, f"{endpoint.label}, share", scale)
    data = frame_numbers(rows, labels, "share", keys=("side", "arm"))
    return Figure(
        title,
        drawing,
        _caption(rows, labels, endpoint, what),
        alternative,
        data,
        (digits_of(endpoint),) * len(data),
        ax,
    )


def _caption(rows: pd.DataFrame, labels: Labels, endpoint: Endpoint, what: str) -> str:
    sentences = [f"{capitalise(what)} by visit and arm, with {describe_intervals(rows)}."]
    if describe_direction(endpoint):
        sentences.append(f"{capitalise(describe_direction(endpoint))}.")
    threshold = choose_threshold(endpoint, "change")
    if threshold is not None and find_reference(rows, endpoint) is not None:
        sentences.append(
            f"The dashed line lies one {describe_threshold(threshold)} from the mean "
            "baseline of all arms; it was found within patients and judges no difference between "
            "arms."
        )
    gaps = _find_gaps(rows, labels)
    if gaps:
        named = gaps if len(gaps) <= _MANY_GAPS else [*gaps[:5], f"{len(gaps) - 5} more"]
        sentences.append(f"Not estimated, and left as gaps: {join_words(named)}.")
    return " ".join(sentences)


def _find_gaps(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Name what has no mean though another arm has one at that visit, or whose mean is NaN."""
    gaps = []
    for side, panel in rows.groupby("side", sort=False):
        known = panel[panel["estimate"].notna()]
        there = set(zip(known["arm"], known["week"], strict=True))
        visits = dict(sorted(zip(panel["week"], name_visits(panel, labels), strict=True)))
        where = f" ({name_side(side)})" if side else ""
        gaps += [
            f"{name_arm(labels, arm)} {at_visit(visit)}{where}"
            for arm in arms_drawn(panel, labels)
            for week, visit in visits.items()
            if (arm, week) not in there
        ]
    return gaps


def _alternative(
    rows: pd.DataFrame, labels: Labels, what: str, say: Callable[[Mapping[Any, Any]], str]
) -> str:
    opening = f"Line chart of the {what}."
    full, brief = [opening], [opening]
    for (side, arm), of_arm in rows.groupby(["side", "arm"], sort=False):
        records = of_arm.assign(name=name_visits(of_arm, labels)).to_dict("records")
        numbers = [f"{record['name']} {say(record)}" for record in records]
        name = f"{name_arm(labels, arm)}{f', {name_side(side)}' if side else ''}"
        full.append(f"{name}: {'; '.join(numbers)}.")
        brief.append(f"{name}: {'; '.join(dict.fromkeys((numbers[0], numbers[-1])))}.")
    return tell(full, brief)
