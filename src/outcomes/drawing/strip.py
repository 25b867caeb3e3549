"""Panels small enough for a card: an estimate with its interval, or bars of parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.drawing.axes import (
    DASHED,
    draw_line,
    draw_marks,
    fill,
    measure_head,
    write,
    write_head,
)
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import GRID, INK, PALETTE, REFERENCE
from outcomes.rounding import format_count, format_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 24.0
_UNDER_TICKS = 20.0
_BAR = 6.0


@dataclass(frozen=True)
class StripPanel:
    """An estimate with its interval, the side that favours the arm on the right.

    Parameters
    ----------
    estimate, low, high : float
        The result and its interval, in one unit.
    heading, left, right : str
        Over the strip, and under its two sides.
    numbers : str
        The result and its interval, over its mark.
    words : str
        Text alternative.
    important : float
        Size that matters; 0 if none is known.
    important_words : str
        What that size is, for the dashed lines.
    reversed : bool
        Whether smaller values stand on the right.
    """

    estimate: float
    low: float
    high: float
    heading: str
    left: str
    right: str
    numbers: str
    words: str
    important: float = 0.0
    important_words: str = ""
    reversed: bool = False

    @property
    def _values(self) -> list[float]:
        """No difference and, on either side, the size that matters."""
        return [0.0, *([-self.important, self.important] if self.important else [])]

    def _notes(self, layout: Layout) -> list[tuple[str, str]]:
        """Return the lines under the axis: what stands at the left and at the right of each."""
        left, right = f"\u2190 {self.left}", f"{self.right} \u2192"
        sides = text_width(f"{left} {right}", layout.small) + 8
        if sides <= layout.text_width:
            lines = [(left, right)]
        else:
            lines = [(line, "") for line in self._wrap(left, layout)]
            lines += [("", line) for line in self._wrap(right, layout)]
        if self.important:
            lines += [(line, "") for line in self._wrap(self.important_words, layout)]
        return lines

    def _wrap(self, text: str, layout: Layout) -> tuple[str, ...]:
        return wrap_text(text, layout.small, layout.text_width)

    def measure(self, layout: Layout) -> Room:
        """Return the room around the strip."""
        top = layout.margin + measure_head(self.heading, "", layout) + layout.small_line + 2
        bottom = _UNDER_TICKS + len(self._notes(layout)) * layout.small_line + 2
        return Room(_HEIGHT, layout.margin, layout.margin, top, bottom)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the interval over no difference and the sizes that matter, and name them."""
        marks = [self.low, self.high, self.estimate, *self._values]
        pad = 0.12 * ((max(marks) - min(marks)) or 1.0)
        ends = (min(marks) - pad, max(marks) + pad)
        ax.set_xlim(*(ends[::-1] if self.reversed else ends))
        ax.set_ylim(0, 1)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        write_head(ax, room, self.heading, "", layout)
        for value in self._values:
            dashes = DASHED if value else "solid"
            draw_line(ax, [value] * 2, [0, 1], alpha=REFERENCE, dashes=dashes)
        colour = PALETTE[0]
        draw_line(ax, [self.low, self.high], [0.5, 0.5], colour=colour, width=3)
        draw_marks(ax, [self.estimate], [0.5], "o", colour, size=11)
        width = layout.width - room.left - room.right
        self._write_numbers(ax, width, layout)
        self._write_values(ax, width, layout)
        down = _UNDER_TICKS
        for left, right in self._notes(layout):
            write(ax, (0, 0), left, layout.small, shift=(0, down), muted=True)
            write(ax, (1, 0), right, layout.small, shift=(0, down), ha="right", muted=True)
            down += layout.small_line

    def _place(self, ax: Axes, value: float, width: float) -> float:
        start, end = ax.get_xlim()
        return width * (value - start) / (end - start)

    def _write_numbers(self, ax: Axes, width: float, layout: Layout) -> None:
        """Write the result over its mark, as near as the edges allow."""
        half = text_width(self.numbers, layout.small) / 2
        middle = min(max(self._place(ax, self.estimate, width), half), width - half)
        shift = (middle, -layout.small_line - 1)
        write(ax, (0, 1), self.numbers, layout.small, shift=shift, ha="center")

    def _write_values(self, ax: Axes, width: float, layout: Layout) -> None:
        """Write what the lines stand at, leaving out what would run into another."""
        taken: list[tuple[float, float]] = []
        for value in self._values:
            text = format_size(value)
            middle, half = self._place(ax, value, width), text_width(text, layout.small) / 2 + 3
            if all(middle + half < low or middle - half > high for low, high in taken):
                taken.append((middle - half, middle + half))
                write(ax, (0, 0), text, layout.small, shift=(middle, 2), ha="center")


@dataclass(frozen=True)
class BarsPanel:
    """Bars of parts of a whole, from nothing to all.

    Parameters
    ----------
    heading : str
        Over the bars.
    rows : tuple of (str, float, float)
        Label, part and whole, the whole above 0.
    """

    heading: str
    rows: tuple[tuple[str, float, float], ...]

    @property
    def words(self) -> str:
        """Text alternative."""
        return "; ".join(f"{label} {_count(part, whole)}" for label, part, whole in self.rows)

    def measure(self, layout: Layout) -> Room:
        """Return the room around the bars."""
        top = layout.margin + measure_head(self.heading, "", layout) + 4
        height = sum(self._heights(layout))
        return Room(height, layout.margin, layout.margin, top, layout.margin)

    def _labels(self, layout: Layout) -> list[tuple[str, ...]]:
        return [
            wrap_text(
                label,
                layout.small,
                layout.text_width - text_width(_count(part, whole), layout.small) - 12,
            )
            for label, part, whole in self.rows
        ]

    def _heights(self, layout: Layout) -> list[float]:
        return [len(lines) * layout.small_line + _BAR + 10 for lines in self._labels(layout)]

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw a bar a row under its label and count; the faint track is the whole."""
        heights = self._heights(layout)
        ax.set_xlim(0, 1)
        ax.set_ylim(sum(heights), 0)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        write_head(ax, room, self.heading, "", layout)
        top = 0.0
        for (_, part, whole), lines, height in zip(
            self.rows, self._labels(layout), heights, strict=True
        ):
            down = write(ax, (0, top), lines, layout.small, coords="data")
            count = _count(part, whole)
            write(ax, (1, top), count, layout.small, coords="data", ha="right")
            for share, colour, alpha in ((1.0, INK, GRID), (min(part / whole, 1.0), PALETTE[0], 1)):
                fill(ax, _box(share, top + down + 3), colour=colour, alpha=alpha)
            top += height


def _box(share: float, top: float) -> Sequence[tuple[float, float]]:
    return [(0.0, top), (share, top), (share, top + _BAR), (0.0, top + _BAR)]


def _count(part: float, whole: float) -> str:
    return f"{format_count(part)} of {format_count(whole)}"
