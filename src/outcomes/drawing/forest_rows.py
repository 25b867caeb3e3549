"""The rows of a forest: what one holds, how high it is, and how it is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from outcomes.drawing.axes import draw_line, draw_marks, fill, pixels_from, write
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import BAND, INK, PALETTE, REFERENCE, style_of_arm
from outcomes.rounding import format_interval, format_share, format_share_interval, format_signed
from outcomes.vocabulary.verdicts import NOT_ESTIMATED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from outcomes.drawing.layout import Layout, Room

GAP = 14.0
NO_ARM = -1
"""Place of a row that belongs to no arm; it takes the colour of the page's text."""

_LABEL_WIDTH = 185.0
_PADDING = 7.0
_MARK = 16.0
"""Height of the line with the mark, where label and numbers stand above and under it."""
_DIAMOND = 6.0
_SYMBOL = 14.0
_RISKS = {
    "low": ("P", PALETTE[2]),
    "some concerns": ("D", PALETTE[5]),
    "high": ("X", PALETTE[1]),
}


@dataclass(frozen=True)
class Row:
    """One estimate: its name, numbers (NaN if not estimated), words, and the place of its arm.

    Parameters
    ----------
    label : str
        Its name, at the left.
    estimate, low, high : float
        What is drawn; NaN where there is nothing.
    numbers : str
        The same in figures, at the right.
    place : int
        The arm's place in the study file, or `NO_ARM`.
    note : str
        Small text under the label.
    kind : str
        ``estimate`` (a mark on its interval), ``pool`` (a diamond as wide as the interval),
        ``prediction`` (a broad bar) or ``heading`` (a label alone).
    size : float
        Of the mark.
    weight : str
        Text in the column at the far right; empty in all rows for none.
    risk : str
        ``low``, ``some concerns`` or ``high`` puts a mark of its own shape before the note.
    emphasis : bool
        Whether the row is tinted.
    """

    label: str
    estimate: float
    low: float
    high: float
    numbers: str
    place: int
    note: str = ""
    kind: Literal["estimate", "pool", "prediction", "heading"] = "estimate"
    size: float = 8.0
    weight: str = ""
    risk: str = ""
    emphasis: bool = False

    @property
    def bold(self) -> bool:
        """Whether the label is bold."""
        return self.kind in ("heading", "pool") or self.emphasis

    @property
    def indent(self) -> float:
        """Room before the note for the mark of its risk."""
        return _SYMBOL if self.risk in _RISKS else 0.0


@dataclass(frozen=True)
class RowRoom:
    """How a row is laid out: its lines of text, and in pixels from its top where things are.

    ``band`` is the part that lines across all rows may cross.
    """

    label: tuple[str, ...]
    note: tuple[str, ...]
    height: float
    mark: float
    numbers: float
    band: tuple[float, float]


@dataclass(frozen=True)
class Columns:
    """Room at the left and right of the axes, and that of the column of weights in it."""

    left: float
    right: float
    weights: float


def measure_row(row: Row, layout: Layout) -> RowRoom:
    """Return how a row is laid out: all beside its mark, or in a narrow drawing above it."""
    width = layout.text_width if layout.is_narrow else _LABEL_WIDTH
    label = wrap_text(row.label, layout.text, width, bold=row.bold) if row.label else ()
    note = wrap_text(row.note, layout.small, width - row.indent) if row.note else ()
    text = len(label) * layout.line + len(note) * layout.small_line
    if not layout.is_narrow:
        height = text + _PADDING
        return RowRoom(
            label, note, height, height / 2, (height - layout.small_line) / 2, (0.0, height)
        )
    beside = len(label) == 1 and not note
    taken = text_width(row.label, layout.text, bold=row.bold) if beside else width
    numbers = text_width(_say_numbers(row, layout), layout.small)
    fits = taken + numbers + GAP <= width
    text += layout.small_line if numbers and not fits else 0.0
    top = _PADDING / 2 + text
    mark = 0.0 if row.kind == "heading" else _MARK
    return RowRoom(
        label,
        note,
        top + mark + _PADDING / 2,
        top + mark / 2,
        top - layout.small_line,
        (top, top + mark),
    )


def measure_columns(
    rows: Sequence[Row], heads: Sequence[str], weights_heading: str, layout: Layout
) -> Columns:
    """Return the room that labels need at the left of the axes, and numbers at the right."""
    if layout.is_narrow:
        return Columns(0.0, 0.0, 0.0)
    widths = [0.0]
    for row in rows:
        if row.kind == "heading":  # These may run into the plot.
            continue
        room = measure_row(row, layout)
        widths += [text_width(line, layout.text, bold=row.bold) for line in room.label]
        widths += [text_width(line, layout.small) + row.indent for line in room.note]
    numbers = [text_width(text, layout.small) for text in (*(r.numbers for r in rows), *heads)]
    texts = [weights_heading, *(row.weight for row in rows)]
    weights = max(text_width(text, layout.small) for text in texts)
    weights += GAP if weights else 0.0
    return Columns(
        layout.margin + max(widths) + GAP,
        layout.margin + weights + max(numbers, default=0.0) + GAP,
        weights,
    )


def write_numbers(estimate: float, low: float, high: float, digits: int) -> str:
    """Write an estimate and its interval as they stand beside a row."""
    if estimate != estimate:
        return NOT_ESTIMATED
    interval = format_interval(low, high, digits, absent="no interval")
    return f"{format_signed(estimate, digits)} ({interval})"


def write_share(estimate: float, low: float, high: float) -> str:
    """Write a share and its interval as they stand beside a row."""
    if estimate != estimate:
        return NOT_ESTIMATED
    return f"{format_share(estimate)} ({format_share_interval(low, high, absent='no interval')})"


