"""The key of a panel: which line is whose, in lines of text above the axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.drawing.axes import DASHED, draw_key, draw_line, pixels_from, write
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from outcomes.drawing.layout import Layout, Room

KEY = 26.0
"""Width of the piece of a line before a name."""
_APART = 16.0


@dataclass(frozen=True)
class Entry:
    """A name; ``place`` is the arm's in the study file, None for a dashed reference."""

    place: int | None
    text: str


def draw_entry(ax: Axes, entry: Entry, at: tuple[float, float], shift: tuple[float, float]) -> None:
    """Draw the piece of line of an entry from a point of the axes moved by pixels."""
    if entry.place is not None:
        draw_key(ax, at, entry.place, shift=shift)
        return
    right, down = shift
    frame = pixels_from(ax, at)
    draw_line(ax, [right, right + 20], [down] * 2, alpha=REFERENCE, dashes=DASHED, frame=frame)


@dataclass(frozen=True)
class Legend:
    """Names beside one another, in as many lines as they take."""

    entries: tuple[Entry, ...]

    def measure(self, layout: Layout) -> float:
        """Return the height of all lines."""
        return self._lay_out(layout)[1]

    def draw(self, ax: Axes, room: Room, layout: Layout, *, down: float) -> None:
        """Draw from the panel's left; ``down`` is where it begins under the panel's top."""
        places, _ = self._lay_out(layout)
        for entry, (x, y, lines) in zip(self.entries, places, strict=True):
            shift = (layout.margin - room.left + x, down - room.top + y)
            key = (shift[0], shift[1] + layout.small_line / 2)
            draw_entry(ax, entry, (0, 1), key)
            text = (shift[0] + KEY, shift[1])
            write(ax, (0, 1), lines, layout.small, shift=text, muted=entry.place is None)

    def _lay_out(self, layout: Layout) -> tuple[list[tuple[float, float, tuple[str, ...]]], float]:
        """Return the place and the lines of each entry, and the height of all."""
        places: list[tuple[float, float, tuple[str, ...]]] = []
        x, y, bottom = 0.0, 0.0, 0.0
        for entry in self.entries:
            lines = wrap_text(entry.text, layout.small, layout.text_width - KEY)
            width = KEY + max(text_width(line, layout.small) for line in lines)
            if x and x + width > layout.text_width:
                x, y = 0.0, bottom
            places.append((x, y, lines))
            bottom = max(bottom, y + len(lines) * layout.small_line)
            x += width + _APART
        return places, bottom
