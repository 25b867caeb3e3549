"""How the numbers of a column line up at their decimal points, whatever stands behind them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from outcomes.rounding import ABSENT

WIDEST = 30
"""Largest width, in widths of a digit, that ``tables.css`` has a class for."""

_TO_THE_POINT = re.compile(r"[^\d]*\d[\d,]*")
_WIDTHS = {"%": 1.7, ".": 0.6, ",": 0.6, " ": 0.6, "(": 0.7, ")": 0.7}
_Split = tuple[str, str, int]


def split_at_points(cells: Sequence[str]) -> list[_Split | None]:
    """Split the cells of a column after the whole part of their first number.

    The second part goes into a box as wide as the widest of the column, so that the decimal points
    stand above each other in any font and the text is the same as without boxes.

    Parameters
    ----------
    cells : sequence of str
        Text of one column of numbers, from top to bottom.

    Returns
    -------
    list of (str, str, int) or None
        What stands before the box, what stands in it, and its width in widths of a digit; None
        where a cell stays whole: throughout if all cells end alike, because then they line up at
        the right, and in cells that hold words.
    """
    parts = [_split(cell) for cell in cells]
    widths = [_measure(after) for part in parts if part is not None for _, after in [part]]
    width = max(widths, default=0)
    if min(widths, default=0) == width or width > WIDEST:
        return [None] * len(cells)
    whole = [(ABSENT, "", width) if cell == ABSENT else None for cell in cells]
    return [
        (*part, width) if part is not None else other
        for part, other in zip(parts, whole, strict=True)
    ]


def _split(cell: str) -> tuple[str, str] | None:
    found = _TO_THE_POINT.match(cell)
    return (found[0], cell[found.end() :]) if found else None


def _measure(text: str) -> int:
    return math.ceil(sum(_WIDTHS.get(character, 1.0) for character in text))
