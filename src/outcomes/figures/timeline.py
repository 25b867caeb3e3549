"""Axes shared by figures over time: visits at their true distance, values with light grid lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from outcomes.figures import style
from outcomes.figures.lettering import text_width
from outcomes.figures.placing import thin_labels, tick_digits
from outcomes.figures.sheet import Scale, Sheet
from outcomes.rounding import format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.visits import time_axis

_PAD = 16.0
_WIDEST_DODGE = 7.0


@dataclass(frozen=True)
class Timeline:
    """Where visits are along the sheet.

    Parameters
    ----------
    weeks : tuple of float
        Weeks of the visits, increasing.
    scale : Scale
        Weeks to positions.
    dodge : float
        Distance between neighbouring arms at one visit, so that their intervals do not overlap.
    arms : int
        Number of arms.
    """

    weeks: tuple[float, ...]
    scale: Scale
    dodge: float
    arms: int

    def place(self, week: float, arm: int) -> float:
        """Return where the arm (counted among those drawn, from 0) is at a visit."""
        return self.scale(week) + (arm - (self.arms - 1) / 2) * self.dodge


def plan_timeline(weeks: Sequence[float], arms: int, left: float, right: float) -> Timeline:
    """Lay visits out between two positions, at true distance; a single visit is in the middle."""
    low, high = weeks[0], weeks[-1]
    if high > low:
        scale = Scale(low, high, left + _PAD, right - _PAD)
        places = [scale(week) for week in weeks]
        closest = min(after - before for before, after in pairwise(places))
    else:
        scale = Scale(low - 1, low + 1, left + _PAD, right - _PAD)
        closest = right - left
    # Neighbouring visits stay apart, and the outermost arms stay above the axis.
    dodge = min(_WIDEST_DODGE, 0.7 * closest / max(arms, 1), 2 * (_PAD - 4) / max(arms - 1, 1))
    return Timeline(tuple(weeks), scale, dodge, arms)


def draw_timeline(sheet: Sheet, timeline: Timeline, labels: Labels, y: float) -> float:
    """Draw the axis of time at height ``y`` and return the bottom of its title."""
    texts, title = time_axis(timeline.weeks, labels)
    places = [timeline.scale(week) for week in timeline.weeks]
    left, right = timeline.scale.start - _PAD, timeline.scale.end + _PAD
    sheet.line([left, right], [y, y])
    for place in places:
        sheet.line([place, place], [y, y + 4])
    widths = [text_width(text, style.SMALL_TEXT_SIZE) for text in texts]
    for kept in thin_labels(places, widths):
        sheet.text(places[kept], y + 6, texts[kept], anchor="middle", size=style.SMALL_TEXT_SIZE)
    return sheet.text(
        (left + right) / 2, y + 24, title, anchor="middle", size=style.SMALL_TEXT_SIZE, muted=True
    )


def draw_value_axis(
    sheet: Sheet, scale: Scale, ticks: Sequence[float], right: float, least_left: float = 0.0
) -> float:
    """Draw values with light grid lines up to ``right``; return where the plot begins."""
    digits = tick_digits(ticks)
    texts = [format_number(tick, digits) for tick in ticks]
    size = style.SMALL_TEXT_SIZE
    left = max(least_left, style.MARGIN + max(text_width(text, size) for text in texts) + 8)
    for tick, text in zip(ticks, texts, strict=True):
        y = scale(tick)
        if tick != ticks[0]:
            sheet.line([left, right], [y, y], opacity=style.GRID_OPACITY, width=0.8)
        sheet.text(left - 7, y - size * style.LINE_HEIGHT / 2, text, anchor="end", size=size)
    return left


def draw_key(sheet: Sheet, x: float, y: float, place: int) -> None:
    """Draw a short piece of an arm's line with its marker, 20 units wide from ``x``."""
    drawn = style.style_of_arm(place)
    sheet.line([x, x + 20], [y, y], colour=drawn.colour, width=1.8, dashes=drawn.dashes)
    sheet.mark(x + 10, y, drawn.marker, drawn.colour)
