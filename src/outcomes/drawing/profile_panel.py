"""How a profile is drawn: one line an arm, named where it ends or, where it is narrow, above."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.axes import (
    DASHED,
    draw_line,
    draw_marks,
    measure_head,
    pixels_from,
    write,
    write_head,
)
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.legend import KEY, Entry, Legend, draw_entry
from outcomes.drawing.lettering import wrap_text
from outcomes.drawing.palette import LEADER, REFERENCE, style_of_arm
from outcomes.drawing.placing import choose_ticks, spread_labels
from outcomes.drawing.timeline import UNDER_TIMELINE, Timeline, draw_values, measure_values
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import choose_threshold, name_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 270.0
_NARROW_HEIGHT = 200.0
_NAMES = 132.0
_BETWEEN = 14.0


@dataclass(frozen=True)
class Reference:
    """A line one minimal important change from the mean baseline, and its name."""

    value: float
    text: str


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


def span_values(
    rows: pd.DataFrame, references: Sequence[Reference | None], endpoint: Endpoint
) -> tuple[float, float]:
    """Return the ends of all values drawn; those of the scale where there are none."""
    values = [*rows["estimate"], *rows["ci_low"], *rows["ci_high"]]
    values += [reference.value for reference in references if reference is not None]
    known = [value for value in values if value == value]
    if not known:
        known = [end for end in (endpoint.low, endpoint.high) if abs(end) < math.inf]
    return min(known, default=0.0), max(known, default=1.0)


@dataclass(frozen=True, eq=False)
class ProfilePanel:
    """The means of one endpoint (and side) over time.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``arm, week, estimate, ci_low, ci_high``.
    labels : Labels
        The study's arms and visits.
    heading, scale : str
        Name in bold, and the unit and direction.
    span : tuple of float
        Values that the axis must span.
    reference : Reference, optional
        A dashed line.
    joined : bool
        Whether a line goes on where its arm lacks a visit that others have: arms of unlike trials
        have visits of their own.
    """

    rows: pd.DataFrame
    labels: Labels
    heading: str
    scale: str
    span: tuple[float, float]
    reference: Reference | None = None
    joined: bool = False

    @cached_property
    def _arms(self) -> list[str]:
        return arms_drawn(self.rows, self.labels)

    @cached_property
    def _ticks(self) -> list[float]:
        known = [*self.span] + ([self.reference.value] if self.reference else [])
        return choose_ticks(min(known), max(known))

    @cached_property
    def _entries(self) -> list[tuple[Entry, float, bool]]:
        """Names of the lines, the value each ends at, and whether it reaches the last visit."""
        last = self.rows["week"].max()
        found = []
        for arm in self._arms:
            there = self.rows[(self.rows["arm"] == arm) & self.rows["estimate"].notna()]
            name = name_arm(self.labels, arm) + ("" if len(there) else ", not estimated")
            value = float(there["estimate"].iloc[-1]) if len(there) else self._ticks[0]
            reaches = len(there) > 0 and there["week"].iloc[-1] == last
            found.append((Entry(place_of_arm(arm, self.labels), name), value, reaches))
        if self.reference is not None:
            found.append((Entry(None, self.reference.text), self.reference.value, True))
        return found

    @property
    def _legend(self) -> Legend:
        return Legend(tuple(entry for entry, _, _ in self._entries))

    def measure(self, layout: Layout) -> Room:
        """Return the room around the axes."""
        head = layout.margin + measure_head(self.heading, self.scale, layout) + 14
        left = measure_values(self._ticks, layout)
        if layout.is_narrow:
            top = head + self._legend.measure(layout)
            return Room(_NARROW_HEIGHT, left, layout.margin, top, UNDER_TIMELINE + 12)
        heights = self._name_heights(layout)
        right = layout.margin + _NAMES + KEY + _BETWEEN
        return Room(max(_HEIGHT, sum(heights) - 36), left, right, head, UNDER_TIMELINE + 12)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the lines with their intervals over the visits."""
        write_head(ax, room, self.heading, self.scale, layout)
        draw_values(ax, self._ticks, layout)
        weeks = tuple(sorted(set(self.rows["week"])))
        timeline = Timeline(weeks, len(self._arms), layout.width - room.left - room.right)
        timeline.draw(ax, self.labels, layout)
        if self.reference is not None:
            ends, value = timeline.limits, self.reference.value
            draw_line(ax, ends, [value] * 2, alpha=REFERENCE, dashes=DASHED)
        for number in range(len(self._arms)):
            self._draw_arm(ax, timeline, number)
        if layout.is_narrow:
            down = layout.margin + measure_head(self.heading, self.scale, layout) + 2
            self._legend.draw(ax, room, layout, down=down)
        else:
            self._name_lines(ax, room, layout)

    def _draw_arm(self, ax: Axes, timeline: Timeline, number: int) -> None:
        arm = self._arms[number]
        drawn = style_of_arm(place_of_arm(arm, self.labels))
        rows = self.rows[self.rows["arm"] == arm].set_index("week")
        known = rows["estimate"].notna()
        rows = rows[known] if self.joined else rows.reindex(list(timeline.weeks))
        frame = timeline.frame_of(ax, number)
        weeks, means = list(rows.index), rows["estimate"].tolist()
        draw_line(
            ax,
            weeks,
            means,
            colour=drawn.colour,
            width=1.8,
            dashes=drawn.line,
            frame=frame,
            label=name_arm(self.labels, arm),
        )
        xs, ys, caps = [], [], []
        for week, low, high in zip(weeks, rows["ci_low"], rows["ci_high"], strict=True):
            if low == low and high == high:
                xs += [week, week, math.nan]
                ys += [low, high, math.nan]
                caps += [(week, low), (week, high)]
        draw_line(ax, xs, ys, colour=drawn.colour, width=1.4, frame=frame)
        draw_marks(
            ax,
            [x for x, _ in caps],
            [y for _, y in caps],
            "_",
            drawn.colour,
            size=5,
            edge=1,
            frame=frame,
        )
        draw_marks(ax, weeks, means, drawn.marker, drawn.colour, frame=frame)

    def _wrap_names(self, layout: Layout) -> list[tuple[tuple[str, ...], float]]:
        """Return the lines of each name, and the size of their letters."""
        sizes = [layout.small if e.place is None else layout.text for e, _, _ in self._entries]
        return [
            (wrap_text(entry.text, size, _NAMES), size)
            for (entry, _, _), size in zip(self._entries, sizes, strict=True)
        ]

    def _name_heights(self, layout: Layout) -> list[float]:
        return [1.3 * size * len(lines) + 3 for lines, size in self._wrap_names(layout)]

    def _name_lines(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Name each line at its end, with a fine line to a name that had to be moved."""
        low, high = self._ticks[0], self._ticks[-1]
        wanted = [room.height * (high - value) / (high - low) for _, value, _ in self._entries]
        heights = self._name_heights(layout)
        middles = spread_labels(wanted, heights, -10.0, room.height + 26)
        names = self._wrap_names(layout)
        frame = pixels_from(ax, (1, 1))
        for (entry, _, reaches), (lines, size), at, middle in zip(
            self._entries, names, wanted, middles, strict=True
        ):
            if reaches:
                draw_line(ax, [3, _BETWEEN - 2], [at, middle], alpha=LEADER, width=0.8, frame=frame)
            draw_entry(ax, entry, (1, 1), (_BETWEEN, middle))
            top = middle - 1.3 * size * len(lines) / 2
            shift = (_BETWEEN + KEY, top)
            write(ax, (1, 1), lines, size, shift=shift, muted=entry.place is None)
