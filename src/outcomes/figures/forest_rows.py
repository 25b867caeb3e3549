"""The rows of a forest: what one holds, how high it is, and how it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from outcomes.figures import style
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.sheet import Scale, Sheet
from outcomes.rounding import format_interval, format_share, format_share_interval, format_signed
from outcomes.vocabulary.verdicts import NOT_ESTIMATED

LINE = style.TEXT_SIZE * style.LINE_HEIGHT
SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
LABEL_WIDTH = 185.0
NO_ARM = -1
"""Place of a row that belongs to no arm; it takes the colour of the page's text."""

_ROW_PADDING = 7.0
_DIAMOND = 6.0
_SYMBOL = 14.0
_RISKS = {
    "low": ("plus", style.PALETTE[2]),
    "some concerns": ("diamond", style.PALETTE[5]),
    "high": ("cross", style.PALETTE[1]),
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
    def label_lines(self) -> tuple[str, ...]:
        """The label, broken into lines; none if there is none."""
        if not self.label:
            return ()
        return wrap_text(self.label, style.TEXT_SIZE, LABEL_WIDTH, bold=self.bold)

    @property
    def note_lines(self) -> tuple[str, ...]:
        """The note, broken into lines; none if there is none."""
        if not self.note:
            return ()
        return wrap_text(self.note, style.SMALL_TEXT_SIZE, LABEL_WIDTH - self.indent)

    @property
    def indent(self) -> float:
        """Room before the note for the mark of its risk."""
        return _SYMBOL if self.risk in _RISKS else 0.0

    @property
    def text_height(self) -> float:
        """Height of label and note."""
        return len(self.label_lines) * LINE + len(self.note_lines) * SMALL_LINE

    @property
    def height(self) -> float:
        """Height of the row."""
        return self.text_height + _ROW_PADDING

    @property
    def width(self) -> float:
        """Width of label and note, heading rows left out: these may run into the plot."""
        small = style.SMALL_TEXT_SIZE
        widths = [text_width(line, style.TEXT_SIZE, bold=self.bold) for line in self.label_lines]
        widths += [text_width(line, small) + self.indent for line in self.note_lines]
        return max(widths, default=0.0)


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


def draw_row(sheet: Sheet, row: Row, top: float, scale: Scale, *, clip: bool, right: float) -> None:
    """Draw one row with its top at ``top``.

    Parameters
    ----------
    sheet : Sheet
        What to draw on.
    row : Row
        What to draw.
    top : float
        Its upper end.
    scale : Scale
        Values to positions.
    clip : bool
        Whether an interval that leaves the axis ends there in an arrow.
    right : float
        Where the numbers end; the weight ends at the margin.
    """
    middle = top + row.height / 2
    if row.emphasis:
        width = style.WIDTH - 2 * style.MARGIN
        sheet.box(style.MARGIN, top, width, row.height, opacity=style.BAND_OPACITY)
    y = sheet.text(style.MARGIN, middle - row.text_height / 2, row.label_lines, bold=row.bold)
    if row.note:
        if row.risk in _RISKS:
            marker, colour = _RISKS[row.risk]
            sheet.mark(style.MARGIN + 5, y + SMALL_LINE / 2, marker, colour, size=7.0)
        small = style.SMALL_TEXT_SIZE
        sheet.text(style.MARGIN + row.indent, y, row.note_lines, size=small, muted=True)
    for x, text in ((right, row.numbers), (style.WIDTH - style.MARGIN, row.weight)):
        if text:
            size = style.SMALL_TEXT_SIZE
            sheet.text(x, middle - SMALL_LINE / 2, text, anchor="end", size=size)
    if row.kind == "pool":
        _draw_diamond(sheet, row, middle, scale, clip)
    elif row.kind != "heading":
        _draw_interval(sheet, row, middle, scale, clip)


def _look(row: Row) -> tuple[str, str]:
    """Colour and marker."""
    if row.place == NO_ARM:
        return (style.PALETTE[0] if row.emphasis else style.INK), "square"
    drawn = style.style_of_arm(row.place)
    return drawn.colour, drawn.marker


def _draw_interval(sheet: Sheet, row: Row, y: float, scale: Scale, clip: bool) -> None:
    colour, marker = _look(row)
    bar = row.kind == "prediction"
    if row.low == row.low and row.high == row.high:
        ends = [_held(value, scale, clip) for value in (row.low, row.high)]
        places = [scale(value) for value, _ in ends]
        width, opacity = (5.0, style.REFERENCE_OPACITY) if bar else (1.8, 1.0)
        sheet.line(places, [y, y], colour=colour, width=width, opacity=opacity)
        for place, other, (_, cut) in zip(places, places[::-1], ends, strict=True):
            if cut:
                sheet.mark(place, y, _arrow(place < other), colour, size=7.0)
            elif not bar:
                sheet.line([place, place], [y - 3, y + 3], colour=colour, width=1.4)
    if row.estimate == row.estimate and not bar:
        inside, cut = _held(row.estimate, scale, clip)
        if not cut:
            sheet.mark(scale(inside), y, marker, colour, size=row.size)


def _draw_diamond(sheet: Sheet, row: Row, y: float, scale: Scale, clip: bool) -> None:
    """Draw a diamond; cut off at the end of the axis where it leaves it, with an arrow."""
    if math.isnan(row.low) or math.isnan(row.high):
        return
    colour, _ = _look(row)
    xs, half = [scale(row.estimate)], [_DIAMOND]
    for end, first in ((row.low, True), (row.high, False)):
        value, cut = _held(end, scale, clip)
        share = abs(value - end) / abs(row.estimate - end) if cut else 0.0
        at = 0 if first else len(xs)
        xs.insert(at, scale(value))
        half.insert(at, _DIAMOND * share)
        if cut:
            marker = _arrow(scale(value) < scale(row.estimate))
            sheet.mark(scale(value), y, marker, colour, size=7.0)
    upper = [y - height for height in half]
    lower = [y + height for height in half]
    sheet.shape(
        [*xs, *xs[::-1]], [*upper, *lower[::-1]], colour=colour, opacity=style.REFERENCE_OPACITY
    )


def _arrow(to_the_left: bool) -> str:
    return "arrow left" if to_the_left else "arrow right"


def _held(value: float, scale: Scale, clip: bool) -> tuple[float, bool]:
    """Return a value held to the axis, and whether it had to be."""
    if not clip:
        return value, False
    held = min(max(value, scale.low), scale.high)
    return held, held != value
