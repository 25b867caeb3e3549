"""Missing scores, as a percentage by endpoint, arm and visit."""

from __future__ import annotations

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures import style
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.rows import arms_drawn, group_equal, place_of_arm, select_rows
from outcomes.figures.sheet import Sheet
from outcomes.figures.timeline import draw_key
from outcomes.rounding import ABSENT, format_count, format_share
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_endpoint
from outcomes.vocabulary.visits import at_visit, name_visit, name_visits, time_axis

_NAME_WIDTH = 178.0
_KEY = 26.0
_BAR = 3.0
_LINE = style.TEXT_SIZE * style.LINE_HEIGHT
_SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_TEXT_SPACE = style.WIDTH - 2 * style.MARGIN


def plot_missing(estimates: pd.DataFrame, labels: Labels) -> Figure | None:
    """Show the percentage of missing scores, one row per arm and one column per visit, by endpoint.

    Endpoints with the same numbers throughout share their rows.
    The bar under each percentage has the same meaning in every cell: its full track is 100%.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``n`` and ``missing`` by endpoint, arm and visit.
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, visit, week, missing, expected, missing share`` (0 to 1;
        NaN where no score was due). None if the estimates count no missing score.

    Raises
    ------
    ValueError
        If the estimates hold more than one row for an endpoint, arm and visit.
    """
    missing = select_rows(estimates, labels, "missing")
    scored = select_rows(estimates, labels, "n")
    if missing.empty:
        return None
    keys = ["endpoint", "side", "arm", "visit"]
    counts = scored[scored["visit"] != ""].set_index(keys)["estimate"]
    rows = missing[missing["visit"] != ""].reset_index(drop=True)
    expected = rows["estimate"] + counts.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy()
    rows = rows.assign(expected=expected, share=rows["estimate"] / expected.where(expected > 0))
    alternative = _alternative(rows, labels)
    title = "Missing scores by endpoint, arm and visit"
    svg = _draw(rows, labels).render(title, alternative)
    data = pd.DataFrame(
        {
            "endpoint": [name_endpoint(labels, name) for name in rows["endpoint"]],
            "side": rows["side"],
            "arm": [name_arm(labels, arm) for arm in rows["arm"]],
            "visit": name_visits(rows, labels),
            "week": rows["week"],
            "missing": rows["estimate"],
            "expected": rows["expected"],
            "missing share": rows["share"],
        }
    )
    caption = (
        "Percentage of participants without a score where one was due, by endpoint, arm and visit. "
        "A full bar is 100%."
    )
    return Figure(title, svg, caption, alternative, data, (0,) * len(data), labels.is_simulated)


def _draw(rows: pd.DataFrame, labels: Labels) -> Sheet:
    groups = group_equal(rows, labels, ["estimate", "expected"])
    weeks = sorted(set(rows["week"]))
    left = style.MARGIN + _NAME_WIDTH
    column = (style.WIDTH - style.MARGIN - left) / max(len(weeks), 1)
    column = min(column, 110.0)
    head = style.MARGIN + 2 * _SMALL_LINE + 10
    height = head + sum(_group_height(name, group, labels) for name, group in groups)
    sheet = Sheet(style.WIDTH, height)
    texts, title = time_axis(weeks, labels)
    size = _heading_size(texts, column)
    sheet.text(left, style.MARGIN, title, size=style.SMALL_TEXT_SIZE, muted=True)
    unit = "missing" if _shows_percent(column) else "missing, %"
    sheet.text(style.MARGIN, style.MARGIN + _SMALL_LINE, unit, size=size, muted=True)
    for place, text in enumerate(texts):
        middle = left + (place + 0.5) * column
        sheet.text(middle, style.MARGIN + _SMALL_LINE, text, anchor="middle", size=size)
    top = head
    for name, group in groups:
        _draw_group(sheet, name, group, labels, weeks, column, top)
        top += _group_height(name, group, labels)
    return sheet


def _shows_percent(column: float) -> bool:
    """Whether a column is wide enough for percent signs; else the heading says per cent."""
    return column >= 44


