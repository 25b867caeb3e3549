"""How a cumulative distribution is drawn: one line an arm, responders marked where they begin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.axes import (
    DASHED,
    draw_key,
    draw_line,
    draw_marks,
    label_ticks,
    measure_head,
    points,
    write,
    write_head,
)
from outcomes.drawing.forest_rows import write_share
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.legend import KEY
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import REFERENCE, style_of_arm
from outcomes.drawing.placing import choose_ticks, spread_labels, tick_digits
from outcomes.drawing.timeline import move_aside
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import format_share, format_signed
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import choose_threshold, describe_threshold
from outcomes.vocabulary.visits import name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 280.0
_NARROW_HEIGHT = 220.0
_NAMES = 158.0
_BETWEEN = 14.0
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_DODGE = 7.0
_SCALE = "participants who improved by at least the size on the axis, %"


@dataclass(frozen=True, eq=False)
class CumulativePanel:
    """The rows of an endpoint at a visit (and side), and where its responders begin."""

    rows: pd.DataFrame
    labels: Labels

    @property
    def endpoint(self) -> Endpoint:
        """What was measured."""
        return self.labels.endpoints[self.rows["endpoint"].iloc[0]]

    @property
    def name(self) -> str:
        """Heading: endpoint, visit and side."""
        first = self.rows.iloc[0]
        side = f", {name_side(first['side'])}" if first["side"] else ""
        visit = name_visit(first["visit"], first["week"], self.labels)
        return f"{self.endpoint.label}, improvement from baseline to {visit}{side}"

    @property
    def important(self) -> Threshold | None:
        """Where responders begin."""
        return choose_threshold(self.endpoint, "change")

    @property
    def arms(self) -> list[str]:
        """The arms drawn."""
        return arms_drawn(self.rows, self.labels)

    def curve(self, arm: str) -> pd.DataFrame:
        """Return an arm's sizes and shares, sizes increasing; empty if not estimated."""
        rows = self.rows[(self.rows["arm"] == arm) & self.rows["estimate"].notna()]
        return rows.sort_values("threshold")

    def responders(self, arm: str) -> pd.Series | None:
        """Return the row at the minimal important change."""
        important = self.important
        rows = self.curve(arm)
        if important is None or rows.empty:
            return None
        near = rows[(rows["threshold"] - important.value).abs() < 1e-9]
        return None if near.empty else near.iloc[0]

    @cached_property
    def _ticks(self) -> list[float]:
        sizes = [float(size) for size in self.rows["threshold"].dropna()]
        return choose_ticks(min([*sizes, 0.0]), max([*sizes, 0.0]))

    @property
    def _shows_important(self) -> bool:
        return self.important is not None and (
            self._ticks[0] <= self.important.value <= self._ticks[-1]
        )

    def measure(self, layout: Layout) -> Room:
        """Return the room around the axes."""
        head = layout.margin + measure_head(self.name, _SCALE, layout)
        over = 2 * layout.small_line if self._shows_important else 8.0
        left = layout.margin + text_width("100%", layout.small) + 8
        names = self._wrap_names(layout)
        if layout.is_narrow:
            head += sum(len(lines) for lines in names.values()) * layout.line + 6
            last = format_signed(self._ticks[-1], tick_digits(self._ticks))
            right = layout.margin + text_width(last, layout.small) / 2
            return Room(_NARROW_HEIGHT, left, right, head + over + 6, 46 + 16)
        height = max(_HEIGHT, sum(len(lines) * layout.line + 6 for lines in names.values()))
        right = layout.margin + _NAMES + KEY + _BETWEEN
        return Room(height, left, right, head + over + 6, 46 + 16)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw a step curve an arm, and the responders with their intervals."""
        width = layout.width - room.left - room.right
        ax.set_xlim(self._ticks[0], self._ticks[-1])
        ax.set_ylim(0, 1)
        texts = [format_share(share) for share in _SHARES]
        ax.set_yticks(_SHARES, texts, fontsize=points(layout.small))
        ax.grid(axis="y")
        write_head(ax, room, self.name, _SCALE, layout)
        self._draw_axis(ax, width, layout)
        self._draw_important(ax, width, layout)
        for arm in self.arms:
            self._draw_curve(ax, arm)
        self._draw_responders(ax)
        self._name_arms(ax, room, layout)

    def _draw_axis(self, ax: Axes, width: float, layout: Layout) -> None:
        digits = tick_digits(self._ticks)
        texts = [format_signed(tick, digits) for tick in self._ticks]
        label_ticks(ax, self._ticks, texts, layout.small, width)
        unit = f", {self.endpoint.unit}" if self.endpoint.unit else ""
        words = f"improved by at least{unit} \u2192"
        shift = (0.0, 24.0)
        write(ax, (0, 0), "\u2190 worse", layout.small, shift=shift, muted=True)
        write(ax, (1, 0), words, layout.small, shift=shift, ha="right", muted=True)

    def _draw_curve(self, ax: Axes, arm: str) -> None:
        """Draw a curve: level up to each size, then down to the share of the next."""
        rows = self.curve(arm)
        if rows.empty:
            return
        drawn = style_of_arm(place_of_arm(arm, self.labels))
        values = [*rows["estimate"], 0.0]
        corners = [(self._ticks[0], values[0])]
        for size, value, following in zip(rows["threshold"], values, values[1:], strict=False):
            corners += [(size, value), (size, following)]
        xs, ys = zip(*corners, (self._ticks[-1], 0.0), strict=True)
        draw_line(
            ax,
            xs,
            ys,
            colour=drawn.colour,
            width=1.8,
            dashes=drawn.line,
            label=name_arm(self.labels, arm),
        )

    def _draw_important(self, ax: Axes, width: float, layout: Layout) -> None:
        """Draw where responders begin, named above the plot."""
        if self.important is None or not self._shows_important:
            return
        value = self.important.value
        draw_line(ax, [value] * 2, [0, 1], alpha=REFERENCE, dashes=DASHED)
        lines = wrap_text(describe_threshold(self.important), layout.small, width)
        half = max(text_width(line, layout.small) for line in lines) / 2
        at = width * (value - self._ticks[0]) / (self._ticks[-1] - self._ticks[0])
        shift = (min(max(at, half), width - half), -3 - len(lines) * layout.small_line)
        write(ax, (0, 1), lines, layout.small, shift=shift, ha="center", muted=True)

    def _draw_responders(self, ax: Axes) -> None:
        """Mark each arm's share of responders with its interval, the arms side by side."""
        there = [(arm, row) for arm in self.arms if (row := self.responders(arm)) is not None]
        for number, (arm, row) in enumerate(there):
            drawn = style_of_arm(place_of_arm(arm, self.labels))
            frame = move_aside(ax, (number - (len(there) - 1) / 2) * _DODGE)
            x, low, high = row["threshold"], row["ci_low"], row["ci_high"]
            if not (math.isnan(low) or math.isnan(high)):
                draw_line(ax, [x, x], [low, high], colour=drawn.colour, width=1.4, frame=frame)
                draw_marks(ax, [x, x], [low, high], "_", drawn.colour, size=5, edge=1, frame=frame)
            draw_marks(ax, [x], [row["estimate"]], drawn.marker, drawn.colour, frame=frame)

    def _wrap_names(self, layout: Layout) -> dict[str, tuple[str, ...]]:
        """Return the lines that name each arm, with its responders where there is a threshold."""
        width = layout.text_width - KEY if layout.is_narrow else _NAMES
        names = {}
        for arm in self.arms:
            label = name_arm(self.labels, arm)
            if self.curve(arm).empty:
                label += ", not estimated"
            row = self.responders(arm)
            share = () if row is None else (self._say_share(row),)
            names[arm] = (*wrap_text(label, layout.text, width), *share)
        return names

    def _say_share(self, row: pd.Series) -> str:
        return write_share(row["estimate"], row["ci_low"], row["ci_high"])

    def _name_arms(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Name each curve at the height of its responders, or above the plot."""
        names = self._wrap_names(layout)
        heights = [len(lines) * layout.line for lines in names.values()]
        if layout.is_narrow:
            top = layout.margin + measure_head(self.name, _SCALE, layout) + 3 - room.top
            tops = [top + sum(heights[:number]) for number in range(len(heights))]
            at, x = (0, 1), layout.margin - room.left
        else:
            wanted = [room.height * (1 - self._height_of(arm)) for arm in names]
            spread = [height + 6 for height in heights]
            middles = spread_labels(wanted, spread, 0.0, room.height)
            tops = [middle - height / 2 for middle, height in zip(middles, heights, strict=True)]
            at, x = (1, 1), _BETWEEN
        for (arm, lines), top in zip(names.items(), tops, strict=True):
            place = place_of_arm(arm, self.labels)
            draw_key(ax, at, place, shift=(x, top + layout.line / 2))
            write(ax, at, lines, layout.text, shift=(x + KEY, top))

    def _height_of(self, arm: str) -> float:
        row, rows = self.responders(arm), self.curve(arm)
        if row is not None:
            return float(row["estimate"])
        return 0.0 if rows.empty else float(rows["estimate"].median())
