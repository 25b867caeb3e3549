"""How the map of shifts is drawn: a cell a pair of shifts, marked where an arm is favoured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.axes import (
    draw_line,
    draw_marks,
    fill,
    measure_head,
    pixels_from,
    points,
    write,
    write_head,
)
from outcomes.drawing.layout import Layout, Room
from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import GRID, style_of_arm
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_interval, format_signed, format_size
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import describe_scale, digits_of
from outcomes.vocabulary.visits import at_visit, name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARK = 9.0
_LEFT = 54.0
_NARROW_LEFT = 40.0


@dataclass(frozen=True, eq=False)
class TippingPanel:
    """The rows of one comparison over shifts of each arm, each with its verdict."""

    rows: pd.DataFrame
    labels: Labels

    @property
    def endpoint(self) -> Endpoint:
        """What was measured."""
        return self.labels.endpoints[self.rows["endpoint"].iloc[0]]

    @property
    def arm(self) -> str:
        """Name of the arm."""
        return name_arm(self.labels, self.rows["arm"].iloc[0])

    @property
    def comparator(self) -> str:
        """Name of its comparator."""
        return name_arm(self.labels, self.rows["comparator"].iloc[0])

    @property
    def about(self) -> str:
        """Endpoint, visit and comparison."""
        first = self.rows.iloc[0]
        when = at_visit(name_visit(first["visit"], first["week"], self.labels))
        return f"{self.endpoint.label} {when}, {self.arm} minus {self.comparator}"

    def shifts(self, column: str) -> list[float]:
        """Return the shifts of an arm from what is worse to what is better."""
        found = sorted({float(shift) for shift in self.rows[column].dropna()})
        return found[::-1] if self.endpoint.higher == "worse" else found

    @property
    def title(self) -> str:
        """Name of the figure."""
        return f"{self.about}: what it becomes if missing scores are shifted"

    @cached_property
    def _across(self) -> list[float]:
        return self.shifts("threshold")

    @cached_property
    def _down(self) -> list[float]:
        return self.shifts("threshold2")[::-1]

    @property
    def _better(self) -> bool:
        return self.endpoint.higher != "neither"

    def _over(self, layout: Layout) -> tuple[str, ...]:
        """Return what the rows are."""
        better = " (upwards: better)" if self._better else ""
        text = f"Missing scores of {self.comparator} shifted by{better}"
        return wrap_text(text, layout.small, layout.text_width)

    def _under(self, layout: Layout) -> tuple[str, ...]:
        """Return what the columns are."""
        better = " (rightwards: better)" if self._better else ""
        text = f"Missing scores of {self.arm} shifted by{better}"
        return wrap_text(text, layout.small, layout.text_width)

    def _keys(self, layout: Layout) -> list[tuple[str, tuple[str, ...]]]:
        """Say what the marks mean, a text an arm that is favoured anywhere."""
        first = self.rows.iloc[0]
        favoured = {verdict.favoured for verdict in self.rows["verdict"]}
        width = layout.text_width - 18
        return [
            (arm, wrap_text(f"the whole interval favours {self._name(arm)}", layout.small, width))
            for arm in (first["arm"], first["comparator"])
            if arm in favoured
        ]

    def _name(self, arm: str) -> str:
        return name_arm(self.labels, arm)

    def _cell(self, layout: Layout) -> float:
        """Height of a cell: the mark over the difference, and its interval where there is room."""
        return (2 if layout.is_narrow else 3) * layout.small_line + 8

    def measure(self, layout: Layout) -> Room:
        """Return the room around the cells."""
        head = measure_head(self.title, describe_scale(self.endpoint), layout)
        top = layout.margin + head + 8 + len(self._over(layout)) * layout.small_line + 4
        lines = 1 + len(self._under(layout)) + sum(len(text) for _, text in self._keys(layout))
        left = layout.margin + (_NARROW_LEFT if layout.is_narrow else _LEFT)
        bottom = lines * layout.small_line + 16
        return Room(self._cell(layout) * len(self._down), left, layout.margin, top, bottom)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the cells, the better side at the right and at the top; no shift is framed."""
        ax.set_xlim(-0.5, len(self._across) - 0.5)
        ax.set_ylim(len(self._down) - 0.5, -0.5)
        texts = [format_size(shift, signed=True) for shift in self._across]
        ax.set_xticks(range(len(texts)), texts, fontsize=points(layout.small))
        ax.tick_params(length=0)
        texts = [format_size(shift, signed=True) for shift in self._down]
        ax.set_yticks(range(len(texts)), texts, fontsize=points(layout.small))
        ax.spines["bottom"].set_visible(False)
        write_head(ax, room, self.title, describe_scale(self.endpoint), layout)
        over = self._over(layout)
        shift = (layout.margin - room.left, -4 - len(over) * layout.small_line)
        write(ax, (0, 1), over, layout.small, shift=shift, muted=True)
        width = (layout.width - room.left - room.right) / len(self._across)
        for line in range(len(self._down)):
            ends = (-0.5, len(self._across) - 0.5)
            draw_line(ax, ends, [line - 0.5] * 2, alpha=GRID)
        for record in self.rows.to_dict("records"):
            self._draw_cell(ax, record, width, layout)
        if 0.0 in self._across and 0.0 in self._down:
            x, y = self._across.index(0.0), self._down.index(0.0)
            right, left, low, high = x + 0.48, x - 0.48, y - 0.48, y + 0.48
            draw_line(ax, [left, right, right, left, left], [low, low, high, high, low])
        self._write_under(ax, room, layout)

    def _draw_cell(self, ax: Axes, record: Mapping[Any, Any], width: float, layout: Layout) -> None:
        """Write the difference over its interval, and put the favoured arm's mark above them."""
        x, y = self._across.index(record["threshold"]), self._down.index(record["threshold2"])
        top = -self._cell(layout) / 2 + 4
        if favoured := record["verdict"].favoured:
            drawn = style_of_arm(place_of_arm(favoured, self.labels))
            ends = ((-0.47, -0.47), (0.47, -0.47), (0.47, 0.47), (-0.47, 0.47))
            corners = [(x + across, y + down) for across, down in ends]
            fill(ax, corners, colour=drawn.colour, alpha=GRID)
            frame = pixels_from(ax, (x, y), "data")
            at = top + layout.small_line / 2
            draw_marks(ax, [0], [at], drawn.marker, drawn.colour, size=_MARK, frame=frame)
        digits = digits_of(self.endpoint)
        estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
        text = format_signed(estimate, digits)
        if layout.is_narrow and text_width(text, layout.small) > width - 2:
            text = format_signed(estimate, 0)
        texts = [(text, not layout.is_narrow)]
        texts += [] if layout.is_narrow else [(format_interval(low, high, digits), False)]
        for text, bold in texts:
            top += layout.small_line
            size = min(layout.small, (width - 2) / text_width(text, 1.0, bold=bold))
            down = (0.0, top + (layout.small_line - 1.3 * size) / 2)
            write(ax, (x, y), text, size, coords="data", shift=down, ha="center", bold=bold)

    def _write_under(self, ax: Axes, room: Room, layout: Layout) -> None:
        left, down = layout.margin - room.left, layout.small_line + 6
        under = self._under(layout)
        down += write(ax, (0, 0), under, layout.small, shift=(left, down), muted=True) + 4
        frame = pixels_from(ax, (0, 0))
        for arm, text in self._keys(layout):
            drawn = style_of_arm(place_of_arm(arm, self.labels))
            at = down + layout.small_line / 2
            draw_marks(ax, [left + 5], [at], drawn.marker, drawn.colour, size=_MARK, frame=frame)
            down += write(ax, (0, 0), text, layout.small, shift=(left + 18, down))
