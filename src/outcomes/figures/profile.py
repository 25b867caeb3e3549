"""Means over time, one line an arm."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures.profile_drawing import draw_profile, find_reference
from outcomes.figures.rows import arms_drawn, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_estimate
from outcomes.study.study import Labels
from outcomes.vocabulary.figure_words import (
    capitalise,
    describe_direction,
    describe_intervals,
    describe_scale,
    describe_threshold,
    digits_of,
    find_threshold,
    join_words,
    name_visits,
)

_MANY_VISITS = 6
_MANY_GAPS = 6


def plot_profile(
    estimates: pd.DataFrame,
    labels: Labels,
    endpoint: str,
    quantity: Literal["mean", "adjusted mean"] = "mean",
) -> Figure:
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

    Returns
    -------
    Figure
        ``data``: ``side, arm, visit, week, n, mean`` (or ``adjusted mean``)``, ci_low, ci_high,
        level, distribution, df``, in the endpoint's unit.

    Raises
    ------
    ValueError
        If the estimates hold no such row, or more than one for a visit and arm.
    """
    rows = select_rows(estimates, labels, quantity, endpoint=endpoint)
    definition = labels.endpoints[endpoint]
    caption = _caption(rows, labels, definition, quantity)
    alternative = _alternative(rows, labels, definition, quantity)
    title = f"{definition.label}: {quantity} by visit and arm"
    svg = draw_profile(rows, labels, definition, quantity).render(title, alternative)
    data = pd.DataFrame(
        {
            "side": rows["side"],
            "arm": [labels.arms[arm].label for arm in rows["arm"]],
            "visit": name_visits(rows, labels),
            "week": rows["week"],
            "n": rows["n_arm"],
            quantity: rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution", "df")},
            "unit": definition.unit,
        }
    )
    return Figure(
        title,
        svg,
        caption,
        alternative,
        data,
        (digits_of(definition),) * len(data),
        labels.is_simulated,
    )


def _caption(rows: pd.DataFrame, labels: Labels, endpoint: Endpoint, quantity: str) -> str:
    sentences = [
        f"{capitalise(quantity)} of {endpoint.label} by visit and arm, "
        f"with {describe_intervals(rows)}."
    ]
    if describe_direction(endpoint):
        sentences.append(f"{capitalise(describe_direction(endpoint))}.")
    threshold = find_threshold(endpoint, "minimal important change")
    if threshold is not None and find_reference(rows, endpoint) is not None:
        sentences.append(
            f"The dashed line lies one {describe_threshold(threshold, endpoint)} from the mean "
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
        where = f" ({side})" if side else ""
        gaps += [
            f"{labels.arms[arm].label} at {visit}{where}"
            for arm in arms_drawn(panel, labels)
            for week, visit in visits.items()
            if (arm, week) not in there
        ]
    return gaps


def _alternative(rows: pd.DataFrame, labels: Labels, endpoint: Endpoint, quantity: str) -> str:
    scale = f" ({describe_scale(endpoint)})" if describe_scale(endpoint) else ""
    sentences = [f"Line chart of the {quantity} of {endpoint.label}{scale}."]
    digits = digits_of(endpoint)
    for (side, arm), of_arm in rows.groupby(["side", "arm"], sort=False):
        records = of_arm.assign(name=name_visits(of_arm, labels)).to_dict("records")
        if len(records) > _MANY_VISITS:
            records = [records[0], records[-1]]
        numbers = [
            f"{record['name']} "
            + format_estimate(
                record["estimate"],
                record["ci_low"],
                record["ci_high"],
                digits,
                level=record["level"],
            )
            for record in records
        ]
        where = f", {side} side" if side else ""
        shown = "" if len(of_arm) == len(records) else f" (first and last of {len(of_arm)} visits)"
        sentences.append(f"{labels.arms[arm].label}{where}{shown}: {'; '.join(numbers)}.")
    return " ".join(sentences)
