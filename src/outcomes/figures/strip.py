"""A strip small enough for a card: an estimate with its interval, or bars of shares.

Written without a drawing library, because a study's page is written after every report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from outcomes.figures import style
from outcomes.figures.lettering import text_width
from outcomes.rounding import format_count, format_size

WIDTH = 320.0
_HEIGHT = 96.0
_EDGE = 8.0
_LINE = 47.0
_SIZE = 12.0
_ROW = 34.0
_COLOUR = style.refer_to_colour(0)


@dataclass(frozen=True)
class Strip:
    """What a strip shows: numbers in one unit, the side that favours the arm on the right.

    Parameters
    ----------
    estimate, low, high : float
        The result and its interval.
    title, left, right : str
        Over the strip, and under its two sides.
    numbers : str
        The result and its interval, over its mark.
    words : str
        Text alternative.
    important : float
        Size of a difference that matters; 0 if none is known.
    digits : int
        Decimals.
    reversed : bool
        Whether smaller values stand on the right.
    """

    estimate: float
    low: float
    high: float
    title: str
    left: str
    right: str
    numbers: str
    words: str
    important: float = 0.0
    digits: int = 1
    reversed: bool = False


def draw_strip(strip: Strip) -> str:
    """Return an estimate with its interval as one ``<svg>`` element."""
    marks = [strip.low, strip.high, 0.0, strip.important, -strip.important]
    pad = 0.12 * ((max(marks) - min(marks)) or 1.0)
    first, last = min(marks) - pad, max(marks) + pad
    if strip.reversed:
        first, last = last, first
    sides = (f"\u2190 {strip.left}", f"{strip.right} \u2192")
    stacked = sum(text_width(side, _SIZE) for side in sides) > WIDTH - 2 * _EDGE - 12

    def place(value: float) -> str:
        return f"{_EDGE + (WIDTH - 2 * _EDGE) * (value - first) / (last - first):.1f}"

    parts = [_text(_EDGE, 13, strip.title, bold=True)]
    if strip.important:
        for value in (-strip.important, strip.important):
            parts.append(_line(place(value), 36, 60, dashes=True))
    parts += [
        _line(place(0), 36, 60),
        f'<path d="M {place(strip.low)} {_LINE:g} H {place(strip.high)}" '
        f'stroke="{_COLOUR}" stroke-width="3" stroke-linecap="round"/>',
        f'<circle cx="{place(strip.estimate)}" cy="{_LINE:g}" r="5.5" fill="{_COLOUR}"/>',
        *_scale(strip, place),
        _write_numbers(strip.numbers, float(place(strip.estimate))),
        _text(_EDGE, 92, _fit(sides[0]), muted=True),
        _text(WIDTH - _EDGE, 92 + 16 * stacked, _fit(sides[1]), anchor="end", muted=True),
    ]
    dashed = (
        f"; dashed: a size that matters, {format_size(strip.important)}" if strip.important else ""
    )
    return _frame(f"{strip.title}: {strip.words}{dashed}.", parts, _HEIGHT + 16 * stacked)


def _scale(strip: Strip, place: Callable[[float], str]) -> list[str]:
    """Numbers under the line: no difference, and a size that matters on either side."""
    values = [0.0] + ([-strip.important, strip.important] if strip.important else [])
    taken: list[tuple[float, float]] = []
    parts = []
    for value in values:
        text = format_size(value)
        middle, half = float(place(value)), text_width(text, _SIZE) / 2 + 3
        if all(middle + half < low or middle - half > high for low, high in taken):
            taken.append((middle - half, middle + half))
            parts.append(_text(middle, 74, text, anchor="middle"))
    return parts


def _write_numbers(numbers: str, middle: float) -> str:
    """Write the result over its mark, as near as the edges allow."""
    half = text_width(numbers, _SIZE) / 2
    middle = min(max(middle, _EDGE + half), WIDTH - _EDGE - half)
    return _text(middle, 31, numbers, anchor="middle")


def draw_shares(title: str, rows: Sequence[tuple[str, float, float]]) -> str:
    """Return bars of parts of a whole as one ``<svg>`` element.

    Parameters
    ----------
    title : str
        Over the bars.
    rows : sequence of (str, float, float)
        Label, part and whole, the whole above 0.
    """
    parts = [_text(_EDGE, 13, title, bold=True)]
    full = WIDTH - 2 * _EDGE
    said = []
    for number, (label, part, whole) in enumerate(rows):
        top = 22 + _ROW * number
        count = f"{format_count(part)} of {format_count(whole)}"
        said.append(f"{label} {count}")
        parts += [
            _text(_EDGE, top + 12, _fit(label, full - text_width(count, _SIZE) - 12)),
            _text(WIDTH - _EDGE, top + 12, count, anchor="end"),
            _bar(top + 18, full, style.GRID_OPACITY),
            _bar(top + 18, full * min(part / whole, 1.0), 1.0),
        ]
    return _frame(f"{title}: {'; '.join(said)}.", parts, 22 + _ROW * len(rows))


def _bar(top: float, width: float, opacity: float) -> str:
    colour = style.INK if opacity < 1 else _COLOUR
    return (
        f'<rect x="{_EDGE:g}" y="{top:g}" width="{width:.1f}" height="6" rx="3" fill="{colour}" '
        f'fill-opacity="{opacity:g}"/>'
    )


def _line(x: str, top: float, bottom: float, *, dashes: bool = False) -> str:
    dashed = ' stroke-dasharray="3 3"' if dashes else ""
    return f'<path d="M {x} {top:g} V {bottom:g}" stroke="currentColor" stroke-width="1"{dashed}/>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False, muted: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    faint = f' fill-opacity="{style.MUTED_OPACITY:g}"' if muted else ""
    return (
        f'<text x="{x:.1f}" y="{y:g}" font-size="{_SIZE:g}" text-anchor="{anchor}" '
        f'fill="currentColor"{weight}{faint}>{escape(text)}</text>'
    )


def _fit(text: str, width: float = WIDTH - 2 * _EDGE) -> str:
    """Shorten a text that is wider than its place."""
    if text_width(text, _SIZE) <= width:
        return text
    arrow = " \u2192" if text.endswith("\u2192") else ""
    text = text.removesuffix(arrow)
    while len(text) > 1 and text_width(f"{text}\u2026{arrow}", _SIZE) > width:
        text = text[:-1]
    return f"{text.rstrip()}\u2026{arrow}"


def _frame(words: str, parts: Sequence[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'class="strip" aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )
