"""A Matplotlib figure as one ``<svg>`` element that any page can hold.

A renderer behind Matplotlib's documented interface (`matplotlib.backend_bases.RendererBase`). It
writes presentation attributes only: no style, id, reference, clip path or metadata, and the same
bytes every time. Text stays text, anchored where it belongs, so that it stays aligned in whatever
font the reader has. Colours of the palette become classes and ink the colour of the text around.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from xml.sax.saxutils import escape, quoteattr

from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from outcomes.drawing.lettering import text_width
from outcomes.drawing.palette import INK, PALETTE
from outcomes.errors import DrawingError

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

FONTS = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_DESCENT = 0.24
_FINE = 10.0
"""Steps to a pixel that places are rounded to."""


class _Element(NamedTuple):
    """What is drawn in one colour."""

    colour: str
    markup: str


def render_svg(
    canvas: Canvas, words: str, *, name: str = "figure-svg", hidden: bool = False
) -> str:
    """Return a figure as one ``<svg>`` element, the same bytes for the same figure.

    Parameters
    ----------
    canvas : matplotlib.figure.Figure
        What was drawn.
    words : str
        Its title and text alternative.
    name : str
        Classes of the element.
    hidden : bool
        Whether it is shown only where a style sheet says so.

    Raises
    ------
    DrawingError
        For what no page can show in every light: pictures, hatches, gradients, formulas, clips
        that are no rectangles, and colours outside the palette.
    """
    FigureCanvasBase(canvas)
    width, height = canvas.get_size_inches() * canvas.dpi
    renderer = _Renderer(width, height, canvas.dpi)
    ground = canvas.patch.get_visible()
    canvas.patch.set_visible(False)
    try:
        canvas.draw(renderer)
    finally:
        canvas.patch.set_visible(ground)
    display = ' display="none"' if hidden else ""
    # Not <title> and <desc> with ids: the same figure may stand on a page twice.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_short(width)} {_short(height)}" '
        f'width="{_short(width)}" class="{name}" role="img" aria-label={quoteattr(_clean(words))} '
        f'fill="currentColor" font-family="{FONTS}" stroke-linejoin="round"{display}>'
        f"{renderer.markup()}</svg>"
    )


class _Renderer(RendererBase):
    """Collects elements in the order drawn, text above everything else."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self._width, self._height, self._dpi = width, height, dpi
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self._drawn: list[_Element] = []
        self._texts: list[_Element] = []

    def markup(self) -> str:
        """Return all elements, neighbours of one colour in a group."""
        parts = []
        for colour, members in groupby([*self._drawn, *self._texts], key=lambda one: one.colour):
            inner = "".join(one.markup for one in members)
            if colour != INK:
                place = PALETTE.index(colour) + 1
                inner = f'<g class="colour-{place}" color="{colour}">{inner}</g>'
            parts.append(inner)
        return "".join(parts)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._width, self._height

    def points_to_pixels(self, points: Any) -> float:
        return float(points) * self._dpi / 72

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        size = self.points_to_pixels(prop.get_size_in_points())
        return text_width(s, size, bold=_is_bold(prop)), size, _DESCENT * size

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        self._paint(gc, [(path, transform)], rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        places = [
            marker_trans + Affine2D().translate(*vertices[-2:])
            for vertices, _ in path.iter_segments(trans, simplify=False)
        ]
        self._paint(gc, [(marker_path, place) for place in places], rgbFace)

    def _paint(
        self, gc: GraphicsContextBase, paths: list[tuple[Path, Transform]], face: Any
    ) -> None:
        """Fill paths, then draw their lines, each as one element."""
        if gc.get_hatch() is not None:
            _refuse("a hatch", "a colour of the palette with an opacity")
        if gc.get_clip_path()[0] is not None:
            _refuse("a clip that is no rectangle", "a shape cut to size")
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        if face is not None:
            own = face[3] if len(face) > 3 else 1.0
            self._fill(gc, paths, to_hex(face[:3]), own if alpha is None else alpha)
        if stroke := self._stroke(gc):
            trace = self._trace(gc, paths)
            colour = to_hex(gc.get_rgb()[:3])
            self._put(colour, f'<path d="{trace}" fill="none"{stroke}></path>', trace)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        if ismath:
            _refuse("a formula", "plain text")
        size = self.points_to_pixels(prop.get_size_in_points())
        anchor = _ANCHORS.get(mtext.get_horizontalalignment() if mtext else "left", "start")
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] if not angle else 0.0
        x += share * text_width(s, size, bold=_is_bold(prop))
        attributes = f' x="{_short(x)}" y="{_short(y)}" font-size="{_short(size)}"'
        if share:
            attributes += f' text-anchor="{anchor}"'
        if _is_bold(prop):
            attributes += ' font-weight="bold"'
        if angle:
            attributes += f' transform="rotate({_short(-angle)} {_short(x)} {_short(y)})"'
        opacity = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
        attributes += _faint("fill", opacity)
        colour = to_hex(gc.get_rgb()[:3])
        self._put(colour, f"<text{attributes}>{escape(_clean(s))}</text>", s)

    def draw_image(self, gc: GraphicsContextBase, *args: object, **keywords: object) -> None:
        _refuse("a picture made of dots", "lines, shapes and text")

    def draw_gouraud_triangles(self, *args: object, **keywords: object) -> None:
        _refuse("a gradient", "a colour of the palette with an opacity")

    def draw_tex(self, *args: object, **keywords: object) -> None:
        _refuse("a formula", "plain text")

    def _stroke(self, gc: GraphicsContextBase) -> str:
        """Return the attributes of a line; empty where none is drawn."""
        width = self.points_to_pixels(gc.get_linewidth())
        opacity = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
        if not width or not opacity:
            return ""
        stroke = ' stroke="currentColor"'
        if width != 1.0:
            stroke += f' stroke-width="{_short(width)}"'
        stroke += _faint("stroke", opacity)
        dashes: Any = gc.get_dashes()[1]
        if dashes is not None:
            lengths = " ".join(_short(self.points_to_pixels(length)) for length in dashes)
            stroke += f' stroke-dasharray="{lengths}"'
        if gc.get_capstyle() == "round":
            stroke += ' stroke-linecap="round"'
        return stroke

    def _fill(
        self,
        gc: GraphicsContextBase,
        paths: list[tuple[Path, Transform]],
        colour: str,
        opacity: float,
    ) -> None:
        faint = _faint("fill", opacity)
        round_ones = [place for path, place in paths if path is Path.unit_circle()]
        for place in round_ones:
            (x, y), (edge, _) = (place + self._flip).transform([(0, 0), (1, 0)])
            at = f'cx="{_short(x)}" cy="{_short(y)}" r="{_short(edge - x)}"'
            self._put(colour, f"<circle {at}{faint}></circle>", at)
        others = [one for one in paths if one[0] is not Path.unit_circle() and len(one[0]) > 2]
        trace = self._trace(gc, others, filled=True)
        self._put(colour, f'<path d="{trace}"{faint}></path>', trace if opacity else "")

    def _trace(
        self,
        gc: GraphicsContextBase,
        paths: list[tuple[Path, Transform]],
        *,
        filled: bool = False,
    ) -> str:
        """Return the ``d`` of paths, cut to the rectangle that they may be drawn in."""
        cut = (_cut(path.transformed(place), gc, filled) for path, place in paths)
        return "".join(_trace(path, self._flip) for path in cut)

    def _put(self, colour: str, markup: str, content: str) -> None:
        """Keep an element that has some content."""
        if colour != INK and colour not in PALETTE:
            _refuse(f"the colour {colour}", f"one of {', '.join((INK, *PALETTE))}")
        if content:
            into = self._texts if markup.startswith("<text") else self._drawn
            into.append(_Element(colour, markup))


