"""Panels under and beside one another: how much room each needs, and the figure made of them.

Lengths are pixels of a page, 96 to the inch; y grows downwards. A wide drawing is as wide as the
column of a page and as two columns of a journal (180 mm), a narrow one as a phone and one column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from outcomes.drawing.axes import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 96
_COLUMN_GAP = 18.0
_LEAST = 40.0
"""Pixels of axes that always remain, whatever has to be written beside them."""
_SIMULATED = "Simulated data"


@dataclass(frozen=True)
class Layout:
    """How wide a drawing (or a panel in it) is, and how large its letters are.

    Parameters
    ----------
    width : float
        Of the drawing.
    margin : float
        Left empty at its edges.
    text, small : float
        Sizes of letters.
    is_narrow : bool
        Whether there is no room beside the axes: labels stand above, and numbers under a row.
    """

    width: float
    margin: float
    text: float = 13.0
    small: float = 12.0
    is_narrow: bool = False

    @property
    def line(self) -> float:
        """Distance between two lines of text."""
        return 1.3 * self.text

    @property
    def small_line(self) -> float:
        """Distance between two lines of small text."""
        return 1.3 * self.small

    @property
    def text_width(self) -> float:
        """Width for text that takes the whole width."""
        return self.width - 2 * self.margin


WIDE = Layout(680.0, 6.0)
NARROW = Layout(320.0, 4.0, small=12.5, is_narrow=True)
CARD = Layout(260.0, 6.0, text=12.0, is_narrow=True)


@dataclass(frozen=True)
class Room:
    """The height of a panel's axes and the room for text around them."""

    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def whole_height(self) -> float:
        """Height of the panel."""
        return self.top + self.height + self.bottom


class Panel(Protocol):
    """One axes with all that is written around it."""

    def measure(self, layout: Layout) -> Room:
        """Return the room that the panel needs."""

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw on axes that have this room."""


@dataclass(frozen=True)
class Drawing:
    """What a figure consists of, before it has a width.

    Parameters
    ----------
    panels : tuple of Panel
        In reading order.
    columns : int
        Panels beside one another in a wide drawing; a narrow one has one column.
    is_simulated : bool
        Whether it says that the numbers are of simulated data.
    """

    panels: tuple[Panel, ...]
    columns: int = 1
    is_simulated: bool = False

    def draw(self, layout: Layout) -> Canvas:
        """Draw all panels on a new Matplotlib figure."""
        columns = 1 if layout.is_narrow else self.columns
        gaps = _COLUMN_GAP * (columns - 1)
        narrow = layout.is_narrow or columns > 1
        cell = replace(layout, width=(layout.width - gaps) / columns, is_narrow=narrow)
        starts = range(0, len(self.panels), columns)
        rows = [self.panels[start : start + columns] for start in starts]
        rooms = _align([[panel.measure(cell) for panel in row] for row in rows])
        heights = [max(room.whole_height for room in row) for row in rooms]
        height = sum(heights) + (layout.small_line if self.is_simulated else 0.0) + 1
        with mpl.rc_context(_settings()):
            canvas = Canvas(figsize=(layout.width / DPI, height / DPI))
            top = 0.0
            for row, row_rooms, row_height in zip(rows, rooms, heights, strict=True):
                for column, (panel, room) in enumerate(zip(row, row_rooms, strict=True)):
                    left = column * (cell.width + _COLUMN_GAP) + room.left
                    ax = _add_axes(canvas, left, top + room.top, cell.width, room, layout.width)
                    panel.draw(ax, room, cell)
                top += row_height
            if self.is_simulated:
                _say_simulated(canvas.axes[-1], rooms[-1][-1], cell)
        return canvas

    def draw_on(self, axes: Sequence[Axes]) -> None:
        """Draw each panel on axes of the caller's; a `ValueError` says how many it takes."""
        if len(axes) != len(self.panels):
            raise ValueError(
                f"this figure has {len(self.panels)} panels: pass as many axes, not {len(axes)}"
            )
        with mpl.rc_context(_settings()):
            for ax, panel in zip(axes, self.panels, strict=True):
                ax.set_facecolor("none")
                ax.spines[["left", "top", "right"]].set_visible(False)
                layout = replace(WIDE, width=ax.bbox.width * DPI / ax.figure.dpi + 200)
                room = panel.measure(layout)
                panel.draw(ax, room, layout)
            if self.is_simulated:
                _say_simulated(axes[-1], room, layout)


def _align(rooms: list[list[Room]]) -> list[list[Room]]:
    """Give the panels of a column the same left and right, and those of a row the same height."""
    lefts = [max(row[n].left for row in rooms if n < len(row)) for n in range(len(rooms[0]))]
    rights = [max(row[n].right for row in rooms if n < len(row)) for n in range(len(rooms[0]))]
    return [
        [
            replace(
                room,
                left=lefts[n],
                right=rights[n],
                top=max(other.top for other in row),
                height=max(other.height for other in row),
            )
            for n, room in enumerate(row)
        ]
        for row in rooms
    ]


def _add_axes(
    canvas: Canvas, left: float, top: float, cell: float, room: Room, width: float
) -> Axes:
    height = canvas.get_figheight() * DPI
    inner = max(cell - room.left - room.right, _LEAST)
    bottom = height - top - room.height
    return canvas.add_axes((left / width, bottom / height, inner / width, room.height / height))


def _say_simulated(ax: Axes, room: Room, layout: Layout) -> None:
    write(
        ax,
        (1, 0),
        _SIMULATED,
        layout.small,
        shift=(room.right - layout.margin, room.bottom),
        ha="right",
        muted=True,
    )


@cache
def _settings() -> Any:
    """Return every setting of Matplotlib: its defaults and the style sheet's, nobody else's."""
    sheet = files("outcomes.drawing") / "outcomes.mplstyle"
    settings = mpl.rc_params_from_file(str(sheet), use_default_template=True)
    return {name: value for name, value in settings.items() if name != "backend"}
