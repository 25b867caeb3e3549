"""Shares of participants, each beside a published share if there is one."""

from __future__ import annotations

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures.forest import Panel, Reference, Row, draw_forest
from outcomes.figures.rows import arms_drawn, place_of_arm, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_level, format_share
from outcomes.study.study import Labels
from outcomes.vocabulary.figure_words import (
    capitalise,
    describe_intervals,
    digits_of,
    name_visit,
    name_visits,
    with_unit,
    write_size,
)


def plot_shares(
    estimates: pd.DataFrame, labels: Labels, reference: tuple[str, float] | None = None
) -> Figure:
    """Plot the share of participants at or beyond a threshold, by endpoint, arm and visit.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``share``; choose endpoints by passing only their rows.
    labels : Labels
        The study's arms, visits and endpoints.
    reference : tuple of str and float, optional
        What a published share is called, and the share (0 to 1); drawn as a dashed line.

    Returns
    -------
    Figure
        ``data``: ``endpoint, side, arm, visit, week, threshold, n, share, ci_low, ci_high, level,
        distribution``; shares are 0 to 1.

    Raises
    ------
    ValueError
        If the estimates hold no such row, or more than one for an endpoint, arm and visit.
    """
    rows = select_rows(estimates, labels, "share")
    groups = [group for _, group in rows.groupby(["endpoint", "side"], sort=False)]
    several = len(arms_drawn(rows, labels)) > 1
    panels = [_make_panel(group, labels, several, reference) for group in groups]
    alternative = _alternative(groups, labels, reference)
    title = "Share of participants by endpoint"
    svg = draw_forest(panels).render(title, alternative)
    definitions = [labels.endpoints[name] for name in rows["endpoint"]]
    data = pd.DataFrame(
        {
            "endpoint": [definition.label for definition in definitions],
            "side": rows["side"],
            "arm": [labels.arms[arm].label for arm in rows["arm"]],
            "visit": name_visits(rows, labels),
            "week": rows["week"],
            "threshold": rows["threshold"],
            "n": rows["n_arm"],
            "share": rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution")},
        }
    )
    caption = _caption(rows, reference)
    digits = tuple(digits_of(definition) for definition in definitions)
    return Figure(title, svg, caption, alternative, data, digits, labels.is_simulated)


def _make_panel(
    rows: pd.DataFrame, labels: Labels, several: bool, reference: tuple[str, float] | None
) -> Panel:
    endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
    side = rows["side"].iloc[0]
    drawn = []
    for record in rows.to_dict("records"):
        visit = name_visit(record["visit"], record["week"], labels)
        label = f"{labels.arms[record['arm']].label}, {visit}" if several else capitalise(visit)
        estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
        numbers = _write_share(estimate, low, high)
        drawn.append(Row(label, estimate, low, high, numbers, place_of_arm(record["arm"], labels)))
    levels = rows["level"].dropna()
    level = format_level(levels.iloc[0]) if len(levels) else ""
    marks = (Reference(_name_reference(reference), lines=(reference[1],)),) if reference else ()
    return Panel(
        heading=endpoint.label + (f", {side} side" if side else ""),
        scale=_describe_share(endpoint, rows),
        rows=tuple(drawn),
        numbers_heading=f"Share ({level} CI)",
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
    size = write_size(float(thresholds.iloc[0]))
    important = endpoint.important_change
    if important is not None and important.unit == "percent of baseline":
        return f"participants better by at least {size}% of their baseline, %"
    size = with_unit(size, endpoint)
    return f"participants better by at least {size}, %"


def _name_reference(reference: tuple[str, float]) -> str:
    return f"{reference[0]}: {format_share(reference[1])}"


def _write_share(estimate: float, low: float, high: float) -> str:
    if estimate != estimate:
        return "not estimated"
    if low != low or high != high:
        return f"{format_share(estimate)} (no interval)"
    return f"{format_share(estimate)} ({format_share(low)} to {format_share(high)})"


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
    sentences = ["Shares of participants with confidence intervals."]
    for rows in groups:
        endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
        side = f", {rows['side'].iloc[0]} side" if rows["side"].iloc[0] else ""
        numbers = []
        for record in rows.to_dict("records"):
            text = _write_share(record["estimate"], record["ci_low"], record["ci_high"])
            visit = name_visit(record["visit"], record["week"], labels)
            numbers.append(f"{labels.arms[record['arm']].label} at {visit} {text}")
        what = _describe_share(endpoint, rows)
        sentences.append(f"{endpoint.label}{side} ({what}): {'; '.join(numbers)}.")
    if reference:
        sentences.append(f"{_name_reference(reference)}.")
    return " ".join(sentences)