def _cut(path: Path, gc: GraphicsContextBase, filled: bool) -> Path:
    """Return a path without what lies outside of the rectangle that it may be drawn in."""
    clip: Bbox | None = gc.get_clip_rectangle()
    if clip is None:
        return path
    bounds = path.get_extents()
    if (clip.padded(0.5).contains(*bounds.min)) and clip.padded(0.5).contains(*bounds.max):
        return path
    if filled:
        return Path.make_compound_path(
            *(Path(corners, closed=False).clip_to_bbox(clip) for corners in path.to_polygons())
        )
    inner = clip.padded(-1)  # Matplotlib cuts a pixel outside of what it is given
    return path.cleaned(curves=False, clip=(inner.x0, inner.y0, inner.x1, inner.y1))


def _trace(path: Path, flip: Affine2D) -> str:
    """Return the ``d`` of a path: absolute places, ``H`` and ``V`` where a line is straight."""
    parts: list[str] = []
    before = ("", "")
    for corners, code in path.iter_segments(flip, simplify=False, remove_nans=True, curves=True):
        numbers = [_short(number) for number in corners]
        if code == Path.CLOSEPOLY:
            parts.append("z")
            continue
        x, y = numbers[-2], numbers[-1]
        if code == Path.MOVETO:
            parts.append(f"M{x} {y}")
        elif code == Path.LINETO:
            if (x, y) != before:
                straight = f"H{x}" if y == before[1] else f"V{y}" if x == before[0] else f"L{x} {y}"
                parts.append(straight)
        elif code in (Path.CURVE3, Path.CURVE4):
            parts.append(("Q" if code == Path.CURVE3 else "C") + " ".join(numbers))
        before = (x, y)
    return "".join(parts) if len(parts) > 1 else ""


def _is_bold(prop: FontProperties) -> bool:
    return prop.get_weight() in ("bold", 600, 700, 800)


def _faint(what: str, opacity: float) -> str:
    return "" if opacity == 1.0 else f' {what}-opacity="{opacity:.3g}"'


def _short(number: float) -> str:
    """Write a place to a tenth of a pixel, without zeros that say nothing."""
    text = f"{round(float(number) * _FINE) / _FINE:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _clean(text: str) -> str:
    """Replace characters that no XML document may hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _refuse(what: str, instead: str) -> NoReturn:
    raise DrawingError(f"a page cannot show {what} in every light: use {instead}")
