"""Differences between arms, by visit."""

from __future__ import annotations

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures.forest import Panel, Reference, Row, draw_forest
from outcomes.figures.rows import place_of_arm, select_rows
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import format_estimate, format_interval, format_level, format_signed
from outcomes.study.study import Labels
from outcomes.vocabulary.figure_words import (
    capitalise,
    describe_direction,
    describe_intervals,
    describe_scale,
    describe_threshold,
    digits_of,
    find_threshold,
    name_visits,
)
from outcomes.vocabulary.judging import judge_differences, say_favoured


def plot_difference(estimates: pd.DataFrame, labels: Labels, endpoint: str) -> Figure:
    """Plot arm minus comparator at each visit with its confidence interval, a panel a comparison.

    The side that favours the arm is always on the right, and both sides are named. A difference
    that is NaN has a row that says so.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``difference`` for the endpoint.
    labels : Labels
        The study's arms, visits and endpoints.
    endpoint : str
        Full name, as ``womac.pain``.

    Returns
    -------
    Figure
        ``data``: ``side, arm, comparator, visit, week, n, n_comparator, difference, ci_low,
        ci_high, level, distribution, df, favours`` (an arm's label only where the interval excludes
        no difference, as in the tables), in the endpoint's unit.

    Raises
    ------
    ValueError
        If the estimates hold no such row, or more than one for a visit and comparison.
    """
    rows = select_rows(estimates, labels, "difference", endpoint=endpoint)
    definition = labels.endpoints[endpoint]
    threshold = find_threshold(
        definition, "minimal important difference", "minimal important change"
    )
    axis = [value for name in ("ci_low", "ci_high", "estimate") for value in rows[name].dropna()]
    axis += [0.0] + ([-threshold.value, threshold.value] if threshold else [])
    span = (min(axis), max(axis))
    comparisons = [group for _, group in rows.groupby(["side", "comparator", "arm"], sort=False)]
    panels = [_make_panel(group, labels, definition, threshold, span) for group in comparisons]
    alternative = _alternative(comparisons, labels, definition)
    title = f"{definition.label}: difference between arms by visit"
    svg = draw_forest(panels).render(title, alternative)
    data = pd.DataFrame(
        {
            "side": rows["side"],
            "arm": [labels.arms[arm].label for arm in rows["arm"]],
            "comparator": [labels.arms[arm].label for arm in rows["comparator"]],
            "visit": name_visits(rows, labels),
            "week": rows["week"],
            "n": rows["n_arm"],
            "n_comparator": rows["n_comparator"],
            "difference": rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution", "df")},
            "favours": judge_differences(rows, labels),
            "unit": definition.unit,
        }
    )
    caption = _caption(rows, definition, threshold)
    return Figure(
        title,
        svg,
        caption,
        alternative,
        data,
        (digits_of(definition),) * len(data),
        labels.is_simulated,
    )


def _make_panel(
    rows: pd.DataFrame,
    labels: Labels,
    endpoint: Endpoint,
    threshold: Threshold | None,
    span: tuple[float, float],
) -> Panel:
    first = rows.iloc[0]
    arm, comparator = labels.arms[first["arm"]].label, labels.arms[first["comparator"]].label
    side = f", {first['side']} side" if first["side"] else ""
    digits = digits_of(endpoint)
    place = place_of_arm(first["arm"], labels)
    drawn = []
    for visit, record in zip(name_visits(rows, labels), rows.to_dict("records"), strict=True):
        estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
        numbers = write_numbers(estimate, low, high, digits)
        drawn.append(Row(capitalise(visit), estimate, low, high, numbers, place))
    if endpoint.higher == "neither":
        words = (f"higher with {comparator}", f"higher with {arm}")
    else:
        words = (f"favours {comparator}", f"favours {arm}")
    return Panel(
        heading=f"{endpoint.label}: {arm} minus {comparator}{side}",
        scale=describe_scale(endpoint),
        rows=tuple(drawn),
        numbers_heading=f"Difference ({_level(rows)} CI)",
        left_words=words[0],
        right_words=words[1],
        reversed=endpoint.higher == "worse",
        references=_references(endpoint, threshold),
        axis=span,
    )


def _level(rows: pd.DataFrame) -> str:
    levels = rows["level"].dropna()
    return format_level(levels.iloc[0]) if len(levels) else ""


def write_numbers(estimate: float, low: float, high: float, digits: int) -> str:
    """Write an estimate and its interval as they stand beside a row."""
    if estimate != estimate:
        return "not estimated"
    interval = format_interval(low, high, digits, absent="no interval")
    return f"{format_signed(estimate, digits)} ({interval})"


def _references(endpoint: Endpoint, threshold: Threshold | None) -> tuple[Reference, ...]:
    if threshold is None:
        return ()
    text = describe_threshold(threshold, endpoint)
    if threshold.meaning == "minimal important change":
        text += " (within a patient)"
    return (Reference(capitalise(text), lines=(-threshold.value, threshold.value)),)


def _caption(rows: pd.DataFrame, endpoint: Endpoint, threshold: Threshold | None) -> str:
    sentences = [
        f"Difference between arms in {endpoint.label} by visit, with {describe_intervals(rows)}."
    ]
    if describe_direction(endpoint):
        sentences.append(
            f"{capitalise(describe_direction(endpoint))}; what favours the first-named arm is on "
            "the right."
        )
    if threshold is not None:
        sentences.append(f"Dashed: the {describe_threshold(threshold, endpoint)}, either way.")
        if threshold.meaning == "minimal important change":
            sentences.append("It was found within patients and judges no difference between arms.")
    missing = int(rows["estimate"].isna().sum())
    if missing:
        sentences.append(f"Not estimated: {missing} of {len(rows)} differences.")
    return " ".join(sentences)


def _alternative(comparisons: list[pd.DataFrame], labels: Labels, endpoint: Endpoint) -> str:
    scale = f" ({describe_scale(endpoint)})" if describe_scale(endpoint) else ""
    sentences = [f"Differences between arms in {endpoint.label}{scale}."]
    digits = digits_of(endpoint)
    for rows in comparisons:
        first = rows.iloc[0]
        arm, comparator = labels.arms[first["arm"]].label, labels.arms[first["comparator"]].label
        side = f", {first['side']} side" if first["side"] else ""
        numbers = []
        judged = judge_differences(rows, labels)
        records = rows.to_dict("records")
        for visit, record, verdict in zip(name_visits(rows, labels), records, judged, strict=True):
            text = format_estimate(
                record["estimate"],
                record["ci_low"],
                record["ci_high"],
                digits,
                level=record["level"],
                signed=True,
            )
            numbers.append(f"{visit} {text}{say_favoured(verdict, record['favours'], labels)}")
        sentences.append(f"{arm} minus {comparator}{side}: {'; '.join(numbers)}.")
    return " ".join(sentences)
