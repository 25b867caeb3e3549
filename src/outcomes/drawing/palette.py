"""The colours of figures, here and nowhere else: those Matplotlib draws with, and a page's.

Arms differ by colour, marker and line style at once, so a figure survives print in grey and every
kind of colour vision. Whatever is not an arm is drawn in `INK`, which becomes the colour of the
text around it on a page: the same figure works on a light and on a dark page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

INK = "#18222d"
"""Of letters, axes and whatever is no arm."""


@dataclass(frozen=True)
class Colour:
    """A colour of the palette.

    Parameters
    ----------
    everywhere : str
        Where no style sheet is, as in JupyterLab and in files: seen on a light and a dark ground.
    light, dark : str
        On a light page and on paper, and on a dark page.
    """

    everywhere: str
    light: str
    dark: str


COLOURS = (
    Colour("#1a7abf", "#14659f", "#5aaee6"),
    Colour("#d55e00", "#b84a00", "#ff8c42"),
    Colour("#00966d", "#007a58", "#2fc495"),
    Colour("#b8629b", "#9c4680", "#dc92c3"),
    Colour("#767676", "#6b6b6b", "#a6a6a6"),
    Colour("#a0701a", "#8a5d12", "#d3a342"),
)
"""Blue, vermilion, green, purple, grey, ochre: after Okabe and Ito, shifted to middle luminance."""

PALETTE = tuple(colour.everywhere for colour in COLOURS)

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

MUTED = 0.78
"""Opacity of text that explains; still more than 4.5:1 on either page."""

REFERENCE = 0.75
"""Of what is read but is not the estimate itself: zero lines, thresholds, pools, predictions."""

GRID = 0.16
BAND = 0.09
LEADER = 0.35
TINT = 0.22
"""These four only guide the eye: nothing is known from them alone."""

OPACITIES = (MUTED, REFERENCE, GRID, BAND, LEADER, TINT)


@dataclass(frozen=True)
class ArmStyle:
    """How one arm is drawn, wherever it is drawn: Matplotlib's colour, marker and dashes."""

    colour: str
    marker: str
    dashes: tuple[float, ...]

    @property
    def line(self) -> Any:
        """Line style as Matplotlib takes it."""
        return (0.0, self.dashes) if self.dashes else "solid"


def style_of_arm(place: int) -> ArmStyle:
    """Return how the arm at this place of the study file (from 0) is drawn.

    After six arms colours come round again; marker and line shift, so no two of the first 36 arms
    look the same.
    """
    turn, place = divmod(place, len(PALETTE))
    shifted = (place + turn) % len(MARKERS)
    return ArmStyle(PALETTE[ARM_COLOURS[place]], MARKERS[shifted], DASHES[shifted])


@cache
def write_rules() -> str:
    """Return the rules of a page's style sheet that give each class of a drawing its colour."""
    light = " ".join(f"--figure-{n}: {c.light};" for n, c in enumerate(COLOURS, start=1))
    dark = " ".join(f"--figure-{n}: {c.dark};" for n, c in enumerate(COLOURS, start=1))
    classes = (f".colour-{n} {{ color: var(--figure-{n}); }}" for n in range(1, len(COLOURS) + 1))
    return "\n".join(
        (
            f":root {{ {light} }}",
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
            *classes,
        )
    )
