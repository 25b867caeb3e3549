"""Panels of estimates with intervals, one row each, with their numbers.

Shared by the figures of differences, changes and shares, and by the forest plots of trials. In
every panel the better side is on the right, whichever way the scale runs, and words under the axis
say so. Values are along x; rows are pixels from the top along y.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from outcomes.drawing.axes import (
    DASHED,
    draw_line,
    fill,
    label_ticks,
    measure_head,
    pixels_from,
    write,
    write_head,
)
from outcomes.drawing.forest_rows import (
    Columns,
    Row,
    draw_estimates,
    draw_row,
    measure_columns,
    measure_row,
)
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import BAND, GRID, REFERENCE
from outcomes.drawing.placing import choose_ticks, tick_digits
from outcomes.rounding import format_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEM = 5.0
_APART = 4.0
"""Between a name and the stem of another."""
_UNDER_TICKS = 24.0


@dataclass(frozen=True)
class Reference:
    """A value to compare with: a dashed line at each value; a band is tinted between its two."""

    label: str
    lines: tuple[float, ...]
    is_band: bool = False


@dataclass(frozen=True)
class ForestPanel:
    """Rows on one axis.

    Parameters
    ----------
    heading, scale : str
        Name in bold, and the unit and direction.
    rows : tuple of Row
        From top to bottom.
    numbers_heading : str
        What the numbers beside (in a narrow drawing, under) the rows are.
    left_words, right_words : str
        What values to the left and right of zero mean.
    reversed : bool
        Whether low values are on the right, because lower is better.
    references : tuple of Reference
        Thresholds and published values.
    axis : tuple of float, optional
        Values the axis must span; those drawn if left out.
    zero : bool
        Whether a full line marks zero.
    percent : bool
        Whether values are shares, 0 to 1, shown as percentages.
    clip : tuple of float, optional
        Range to show; an interval that leaves the axis ends in an arrow.
    weights_heading : str
        What stands over the rows' weights, if they have any.
    """

    heading: str
    scale: str
    rows: tuple[Row, ...]
    numbers_heading: str
    left_words: str = ""
    right_words: str = ""
    reversed: bool = False
    references: tuple[Reference, ...] = ()
    axis: tuple[float, ...] = ()
    zero: bool = True
    percent: bool = False
    clip: tuple[float, float] | None = None
    weights_heading: str = ""

    @property
    def ticks(self) -> list[float]:
        """Round values that span all that is drawn."""
        values = self._values() or [0.0, 1.0]
        low, high = min(values), max(values)
        if self.left_words and self.right_words:
            # Words on both sides of zero need room on both sides of zero.
            least = 0.2 * (high - low)
            low, high = min(low, -least), max(high, least)
        return choose_ticks(low, high)

    @property
    def is_clipped(self) -> bool:
        """Whether an interval leaves the axis, and so ends in an arrow."""
        if self.clip is None:
            return False
        ends = [end for row in self.rows for end in (row.low, row.high)]
        return any(end < self.ticks[0] or end > self.ticks[-1] for end in ends)

    def measure(self, layout: Layout) -> Room:
        """Return the room around the axes: labels and numbers beside them where it is wide."""
        columns = measure_columns(self.rows, self._heads(layout), self.weights_heading, layout)
        if layout.is_narrow:
            ends = (self._tick_texts[0], self._tick_texts[-1])
            half = layout.margin + max(text_width(text, layout.small) for text in ends) / 2
            columns = Columns(half, half, 0.0)
        width = layout.width - columns.left - columns.right
        words = max(len(lines) for lines in self._wrap_words(width, layout))
        return Room(
            height=sum(measure_row(row, layout).height for row in self.rows),
            left=columns.left,
            right=columns.right,
            top=layout.margin + self._head_height(layout) + 4 + self._over_height(width, layout),
            bottom=_UNDER_TICKS + words * layout.small_line + 16,
        )

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the rows from top to bottom over the axis."""
        width = layout.width - room.left - room.right
        ticks = self.ticks
        ends = (ticks[-1], ticks[0]) if self.reversed else (ticks[0], ticks[-1])
        heights = [measure_row(row, layout).height for row in self.rows]
        ax.set_xlim(*ends)
        ax.set_ylim(sum(heights), 0)
        ax.set_yticks([])
        write_head(ax, room, self.heading, self._scale(layout), layout)
        self._name_references(ax, width, layout)
        self._write_heads(ax, room, layout)
        columns = measure_columns(self.rows, (), self.weights_heading, layout)
        tops = list(accumulate(heights, initial=0.0))[:-1]
        self._draw_lines(ax, tops, layout)
        for number, (row, top) in enumerate(zip(self.rows, tops, strict=True)):
            opens = row.kind == "heading" and row.label
            if number and (row.place != self.rows[number - 1].place or opens):
                _separate(ax, top, room, layout)
            clip = self.clip is not None
            draw_row(ax, row, top, room, layout, clip=clip, weights=columns.weights)
        placed = [
            (row, top + measure_row(row, layout).mark)
            for row, top in zip(self.rows, tops, strict=True)
            if row.kind in ("estimate", "prediction")
        ]
        draw_estimates(ax, placed, clip=self.clip is not None)
        self._draw_axis(ax, width, ticks, layout)

    @property
    def _tick_texts(self) -> list[str]:
        digits = tick_digits(self.ticks)
        return [
            f"{format_number(100 * tick, 0)}%" if self.percent else format_number(tick, digits)
            for tick in self.ticks
        ]

    def _values(self) -> list[float]:
        """Return every number drawn, NaN left out."""
        numbers = [number for row in self.rows for number in (row.estimate, row.low, row.high)]
        numbers += [number for reference in self.references for number in reference.lines]
        numbers += [0.0] if self.zero else []
        drawn = [number for number in (*numbers, *self.axis) if number == number]
        if self.clip is not None:
            low, high = self.clip
            drawn = [min(max(number, low), high) for number in drawn]
        return drawn

    def _scale(self, layout: Layout) -> str:
        """Say the scale, and where there is no column for it what the numbers are."""
        if not layout.is_narrow or not self.numbers_heading:
            return self.scale
        return "; ".join(filter(None, (self.scale, f"at the right: {self.numbers_heading}")))

    def _heads(self, layout: Layout) -> tuple[str, ...]:
        return wrap_text(self.numbers_heading, layout.small, 130.0)

    def _head_height(self, layout: Layout) -> float:
        return measure_head(self.heading, self._scale(layout), layout)

    def _over_height(self, width: float, layout: Layout) -> float:
        """Return the room above the plot for references and the heading of the numbers."""
        names = [self._wrap_reference(one, width, layout) for one in self.references]
        lines = sum(map(len, names)) * layout.small_line + (_STEM if names else 0.0)
        heads = 0.0 if layout.is_narrow else len(self._heads(layout)) * layout.small_line
        return max(lines, heads) + 2

    def _wrap_reference(
        self, reference: Reference, width: float, layout: Layout
    ) -> tuple[str, ...]:
        return wrap_text(reference.label, layout.small, width)

    def _wrap_words(self, width: float, layout: Layout) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the words at both ends of the axis, each on its half; none where none are said."""
        left = f"\u2190 {self.left_words}" if self.left_words else ""
        right = f"{self.right_words} \u2192" if self.right_words else ""
        half = width / 2 - 6
        left_lines, right_lines = (
            wrap_text(words, layout.small, half) if words else () for words in (left, right)
        )
        return left_lines, right_lines

    def _write_heads(self, ax: Axes, room: Room, layout: Layout) -> None:
        if layout.is_narrow:
            return
        lines = self._heads(layout)
        columns = measure_columns(self.rows, lines, self.weights_heading, layout)
        shift = (room.right - columns.weights - layout.margin, -len(lines) * layout.small_line - 2)
        write(ax, (1, 1), lines, layout.small, shift=shift, ha="right", muted=True)
        if self.weights_heading:
            shift = (room.right - layout.margin, -layout.small_line - 2)
            text = self.weights_heading
            write(ax, (1, 1), text, layout.small, shift=shift, ha="right", muted=True)

    def _draw_lines(self, ax: Axes, tops: list[float], layout: Layout) -> None:
        """Draw zero and the references across all rows, past what is written above a mark."""
        bands: list[float] = []
        for row, top in zip(self.rows, tops, strict=True):
            start, end = measure_row(row, layout).band
            bands += [top + start, top + end, math.nan]
        if not layout.is_narrow:
            bands = [bands[0], bands[-2]]
        self._tint(ax, bands)
        dashed = [value for one in self.references for value in one.lines]
        for value in [*dashed, *([0.0] if self.zero else [])]:
            dashes = DASHED if value in dashed else "solid"
            draw_line(ax, [value] * len(bands), bands, alpha=REFERENCE, dashes=dashes)

    def _tint(self, ax: Axes, bands: list[float]) -> None:
        """Tint between the lines of each band, where lines may cross the rows."""
        for low, high in (one.lines for one in self.references if one.is_band):
            for top, bottom in zip(bands[::3], bands[1::3], strict=False):
                fill(ax, [(low, top), (high, top), (high, bottom), (low, bottom)], alpha=BAND)

    def _name_references(self, ax: Axes, width: float, layout: Layout) -> None:
        """Name each reference on a line of its own above the plot."""
        names = [self._wrap_reference(one, width, layout) for one in self.references]
        up = _STEM + 2 + sum(map(len, names)) * layout.small_line
        stems: list[float] = []
        for reference, name in zip(self.references, names, strict=True):
            places = {value: self._place(ax, value, width) for value in reference.lines}
            at = max(places, key=places.__getitem__)
            stem = pixels_from(ax, (at, 1), "x")
            below = up - len(name) * layout.small_line
            draw_line(ax, [0, 0], [-below, 0], alpha=REFERENCE, dashes=DASHED, frame=stem)
            half = max(text_width(line, layout.small) for line in name) / 2
            middle = _clear_stems(places[at], half, stems, width)
            shift = (middle, -up)
            write(ax, (0, 1), name, layout.small, shift=shift, ha="center", muted=True)
            stems.append(places[at])
            up = below

    def _place(self, ax: Axes, value: float, width: float) -> float:
        """Return where a value is, in pixels from the left end of the axis."""
        start, end = ax.get_xlim()
        return width * (value - start) / (end - start)

    def _draw_axis(self, ax: Axes, width: float, ticks: list[float], layout: Layout) -> None:
        label_ticks(ax, ticks, self._tick_texts, layout.small, width)
        left, right = self._wrap_words(width, layout)
        down = (0.0, _UNDER_TICKS)
        write(ax, (0, 0), left, layout.small, shift=down, muted=True)
        write(ax, (1, 0), right, layout.small, shift=down, ha="right", muted=True)


def _clear_stems(at: float, half: float, stems: list[float], width: float) -> float:
    """Return the middle of a name over its own stem, beside those of the names above if it can."""
    beside = [stem + side * (half + _APART) for stem in stems for side in (-1, 1)]
    middles = [min(max(middle, half), max(width - half, half)) for middle in (at, *beside)]
    clear = [
        middle
        for middle in middles
        if abs(middle - at) <= half and all(abs(middle - stem) > half for stem in stems)
    ]
    return min(clear or middles[:1], key=lambda middle: abs(middle - at))


def _separate(ax: Axes, top: float, room: Room, layout: Layout) -> None:
    frame = pixels_from(ax, (0, top), "y")
    ends = [layout.margin - room.left, layout.width - room.left - layout.margin]
    draw_line(ax, ends, [0, 0], alpha=GRID, width=0.8, frame=frame)
