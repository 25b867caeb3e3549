"""The house style: sizes, the palette of the arms, and matplotlib settings that nobody can change.

Arms differ by colour, marker and line style at once, so a figure survives print in grey and every
kind of colour vision. Each colour has a contrast of at least 3:1 against white and against near
black (#1e1e1e), and everything else takes the colour of the surrounding text (``currentColor``) on
a transparent ground: the same figure works on a light and on a dark page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl

WIDTH = 680.0
"""Width of every figure, in units of its own (pixels when it is shown at full size)."""

MARGIN = 6.0
TEXT_SIZE = 13.0
SMALL_TEXT_SIZE = 12.0
LINE_HEIGHT = 1.3
"""Distance between two lines of text, in text sizes."""

FONTS = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
INK = "#010203"
"""Stands for the colour of the surrounding text while matplotlib draws."""

GRID_OPACITY = 0.16
MUTED_OPACITY = 0.78
BAND_OPACITY = 0.09

PALETTE = ("#1a7abf", "#d55e00", "#00966d", "#b8629b", "#767676", "#a0701a")
"""Blue, vermilion, green, purple, grey, ochre: after Okabe and Ito, shifted to middle luminance.

A page may set its own colour for each, as the CSS variables ``--figure-1`` to ``--figure-6``.
"""

ARM_COLOURS = (0, 1, 4, 2, 3, 5)
"""Places in the palette, by arm: blue, vermilion and grey first.

These three differ clearly to every kind of colour vision. At one luminance no six colours can, so
from the fourth arm on markers, line styles and labels do most of the telling apart.
"""

MARKERS = ("o", "s", "^", "D", "v", "P")
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


def replace_colours(style: str) -> str:
    """Turn the colours matplotlib wrote into ones that a page can change.

    Ink becomes ``currentColor``; the colour of arm 1 becomes ``var(--figure-1, #1a7abf)``.
    """
    style = style.replace(INK, "currentColor")
    for number, colour in enumerate(PALETTE, start=1):
        style = style.replace(colour, f"var(--figure-{number}, {colour})")
    return style


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with matplotlib's own defaults and a fixed salt, whatever a user's settings say."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "outcomes"
        yield
