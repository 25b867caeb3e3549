"""Changes from baseline within arms, one panel an endpoint."""

from __future__ import annotations

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures.difference import write_numbers
from outcomes.figures.forest import Panel, Reference, Row, draw_forest
from outcomes.figures.rows import arms_drawn, place_of_arm, select_rows
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_estimate, format_level
from outcomes.study.study import Labels
from outcomes.vocabulary.figure_words import (
    capitalise,
    describe_intervals,
    describe_scale,
    describe_threshold,
    digits_of,
    find_threshold,
    name_visit,
    name_visits,
)
from outcomes.vocabulary.judging import judge_changes, say_reading


def plot_change(estimates: pd.DataFrame, labels: Labels) -> Figure:
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

    Returns
    -------
    Figure
        ``data``: ``endpoint, side, arm, visit, week, n, change, ci_low, ci_high, level,
        distribution, df``, each in its endpoint's unit and direction.

    Raises
    ------
    ValueError
        If the estimates hold no such row, or more than one for an endpoint, arm and visit.
    """
    rows = select_rows(estimates, labels, "change")
    groups = [group for _, group in rows.groupby(["endpoint", "side"], sort=False)]
    several = len(arms_drawn(rows, labels)) > 1
    panels = [_make_panel(group, labels, several) for group in groups]
    alternative = _alternative(groups, labels)
    title = "Change from baseline by endpoint"
    svg = draw_forest(panels).render(title, alternative)
    definitions = [labels.endpoints[name] for name in rows["endpoint"]]
    data = pd.DataFrame(
        {
            "endpoint": [definition.label for definition in definitions],
            "side": rows["side"],
            "arm": [labels.arms[arm].label for arm in rows["arm"]],
            "visit": name_visits(rows, labels),
            "week": rows["week"],
            "n": rows["n_arm"],
            "change": rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution", "df")},
            "unit": [definition.unit for definition in definitions],
        }
    )
    digits = tuple(digits_of(definition) for definition in definitions)
    return Figure(
        title, svg, _caption(rows, labels), alternative, data, digits, labels.is_simulated
    )


def _make_panel(rows: pd.DataFrame, labels: Labels, several: bool) -> Panel:
    endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
    side = rows["side"].iloc[0]
    digits = digits_of(endpoint)
    drawn = []
    for record in rows.to_dict("records"):
        visit = name_visit(record["visit"], record["week"], labels)
        label = f"{labels.arms[record['arm']].label}, {visit}" if several else capitalise(visit)
        estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
        numbers = write_numbers(estimate, low, high, digits)
        drawn.append(Row(label, estimate, low, high, numbers, place_of_arm(record["arm"], labels)))
    levels = rows["level"].dropna()
    level = format_level(levels.iloc[0]) if len(levels) else ""
    words = {"neither": ("lower than at baseline", "higher than at baseline")}
    left, right = words.get(endpoint.higher, ("worse", "better"))
    return Panel(
        heading=f"{endpoint.label}, change from baseline" + (f", {side} side" if side else ""),
        scale=describe_scale(endpoint),
        rows=tuple(drawn),
        numbers_heading=f"Change ({level} CI)",
        left_words=left,
        right_words=right,
        reversed=endpoint.higher == "worse",
        references=_references(endpoint),
    )


def _references(endpoint: Endpoint) -> tuple[Reference, ...]:
    important = find_threshold(endpoint, "minimal important change")
    if important is None or endpoint.higher == "neither":
        return ()
    value = important.value if endpoint.higher == "better" else -important.value
    text = capitalise(describe_threshold(important, endpoint))
    return (Reference(text, lines=(value,)),)


def _caption(rows: pd.DataFrame, labels: Labels) -> str:
    endpoints = [labels.endpoints[name] for name in dict.fromkeys(rows["endpoint"])]
    sentences = [
        "Mean of the participants' own changes from baseline, by endpoint, arm and visit, with "
        f"{describe_intervals(rows)}. Improvement is on the right."
    ]
    if any(find_threshold(endpoint, "minimal important change") for endpoint in endpoints):
        sentences.append("Dashed: the minimal important change within a patient.")
    missing = int(rows["estimate"].isna().sum())
    if missing:
        sentences.append(f"Not estimated: {missing} of {len(rows)} changes.")
    return " ".join(sentences)


def _alternative(groups: list[pd.DataFrame], labels: Labels) -> str:
    sentences = ["Mean changes from baseline."]
    for rows in groups:
        endpoint = labels.endpoints[rows["endpoint"].iloc[0]]
        side = f", {rows['side'].iloc[0]} side" if rows["side"].iloc[0] else ""
        scale = f" ({describe_scale(endpoint)})" if describe_scale(endpoint) else ""
        numbers = []
        judged = judge_changes(rows, labels)
        for record, reading in zip(rows.to_dict("records"), judged, strict=True):
            text = format_estimate(
                record["estimate"],
                record["ci_low"],
                record["ci_high"],
                digits_of(endpoint),
                level=record["level"],
                signed=True,
            )
            visit = name_visit(record["visit"], record["week"], labels)
            numbers.append(
                f"{labels.arms[record['arm']].label} at {visit} {text}{say_reading(reading)}"
            )
        sentences.append(f"{endpoint.label}{side}{scale}: {'; '.join(numbers)}.")
    return " ".join(sentences)
