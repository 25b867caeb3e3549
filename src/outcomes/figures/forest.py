"""Panels of estimates with intervals, one row each, their numbers beside them.

Shared by the figures of differences, changes and shares, and by the forest plots of trials. In
every panel the better side is on the right, whichever way the scale runs, and words under the axis
say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.figures import style
from outcomes.figures.forest_rows import LINE as _LINE
from outcomes.figures.forest_rows import SMALL_LINE as _SMALL_LINE
from outcomes.figures.forest_rows import Row, draw_row
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.placing import choose_ticks, thin_labels, tick_digits
from outcomes.figures.sheet import Scale, Sheet
from outcomes.rounding import format_number

__all__ = ["Panel", "Reference", "Row", "draw_forest", "is_clipped"]

_NUMBERS_WIDTH = 190.0
_GAP = 14.0
_STEM = 5.0
_TEXT_SPACE = style.WIDTH - 2 * style.MARGIN


@dataclass(frozen=True)
class Reference:
    """A value to compare with: a dashed line at each value."""

    label: str
    lines: tuple[float, ...]


@dataclass(frozen=True)
class Panel:
    """Rows on one axis.

    Parameters
    ----------
    heading, scale : str
        Name in bold, and the unit and direction.
    rows : tuple of Row
        From top to bottom.
    numbers_heading : str
        What the numbers beside the rows are.
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
    def values(self) -> tuple[float, ...]:
        """Every number drawn, NaN left out."""
        numbers = [number for row in self.rows for number in (row.estimate, row.low, row.high)]
        numbers += [number for reference in self.references for number in reference.lines]
        numbers += [0.0] if self.zero else []
        drawn = [number for number in (*numbers, *self.axis) if number == number]
        if self.clip is not None:
            low, high = self.clip
            drawn = [min(max(number, low), high) for number in drawn]
        return tuple(drawn)


def draw_forest(panels: Sequence[Panel]) -> Sheet:
    """Draw panels under each other."""
    rows = [row for panel in panels for row in panel.rows]
    widest = max((row.width for row in rows if row.kind != "heading"), default=0)
    small = style.SMALL_TEXT_SIZE
    weights = [row.weight for row in rows] + [panel.weights_heading for panel in panels]
    weights_width = max((text_width(text, small) for text in weights), default=0.0)
    numbers = [row.numbers for row in rows]
    numbers += [line for panel in panels for line in _wrap_numbers_heading(panel)]
    numbers_width = max((text_width(text, small) for text in numbers), default=0.0)
    left = style.MARGIN + widest + _GAP
    edge = style.WIDTH - style.MARGIN - (weights_width + _GAP if weights_width else 0.0)
    right = edge - numbers_width - _GAP
    height = style.MARGIN + sum(_height(panel, right - left) for panel in panels)
    sheet = Sheet(style.WIDTH, height)
    top = style.MARGIN
    for panel in panels:
        _draw_panel(sheet, panel, top, left, right, edge)
        top += _height(panel, right - left)
    return sheet


def _wrap_numbers_heading(panel: Panel) -> tuple[str, ...]:
    return wrap_text(panel.numbers_heading, style.SMALL_TEXT_SIZE, _NUMBERS_WIDTH - 60)


def _wrap_reference(reference: Reference, width: float) -> tuple[str, ...]:
    return wrap_text(reference.label, style.SMALL_TEXT_SIZE, width)


