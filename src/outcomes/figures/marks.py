"""The shapes of markers, and of the arrow heads where an interval leaves its axis."""

from __future__ import annotations

Corners = tuple[tuple[float, float], ...]

_ARM = 1 / 3
_BEND = 0.5

CORNERS: dict[str, Corners] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle": ((0, -1), (1, 1), (-1, 1)),
    "triangle down": ((-1, -1), (1, -1), (0, 1)),
    "arrow left": ((1, -1), (1, 1), (-1, 0)),
    "arrow right": ((-1, -1), (1, 0), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "plus": (
        (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
        (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM),
    ),
    "cross": (
        (-1, -_BEND), (-_BEND, -1), (0, -_BEND), (_BEND, -1), (1, -_BEND), (_BEND, 0),
        (1, _BEND), (_BEND, 1), (0, _BEND), (-_BEND, 1), (-1, _BEND), (-_BEND, 0),
    ),
}  # fmt: skip
"""Corners of every marker but the circle, around (0, 0); most reach from -1 to 1, y downwards."""


def trace_mark(marker: str, x: float, y: float, size: float) -> str:
    """Return the path of a marker around a point.

    Parameters
    ----------
    marker : str
        ``circle`` or a key of `CORNERS`.
    x, y : float
        Its middle.
    size : float
        Width and height; a diamond, which fills half of its box, is drawn a little larger.
    """
    half = size / 2
    if marker == "circle":
        arc = f"a{short(half)} {short(half)} 0 1 1"
        start = f"M{short(x - half)} {short(y)}"
        return f"{start}{arc} {short(size)} 0{arc} {short(-size)} 0z"
    points = (f"{short(x + half * dx)} {short(y + half * dy)}" for dx, dy in CORNERS[marker])
    return f"M{'L'.join(points)}z"


def short(number: float) -> str:
    """Write a coordinate to a hundredth of a unit, without zeros that say nothing."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
