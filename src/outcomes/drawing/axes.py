"""Text and lines on Matplotlib's axes, placed in pixels from a point that axes know.

Every line of text is one Text with its baseline given, so that it stands where it should in
whatever font and file a figure becomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.transforms import Affine2D, ScaledTranslation

from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.palette import INK, MUTED, REFERENCE, style_of_arm
from outcomes.drawing.placing import thin_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

    from outcomes.drawing.layout import Layout, Room

Coordinates = Literal["axes", "data", "x", "y"]
"""Share of the axes; values; value and share (``x``); share and value (``y``)."""

LineStyle = Any
"""As Matplotlib takes it: a name, or an offset with lengths."""

DASHED = (0.0, (4.0, 3.0))
"""Line style of whatever is a reference."""


def points(pixels: float) -> float:
    """Return a length in points, as Matplotlib takes sizes of letters, lines and markers."""
    return 0.75 * pixels


def pixels_from(ax: Axes, at: tuple[float, float], coords: Coordinates = "axes") -> Transform:
    """Return a frame of pixels whose origin is a point of the axes and whose y grows downwards."""
    base = {
        "axes": ax.transAxes,
        "data": ax.transData,
        "x": ax.get_xaxis_transform(),
        "y": ax.get_yaxis_transform(),
    }[coords]
    inches = Affine2D().scale(1 / 96, -1 / 96) + ax.figure.dpi_scale_trans
    return inches + ScaledTranslation(*at, base)  # type: ignore[arg-type]


def write(
    ax: Axes,
    at: tuple[float, float],
    lines: str | Sequence[str],
    size: float,
    *,
    coords: Coordinates = "axes",
    shift: tuple[float, float] = (0.0, 0.0),
    ha: Literal["left", "center", "right"] = "left",
    bold: bool = False,
    muted: bool = False,
) -> float:
    """Write text, one line under another.

    Parameters
    ----------
    ax : Axes
        What it belongs to.
    at : tuple of float
        A point of the axes.
    lines : str or sequence of str
        The text.
    size : float
        Of the letters, in pixels.
    coords : str
        What the numbers of ``at`` are.
    shift : tuple of float
        Pixels from there to the top of the first line, to the right and downwards.
    ha : str
        Which end of a line stands there.
    bold, muted : bool
        Weight, and whether it only explains.

    Returns
    -------
    float
        Height of the text in pixels.
    """
    step, (right, down) = 1.3 * size, shift
    frame = pixels_from(ax, at, coords)
    texts = (lines,) if isinstance(lines, str) else lines
    for number, text in enumerate(texts):
        # The line box is centred on the letters, whose middle is about 0.35 above the baseline.
        baseline = down + (number + 0.5) * step + 0.35 * size
        ax.text(
            right,
            baseline,
            text,
            transform=frame,
            fontsize=points(size),
            ha=ha,
            va="baseline",
            fontweight="bold" if bold else "normal",
            alpha=MUTED if muted else None,
            color=INK,
        )
    return step * len(texts)


def draw_key(
    ax: Axes,
    at: tuple[float, float],
    place: int,
    *,
    coords: Coordinates = "axes",
    shift: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Draw a short piece of an arm's line with its marker, 20 pixels wide from a point."""
    drawn = style_of_arm(place)
    frame, (right, down) = pixels_from(ax, at, coords), shift
    ends = [right, right + 20]
    draw_line(ax, ends, [down] * 2, colour=drawn.colour, width=1.8, dashes=drawn.line, frame=frame)
    draw_marks(ax, [right + 10], [down], drawn.marker, drawn.colour, frame=frame)


def label_ticks(
    ax: Axes, ticks: Sequence[float], texts: Sequence[str], size: float, width: float
) -> None:
    """Label the axis at the bottom, leaving out what would run into its neighbour.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    ticks, texts : sequence
        Values and their labels.
    size : float
        Of the letters, in pixels.
    width : float
        Of the axes, in pixels.
    """
    kept = choose_labels(ax.get_xlim(), ticks, texts, size, width)
    shown = [text if n in kept else "" for n, text in enumerate(texts)]
    ax.set_xticks(list(ticks), shown, fontsize=points(size))