def _heading_size(texts: list[str], column: float) -> float:
    """Return the largest text size at which the visits stand side by side."""
    widest = max((text_width(text, 1.0) for text in texts), default=1.0)
    return min(style.SMALL_TEXT_SIZE, (column - 4) / widest)


def _wrap_name(name: str) -> tuple[str, ...]:
    return wrap_text(name, style.SMALL_TEXT_SIZE, _NAME_WIDTH - _KEY - 10)


def _row_height(arm: str, labels: Labels) -> float:
    return max(len(_wrap_name(name_arm(labels, arm))) * _SMALL_LINE, _SMALL_LINE + _BAR) + 7


def _wrap_heading(name: str) -> tuple[str, ...]:
    return wrap_text(name, style.TEXT_SIZE, _TEXT_SPACE, bold=True)


def _group_height(name: str, group: pd.DataFrame, labels: Labels) -> float:
    rows = sum(_row_height(arm, labels) for arm in arms_drawn(group, labels))
    return len(_wrap_heading(name)) * _LINE + 4 + rows + 8


def _draw_group(
    sheet: Sheet,
    heading: str,
    group: pd.DataFrame,
    labels: Labels,
    weeks: list[float],
    column: float,
    top: float,
) -> None:
    ends = [style.MARGIN, style.MARGIN + _NAME_WIDTH + column * len(weeks)]
    sheet.line(ends, [top, top], opacity=style.GRID_OPACITY)
    y = sheet.text(style.MARGIN, top + 4, _wrap_heading(heading), bold=True)
    for arm in arms_drawn(group, labels):
        height = _row_height(arm, labels)
        name = _wrap_name(name_arm(labels, arm))
        draw_key(sheet, style.MARGIN, y + height / 2, place_of_arm(arm, labels))
        sheet.text(
            style.MARGIN + _KEY,
            y + (height - len(name) * _SMALL_LINE) / 2,
            name,
            size=style.SMALL_TEXT_SIZE,
        )
        of_arm = group[group["arm"] == arm]
        shares = dict(zip(of_arm["week"], of_arm["share"], strict=True))
        for place, week in enumerate(weeks):
            x = style.MARGIN + _NAME_WIDTH + place * column
            if week in shares:
                _draw_cell(sheet, shares[week], place_of_arm(arm, labels), x, y, column, height)
        y += height


def _draw_cell(
    sheet: Sheet, share: float, arm: int, x: float, y: float, width: float, height: float
) -> None:
    text = format_share(share) if _shows_percent(width) else format_share(share).rstrip("%")
    top = y + (height - _SMALL_LINE - _BAR) / 2
    sheet.text(
        x + width / 2,
        top,
        text,
        anchor="middle",
        size=min(style.SMALL_TEXT_SIZE, (width - 3) / max(text_width(text, 1.0), 1.0)),
    )
    if share != share:
        return
    gap = min(4.0, width * 0.1)
    track = width - 2 * gap
    bar = top + _SMALL_LINE
    sheet.box(x + gap, bar, track, _BAR, opacity=style.GRID_OPACITY)
    if share > 0:
        sheet.box(x + gap, bar, track * share, _BAR, colour=style.style_of_arm(arm).colour)


def _alternative(rows: pd.DataFrame, labels: Labels) -> str:
    """Say how many scores are missing by endpoint and arm over all visits, and where most are."""
    sentences = ["Missing scores by endpoint and arm, over all visits."]
    for name, group in group_equal(rows, labels, ["estimate", "expected"]):
        parts = []
        for arm in arms_drawn(group, labels):
            of_arm = group[group["arm"] == arm]
            missing, due = of_arm["estimate"].sum(), of_arm["expected"].sum()
            share = format_share(missing / due) if due > 0 else ABSENT
            text = f"{format_count(missing)} of {format_count(due)} ({share})"
            worst = of_arm[of_arm["share"] == of_arm["share"].max()]
            if missing > 0 and len(worst):
                first = worst.iloc[0]
                when = at_visit(name_visit(first["visit"], first["week"], labels))
                text += f", most {when} ({format_share(first['share'])})"
            parts.append(f"{name_arm(labels, arm)} {text}")
        sentences.append(f"{name}: {'; '.join(parts)}.")
    return " ".join(sentences)
