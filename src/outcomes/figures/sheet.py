"""A sheet of a fixed size that lines, marks and text are put on, and that becomes an SVG element.

The sheet writes the SVG itself: no styles, no ids, no references, so the element can stand on a
page that allows neither inline styles nor scripts, any number of times. Text is anchored where it
belongs, so that it stays aligned in whatever font the reader has, and stays text (searchable,
translatable). Coordinates are units from the top left corner; y grows downwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from xml.etree import ElementTree as ET

from outcomes.figures import style
from outcomes.figures.marks import short, trace_mark

_SVG = "http://www.w3.org/2000/svg"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Scale:
    """Where the values of an axis are on the sheet: ``low`` at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True)
class _Drawn:
    """An element in one colour."""

    colour: str
    tag: str
    attributes: Mapping[str, str]
    text: str = ""


class Sheet:
    """What a figure is drawn on.

    Parameters
    ----------
    width, height : float
        Size in units (pixels at full size).
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = round(width, 1)
        self.height = round(height, 1)
        self._drawn: list[_Drawn] = []
        self._texts: list[_Drawn] = []

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = style.INK,
        width: float = 1.0,
        opacity: float = 1.0,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """Draw a line through points; dashes and gaps are in line widths."""
        stroke = {"stroke": "currentColor"}
        if width != 1.0:
            stroke["stroke-width"] = short(width)
        if opacity != 1.0:
            stroke["stroke-opacity"] = short(opacity)
        if dashes:
            stroke["stroke-dasharray"] = " ".join(short(length * width) for length in dashes)
        if len(xs) == 2:
            ends = zip(("x1", "y1", "x2", "y2"), (xs[0], ys[0], xs[1], ys[1]), strict=True)
            self._put(colour, "line", {**{name: short(at) for name, at in ends}, **stroke})
        elif xs:
            self._put(colour, "polyline", {"points": _points(xs, ys), "fill": "none", **stroke})

    def mark(self, x: float, y: float, marker: str, colour: str, *, size: float = 7.0) -> None:
        """Draw one filled marker; ``marker`` as in `marks.trace_mark`."""
        self._put(colour, "path", {"d": trace_mark(marker, x, y, size)})

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        colour: str = style.INK,
        opacity: float = 1.0,
    ) -> None:
        """Fill a rectangle given by its top left corner and size."""
        place = zip(("x", "y", "width", "height"), (x, y, width, height), strict=True)
        self._put(colour, "rect", {name: short(at) for name, at in place} | _faint(opacity))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the outline of a rectangle given by its top left corner and size."""
        place = zip(("x", "y", "width", "height"), (x, y, width, height), strict=True)
        attributes = {name: short(at) for name, at in place}
        self._put(style.INK, "rect", {**attributes, "fill": "none", "stroke": "currentColor"})

    def shape(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = style.INK,
        opacity: float = 1.0,
    ) -> None:
        """Fill the area within points."""
        self._put(colour, "polygon", {"points": _points(xs, ys)} | _faint(opacity))

    def text(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        anchor: Literal["start", "middle", "end"] = "start",
        size: float = style.TEXT_SIZE,
        bold: bool = False,
        muted: bool = False,
    ) -> float:
        """Write text, one line under another; ``y`` is the top of the first.

        Returns
        -------
        float
            The bottom of the last line.
        """
        step = size * style.LINE_HEIGHT
        look = {"font-size": short(size)}
        if anchor != "start":
            look["text-anchor"] = anchor
        if bold:
            look["font-weight"] = "bold"
        if muted:
            look["fill-opacity"] = short(style.MUTED_OPACITY)
        for line in (lines,) if isinstance(lines, str) else lines:
            # The line box is centred on the letters, whose middle is about 0.35 above the baseline.
            place = {"x": short(x), "y": short(y + step / 2 + 0.35 * size)}
            self._texts.append(_Drawn(style.INK, "text", {**place, **look}, line))
            y += step
        return y

    def render(self, title: str, description: str) -> str:
        """Return the sheet as one ``<svg>`` element, the same bytes for the same content.

        Parameters
        ----------
        title : str
            Name of the figure; a screen reader says it first.
        description : str
            Text alternative.
        """
        root = ET.Element(
            "svg",
            {
                "xmlns": _SVG,
                "viewBox": f"0 0 {self.width:g} {self.height:g}",
                "width": short(self.width),
                "class": "figure-svg",
                "role": "img",
                # Not <title> and <desc> with ids: the same figure may stand on a page twice.
                "aria-label": _clean(f"{title}. {description}"),
                "fill": "currentColor",
                "font-family": style.FONTS,
                "stroke-linejoin": "round",
            },
        )
        for colour, members in groupby([*self._drawn, *self._texts], key=lambda one: one.colour):
            parent = root
            if colour != style.INK:
                parent = ET.SubElement(root, "g", style.colour_attributes(colour))
            for one in members:
                element = ET.SubElement(parent, one.tag, dict(one.attributes))
                element.text = _clean(one.text) or None
        # An end tag for each, as an HTML parser writes them: cleaning a page changes no byte.
        return ET.tostring(root, encoding="unicode", short_empty_elements=False)

    def _put(self, colour: str, tag: str, attributes: Mapping[str, str]) -> None:
        self._drawn.append(_Drawn(colour, tag, attributes))


def _points(xs: Sequence[float], ys: Sequence[float]) -> str:
    return " ".join(f"{short(x)},{short(y)}" for x, y in zip(xs, ys, strict=True))


def _faint(opacity: float) -> dict[str, str]:
    return {} if opacity == 1.0 else {"fill-opacity": short(opacity)}


def _clean(text: str) -> str:
    """Replace characters that no XML document may hold."""
    return _FORBIDDEN.sub("\ufffd", text)
