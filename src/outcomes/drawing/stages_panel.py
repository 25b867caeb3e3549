"""How the participant flow is drawn: boxes of text joined by arrows, an arm a column.

The axes are pixels in both directions, y downwards. A narrow drawing has a box an arm, one under
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from outcomes.drawing.axes import draw_line, draw_marks, write
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.lettering import wrap_text
from outcomes.drawing.palette import style_of_arm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PAD = 7.0
_GAP = 10.0
_ARROW = 22.0
_KEY = 16.0
_TOP_WIDTH = 270.0
_SIDE_WIDTH = 190.0


@dataclass(frozen=True)
class ArmStages:
    """What is known of an arm: its name and place, and the lines of each part of the diagram."""

    name: str
    place: int
    allocation: tuple[str, ...]
    follow_up: tuple[str, ...]
    analysis: tuple[str, ...]


@dataclass(frozen=True)
class _Box:
    """A box of text; ``place`` is that of the arm whose mark stands before its first line."""

    lines: tuple[str, ...]
    heading: str = ""
    place: int | None = None

    def wrap(self, width: float, size: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines of heading and text in a box of a width."""
        inside = width - 2 * _PAD
        indent = 0.0 if self.place is None else _KEY
        heading = wrap_text(self.heading, size, inside - indent, bold=True) if self.heading else ()
        return heading, tuple(line for text in self.lines for line in wrap_text(text, size, inside))

    def height(self, width: float, layout: Layout) -> float:
        """Return the height of the box at a width."""
        wrapped = self.wrap(width, layout.small)
        return sum(len(lines) for lines in wrapped) * layout.small_line + 2 * _PAD

    def draw(
        self, ax: Axes, x: float, y: float, width: float, height: float, layout: Layout
    ) -> None:
        """Draw the box from its top left corner."""
        right, bottom = x + width, y + height
        draw_line(ax, [x, right, right, x, x], [y, y, bottom, bottom, y])
        heading, lines = self.wrap(width, layout.small)
        at, indent = (x + _PAD, y + _PAD), 0.0
        if self.place is not None:
            drawn = style_of_arm(self.place)
            middle = at[1] + layout.small_line / 2
            draw_marks(ax, [at[0] + 4], [middle], drawn.marker, drawn.colour)
            indent = _KEY
        shift = (indent, 0.0)
        down = write(ax, at, heading, layout.small, coords="data", shift=shift, bold=True)
        write(ax, at, lines, layout.small, coords="data", shift=(0.0, down))


