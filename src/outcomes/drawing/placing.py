"""Where labels and ticks go so that none lies on another."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator


def spread_labels(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move labels as little as it takes that none overlaps another.

    Overlapping labels become a block around the mean of the places they want.

    Parameters
    ----------
    wanted : sequence of float
        Middle that each label wants.
    heights : sequence of float
        Height of each label.
    low, high : float
        Space for all of them; if it is too small, they run over its end, still apart.

    Returns
    -------
    list of float
        Middle of each label, in the order given.
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    blocks: list[tuple[float, float, list[int]]] = []
    for place in order:
        block = (wanted[place], heights[place], [place])
        while True:
            middle, height, members = block
            middle = max(min(middle, high - height / 2), low + height / 2)
            block = (middle, height, members)
            if not blocks or blocks[-1][0] + blocks[-1][1] / 2 <= middle - height / 2 + 1e-9:
                break
            before, before_height, before_members = blocks.pop()
            weight = len(before_members)
            shared = (before * weight + middle * len(members)) / (weight + len(members))
            block = (shared, before_height + height, [*before_members, *members])
        blocks.append(block)
    places = [0.0] * len(wanted)
    for middle, height, members in blocks:
        top = middle - height / 2
        for place in members:
            places[place] = top + heights[place] / 2
            top += heights[place]
    return places


def thin_labels(positions: Sequence[float], widths: Sequence[float], gap: float = 6.0) -> list[int]:
    """Choose labels along an axis that do not collide; the first and the last are always kept.

    Parameters
    ----------
    positions : sequence of float
        Middle of each label, increasing.
    widths : sequence of float
        Width of each label.
    gap : float
        Least space between two.

    Returns
    -------
    list of int
        Places of the labels kept, in order.
    """
    if len(positions) < 2:
        return list(range(len(positions)))

    def apart(first: int, second: int) -> bool:
        least = (widths[first] + widths[second]) / 2 + gap
        return positions[second] - positions[first] >= least

    last = len(positions) - 1
    if not apart(0, last):
        return [0]
    kept = [0]
    for place in range(1, last):
        if apart(kept[-1], place) and apart(place, last):
            kept.append(place)
    return [*kept, last]


_SLACK = 1e-6


_NO_WIDTH = 1e-9
"""Share of its ends below which a range is empty: what computing leaves of equal numbers."""


def choose_ticks(low: float, high: float, most: int = 6, *, whole: bool = False) -> list[float]:
    """Return round values that span a range, the first at or below it and the last at or above.

    Parameters
    ----------
    low, high : float
        Range to span; widened if it is empty.
    most : int
        Most steps between ticks.
    whole : bool
        Whether only whole numbers will do.
    """
    if not high - low > _NO_WIDTH * max(1.0, abs(low), abs(high)):
        width = max(abs(low) * 0.1, 1.0)
        low, high = low - width, high + width
    locator = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10], integer=whole)
    ticks = [float(tick) for tick in locator.tick_values(low, high)]
    step = ticks[1] - ticks[0]
    # The locator leaves out a tick for ends that stand out by very little of a wide range.
    if ticks[0] > low + _SLACK:
        ticks.insert(0, ticks[0] - step)
    if ticks[-1] < high - _SLACK:
        ticks.append(ticks[-1] + step)
    return [0.0 if abs(tick) < 1e-12 else tick for tick in ticks]


_MOST_DIGITS = 8
"""Decimals that tell apart the ticks of a range as narrow as a millionth."""


def tick_digits(ticks: Sequence[float]) -> int:
    """Return how many decimals tell neighbouring ticks apart."""
    if len(ticks) < 2:
        return 0
    step = ticks[1] - ticks[0]
    for digits in range(_MOST_DIGITS):
        if math.isclose(round(step, digits), step, rel_tol=1e-6):
            return digits
    return _MOST_DIGITS