def choose_labels(
    limits: tuple[float, float],
    ticks: Sequence[float],
    texts: Sequence[str],
    size: float,
    width: float,
) -> set[int]:
    """Return the places of the labels that `label_ticks` shows on an axis with these limits."""
    low, high = limits
    places = [width * (tick - low) / (high - low) for tick in ticks]
    order = sorted(range(len(ticks)), key=places.__getitem__)
    widths = [text_width(texts[n], size) for n in order]
    return {order[n] for n in thin_labels([places[n] for n in order], widths)}


def draw_line(
    ax: Axes,
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    colour: str = INK,
    width: float = 1.0,
    alpha: float | None = None,
    dashes: LineStyle = "solid",
    frame: Transform | None = None,
    label: str = "",
) -> None:
    """Draw a line through points, values unless a frame is given; NaN breaks it.

    ``width`` is in pixels, ``dashes`` as Matplotlib takes a line style.
    """
    ax.add_line(
        Line2D(
            xs,
            ys,
            color=colour,
            linewidth=points(width),
            alpha=alpha,
            linestyle=dashes,
            transform=frame or ax.transData,
            clip_on=False,
            label=label or None,
        )
    )


def draw_marks(
    ax: Axes,
    xs: Sequence[float],
    ys: Sequence[float],
    marker: str,
    colour: str = INK,
    *,
    size: float = 7.0,
    edge: float = 0.0,
    frame: Transform | None = None,
) -> None:
    """Draw filled markers; ``|`` and ``_`` are strokes of the width ``edge``, in pixels."""
    ax.add_line(
        Line2D(
            xs,
            ys,
            color=colour,
            linestyle="none",
            marker=marker,
            markersize=points(size),
            markeredgewidth=points(edge),
            transform=frame or ax.transData,
            clip_on=False,
        )
    )


def fill(
    ax: Axes,
    corners: Sequence[tuple[float, float]],
    *,
    colour: str = INK,
    alpha: float | None = None,
    frame: Transform | None = None,
) -> None:
    """Fill the area within corners, values unless a frame is given."""
    ax.add_patch(
        Polygon(
            corners,
            facecolor=colour,
            alpha=alpha,
            transform=frame or ax.transData,
            clip_on=False,
            zorder=1,
        )
    )


def draw_reference(ax: Axes, value: float, *, axis: Literal["x", "y"], dashed: bool = True) -> None:
    """Draw a line across the axes at a value to compare with."""
    draw = ax.axvline if axis == "x" else ax.axhline
    draw(
        value,
        color=INK,
        alpha=REFERENCE,
        linewidth=points(1),
        linestyle=DASHED if dashed else "solid",
        clip_on=False,
        zorder=1,
    )


def measure_head(heading: str, scale: str, layout: Layout) -> float:
    """Return the height of a panel's heading and the line that says its scale."""
    lines, small = _wrap_head(heading, scale, layout)
    return len(lines) * layout.line + len(small) * layout.small_line


def write_head(ax: Axes, room: Room, heading: str, scale: str, layout: Layout) -> None:
    """Write a panel's heading, and its scale under it, above the axes from the panel's left."""
    lines, small = _wrap_head(heading, scale, layout)
    shift = (layout.margin - room.left, layout.margin - room.top)
    height = write(ax, (0, 1), lines, layout.text, shift=shift, bold=True)
    write(ax, (0, 1), small, layout.small, shift=(shift[0], shift[1] + height), muted=True)


def _wrap_head(heading: str, scale: str, layout: Layout) -> tuple[tuple[str, ...], tuple[str, ...]]:
    width = layout.text_width
    lines = wrap_text(heading, layout.text, width, bold=True) if heading else ()
    return lines, wrap_text(scale, layout.small, width) if scale else ()