@dataclass(frozen=True)
class StagesPanel:
    """The diagram.

    Parameters
    ----------
    assessed, excluded, entered : tuple of str
        Lines of the boxes of the whole study; none where nothing is known.
    arms : tuple of ArmStages
        In the study file's order.
    """

    assessed: tuple[str, ...]
    excluded: tuple[str, ...]
    entered: tuple[str, ...]
    arms: tuple[ArmStages, ...]

    def measure(self, layout: Layout) -> Room:
        """Return the room: the axes hold everything."""
        margin = layout.margin
        if layout.is_narrow:
            *_, (last, top, _) = self._stack_boxes(layout)
            height = top + last.height(layout.text_width, layout)
            return Room(height, margin, margin, margin, margin)
        head = self._head_height(layout)
        bands = sum(height + _ARROW + layout.small_line for height in self._band_heights(layout))
        return Room(head + bands, margin, margin, margin, margin)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the boxes from top to bottom, with arrows from each to what comes of it."""
        ax.set_xlim(0, layout.text_width)
        ax.set_ylim(room.height, 0)
        ax.set_axis_off()
        if layout.is_narrow:
            self._draw_stack(ax, layout)
        else:
            self._draw_head(ax, layout)
            self._draw_bands(ax, layout)

    def _stack(self) -> list[_Box]:
        whole = [_Box(lines) for lines in (self.assessed, self.excluded, self.entered) if lines]
        return whole + [
            _Box((*arm.allocation, *arm.follow_up, *arm.analysis), arm.name, arm.place)
            for arm in self.arms
        ]

    def _draw_stack(self, ax: Axes, layout: Layout) -> None:
        """Draw all boxes under one another."""
        width = layout.text_width
        for box, top, has_arrow in self._stack_boxes(layout):
            if has_arrow:
                _arrow_down(ax, width / 2, top - _ARROW, top)
            box.draw(ax, 0.0, top, width, box.height(width, layout), layout)

    def _stack_boxes(self, layout: Layout) -> list[tuple[_Box, float, bool]]:
        """Return each box, its top, and whether an arrow leads to it: none from arm to arm."""
        boxes, top = self._stack(), 0.0
        found = [(boxes[0], top, False)]
        for before, box in pairwise(boxes):
            has_arrow = before.place is None or box.place is None
            top += before.height(layout.text_width, layout) + (_ARROW if has_arrow else _GAP)
            found.append((box, top, has_arrow))
        return found

    def _head_height(self, layout: Layout) -> float:
        first, middle, last = (
            _Box(lines).height(width, layout)
            for lines, width in (
                (self.assessed, _TOP_WIDTH),
                (self.excluded, _SIDE_WIDTH),
                (self.entered, _TOP_WIDTH),
            )
        )
        return layout.small_line + first + _ARROW + middle + last

    def _draw_head(self, ax: Axes, layout: Layout) -> None:
        """Draw who was assessed, excluded at the side, and who entered."""
        centre, top = layout.text_width / 2, layout.small_line
        assessed, excluded = _Box(self.assessed), _Box(self.excluded)
        first = assessed.height(_TOP_WIDTH, layout)
        middle = excluded.height(_SIDE_WIDTH, layout)
        _name_band(ax, 0.0, "Enrolment", layout)
        left = centre - _TOP_WIDTH / 2
        assessed.draw(ax, left, top, _TOP_WIDTH, first, layout)
        bottom = self._head_height(layout)
        entered = _Box(self.entered)
        start = bottom - entered.height(_TOP_WIDTH, layout)
        _arrow_down(ax, centre, top + first, start)
        branch = top + first + (_ARROW + middle) / 2
        side = layout.text_width - _SIDE_WIDTH
        draw_line(ax, [centre, side - 5], [branch, branch])
        draw_marks(ax, [side - 4], [branch], ">")
        excluded.draw(ax, side, branch - middle / 2, _SIDE_WIDTH, middle, layout)
        entered.draw(ax, left, start, _TOP_WIDTH, bottom - start, layout)

    def _bands(self) -> list[tuple[str, list[_Box]]]:
        return [
            ("Allocation", [_Box(arm.allocation, arm.name, arm.place) for arm in self.arms]),
            ("Follow-up", [_Box(arm.follow_up) for arm in self.arms]),
            ("Analysis", [_Box(arm.analysis) for arm in self.arms]),
        ]

    def _column(self, layout: Layout) -> float:
        number = max(len(self.arms), 1)
        return (layout.text_width - (number - 1) * _GAP) / number

    def _band_heights(self, layout: Layout) -> list[float]:
        width = self._column(layout)
        return [
            max((box.height(width, layout) for box in boxes), default=0.0)
            for _, boxes in self._bands()
        ]

    def _draw_bands(self, ax: Axes, layout: Layout) -> None:
        """Draw the boxes of the arms, one band under another, each joined to the one above."""
        above, width = self._head_height(layout), self._column(layout)
        centres = [n * (width + _GAP) + width / 2 for n in range(len(self.arms))]
        middle = layout.text_width / 2
        for number, ((name, boxes), height) in enumerate(
            zip(self._bands(), self._band_heights(layout), strict=True)
        ):
            y = above + layout.small_line + _ARROW
            _name_band(ax, above + _ARROW - 4, name, layout)
            fork = above + (8 if number == 0 else 0)
            if number == 0 and centres:
                draw_line(ax, [middle] * 2, [above, fork])
                draw_line(ax, _ends([*centres, middle]), [fork, fork])
            for centre, box in zip(centres, boxes, strict=True):
                _arrow_down(ax, centre, fork, y)
                box.draw(ax, centre - width / 2, y, width, height, layout)
            above = y + height


def _ends(places: Sequence[float]) -> list[float]:
    return [min(places), max(places)]


def _name_band(ax: Axes, y: float, name: str, layout: Layout) -> None:
    write(ax, (0, y), name, layout.small, coords="data", bold=True, muted=True)


def _arrow_down(ax: Axes, x: float, start: float, end: float) -> None:
    draw_line(ax, [x, x], [start, end - 5])
    draw_marks(ax, [x], [end - 4], "v")