def draw_row(
    ax: Axes, row: Row, top: float, room: Room, layout: Layout, *, clip: bool, weights: float
) -> None:
    """Draw one row.

    Parameters
    ----------
    ax : Axes
        Its y is pixels from the top.
    row : Row
        What it holds.
    top : float
        Its upper end.
    room, layout
        Of the panel.
    clip : bool
        Whether an interval that leaves the axis ends there in an arrow.
    weights : float
        Room of the column of weights.
    """
    own = measure_row(row, layout)
    frame_at = (0, top)
    left = layout.margin - room.left
    if row.emphasis:
        right = layout.width - room.left - layout.margin
        corners = [(left, 0), (right, 0), (right, own.height), (left, own.height)]
        fill(ax, corners, alpha=BAND, frame=pixels_from(ax, frame_at, "y"))
    above = _PADDING / 2
    shift = (left, above)
    down = write(ax, frame_at, own.label, layout.text, coords="y", shift=shift, bold=row.bold)
    if own.note:
        if row.indent:
            marker, colour = _RISKS[row.risk]
            at = above + down + layout.small_line / 2
            draw_marks(ax, [left + 5], [at], marker, colour, frame=pixels_from(ax, frame_at, "y"))
        shift = (left + row.indent, above + down)
        write(ax, frame_at, own.note, layout.small, coords="y", shift=shift, muted=True)
    _write_numbers(ax, row, top, own, room, layout, weights)
    if row.kind == "pool":
        _draw_diamond(ax, row, top + own.mark, clip)


def _say_numbers(row: Row, layout: Layout) -> str:
    """Return the numbers, in a narrow drawing with the weight, which has no column there."""
    return f"{row.numbers}; {row.weight}" if layout.is_narrow and row.weight else row.numbers


def _write_numbers(
    ax: Axes, row: Row, top: float, own: RowRoom, room: Room, layout: Layout, weights: float
) -> None:
    edge = room.right - layout.margin
    texts = [(_say_numbers(row, layout), edge - weights)]
    texts += [] if layout.is_narrow else [(row.weight, edge)]
    for text, right in texts:
        shift = (right, own.numbers)
        if text:
            write(ax, (1, top), text, layout.small, coords="y", shift=shift, ha="right")


def _look(row: Row) -> tuple[str, str]:
    """Colour and marker."""
    if row.place == NO_ARM:
        return (PALETTE[0] if row.emphasis else INK), "s"
    drawn = style_of_arm(row.place)
    return drawn.colour, drawn.marker


def draw_estimates(ax: Axes, placed: Sequence[tuple[Row, float]], *, clip: bool) -> None:
    """Draw the intervals and marks of rows: all that look alike as one line, for speed.

    Parameters
    ----------
    ax : Axes
        Its y is pixels from the top.
    placed : sequence of (Row, float)
        Each row and where its mark is.
    clip : bool
        Whether an interval that leaves the axis ends there in an arrow.
    """
    lines: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    caps: dict[str, list[tuple[float, float]]] = {}
    marks: dict[tuple[str, str, float], list[tuple[float, float]]] = {}
    for row, y in placed:
        colour, marker = _look(row)
        bar = row.kind == "prediction"
        if row.low == row.low and row.high == row.high:
            ends = [_hold(value, ax, clip) for value in (row.low, row.high)]
            line = lines.setdefault((colour, bar), [])
            line += [*((end, y) for end, _ in ends), (math.nan, y)]
            whole = [(end, y) for end, cut in ends if not cut and not bar]
            caps.setdefault(colour, []).extend(whole)
            for (end, cut), (other, _) in zip(ends, ends[::-1], strict=True):
                if cut:
                    draw_marks(ax, [end], [y], _arrow(ax, end, other), colour)
        inside, cut = _hold(row.estimate, ax, clip)
        if inside == inside and not bar and not cut:
            marks.setdefault((marker, colour, row.size), []).append((inside, y))
    for (colour, bar), points in lines.items():
        width, alpha = (5.0, REFERENCE) if bar else (1.8, None)
        draw_line(ax, *_split(points), colour=colour, width=width, alpha=alpha)
    for colour, points in caps.items():
        draw_marks(ax, *_split(points), "|", colour, size=6, edge=1.4)
    for (marker, colour, size), points in marks.items():
        draw_marks(ax, *_split(points), marker, colour, size=size)


def _split(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]


def _draw_diamond(ax: Axes, row: Row, y: float, clip: bool) -> None:
    """Draw a diamond; cut off at the end of the axis where it leaves it, with an arrow."""
    if math.isnan(row.low) or math.isnan(row.high):
        return
    colour, _ = _look(row)
    xs, half = [row.estimate], [_DIAMOND]
    for end, at in ((row.low, 0), (row.high, 2)):
        value, cut = _hold(end, ax, clip)
        share = abs(value - end) / abs(row.estimate - end) if cut else 0.0
        xs.insert(at, value)
        half.insert(at, _DIAMOND * share)
        if cut:
            draw_marks(ax, [value], [y], _arrow(ax, value, row.estimate), colour)
    upper = [(x, y - height) for x, height in zip(xs, half, strict=True)]
    lower = [(x, y + height) for x, height in zip(xs, half, strict=True)]
    fill(ax, [*upper, *lower[::-1]], colour=colour, alpha=REFERENCE)


def _arrow(ax: Axes, end: float, other: float) -> str:
    """Return the marker that points away from the other end."""
    return "<" if (end < other) != ax.xaxis_inverted() else ">"


def _hold(value: float, ax: Axes, clip: bool) -> tuple[float, bool]:
    """Return a value held to the axis, and whether it had to be."""
    if not clip:
        return value, False
    low, high = sorted(ax.get_xlim())
    held = min(max(value, low), high)
    return held, held != value
