"""Read an SVG back: where its texts are, what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

from outcomes.figures.lettering import text_width
from outcomes.figures.style import ARM_COLOURS

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
    """A marker: the number of its arm (from 1), the shape's corners, and its place."""

    arm: int
    shape: tuple[tuple[float, float], ...]
    x: float
    y: float


def _coloured(svg: str, tag: str) -> list[tuple[int, ET.Element]]:
    """Return elements with the arm (from 1) that has their colour, 0 for the colour of text."""
    found = []
    for child in read_svg(svg):
        place = (
            int(child.attrib["class"].removeprefix("colour-")) - 1
            if "class" in child.attrib
            else -1
        )
        arm = ARM_COLOURS.index(place) + 1 if place >= 0 else 0
        members = child if child.tag == f"{SVG}g" else [child]
        found += [(arm, element) for element in members if element.tag == f"{SVG}{tag}"]
    return found


def read_marks(svg: str) -> list[Mark]:
    """Return every marker in the order drawn."""
    return [_read_mark(arm, path.attrib["d"]) for arm, path in _coloured(svg, "path")]


def _read_mark(arm: int, trace: str) -> Mark:
    if "a" in trace:
        start, arc, *_ = trace.removeprefix("M").split("a")
        (x, y), radius = map(float, start.split()), float(arc.split()[0])
        return Mark(arm, (), x + radius, y)
    points = trace.removeprefix("M").removesuffix("z").split("L")
    corners = [tuple(map(float, point.split())) for point in points]
    xs, ys = zip(*corners, strict=True)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    half = (max(xs) - min(xs)) / 2
    shape = tuple(
        (round((left - x) / half, 1), round((top - y) / half, 1)) for left, top in corners
    )
    return Mark(arm, shape, x, y)


def read_segments(svg: str, arm: int) -> list[tuple[float, float, float, float]]:
    """Return the straight lines of an arm (0: those in the colour of text) as x, y, x, y."""
    return [
        tuple(float(line.attrib[name]) for name in ("x1", "y1", "x2", "y2"))
        for of_arm, line in _coloured(svg, "line")
        if of_arm == arm
    ]


def read_corners(svg: str, tag: str) -> list[list[tuple[float, float]]]:
    """Return the points of every ``polygon`` or ``polyline``, in the order drawn."""
    return [
        [tuple(map(float, point.split(","))) for point in element.attrib["points"].split()]
        for _, element in _coloured(svg, tag)
    ]


def read_axis(svg: str, anchor: str) -> list[tuple[float, float]]:
    """Return tick labels that are numbers, with their places: ``end`` for y, ``middle`` for x."""
    ticks = []
    for element in read_svg(svg).iter(f"{SVG}text"):
        text = (element.text or "").replace("\u2212", "-").rstrip("%")
        if element.get("text-anchor") != anchor or not text.lstrip("-").replace(".", "").isdigit():
            continue
        size = float(element.attrib["font-size"])
        place = element.attrib["x"] if anchor == "middle" else element.attrib["y"]
        ticks.append((float(text), float(place) - (0 if anchor == "middle" else 0.35 * size)))
    return ticks


def place_on(axis: list[tuple[float, float]], value: float) -> float:
    """Return where a value is, by the line through the first and the last tick."""
    (low, start), (high, end) = axis[0], axis[-1]
    return start + (value - low) / (high - low) * (end - start)
