"""Axes shared by figures over time: visits at their true distance, values with light grid lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.transforms import ScaledTranslation, Transform

from outcomes.drawing.axes import choose_labels, label_ticks, points, write
from outcomes.drawing.layout import Layout
from outcomes.drawing.lettering import text_width
from outcomes.drawing.placing import tick_digits
from outcomes.rounding import format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.visits import time_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UNDER_TIMELINE = 44.0
"""Room for tick labels and the title of the axis of time."""

_PAD = 16.0
_WIDEST_DODGE = 7.0


@dataclass(frozen=True)
class Timeline:
    """Visits along x, in weeks, with room beside the first and the last.

    Parameters
    ----------
    weeks : tuple of float
        Weeks of the visits, increasing.
    arms : int
        Number of arms drawn.
    width : float
        Of the axes, in pixels.
    """

    weeks: tuple[float, ...]
    arms: int
    width: float

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the axis; a single visit is in the middle."""
        low, high = self.weeks[0], self.weeks[-1]
        if high == low:
            return low - 1, high + 1
        pad = _PAD * (high - low) / (self.width - 2 * _PAD)
        return low - pad, high + pad

    @property
    def dodge(self) -> float:
        """Pixels between neighbouring arms at one visit, so that intervals do not overlap."""
        start, end = self.limits
        gaps = [later - earlier for earlier, later in pairwise(self.weeks)]
        closest = self.width * min(gaps, default=end - start) / (end - start)
        # Neighbouring visits stay apart, and the outermost arms stay above the axis.
        return min(
            _WIDEST_DODGE,
            0.7 * closest / max(self.arms, 1),
            2 * (_PAD - 4) / max(self.arms - 1, 1),
        )

    def frame_of(self, ax: Axes, arm: int) -> Transform:
        """Return the frame of values in which an arm (of those drawn, from 0) is moved aside."""
        return move_aside(ax, (arm - (self.arms - 1) / 2) * self.dodge)

    def labelled(self, labels: Labels, layout: Layout) -> set[float]:
        """Return the weeks whose labels the axis shows."""
        texts, _ = time_axis(self.weeks, labels)
        kept = choose_labels(self.limits, self.weeks, texts, layout.small, self.width)
        return {self.weeks[place] for place in kept}

    def draw(self, ax: Axes, labels: Labels, layout: Layout) -> None:
        """Set the axis, and write its title under it."""
        texts, title = time_axis(self.weeks, labels)
        ax.set_xlim(*self.limits)
        label_ticks(ax, self.weeks, texts, layout.small, self.width)
        shift = (0.0, 24.0)
        write(ax, (0.5, 0), title, layout.small, shift=shift, ha="center", muted=True)


def move_aside(ax: Axes, pixels: float) -> Transform:
    """Return the frame of values moved to the right by pixels."""
    return ax.transData + ScaledTranslation(pixels / 96, 0, ax.figure.dpi_scale_trans)


def measure_values(ticks: Sequence[float], layout: Layout) -> float:
    """Return the room at the left that the labels of values need."""
    return layout.margin + 8 + max(text_width(text, layout.small) for text in _label(ticks))


def draw_values(ax: Axes, ticks: Sequence[float], layout: Layout) -> None:
    """Set the axis of values, with light grid lines above the lowest."""
    ax.set_ylim(ticks[0], ticks[-1])
    ax.set_yticks(list(ticks), _label(ticks), fontsize=points(layout.small))
    ax.grid(axis="y")
    for line in ax.yaxis.get_gridlines()[:1]:
        line.set_visible(False)


def _label(ticks: Sequence[float]) -> list[str]:
    digits = tick_digits(ticks)
    return [format_number(tick, digits) for tick in ticks]
