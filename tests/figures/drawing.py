"""Read an SVG back: where its texts are, what it refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

from outcomes.drawing.lettering import text_width
from outcomes.drawing.palette import ARM_COLOURS

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


@dataclass(frozen=True)
class _Path:
    """A path or circle: the arm (from 1) of its colour, 0 for ink, and its points."""

    arm: int
    attributes: dict[str, str]
    lines: list[list[tuple[float, float]]]

    @property
    def is_stroke(self) -> bool:
        return "stroke" in self.attributes

    @property
    def is_faint(self) -> bool:
        return "fill-opacity" in self.attributes


def _read_paths(svg: str) -> list[_Path]:
    found = []
    for child in read_svg(svg):
        place = int(child.get("class", "colour-0").removeprefix("colour-")) - 1
        arm = ARM_COLOURS.index(place) + 1 if place >= 0 else 0
        for element in child if child.tag == f"{SVG}g" else [child]:
            if element.tag == f"{SVG}path":
                found.append(_Path(arm, element.attrib, _read_trace(element.attrib["d"])))
            elif element.tag == f"{SVG}circle":
                x, y, r = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
                found.append(_Path(arm, element.attrib, [[(x - r, y), (x + r, y)]]))
    return found


def _read_trace(trace: str) -> list[list[tuple[float, float]]]:
    """Return the points of each part of a path of straight lines."""
    lines: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([MLHVz])([^MLHVz]*)", trace):
        values = [float(number) for number in numbers.split()]
        if command == "M":
            lines.append([])
        if command in "ML":
            x, y = values
        elif command == "H":
            (x,) = values
        elif command == "V":
            (y,) = values
        lines[-1].append((x, y) if command != "z" else lines[-1][0])
    return lines


def read_marks(svg: str) -> list[Mark]:
    """Return every marker in the order drawn."""
    marks = []
    for path in _read_paths(svg):
        if path.is_stroke or path.is_faint:
            continue
        for points in path.lines:
            xs, ys = zip(*points, strict=True)
            half = (max(xs) - min(xs)) / 2
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            shape = tuple((round((a - x) / half, 1), round((b - y) / half, 1)) for a, b in points)
            if half <= 10:
                marks.append(Mark(path.arm, () if "r" in path.attributes else shape, x, y))
    return marks


def read_segments(svg: str, arm: int) -> list[tuple[float, float, float, float]]:
    """Return the straight lines of an arm (0: those in the colour of text) as x, y, x, y."""
    return [
        (*start, *end)
        for path in _read_paths(svg)
        if path.arm == arm and path.is_stroke
        for line in path.lines
        for start, end in pairwise(line)
    ]


def read_corners(svg: str, kind: str) -> list[list[tuple[float, float]]]:
    """Return the points of every faint ``area``, of every ``fill``, or ``line`` of many points."""
    wanted = {
        "area": lambda path: path.is_faint,
        "fill": lambda path: not path.is_stroke,
        "line": lambda path: path.is_stroke,
    }[kind]
    return [
        line for path in _read_paths(svg) if wanted(path) for line in path.lines if len(line) > 2
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
        # Matplotlib centres a label of the value axis a little higher than `write` does a line.
        ticks.append((float(text), float(place) - (0 if anchor == "middle" else 0.383 * size)))
    return ticks


def place_on(axis: list[tuple[float, float]], value: float) -> float:
    """Return where a value is, by the line through the first and the last tick."""
    (low, start), (high, end) = axis[0], axis[-1]
    return start + (value - low) / (high - low) * (end - start)
