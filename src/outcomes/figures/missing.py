"""Missing scores, as a percentage by endpoint, arm and visit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.axes import draw_key, draw_line, fill, pixels_from, write
from outcomes.drawing.layout import Drawing, Layout, Room
from outcomes.drawing.legend import KEY
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import GRID, INK, style_of_arm
from outcomes.drawing.placing import thin_labels
from outcomes.figures.alternative import tell
from outcomes.figures.rows import group_equal, select_rows
from outcomes.rounding import ABSENT, format_count, format_share
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_endpoint
from outcomes.vocabulary.visits import at_visit, name_visit, name_visits, time_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMES = 178.0
_WIDEST = 110.0
_BAR = 3.0


def plot_missing(estimates: pd.DataFrame, labels: Labels, ax: Axes | None = None) -> Figure | None:
    """Show the percentage of missing scores, one row per arm and one column per visit, by endpoint.

    Endpoints with the same numbers throughout share their rows.
    The bar under each percentage has the same meaning in every cell: its full track is 100%.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``n`` and ``missing`` by endpoint, arm and visit.
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

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
    drawing = Drawing((_MissingPanel(rows, labels),), is_simulated=labels.is_simulated)
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
    return Figure(title, drawing, caption, alternative, data, (0,) * len(data), ax)


@dataclass(frozen=True, eq=False)
class _MissingPanel:
    """A grid: visits along x, counted from 0; pixels from the top along y."""

    rows: pd.DataFrame
    labels: Labels

    @cached_property
    def _groups(self) -> list[tuple[str, pd.DataFrame]]:
        return group_equal(self.rows, self.labels, ["estimate", "expected"])

    @cached_property
    def _weeks(self) -> list[float]:
        return sorted(set(self.rows["week"]))

    def _column(self, layout: Layout) -> float:
        left = layout.margin + (0.0 if layout.is_narrow else _NAMES)
        return min((layout.width - layout.margin - left) / max(len(self._weeks), 1), _WIDEST)

    def _wrap_name(self, arm: str, layout: Layout) -> tuple[str, ...]:
        width = layout.text_width if layout.is_narrow else _NAMES - 10
        return wrap_text(name_arm(self.labels, arm), layout.small, width - KEY)

    def _row_height(self, arm: str, layout: Layout) -> float:
        name = len(self._wrap_name(arm, layout)) * layout.small_line
        cell = layout.small_line + _BAR
        return (name + cell if layout.is_narrow else max(name, cell)) + 7

    def _head_height(self, name: str, layout: Layout) -> float:
        lines = wrap_text(name, layout.text, layout.text_width, bold=True)
        return 4 + len(lines) * layout.line

    def measure(self, layout: Layout) -> Room:
        """Return the room: the grid itself, its names at the left or above each row."""
        height = 0.0
        for name, group in self._groups:
            arms = arms_drawn(group, self.labels)
            height += self._head_height(name, layout) + 8
            height += sum(self._row_height(arm, layout) for arm in arms)
        left = layout.margin + (0.0 if layout.is_narrow else _NAMES)
        right = layout.width - left - self._column(layout) * len(self._weeks)
        return Room(height, left, right, layout.margin + 2 * layout.small_line + 10, 2.0)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw a group of rows an endpoint, a cell a visit."""
        ax.set_xlim(-0.5, len(self._weeks) - 0.5)
        ax.set_ylim(room.height, 0)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        self._write_visits(ax, room, layout)
        top, left = 0.0, layout.margin - room.left
        for name, group in self._groups:
            frame = pixels_from(ax, (0, top), "y")
            width = layout.width - room.left - room.right
            draw_line(ax, [left, width], [0, 0], alpha=GRID, frame=frame)
            lines = wrap_text(name, layout.text, layout.text_width, bold=True)
            write(ax, (0, top), lines, layout.text, coords="y", shift=(left, 4), bold=True)
            top += self._head_height(name, layout)
            for arm in arms_drawn(group, self.labels):
                self._draw_row(ax, group[group["arm"] == arm], arm, top, left, layout)
                top += self._row_height(arm, layout)
            top += 8

    def _write_visits(self, ax: Axes, room: Room, layout: Layout) -> None:
        texts, title = time_axis(self._weeks, self.labels)
        column = self._column(layout)
        if layout.is_narrow:
            title = f"{title}; % missing"
        up = -2 * layout.small_line - 10
        write(ax, (0, 1), title, layout.small, shift=(0, up), muted=True)
        up += layout.small_line
        if not layout.is_narrow:
            unit = "missing" if _shows_percent(column) else "missing, %"
            shift = (layout.margin - room.left, up)
            write(ax, (0, 1), unit, layout.small, shift=shift, muted=True)
        places = [(number + 0.5) * column for number in range(len(texts))]
        widths = [text_width(text, layout.small) for text in texts]
        for kept in thin_labels(places, widths, gap=2.0):
            write(ax, (kept, 1), texts[kept], layout.small, coords="x", shift=(0, up), ha="center")

    def _draw_row(
        self, ax: Axes, rows: pd.DataFrame, arm: str, top: float, left: float, layout: Layout
    ) -> None:
        height = self._row_height(arm, layout)
        name = self._wrap_name(arm, layout)
        text_height = len(name) * layout.small_line
        down = 2.0 if layout.is_narrow else (height - text_height) / 2
        key = (left, down + text_height / 2)
        draw_key(ax, (0, top), place_of_arm(arm, self.labels), coords="y", shift=key)
        write(ax, (0, top), name, layout.small, coords="y", shift=(left + KEY, down))
        cell = layout.small_line + _BAR
        at = top + (2 + text_height if layout.is_narrow else (height - cell) / 2)
        colour = style_of_arm(place_of_arm(arm, self.labels)).colour
        for week, share in zip(rows["week"], rows["share"], strict=True):
            self._draw_cell(ax, self._weeks.index(week), share, at, colour, layout)

    def _draw_cell(
        self, ax: Axes, place: int, share: float, top: float, colour: str, layout: Layout
    ) -> None:
        """Write a percentage over a bar whose full track is 100%."""
        column = self._column(layout)
        text = format_share(share)
        if layout.is_narrow or not _shows_percent(column):
            text = text.rstrip("%")
        if text_width(text, layout.small) <= column - 1:
            write(ax, (place, top), text, layout.small, coords="data", ha="center")
        if share != share:
            return
        bar, low, high = top + layout.small_line, place - 0.44, place + 0.44
        for end, of, alpha in ((high, INK, GRID), (low + share * (high - low), colour, 1.0)):
            if end > low:
                corners = [(low, bar), (end, bar), (end, bar + _BAR), (low, bar + _BAR)]
                fill(ax, corners, colour=of, alpha=alpha)


def _shows_percent(column: float) -> bool:
    """Whether a column is wide enough for percent signs; else the heading says per cent."""
    return column >= 44


def _alternative(rows: pd.DataFrame, labels: Labels) -> str:
    """Say how many scores are missing by endpoint and arm over all visits, and where most are."""
    full = ["Missing scores by endpoint and arm, over all visits."]
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
        full.append(f"{name}: {'; '.join(parts)}.")
    return tell(full)
