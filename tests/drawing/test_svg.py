"""The SVG that pages take: what is drawn, cut, coloured, refused, and the same every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

from outcomes.drawing.markup import DRAWING
from outcomes.drawing.palette import INK, PALETTE
from outcomes.drawing.svg import render_svg
from outcomes.errors import DrawingError

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def ax() -> Axes:
    """Axes of 100 by 100 pixels, 0 to 10 both ways, 50 pixels from the top left corner."""
    with mpl.rc_context({"text.parse_math": False, "path.simplify": False}):
        figure = Figure(figsize=(2, 2), dpi=100)
        axes = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 10)
    return axes


def draw(ax: Axes) -> str:
    return render_svg(ax.figure, "Title. Words.")  # type: ignore[arg-type]


def traces(svg: str) -> list[str]:
    return re.findall(r' d="([^"]*)"', svg)


def test_a_line_lies_where_its_values_are(ax: Axes) -> None:
    ax.plot([0, 10, 10], [0, 0, 10], color=INK, linewidth=0.72, solid_capstyle="butt")
    assert traces(draw(ax)) == ["M50 150H150V50"]


def test_what_leaves_its_rectangle_is_cut(ax: Axes) -> None:
    ax.plot([-10, 20], [5, 5], color=INK)
    ax.add_patch(Polygon([(5, 5), (15, 5), (15, 8), (5, 8)], facecolor=PALETTE[0], linewidth=0))
    area, line = traces(draw(ax))
    assert sorted(line.replace("M", "").split("H")) == ["150", "50 100"]
    assert {float(x) for x in re.findall(r"[MLH]([\d.]+)", area)} == {100.0, 150.0}


def test_a_gap_in_a_line_stays_one(ax: Axes) -> None:
    ax.plot([0, 2, np.nan, 4, 6], [5] * 5, color=INK)
    assert traces(draw(ax)) == ["M50 100H70M90 100H110"]


def test_ink_is_the_colour_around_and_the_palette_its_classes(ax: Axes) -> None:
    ax.plot([0, 1], [1, 1], color=INK)
    ax.plot([0, 1], [2, 2], color=PALETTE[1])
    root = ET.fromstring(draw(ax))
    assert [child.tag for child in root] == [f"{SVG}path", f"{SVG}g"]
    assert root[1].attrib == {"class": "colour-2", "color": PALETTE[1]}
    assert INK not in draw(ax)


def test_text_keeps_its_anchor_and_stays_text(ax: Axes) -> None:
    for ha, anchor in (("left", None), ("center", "middle"), ("right", "end")):
        text = ax.text(5, 5, "a < b & c", ha=ha, va="baseline", color=INK, fontsize=9)
        (found,) = ET.fromstring(draw(ax)).iter(f"{SVG}text")
        assert (found.text, found.get("text-anchor")) == ("a < b & c", anchor)
        assert (found.get("x"), found.get("y")) == ("100", "100")
        text.remove()


def test_only_listed_elements_and_attributes_are_written(ax: Axes) -> None:
    ax.errorbar([1, 2], [3, 4], yerr=1, fmt="o", color=PALETTE[2], capsize=3, label="an arm")
    ax.fill_between([1, 2], [1, 1], [2, 3], color=PALETTE[3], alpha=0.2)
    ax.text(1, 1, "up", rotation=90, color=INK)
    ax.axvline(5, color=INK, linestyle="--")
    ax.annotate("here", (5, 5), (6, 6), color=INK)
    for element in ET.fromstring(draw(ax)).iter():
        name = element.tag.removeprefix(SVG)
        assert set(element.attrib) <= DRAWING[name] | {"xmlns"}, element.attrib


def test_the_same_figure_is_the_same_bytes_and_is_left_as_it_was(ax: Axes) -> None:
    ax.scatter([1, 2, 3], [1, 2, 3], color=PALETTE[0])
    assert draw(ax) == draw(ax)
    assert ax.figure.patch.get_visible()


REFUSED: dict[str, tuple[Callable[[Axes], object], str]] = {
    "picture": (lambda ax: ax.imshow(np.eye(3)), "a picture made of dots"),
    "hatch": (
        lambda ax: ax.add_patch(Circle((5, 5), 2, hatch="/", facecolor=PALETTE[0])),
        "a hatch",
    ),
    "formula": (lambda ax: ax.text(1, 1, "$x^2$", color=INK, parse_math=True), "a formula"),
    "colour": (lambda ax: ax.plot([0, 1], [0, 1], color="#ff0000"), "the colour #ff0000"),
    "gradient": (
        lambda ax: ax.tripcolor([0, 1, 2], [0, 1, 0], [1.0, 2.0, 3.0], shading="gouraud"),
        "a gradient",
    ),
    "clip": (
        lambda ax: ax.plot([0, 9], [0, 9], color=INK)[0].set_clip_path(
            Circle((5, 5), 2, transform=ax.transData)
        ),
        "a clip that is no rectangle",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_page_can_show_is_refused_by_name(name: str, ax: Axes) -> None:
    add, said = REFUSED[name]
    add(ax)
    with pytest.raises(DrawingError, match=f"cannot show {said}"):
        draw(ax)
    assert ax.figure.patch.get_visible()


def test_no_svg_is_written_anywhere_else(root: Path) -> None:
    source = root / "src" / "outcomes"
    written = re.compile(r"""<(?:svg|path|circle|rect|polyline|polygon|line|g) """)
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.suffix in (".py", ".html", ".j2") and written.search(path.read_text("utf-8"))
    }
    assert found == {"drawing/svg.py"}