def _wrap_words(panel: Panel, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words at both ends of the axis, each on its half."""
    left = f"\u2190 {panel.left_words}" if panel.left_words else ""
    right = f"{panel.right_words} \u2192" if panel.right_words else ""
    half = width / 2 - 6
    size = style.SMALL_TEXT_SIZE
    return wrap_text(left, size, half), wrap_text(right, size, half)


def _head_height(panel: Panel, width: float) -> float:
    heading = len(wrap_text(panel.heading, style.TEXT_SIZE, _TEXT_SPACE, bold=True)) * _LINE
    scale = len(wrap_text(panel.scale, style.SMALL_TEXT_SIZE, _TEXT_SPACE)) * _SMALL_LINE
    return heading + (scale if panel.scale else 0) + 4 + _over_plot(panel, width)


def _over_plot(panel: Panel, width: float) -> float:
    """Room above the plot: names of references, and the heading of the numbers."""
    lines = sum(len(_wrap_reference(reference, width)) for reference in panel.references)
    stem = _STEM if panel.references else 0
    return max(lines * _SMALL_LINE + stem, len(_wrap_numbers_heading(panel)) * _SMALL_LINE) + 2


def _height(panel: Panel, width: float) -> float:
    lines = max(len(words) for words in _wrap_words(panel, width))
    words = lines * _SMALL_LINE if panel.left_words or panel.right_words else 0.0
    rows = sum(row.height for row in panel.rows)
    return _head_height(panel, width) + rows + 24 + words + 16


def _draw_panel(
    sheet: Sheet, panel: Panel, top: float, left: float, right: float, edge: float
) -> None:
    heading = wrap_text(panel.heading, style.TEXT_SIZE, _TEXT_SPACE, bold=True)
    y = sheet.text(style.MARGIN, top, heading, bold=True)
    if panel.scale:
        scale_text = wrap_text(panel.scale, style.SMALL_TEXT_SIZE, _TEXT_SPACE)
        sheet.text(style.MARGIN, y, scale_text, size=style.SMALL_TEXT_SIZE, muted=True)
    plot_top = top + _head_height(panel, right - left)
    plot_bottom = plot_top + sum(row.height for row in panel.rows)
    ticks = _ticks(panel)
    start, end = (right, left) if panel.reversed else (left, right)
    scale = Scale(ticks[0], ticks[-1], start, end)
    _draw_references(sheet, panel, scale, plot_top, plot_bottom, left, right)
    over = _wrap_numbers_heading(panel)
    size = style.SMALL_TEXT_SIZE
    y = plot_top - len(over) * _SMALL_LINE - 2
    sheet.text(edge, y, over, anchor="end", size=size, muted=True)
    if panel.weights_heading:
        y = plot_top - _SMALL_LINE - 2
        x = style.WIDTH - style.MARGIN
        sheet.text(x, y, panel.weights_heading, anchor="end", size=size, muted=True)
    if panel.zero:
        sheet.line(
            [scale(0.0)] * 2, [plot_top, plot_bottom], width=1.0, opacity=style.REFERENCE_OPACITY
        )
    y = plot_top
    for number, row in enumerate(panel.rows):
        opens = row.kind == "heading" and row.label
        if number and (row.place != panel.rows[number - 1].place or opens):
            ends = [style.MARGIN, style.WIDTH - style.MARGIN]
            sheet.line(ends, [y, y], opacity=style.GRID_OPACITY, width=0.8)
        draw_row(sheet, row, y, scale, clip=panel.clip is not None, right=edge)
        y += row.height
    _draw_axis(sheet, panel, scale, ticks, plot_bottom, left, right)


def _ticks(panel: Panel) -> list[float]:
    values = panel.values or (0.0, 1.0)
    low, high = min(values), max(values)
    if panel.left_words and panel.right_words:
        # Words on both sides of zero need room on both sides of zero.
        least = 0.2 * (high - low)
        low, high = min(low, -least), max(high, least)
    return choose_ticks(low, high)


def is_clipped(panel: Panel) -> bool:
    """Whether an interval leaves the axis, and so ends in an arrow."""
    if panel.clip is None:
        return False
    ticks = _ticks(panel)
    ends = [end for row in panel.rows for end in (row.low, row.high)]
    return any(end < ticks[0] or end > ticks[-1] for end in ends)


def _draw_references(
    sheet: Sheet,
    panel: Panel,
    scale: Scale,
    top: float,
    bottom: float,
    left: float,
    right: float,
) -> None:
    """Draw the lines; each reference is named on a line of its own above the plot."""
    names = [_wrap_reference(reference, right - left) for reference in panel.references]
    y = top - _STEM - 2 - sum(len(name) for name in names) * _SMALL_LINE
    for reference, name in zip(panel.references, names, strict=True):
        at = max(scale(value) for value in reference.lines)
        stem = y + len(name) * _SMALL_LINE
        for value in reference.lines:
            start = stem if scale(value) == at else top
            sheet.line(
                [scale(value)] * 2,
                [start, bottom],
                opacity=style.REFERENCE_OPACITY,
                dashes=(4.0, 3.0),
            )
        half = max(text_width(line, style.SMALL_TEXT_SIZE) for line in name) / 2
        middle = min(max(at, left + half), right - half)
        sheet.text(middle, y, name, anchor="middle", size=style.SMALL_TEXT_SIZE, muted=True)
        y = stem


def _draw_axis(
    sheet: Sheet,
    panel: Panel,
    scale: Scale,
    ticks: list[float],
    y: float,
    left: float,
    right: float,
) -> None:
    sheet.line([left, right], [y, y])
    digits = 0 if panel.percent else tick_digits(ticks)
    shown = [
        f"{format_number(100 * tick, 0)}%" if panel.percent else format_number(tick, digits)
        for tick in ticks
    ]
    pairs = sorted((scale(tick), text) for tick, text in zip(ticks, shown, strict=True))
    for place, _ in pairs:
        sheet.line([place, place], [y, y + 4])
    size = style.SMALL_TEXT_SIZE
    widths = [text_width(text, size) for _, text in pairs]
    for kept in thin_labels([place for place, _ in pairs], widths):
        sheet.text(pairs[kept][0], y + 6, pairs[kept][1], anchor="middle", size=size)
    words_left, words_right = _wrap_words(panel, right - left)
    if panel.left_words:
        sheet.text(left, y + 24, words_left, size=size, muted=True)
    if panel.right_words:
        sheet.text(right, y + 24, words_right, anchor="end", size=size, muted=True)
