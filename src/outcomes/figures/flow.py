"""How many participants have a score, by arm and visit."""

from __future__ import annotations

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures import style
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.placing import choose_ticks, thin_labels
from outcomes.figures.rows import arms_drawn, group_equal, place_of_arm, select_rows
from outcomes.figures.sheet import Scale, Sheet
from outcomes.figures.timeline import (
    Timeline,
    draw_key,
    draw_timeline,
    draw_value_axis,
    plan_timeline,
)
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.visits import name_visits

_PLOT_HEIGHT = 150.0
_NAME_WIDTH = 150.0
_KEY = 26.0
_LINE = style.TEXT_SIZE * style.LINE_HEIGHT
_SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_TEXT_SPACE = style.WIDTH - 2 * style.MARGIN


def plot_flow(estimates: pd.DataFrame, labels: Labels) -> Figure | None:
    """Plot the number of participants with a score over time, by arm, numbers underneath.

    Endpoints with the same numbers throughout share a panel.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``n`` by endpoint, arm and visit; rows with an empty visit
        hold the participants of each arm.
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint`` (all that share a panel), ``side, arm, visit, week, n, expected``
        (participants of the arm, NaN if the estimates do not say). None if no score was due.

    Raises
    ------
    ValueError
        If the estimates hold more than one row for an endpoint, arm and visit.
    """
    rows = select_rows(estimates, labels, "n")
    everyone = rows[rows["visit"] == ""]
    totals = dict(zip(everyone["arm"], everyone["estimate"], strict=True))
    panels = group_equal(rows[rows["visit"] != ""], labels, ["estimate"])
    if not panels:
        return None
    alternative = _alternative(panels, labels, totals)
    title = "Participants with a score by visit"
    svg = _draw(panels, labels, totals).render(title, alternative)
    data = pd.concat(
        [
            pd.DataFrame(
                {
                    "endpoint": name,
                    "side": group["side"],
                    "arm": [name_arm(labels, arm) for arm in group["arm"]],
                    "visit": name_visits(group, labels),
                    "week": group["week"],
                    "n": group["estimate"],
                    "expected": [totals.get(arm, float("nan")) for arm in group["arm"]],
                }
            )
            for name, group in panels
        ],
        ignore_index=True,
    )
    caption = (
        "Participants with a score, by arm and visit; the numbers stand under the visits. "
        "A score that is missing at one visit may be there at the next."
    )
    return Figure(title, svg, caption, alternative, data, (0,) * len(data), labels.is_simulated)


def _table_height(rows: pd.DataFrame, labels: Labels) -> float:
    names = [_wrap_name(name_arm(labels, arm)) for arm in arms_drawn(rows, labels)]
    return sum(len(name) * _SMALL_LINE + 3 for name in names)


def _wrap_name(name: str) -> tuple[str, ...]:
    return wrap_text(name, style.SMALL_TEXT_SIZE, _NAME_WIDTH - _KEY)


def _wrap_heading(name: str) -> tuple[str, ...]:
    return wrap_text(name, style.TEXT_SIZE, _TEXT_SPACE, bold=True)


def _draw(
    panels: list[tuple[str, pd.DataFrame]], labels: Labels, totals: dict[str, float]
) -> Sheet:
    heights = [
        len(_wrap_heading(name)) * _LINE
        + _SMALL_LINE
        + 12
        + _PLOT_HEIGHT
        + 48
        + _table_height(rows, labels)
        + 18
        for name, rows in panels
    ]
    sheet = Sheet(style.WIDTH, style.MARGIN + sum(heights))
    top = style.MARGIN
    for (name, rows), height in zip(panels, heights, strict=True):
        y = sheet.text(style.MARGIN, top, _wrap_heading(name), bold=True)
        y = sheet.text(
            style.MARGIN, y, "participants with a score", size=style.SMALL_TEXT_SIZE, muted=True
        )
        _draw_panel(sheet, rows, labels, totals, y + 12)
        top += height
    return sheet


def _draw_panel(
    sheet: Sheet, rows: pd.DataFrame, labels: Labels, totals: dict[str, float], top: float
) -> None:
    arms = arms_drawn(rows, labels)
    counts = [*rows["estimate"], *(totals.get(arm, 0.0) for arm in arms)]
    most = max((count for count in counts if count == count), default=1.0)
    ticks = choose_ticks(0.0, max(most, 1.0), 4, whole=True)
    scale = Scale(0.0, ticks[-1], top + _PLOT_HEIGHT, top)
    right = style.WIDTH - style.MARGIN
    left = style.MARGIN + _NAME_WIDTH
    draw_value_axis(sheet, scale, ticks, right, left)
    timeline = plan_timeline(sorted(set(rows["week"])), len(arms), left, right)
    y = draw_timeline(sheet, timeline, labels, top + _PLOT_HEIGHT) + 6
    for number, arm in enumerate(arms):
        of_arm = rows[rows["arm"] == arm]
        _draw_arm(sheet, of_arm, labels, scale, timeline, number)
        y = _draw_numbers(sheet, of_arm, labels, timeline, y)


def _draw_arm(
    sheet: Sheet, rows: pd.DataFrame, labels: Labels, scale: Scale, timeline: Timeline, number: int
) -> None:
    drawn = style.style_of_arm(place_of_arm(rows["arm"].iloc[0], labels))
    counted = rows[rows["estimate"].notna()]
    xs = [timeline.place(week, number) for week in counted["week"]]
    ys = [scale(value) for value in counted["estimate"]]
    sheet.line(xs, ys, colour=drawn.colour, width=1.8, dashes=drawn.dashes)
    for x, y in zip(xs, ys, strict=True):
        sheet.mark(x, y, drawn.marker, drawn.colour)


def _draw_numbers(
    sheet: Sheet, rows: pd.DataFrame, labels: Labels, timeline: Timeline, y: float
) -> float:
    """Write an arm's name and its numbers under the visits; return where the next arm goes."""
    arm = rows["arm"].iloc[0]
    name = _wrap_name(name_arm(labels, arm))
    size = style.SMALL_TEXT_SIZE
    draw_key(sheet, style.MARGIN, y + len(name) * _SMALL_LINE / 2, place_of_arm(arm, labels))
    bottom = sheet.text(style.MARGIN + _KEY, y, name, size=size)
    places = [timeline.scale(week) for week in rows["week"]]
    texts = [format_count(value) for value in rows["estimate"]]
    widths = [text_width(text, size) for text in texts]
    middle = (y + bottom - _SMALL_LINE) / 2
    for kept in thin_labels(places, widths):
        sheet.text(places[kept], middle, texts[kept], anchor="middle", size=size)
    return bottom + 3


def _alternative(
    panels: list[tuple[str, pd.DataFrame]], labels: Labels, totals: dict[str, float]
) -> str:
    sentences = ["Participants with a score over time."]
    for name, rows in panels:
        parts = []
        for arm in arms_drawn(rows, labels):
            of_arm = rows[rows["arm"] == arm]
            numbers = ", ".join(
                f"{visit} {format_count(value)}"
                for visit, value in zip(
                    name_visits(of_arm, labels), of_arm["estimate"], strict=True
                )
            )
            total = f" ({_say_participants(totals[arm])})" if arm in totals else ""
            parts.append(f"{name_arm(labels, arm)}{total}: {numbers}")
        sentences.append(f"{capitalise(name)}. {'; '.join(parts)}.")
    return " ".join(sentences)


def _say_participants(number: float) -> str:
    return f"{format_count(number)} participant{'' if number == 1 else 's'}"
