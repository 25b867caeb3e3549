"""How a profile is drawn: one panel per side, one line per arm, each named where it ends."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outcomes.figures import style
from outcomes.figures.lettering import wrap_text
from outcomes.figures.placing import choose_ticks, spread_labels
from outcomes.figures.rows import arms_drawn, place_of_arm
from outcomes.figures.sheet import Scale, Sheet
from outcomes.figures.timeline import (
    Timeline,
    draw_key,
    draw_timeline,
    draw_value_axis,
    plan_timeline,
)
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import choose_threshold, describe_scale, name_size
from outcomes.vocabulary.sentences import capitalise

_PLOT_HEIGHT = 270.0
_LABEL_WIDTH = 132.0
_LABEL_GAP = 3.0
_KEY = 26.0
_UNDER_PLOT = 56.0
_LINE = style.TEXT_SIZE * style.LINE_HEIGHT
_SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_TEXT_SPACE = style.WIDTH - 2 * style.MARGIN
_REFERENCE_DASHES = (4.0, 3.0)


@dataclass(frozen=True)
class Reference:
    """A line one minimal important change from the mean baseline, and its name."""

    value: float
    text: str


@dataclass(frozen=True)
class _EndLabel:
    """What stands at the end of a line; ``place`` is the arm's, or None for the reference."""

    lines: tuple[str, ...]
    value: float
    place: int | None
    reaches_end: bool

    @property
    def text_height(self) -> float:
        return len(self.lines) * (_SMALL_LINE if self.place is None else _LINE)


def find_reference(rows: pd.DataFrame, endpoint: Endpoint) -> Reference | None:
    """Where the average participant would have changed by the minimal important change.

    It needs a baseline; arms are weighed by their size.
    """
    threshold = choose_threshold(endpoint, "change")
    baseline = rows[(rows["week"] == 0) & rows["estimate"].notna()]
    if threshold is None or endpoint.higher == "neither" or baseline.empty:
        return None
    weights = baseline["n_arm"].where(baseline["n_arm"].notna(), 1.0)
    mean = float((baseline["estimate"] * weights).sum() / weights.sum())
    value = mean + (threshold.value if endpoint.higher == "better" else -threshold.value)
    return Reference(value, f"Important change from baseline ({name_size(threshold)})")


def draw_profile(
    rows: pd.DataFrame,
    labels: Labels,
    endpoint: Endpoint,
    quantity: str,
    *,
    scale: str = "",
    reference: Reference | None = None,
    joined: bool = False,
) -> Sheet:
    """Draw the rows of one endpoint.

    A line breaks where an arm lacks a visit, unless ``joined``: arms of unlike trials have visits
    of their own. ``scale`` takes the place of the endpoint's, ``reference`` that of the
    important change.
    """
    panels = [(side, rows[rows["side"] == side]) for side in dict.fromkeys(rows["side"])]
    references = [reference or find_reference(panel, endpoint) for _, panel in panels]
    ticks = _choose_ticks(rows, references, endpoint)
    ends = [
        _end_labels(panel, labels, reference, ticks[0])
        for (_, panel), reference in zip(panels, references, strict=True)
    ]
    heights = [max(_PLOT_HEIGHT, _labels_height(labels_of) - 36) for labels_of in ends]
    name = f"{endpoint.label}, {quantity}" if quantity else endpoint.label
    title = wrap_text(name, style.TEXT_SIZE, _TEXT_SPACE, bold=True)
    scale_text = wrap_text(scale or describe_scale(endpoint), style.SMALL_TEXT_SIZE, _TEXT_SPACE)
    side_height = 22.0 if any(rows["side"]) else 0.0
    top = style.MARGIN + _LINE * len(title) + _SMALL_LINE * len(scale_text) + 14
    height = top + sum(plot + _UNDER_PLOT + side_height for plot in heights)
    sheet = Sheet(style.WIDTH, height)
    bottom = sheet.text(style.MARGIN, style.MARGIN, title, bold=True)
    sheet.text(style.MARGIN, bottom, scale_text, size=style.SMALL_TEXT_SIZE, muted=True)
    for (side, panel), line, names, plot in zip(panels, references, ends, heights, strict=True):
        if side:
            sheet.text(style.MARGIN, top - 6, capitalise(name_side(side)), bold=True)
        top += side_height
        up = Scale(ticks[0], ticks[-1], top + plot, top)
        _draw_panel(sheet, panel, labels, up, ticks, line, names, joined=joined)
        top += plot + _UNDER_PLOT
    return sheet


