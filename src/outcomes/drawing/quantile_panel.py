"""How residuals are drawn against the normal distribution: a line of marks an arm."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.axes import (
    DASHED,
    draw_line,
    draw_marks,
    label_ticks,
    measure_head,
    points,
    write,
    write_head,
)
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.legend import Entry, Legend
from outcomes.drawing.lettering import text_width
from outcomes.drawing.palette import REFERENCE, style_of_arm
from outcomes.drawing.placing import choose_ticks, tick_digits
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import digits_of
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 260.0
_NARROW_HEIGHT = 220.0
_UNDER = "if normal, in standard deviations \u2192"


@dataclass(frozen=True, eq=False)
class QuantilePanel:
    """The quantiles of an endpoint's residuals at a visit (and side), and their spread by arm.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of ``residual quantile``.
    spread : dict of str to float
        By arm, the standard deviation of its residuals.
    labels : Labels
        The study's names.
    """

    rows: pd.DataFrame
    spread: dict[str, float]
    labels: Labels

    @property
    def endpoint(self) -> Endpoint:
        """What was measured."""
        return self.labels.endpoints[self.rows["endpoint"].iloc[0]]

    @property
    def name(self) -> str:
        """Heading: endpoint, visit and side."""
        first = self.rows.iloc[0]
        side = f", {name_side(first['side'])}" if first["side"] else ""
        return f"{self.endpoint.label} {at_visit(first['visit'])}{side}: residuals"

    @property
    def arms(self) -> list[str]:
        """The arms drawn."""
        return arms_drawn(self.rows, self.labels)

    @property
    def together(self) -> float:
        """The root of the mean of the arms' variances."""
        return math.sqrt(sum(sd**2 for sd in self.spread.values()) / len(self.spread))

    @property
    def _scale(self) -> str:
        unit = f", {self.endpoint.unit}" if self.endpoint.unit else ""
        return f"score minus what the model expects{unit}"

    @property
    def _legend(self) -> Legend:
        digits = digits_of(self.endpoint)
        arms = [
            Entry(
                place_of_arm(arm, self.labels),
                f"{name_arm(self.labels, arm)}, SD {format_number(self.spread[arm], digits)}",
            )
            for arm in self.arms
        ]
        return Legend((*arms, Entry(None, "normal, one spread for all arms")))

    @cached_property
    def _ticks(self) -> tuple[list[float], list[float]]:
        normal = [float(value) for value in self.rows["threshold"]]
        values = [float(value) for value in self.rows["estimate"]]
        ends = [self.together * value for value in (min(normal), max(normal))]
        return (
            choose_ticks(min(normal), max(normal)),
            choose_ticks(min([*values, *ends]), max([*values, *ends])),
        )

    def measure(self, layout: Layout) -> Room:
        """Return the room around the axes."""
        head = layout.margin + measure_head(self.name, self._scale, layout)
        top = head + 8 + self._legend.measure(layout) + 12
        digits = tick_digits(self._ticks[1])
        widest = max(
            text_width(format_number(tick, digits), layout.small) for tick in self._ticks[1]
        )
        height = _NARROW_HEIGHT if layout.is_narrow else _HEIGHT
        return Room(height, layout.margin + widest + 8, layout.margin + 8, top, 46)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the quantiles of each arm, and a line where those of a normal distribution lie."""
        across, up = self._ticks
        ax.set_xlim(across[0], across[-1])
        ax.set_ylim(up[0], up[-1])
        digits = tick_digits(up)
        texts = [format_number(tick, digits) for tick in up]
        ax.set_yticks(up, texts, fontsize=points(layout.small))
        ax.grid(axis="y")
        digits = tick_digits(across)
        texts = [format_number(tick, digits) for tick in across]
        label_ticks(ax, across, texts, layout.small, layout.width - room.left - room.right)
        write(ax, (1, 0), _UNDER, layout.small, shift=(0.0, 24.0), ha="right", muted=True)
        write_head(ax, room, self.name, self._scale, layout)
        down = layout.margin + measure_head(self.name, self._scale, layout) + 8
        self._legend.draw(ax, room, layout, down=down)
        ends = [max(across[0], up[0] / self.together), min(across[-1], up[-1] / self.together)]
        line = [self.together * end for end in ends]
        draw_line(ax, ends, line, alpha=REFERENCE, dashes=DASHED)
        for arm in self.arms:
            own = self.rows[self.rows["arm"] == arm].sort_values("threshold")
            drawn = style_of_arm(place_of_arm(arm, self.labels))
            xs, ys = list(own["threshold"]), list(own["estimate"])
            draw_marks(ax, xs, ys, drawn.marker, drawn.colour, size=5)
