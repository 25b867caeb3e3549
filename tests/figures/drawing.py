"""Read an SVG back: where its texts are, what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from outcomes.drawing.lettering import text_width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    """A text's bounding box, measured in a font wider than browsers use."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


def read_svg(svg: str) -> ET.Element:
    """Parse an SVG; a failure is a figure that no browser would show."""
    return ET.fromstring(svg)


def read_size(svg: str) -> tuple[float, float]:
    """Return width and height of the view box."""
    _, _, width, height = (float(part) for part in read_svg(svg).attrib["viewBox"].split())
    return width, height


def read_texts(svg: str) -> list[Box]:
    """Return every text with its place."""
    boxes = []
    for element in read_svg(svg).iter(f"{SVG}text"):
        text, size = element.text or "", float(element.attrib["font-size"])
        width = text_width(text, size, bold=element.get("font-weight") == "bold")
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
        left, base = float(element.attrib["x"]) - share * width, float(element.attrib["y"])
        boxes.append(Box(text, left, base - 0.76 * size, left + width, base + 0.24 * size))
    return boxes


def find_text_faults(svg: str) -> list[str]:
    """Return every text that is clipped, and every two that overlap."""
    width, height = read_size(svg)
    boxes = [box for box in read_texts(svg) if box.text.strip()]
    faults = [
        f"clipped: {box}"
        for box in boxes
        if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height
    ]
    pairs = combinations(boxes, 2)
    return faults + [f"overlap: {one} and {two}" for one, two in pairs if one.overlaps(two)]


@dataclass(frozen=True)
class Mark:
    """A filled marker: its colour and shape, and the values it stands at."""

    colour: str
    marker: str
    x: float
    y: float


def read_marks(ax: Axes) -> list[Mark]:
    """Return every marker of an arm or a row in the order drawn, those of keys left out."""
    return [
        Mark(line.get_color(), str(line.get_marker()), float(x), float(y))
        for line in ax.lines
        if line.get_marker() not in ("None", "", "|", "_", "<", ">") and _is_drawn_at_values(line)
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
        if y == y
    ]


def read_lines(ax: Axes, colour: str) -> list[list[tuple[float, float]]]:
    """Return the lines of a colour at values, as points; NaN begins a new line."""
    found: list[list[tuple[float, float]]] = []
    for line in ax.lines:
        if line.get_color() != colour or line.get_linestyle() == "None":
            continue
        if not _is_drawn_at_values(line):
            continue
        found.append([])
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
            if x != x or y != y:
                found.append([])
            else:
                found[-1].append((float(x), float(y)))
    return [line for line in found if line]


def _is_drawn_at_values(line: Line2D) -> bool:
    """Whether a line is drawn at values, perhaps moved aside, and not at pixels from a point."""
    return line.get_transform().contains_branch(line.axes.transData)