def _choose_ticks(
    rows: pd.DataFrame, references: list[Reference | None], endpoint: Endpoint
) -> list[float]:
    values = [*rows["estimate"], *rows["ci_low"], *rows["ci_high"]]
    values += [reference.value for reference in references if reference is not None]
    known = [value for value in values if value == value]
    if not known:
        known = [end for end in (endpoint.low, endpoint.high) if abs(end) < float("inf")]
    return choose_ticks(min(known, default=0.0), max(known, default=1.0))


def _end_labels(
    rows: pd.DataFrame, labels: Labels, reference: Reference | None, lowest: float
) -> list[_EndLabel]:
    last = rows["week"].max()
    ends = []
    for arm in arms_drawn(rows, labels):
        there = rows[(rows["arm"] == arm) & rows["estimate"].notna()]
        name = name_arm(labels, arm) + ("" if len(there) else ", not estimated")
        lines = wrap_text(name, style.TEXT_SIZE, _LABEL_WIDTH)
        value = float(there["estimate"].iloc[-1]) if len(there) else lowest
        reaches_end = len(there) > 0 and there["week"].iloc[-1] == last
        ends.append(_EndLabel(lines, value, place_of_arm(arm, labels), reaches_end))
    if reference is not None:
        lines = wrap_text(reference.text, style.SMALL_TEXT_SIZE, _LABEL_WIDTH)
        ends.append(_EndLabel(lines, reference.value, None, True))
    return ends


def _labels_height(ends: list[_EndLabel]) -> float:
    return sum(end.text_height + _LABEL_GAP for end in ends)


def _draw_panel(
    sheet: Sheet,
    rows: pd.DataFrame,
    labels: Labels,
    scale: Scale,
    ticks: list[float],
    reference: Reference | None,
    ends: list[_EndLabel],
    *,
    joined: bool,
) -> None:
    right = style.WIDTH - style.MARGIN - _LABEL_WIDTH - _KEY - 14
    left = draw_value_axis(sheet, scale, ticks, right)
    arms = arms_drawn(rows, labels)
    timeline = plan_timeline(sorted(set(rows["week"])), len(arms), left, right)
    draw_timeline(sheet, timeline, labels, scale.start)
    if reference is not None:
        y = scale(reference.value)
        sheet.line([left, right], [y, y], opacity=style.REFERENCE_OPACITY, dashes=_REFERENCE_DASHES)
    for number, arm in enumerate(arms):
        _draw_arm(sheet, rows[rows["arm"] == arm], labels, scale, timeline, number, joined=joined)
    _draw_end_labels(sheet, ends, scale, right)


def _draw_arm(
    sheet: Sheet,
    rows: pd.DataFrame,
    labels: Labels,
    scale: Scale,
    timeline: Timeline,
    number: int,
    *,
    joined: bool,
) -> None:
    drawn = style.style_of_arm(place_of_arm(rows["arm"].iloc[0], labels))
    before: tuple[float, float] | None = None
    estimates = dict(zip(rows["week"], rows.to_dict("records"), strict=True))
    for week in timeline.weeks:
        row = estimates.get(week)
        if row is None or row["estimate"] != row["estimate"]:
            before = before if joined else None
            continue
        point = (timeline.place(week, number), scale(row["estimate"]))
        if before is not None:
            sheet.line(
                [before[0], point[0]],
                [before[1], point[1]],
                colour=drawn.colour,
                width=1.8,
                dashes=drawn.dashes,
            )
        low, high = scale(row["ci_low"]), scale(row["ci_high"])
        if low == low and high == high:
            sheet.line([point[0]] * 2, [low, high], colour=drawn.colour, width=1.4)
            for end in (low, high):
                sheet.line([point[0] - 2.5, point[0] + 2.5], [end, end], colour=drawn.colour)
        sheet.mark(*point, drawn.marker, drawn.colour)
        before = point


def _draw_end_labels(sheet: Sheet, ends: list[_EndLabel], scale: Scale, right: float) -> None:
    wanted = [scale(end.value) for end in ends]
    heights = [end.text_height + _LABEL_GAP for end in ends]
    middles = spread_labels(wanted, heights, scale.end - 10, scale.start + 26)
    x = right + 14
    for end, at, middle in zip(ends, wanted, middles, strict=True):
        if end.reaches_end:
            sheet.line([right + 3, x - 2], [at, middle], opacity=style.LEADER_OPACITY, width=0.8)
        top = middle - end.text_height / 2
        if end.place is None:
            dashes = _REFERENCE_DASHES
            sheet.line(
                [x, x + 20], [middle, middle], opacity=style.REFERENCE_OPACITY, dashes=dashes
            )
            sheet.text(x + _KEY, top, end.lines, size=style.SMALL_TEXT_SIZE, muted=True)
        else:
            draw_key(sheet, x, middle, end.place)
            sheet.text(x + _KEY, top, end.lines)
