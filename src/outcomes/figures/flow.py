"""How many participants have a score, by arm and visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.axes import (
    draw_key,
    draw_line,
    draw_marks,
    measure_head,
    write,
    write_head,
)
from outcomes.drawing.layout import Drawing, Layout, Room
from outcomes.drawing.legend import KEY
from outcomes.drawing.lettering import wrap_text
from outcomes.drawing.palette import style_of_arm
from outcomes.drawing.placing import choose_ticks
from outcomes.drawing.timeline import UNDER_TIMELINE, Timeline, draw_values, measure_values
from outcomes.figures.alternative import tell
from outcomes.figures.rows import group_equal, select_rows
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.visits import name_visits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

_HEIGHT = 150.0
_NAMES = 150.0
_SCALE = "participants with a score"


def plot_flow(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot the number of participants with a score over time, by arm, numbers underneath.

    Endpoints with the same numbers throughout share a panel.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``n`` by endpoint, arm and visit; rows with an empty visit
        hold the participants of each arm.
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a group of endpoints; a figure of its own where left out.

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
    drawing = Drawing(
        tuple(_FlowPanel(name, rows, labels, totals) for name, rows in panels),
        is_simulated=labels.is_simulated,
    )
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
    return Figure(title, drawing, caption, alternative, data, (0,) * len(data), ax)


@dataclass(frozen=True, eq=False)
class _FlowPanel:
    """The numbers of one group of endpoints over time, and under the visits in figures."""

    heading: str
    rows: pd.DataFrame
    labels: Labels
    totals: dict[str, float]

    @cached_property
    def _arms(self) -> list[str]:
        return arms_drawn(self.rows, self.labels)

    @cached_property
    def _ticks(self) -> list[float]:
        counts = [*self.rows["estimate"], *(self.totals.get(arm, 0.0) for arm in self._arms)]
        most = max((count for count in counts if count == count), default=1.0)
        return choose_ticks(0.0, max(most, 1.0), 4, whole=True)

    def _wrap_names(self, layout: Layout) -> list[tuple[str, ...]]:
        width = layout.text_width if layout.is_narrow else _NAMES
        names = [name_arm(self.labels, arm) for arm in self._arms]
        return [wrap_text(name, layout.small, width - KEY) for name in names]

    def _heights(self, layout: Layout) -> list[float]:
        under = 1 if layout.is_narrow else 0
        return [(len(name) + under) * layout.small_line + 3 for name in self._wrap_names(layout)]

    def measure(self, layout: Layout) -> Room:
        """Return the room around the axes."""
        left = measure_values(self._ticks, layout)
        top = layout.margin + measure_head(self.heading, _SCALE, layout) + 12
        bottom = UNDER_TIMELINE + 4 + sum(self._heights(layout)) + 14
        left = left if layout.is_narrow else layout.margin + _NAMES
        return Room(_HEIGHT, left, layout.margin, top, bottom)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw a line an arm, and its numbers under the axis of time."""
        write_head(ax, room, self.heading, _SCALE, layout)
        draw_values(ax, self._ticks, layout)
        weeks = tuple(sorted(set(self.rows["week"])))
        timeline = Timeline(weeks, len(self._arms), layout.width - room.left - room.right)
        timeline.draw(ax, self.labels, layout)
        down = UNDER_TIMELINE + 4
        names, heights = self._wrap_names(layout), self._heights(layout)
        for number, (arm, name, height) in enumerate(zip(self._arms, names, heights, strict=True)):
            rows = self.rows[self.rows["arm"] == arm]
            self._draw_line(ax, rows, timeline.frame_of(ax, number), arm)
            shift = (layout.margin - room.left, down)
            key = (shift[0], down + len(name) * layout.small_line / 2)
            draw_key(ax, (0, 0), place_of_arm(arm, self.labels), shift=key)
            written = write(ax, (0, 0), name, layout.small, shift=(shift[0] + KEY, down))
            at = down + (written if layout.is_narrow else (written - layout.small_line) / 2)
            self._write_numbers(ax, rows, timeline, layout, at)
            down += height

    def _draw_line(self, ax: Axes, rows: pd.DataFrame, frame: Transform, arm: str) -> None:
        drawn = style_of_arm(place_of_arm(arm, self.labels))
        counted = rows[rows["estimate"].notna()]
        weeks, numbers = counted["week"].tolist(), counted["estimate"].tolist()
        draw_line(
            ax,
            weeks,
            numbers,
            colour=drawn.colour,
            width=1.8,
            dashes=drawn.line,
            frame=frame,
            label=name_arm(self.labels, arm),
        )
        draw_marks(ax, weeks, numbers, drawn.marker, drawn.colour, frame=frame)

    def _write_numbers(
        self, ax: Axes, rows: pd.DataFrame, timeline: Timeline, layout: Layout, down: float
    ) -> None:
        """Write an arm's numbers under the visits that the axis labels."""
        labelled = timeline.labelled(self.labels, layout)
        for week, value in zip(rows["week"], rows["estimate"], strict=True):
            if week in labelled:
                text, shift = format_count(value), (0.0, down)
                write(ax, (week, 0), text, layout.small, coords="x", shift=shift, ha="center")


def _alternative(
    panels: list[tuple[str, pd.DataFrame]], labels: Labels, totals: dict[str, float]
) -> str:
    full = ["Participants with a score over time."]
    brief = [*full]
    for name, rows in panels:
        parts, ends = [], []
        for arm in arms_drawn(rows, labels):
            of_arm = rows[rows["arm"] == arm]
            visits = name_visits(of_arm, labels)
            numbers = [
                f"{visit} {format_count(value)}"
                for visit, value in zip(visits, of_arm["estimate"], strict=True)
            ]
            total = f" ({_say_participants(totals[arm])})" if arm in totals else ""
            parts.append(f"{name_arm(labels, arm)}{total}: {', '.join(numbers)}")
            ends.append(f"{name_arm(labels, arm)}{total}: {numbers[-1]}")
        full.append(f"{capitalise(name)}. {'; '.join(parts)}.")
        brief.append(f"{capitalise(name)}. {'; '.join(ends)}.")
    return tell(full, brief)


def _say_participants(number: float) -> str:
    return f"{format_count(number)} participant{'' if number == 1 else 's'}"
