"""Funnel plots: effects against their standard errors, with contours of significance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.analysis.meta.funnel import Funnel, describe_funnel
from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.figure import Figure
from outcomes.drawing.axes import (
    DASHED,
    draw_line,
    draw_marks,
    fill,
    label_ticks,
    measure_head,
    pixels_from,
    write,
    write_head,
)
from outcomes.drawing.layout import Drawing, Layout, Room
from outcomes.drawing.lettering import text_width
from outcomes.drawing.palette import BAND, LEADER, REFERENCE, TINT
from outcomes.drawing.placing import choose_ticks, spread_labels, tick_digits
from outcomes.drawing.timeline import draw_values, measure_values
from outcomes.evidence.schema import TRIALS_FOR_FUNNEL
from outcomes.figures.alternative import tell
from outcomes.rounding import format_number, format_signed
from outcomes.vocabulary.trials import (
    digits_of_measure,
    name_measure,
    name_trial,
    refuse_simulated,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TINTS = (
    (0.90, 0.95, TINT, "p 0.05 to 0.10"),
    (0.95, 0.99, BAND, "p 0.01 to 0.05"),
)
_HEIGHT = 280.0
_NAMED = 12
_LABEL_WIDTH = 120.0


def plot_funnel(one: DomainPool, title: str, ax: Axes | None = None) -> Figure | None:
    """Plot effects against their standard errors, small trials at the bottom.

    Tints show where a trial alone would have a p value of 0.05 to 0.10 and of 0.01 to 0.05: gaps
    in the untinted middle speak for unpublished trials, gaps elsewhere rather do not.

    Parameters
    ----------
    one : DomainPool
        Effects against one kind of comparator, one per trial.
    title : str
        What was measured and when.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``trial, citation, effect, se``. None for fewer than two trials.

    Raises
    ------
    ValueError
        For an effect that comes from simulated data.
    """
    refuse_simulated(one.effects)
    if one.pooled is None:
        return None
    records = [{str(k): v for k, v in record.items()} for record in one.effects.to_dict("records")]
    measure = name_measure(one.measure, one.unit)
    digits = digits_of_measure(one.measure)
    names = [name_trial(record) for record in records]
    yi, vi = one.effects["yi"], one.effects["vi"]
    funnel = describe_funnel(yi, vi, labels=names, tau2=one.pooled.method)
    effects, errors = funnel.trials["effect"].tolist(), funnel.trials["se"].tolist()
    alternative = _alternative(title, names, effects, errors, funnel.centre, digits)
    name = f"{title}: funnel plot"
    drawing = Drawing((_FunnelPanel(title, measure, names, funnel, one.pack.topic.arm),))
    keys = [record["citation"] for record in records]
    data = pd.DataFrame({"trial": names, "citation": keys, "effect": effects, "se": errors})
    return Figure(name, drawing, _caption(one), alternative, data, (digits,) * len(data), ax)


@dataclass(frozen=True, eq=False)
class _FunnelPanel:
    """Effects along x, standard errors along y, the smallest at the top."""

    heading: str
    scale: str
    names: list[str]
    funnel: Funnel
    favoured: str

    @property
    def _errors(self) -> list[float]:
        return [float(value) for value in self.funnel.trials["se"]]

    @property
    def _effects(self) -> list[float]:
        return [float(value) for value in self.funnel.trials["effect"]]

    @property
    def _steps(self) -> list[float]:
        return choose_ticks(0.0, max(self._errors) * 1.05)

    @property
    def _scale(self) -> str:
        return f"Standard error, downwards; {self.scale}"

    def _names_trials(self, layout: Layout) -> bool:
        return len(self.names) <= _NAMED and not layout.is_narrow

    def measure_slopes(self) -> dict[float, float]:
        """Return the half-width of each contour for a standard error of one: they are straight."""
        ends = self.funnel.contours[self.funnel.contours["se"] > 0]
        slopes = (ends["high"] - self.funnel.null) / ends["se"]
        return dict(zip(ends["level"], slopes, strict=True))

    def measure(self, layout: Layout) -> Room:
        """Return the room around the axes."""
        right = layout.margin + (_LABEL_WIDTH if self._names_trials(layout) else 10.0)
        top = layout.margin + measure_head(self.heading, self._scale, layout) + 10
        bottom = 46 + len(_TINTS) * layout.small_line + 10
        return Room(_HEIGHT, measure_values(self._steps, layout), right, top, bottom)

    def draw(self, ax: Axes, room: Room, layout: Layout) -> None:
        """Draw the tinted contours, the lines of no effect and of the pool, and the trials."""
        effects, errors, steps = self._effects, self._errors, self._steps
        slopes, width = self.measure_slopes(), layout.width - room.left - room.right
        reach = max(slopes.values()) * steps[-1]
        reach = max(reach, *(abs(effect) for effect in (*effects, self.funnel.centre)))
        ticks = choose_ticks(-reach, reach, 4 if layout.is_narrow else 6)
        write_head(ax, room, self.heading, self._scale, layout)
        draw_values(ax, steps, layout)
        ax.set_ylim(steps[-1], steps[0])
        ax.set_xlim(ticks[0], ticks[-1])
        digits = tick_digits(ticks)
        texts = [format_number(tick, digits) for tick in ticks]
        label_ticks(ax, ticks, texts, layout.small, width)
        self._draw_contours(ax, slopes, steps[-1], layout)
        down = [steps[0], steps[-1]]
        draw_line(ax, [self.funnel.null] * 2, down, alpha=REFERENCE)
        draw_line(ax, [self.funnel.centre] * 2, down, alpha=REFERENCE, dashes=DASHED)
        draw_marks(ax, effects, errors, "o")
        shift = (0.0, 24.0)
        words = f"Effect; above 0 favours {self.favoured}"
        write(ax, (0.5, 0), words, layout.small, shift=shift, ha="center", muted=True)
        if self._names_trials(layout):
            self._write_names(ax, room, steps[-1], width, layout)

    def _draw_contours(
        self, ax: Axes, slopes: dict[float, float], last: float, layout: Layout
    ) -> None:
        """Tint the two bands of p values on both sides of no effect, and name them underneath."""
        frame = pixels_from(ax, (0, 0))
        down = 46.0
        for inner, outer, alpha, name in _TINTS:
            for sign in (-1, 1):
                ends = [(sign * slopes[level] * last, last) for level in (inner, outer)]
                fill(ax, [(0.0, 0.0), *ends], alpha=alpha)
            y = down + layout.small_line / 2 - 5
            corners = [(0.0, y), (14.0, y), (14.0, y + 11), (0.0, y + 11)]
            fill(ax, corners, alpha=alpha, frame=frame)
            write(ax, (0, 0), name, layout.small, shift=(19.0, down), muted=True)
            down += layout.small_line

    def _write_names(self, ax: Axes, room: Room, last: float, width: float, layout: Layout) -> None:
        start, end = ax.get_xlim()
        frame = pixels_from(ax, (0, 1))
        wanted = [room.height * error / last for error in self._errors]
        places = spread_labels(wanted, [layout.small_line] * len(wanted), 0.0, room.height)
        for name, effect, at, place in zip(self.names, self._effects, wanted, places, strict=True):
            x = width * (effect - start) / (end - start)
            draw_line(ax, [x + 6, width + 4], [at, place], alpha=LEADER, width=0.8, frame=frame)
            shift = (width + 7, place - layout.small_line / 2)
            write(ax, (0, 1), _shorten(name, layout.small), layout.small, shift=shift)


def _shorten(name: str, size: float) -> str:
    """Cut a name that is too long to stand beside the plot."""
    while text_width(name, size) > _LABEL_WIDTH - 8 and len(name) > 1:
        name = name[:-2].rstrip() + "\u2026"
    return name


def _caption(one: DomainPool) -> str:
    sentences = [
        f"Funnel plot of the effects against {one.name_comparator()}. "
        "Full line: no effect; dashed: the pooled effect."
    ]
    sentences.append(
        "Tints: where a trial alone would have a p value of 0.05 to 0.10 and of 0.01 to 0.05."
    )
    if one.k < TRIALS_FOR_FUNNEL:
        sentences.append(
            f"{one.k} trials: with fewer than {TRIALS_FOR_FUNNEL} its shape says nothing about "
            "unpublished trials."
        )
    return " ".join(sentences)


def _alternative(
    title: str,
    names: list[str],
    effects: list[float],
    errors: list[float],
    centre: float,
    digits: int,
) -> str:
    points = [
        f"{name} {format_signed(effect, digits)} with standard error {format_number(error, digits)}"
        for name, effect, error in zip(names, effects, errors, strict=True)
    ]
    pooled = f"Pooled effect {format_signed(centre, digits)}."
    opening = f"Funnel plot, {title}, {len(names)} trials."
    return tell([opening, f"{'; '.join(points)}.", pooled], [opening, pooled])
