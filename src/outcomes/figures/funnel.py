"""Funnel plots: effects against their standard errors, with contours of significance."""

from __future__ import annotations

import pandas as pd

from outcomes.analysis.meta.funnel import Funnel, describe_funnel
from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.figure import Figure
from outcomes.evidence.schema import TRIALS_FOR_FUNNEL
from outcomes.figures import style
from outcomes.figures.lettering import text_width
from outcomes.figures.placing import choose_ticks, spread_labels, tick_digits
from outcomes.figures.sheet import Scale, Sheet
from outcomes.figures.timeline import draw_value_axis
from outcomes.rounding import format_number, format_signed
from outcomes.vocabulary.trials import (
    digits_of_measure,
    name_comparator,
    name_measure,
    name_trial,
    refuse_simulated,
)

_TINTS = (
    (0.90, 0.95, style.TINT_OPACITY, "p 0.05 to 0.10"),
    (0.95, 0.99, style.BAND_OPACITY, "p 0.01 to 0.05"),
)
_HEIGHT = 280.0
_NAMED = 12
_SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_LABEL_WIDTH = 120.0


def plot_funnel(one: DomainPool, title: str) -> Figure | None:
    """Plot effects against their standard errors, small trials at the bottom.

    Tints show where a trial alone would have a p value of 0.05 to 0.10 and of 0.01 to 0.05: gaps
    in the untinted middle speak for unpublished trials, gaps elsewhere rather do not.

    Parameters
    ----------
    one : DomainPool
        Effects against one kind of comparator, one per trial.
    title : str
        What was measured and when.

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
    svg = _draw(title, measure, names, funnel).render(name, alternative)
    keys = [record["citation"] for record in records]
    data = pd.DataFrame({"trial": names, "citation": keys, "effect": effects, "se": errors})
    return Figure(name, svg, _caption(one), alternative, data, (digits,) * len(data))


def _draw(title: str, measure: str, names: list[str], funnel: Funnel) -> Sheet:
    effects, errors = funnel.trials["effect"].tolist(), funnel.trials["se"].tolist()
    top = style.MARGIN + style.TEXT_SIZE * style.LINE_HEIGHT + _SMALL_LINE + 10
    bottom = top + _HEIGHT
    sheet = Sheet(style.WIDTH, bottom + 72)
    y = sheet.text(style.MARGIN, style.MARGIN, title, bold=True)
    size = style.SMALL_TEXT_SIZE
    sheet.text(style.MARGIN, y, f"Standard error, downwards; {measure}", size=size, muted=True)
    steps = choose_ticks(0.0, max(errors) * 1.05)
    down = Scale(0.0, steps[-1], top, bottom)
    named = len(names) <= _NAMED
    right = style.WIDTH - style.MARGIN - (_LABEL_WIDTH if named else 10.0)
    left = draw_value_axis(sheet, down, steps, right)
    slopes = _slopes(funnel)
    widest = max(slopes.values()) * steps[-1]
    reach = max(widest, *(abs(effect) for effect in (*effects, funnel.centre)))
    ticks = choose_ticks(-reach, reach)
    across = Scale(ticks[0], ticks[-1], left, right)
    _draw_contours(sheet, across, down, slopes)
    sheet.line([across(funnel.null)] * 2, [top, bottom], opacity=style.REFERENCE_OPACITY)
    sheet.line(
        [across(funnel.centre)] * 2,
        [top, bottom],
        opacity=style.REFERENCE_OPACITY,
        dashes=(4.0, 3.0),
    )
    _draw_axis(sheet, across, ticks, bottom)
    for effect, error in zip(effects, errors, strict=True):
        sheet.mark(across(effect), down(error), "circle", style.INK, size=7.0)
    if named:
        wanted = [down(error) for error in errors]
        places = spread_labels(wanted, [_SMALL_LINE] * len(names), top, bottom)
        for name, effect, at, place in zip(names, effects, wanted, places, strict=True):
            ends = [across(effect) + 6, right + 4]
            sheet.line(ends, [at, place], opacity=style.LEADER_OPACITY, width=0.8)
            sheet.text(right + 7, place - _SMALL_LINE / 2, _shorten(name), size=size)
    return sheet


def _slopes(funnel: Funnel) -> dict[float, float]:
    """Return the half-width of each contour for a standard error of one: contours are straight."""
    ends = funnel.contours[funnel.contours["se"] > 0]
    slopes = (ends["high"] - funnel.null) / ends["se"]
    return dict(zip(ends["level"], slopes, strict=True))


def _draw_contours(sheet: Sheet, across: Scale, down: Scale, slopes: dict[float, float]) -> None:
    """Tint the two bands of p values on both sides of no effect, and name them under the axis."""
    last = down.high
    x = across.start
    for inner, outer, opacity, name in _TINTS:
        for sign in (-1, 1):
            xs = [across(0.0), *(across(sign * slopes[level] * last) for level in (inner, outer))]
            sheet.shape(xs, [down(0.0), down(last), down(last)], opacity=opacity)
        y = down(last) + 46
        sheet.box(x, y + 2, 14, 11, opacity=opacity)
        sheet.text(x + 19, y, name, size=style.SMALL_TEXT_SIZE, muted=True)
        x += 19 + text_width(name, style.SMALL_TEXT_SIZE) + 22


def _draw_axis(sheet: Sheet, across: Scale, ticks: list[float], y: float) -> None:
    sheet.line([across.start, across.end], [y, y])
    digits = tick_digits(ticks)
    for tick in ticks:
        sheet.line([across(tick)] * 2, [y, y + 4])
        text = format_number(tick, digits)
        sheet.text(across(tick), y + 6, text, anchor="middle", size=style.SMALL_TEXT_SIZE)
    half = (across.start + across.end) / 2
    size = style.SMALL_TEXT_SIZE
    words = "Effect; above 0 favours dextrose"
    sheet.text(half, y + 24, words, anchor="middle", size=size, muted=True)


def _shorten(name: str) -> str:
    """Cut a name that is too long to stand beside the plot."""
    while text_width(name, style.SMALL_TEXT_SIZE) > _LABEL_WIDTH - 8 and len(name) > 1:
        name = name[:-2].rstrip() + "\u2026"
    return name


def _caption(one: DomainPool) -> str:
    sentences = [
        f"Funnel plot of the effects against {name_comparator(one.comparator)}. "
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
    return f"Funnel plot, {title}: {'; '.join(points)}. {pooled}"
