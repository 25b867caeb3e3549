"""A sheet of a fixed size that lines, marks and text are put on, and that becomes an SVG element.

Matplotlib draws lines and marks; text is written by the sheet itself, anchored where it belongs, so
that it stays aligned in whatever font the reader has, and stays text (searchable, translatable).
Coordinates are units from the top left corner; y grows downwards.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from outcomes.figures import style

_SVG = "http://www.w3.org/2000/svg"
_UNWANTED = ("metadata", "style")
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
class _Text:
    x: float
    y: float
    text: str
    size: float
    anchor: str
    bold: bool
    muted: bool


class Sheet:
    """What a figure is drawn on; make one inside `style.house_style`.

    Parameters
    ----------
    width, height : float
        Size in units (pixels at full size).
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = round(width, 1)
        self.height = round(height, 1)
        self._figure = MatplotlibFigure(figsize=(self.width / 72, self.height / 72), dpi=72)
        FigureCanvasSVG(self._figure)
        self._figure.patch.set_visible(False)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0.0, self.width)
        self._axes.set_ylim(self.height, 0.0)
        self._texts: list[_Text] = []

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
        """Draw a line through points."""
        self._axes.add_line(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                alpha=opacity,
                linestyle=(0, dashes) if dashes else "-",
                dash_capstyle="butt",
                solid_capstyle="butt",
                clip_on=False,
            )
        )

    def mark(self, x: float, y: float, marker: str, colour: str, *, size: float = 7.0) -> None:
        """Draw one filled marker."""
        self._axes.add_line(
            Line2D(
                [x],
                [y],
                linestyle="none",
                marker=marker,
                markersize=size,
                markerfacecolor=colour,
                markeredgecolor=colour,
                markeredgewidth=0.5,
                clip_on=False,
            )
        )

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
        self._axes.add_patch(
            Rectangle(
                (x, y), width, height, facecolor=colour, alpha=opacity, linewidth=0, clip_on=False
            )
        )

    def shape(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = style.INK,
        opacity: float = 1.0,
    ) -> None:
        """Fill the area within points."""
        corners = list(zip(xs, ys, strict=True))
        self._axes.add_patch(
            Polygon(corners, facecolor=colour, alpha=opacity, linewidth=0, clip_on=False)
        )

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
        for line in (lines,) if isinstance(lines, str) else lines:
            # The line box is centred on the letters, whose middle is about 0.35 above the baseline.
            self._texts.append(
                _Text(x, y + step / 2 + 0.35 * size, line, size, anchor, bold, muted)
            )
            y += step
        return y

    def render(self, title: str, description: str) -> str:
        """Return the sheet as one ``<svg>`` element, the same bytes for the same content.

        Parameters
        ----------
        title : str
            Name of the figure, for a screen reader's list of images.
        description : str
            Text alternative.
        """
        root = self._draw()
        _set_ids(root, self._digest(title, description, root))
        name = str(root.get("aria-labelledby")).split()
        for tag, identifier, text in zip(
            ("desc", "title"), reversed(name), (description, title), strict=True
        ):
            element = ET.Element(tag, {"id": identifier})
            element.text = _clean(text)
            root.insert(0, element)
        root.extend(_text_element(text) for text in self._texts)
        return ET.tostring(root, encoding="unicode", short_empty_elements=True)

    def _draw(self) -> ET.Element:
        """Have matplotlib draw, and keep only what a page needs."""
        stream = io.StringIO()
        self._figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        drawn = ET.fromstring(stream.getvalue())
        root = ET.Element(
            "svg",
            {
                "xmlns": _SVG,
                "viewBox": f"0 0 {self.width:g} {self.height:g}",
                "width": "100%",
                "class": "figure-svg",
                "role": "img",
                "font-family": style.FONTS,
                "stroke-linejoin": "round",
                "style": f"max-width: {self.width * 1.2:.0f}px; height: auto",
            },
        )
        root.extend(drawn)
        for element in list(root.iter()):
            _plain_names(element)
            for child in [child for child in element if child.tag.rsplit("}")[-1] in _UNWANTED]:
                element.remove(child)
        for element in list(root.iter()):
            for child in [c for c in element if c.tag.rsplit("}")[-1] == "defs" and not len(c)]:
                element.remove(child)
        return root

    def _digest(self, title: str, description: str, root: ET.Element) -> str:
        content = (title, description, ET.tostring(root, encoding="unicode"), self._texts)
        return hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest()[:10]


def _plain_names(element: ET.Element) -> None:
    """Drop namespaces and turn fixed colours into the page's."""
    element.tag = element.tag.rsplit("}")[-1]
    for key in list(element.attrib):
        value = element.attrib.pop(key)
        plain = key.rsplit("}")[-1]
        element.set(plain, style.replace_colours(value) if plain == "style" else value)
    element.text = element.text if element.text and element.text.strip() else None
    element.tail = "\n"


def _set_ids(root: ET.Element, digest: str) -> None:
    """Keep only the ids that something refers to, and make them unlike those of other figures."""
    referred: dict[str, str] = {}
    for element in root.iter():
        if "href" in element.attrib:
            new = referred.setdefault(element.attrib["href"][1:], f"f{digest}-{len(referred)}")
            element.set("href", f"#{new}")
    for element in root.iter():
        identifier = element.attrib.pop("id", None)
        if identifier in referred:
            element.set("id", referred[identifier])
    root.set("aria-labelledby", f"f{digest}-title f{digest}-description")


def _text_element(text: _Text) -> ET.Element:
    attributes = {"x": f"{text.x:.2f}", "y": f"{text.y:.2f}", "font-size": f"{text.size:g}"}
    if text.anchor != "start":
        attributes["text-anchor"] = text.anchor
    if text.bold:
        attributes["font-weight"] = "bold"
    if text.muted:
        attributes["fill-opacity"] = f"{style.MUTED_OPACITY:g}"
    element = ET.Element("text", {**attributes, "fill": "currentColor"})
    element.text = _clean(text.text)
    element.tail = "\n"
    return element


def _clean(text: str) -> str:
    """Replace characters that no XML document may hold."""
    return _FORBIDDEN.sub("\ufffd", text)
