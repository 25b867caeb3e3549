"""The house style: sizes, the palette of the arms, and how faint things are.

Arms differ by colour, marker and line style at once, so a figure survives print in grey and every
kind of colour vision. Whatever is not an arm takes the colour of the surrounding text
(``currentColor``) on a transparent ground: the same figure works on a light and on a dark page.
The colours of the arms for either page are in ``figures.css``; the palette here is what stands
where no style sheet is, as in JupyterLab, and can be seen on both.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 680.0
"""Width of every figure, in units of its own (pixels when it is shown at full size)."""

MARGIN = 6.0
TEXT_SIZE = 13.0
SMALL_TEXT_SIZE = 12.0
LINE_HEIGHT = 1.3
"""Distance between two lines of text, in text sizes."""

FONTS = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
INK = "currentColor"
"""The colour of the surrounding text."""

MUTED_OPACITY = 0.78
"""Of text that explains; still more than 4.5:1 on either page."""

REFERENCE_OPACITY = 0.75
"""Of what is read but is not the estimate itself: zero lines, thresholds, pools, predictions."""

GRID_OPACITY = 0.16
BAND_OPACITY = 0.09
LEADER_OPACITY = 0.35
TINT_OPACITY = 0.22
"""These four only guide the eye: nothing is known from them alone."""

PALETTE = ("#1a7abf", "#d55e00", "#00966d", "#b8629b", "#767676", "#a0701a")
"""Blue, vermilion, green, purple, grey, ochre: after Okabe and Ito, shifted to middle luminance."""

ARM_COLOURS = (0, 1, 4, 2, 3, 5)
"""Places in the palette, by arm: blue, vermilion and grey first.

These three differ clearly to every kind of colour vision. At one luminance no six colours can, so
from the fourth arm on markers, line styles and labels do most of the telling apart.
"""

MARKERS = ("circle", "square", "triangle", "diamond", "triangle down", "plus")
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (5.0, 2.0),
    (1.2, 1.8),
    (7.0, 2.0, 1.2, 2.0),
    (3.0, 1.5),
    (9.0, 2.0),
)
"""Dash and gap lengths in line widths; an empty tuple is a solid line."""


@dataclass(frozen=True)
class ArmStyle:
    """How one arm is drawn, wherever it is drawn."""

    colour: str
    marker: str
    dashes: tuple[float, ...]


def style_of_arm(position: int) -> ArmStyle:
    """Return how the arm at this place of the study file (from 0) is drawn.

    After six arms colours come round again; marker and line shift, so no two of the first 36 arms
    look the same.
    """
    turn, place = divmod(position, len(PALETTE))
    shifted = (place + turn) % len(MARKERS)
    return ArmStyle(PALETTE[ARM_COLOURS[place]], MARKERS[shifted], DASHES[shifted])


def refer_to_colour(place: int) -> str:
    """Return a colour of the palette as a style sheet's variable, with what holds without one."""
    return f"var(--figure-{place + 1}, {PALETTE[place]})"


def colour_attributes(colour: str) -> dict[str, str]:
    """Return what gives a group of a drawing a colour of the palette.

    The attribute ``color`` holds wherever no style sheet has a rule for the class.
    """
    return {"class": f"colour-{PALETTE.index(colour) + 1}", "color": colour}
