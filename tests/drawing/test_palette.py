"""The palette can be seen on both pages, in print and without a style sheet, by every eye."""

from __future__ import annotations

import re
from itertools import combinations, product

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_hex

from outcomes.drawing.layout import _settings
from outcomes.drawing.palette import (
    INK as DRAWN_INK,
)
from outcomes.drawing.palette import (
    MARKERS,
    MUTED,
    PALETTE,
    REFERENCE,
    style_of_arm,
    write_rules,
)

GROUNDS = {
    "light": ("#ffffff", "#f5f7f9"),
    "dark": ("#11161c", "#1a212a", "#1e1e1e"),
    "print": ("#ffffff",),
}
"""Pages and cards, and JupyterLab's dark theme."""

INK = {"light": "#18222d", "dark": "#e4e9ee", "print": "#000000"}

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SEEN_BY = {
    "everybody else": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def read_palettes() -> dict[str, list[str]]:
    """Return the colours of the style sheet for the light page, the dark one, and print."""
    light, dark = re.findall(r":root \{(.*?)\}", write_rules())
    found = {
        name: re.findall(r"--figure-\d: (#[0-9a-f]{6});", text)
        for name, text in (("light", light), ("dark", dark))
    }
    return {**found, "print": found["light"]}


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a hex colour."""
    values = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""
    lights = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def mix(colour: str, ground: str, opacity: float) -> str:
    """Return a colour as seen through its opacity."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(
        f"{round(opacity * over + (1 - opacity) * under):02x}" for over, under in pairs
    )


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB (sRGB primaries, D65)."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    ratio = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_is_known_for_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize("page", GROUNDS)
def test_marks_can_be_seen_on_their_page_even_through_their_opacity(page: str) -> None:
    colours = read_palettes()[page]
    assert len(colours) == len(PALETTE)
    for colour, ground in product([*colours, INK[page]], GROUNDS[page]):
        assert contrast(colour, ground) >= 4.5, (colour, ground)
        assert contrast(mix(colour, ground, REFERENCE), ground) >= 3, (colour, ground)


@pytest.mark.parametrize("page", GROUNDS)
def test_explaining_text_can_be_read_on_its_page(page: str) -> None:
    for ground in GROUNDS[page]:
        assert contrast(mix(INK[page], ground, MUTED), ground) >= 4.5


@pytest.mark.parametrize("ground", ["#ffffff", "#11161c"])
@pytest.mark.parametrize("colour", PALETTE)
def test_without_a_style_sheet_one_palette_serves_both_pages(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("page", [*GROUNDS, "no sheet"])
@pytest.mark.parametrize("eye", SEEN_BY)
def test_the_first_three_arms_differ_to_every_eye(eye: str, page: str) -> None:
    palette = {**read_palettes(), "no sheet": list(PALETTE)}[page]
    first = [palette[PALETTE.index(style_of_arm(place).colour)] for place in range(3)]
    for one, other in combinations(first, 2):
        distance = np.linalg.norm(
            lab(SEEN_BY[eye] @ linear(one)) - lab(SEEN_BY[eye] @ linear(other))
        )
        assert distance > 25, (one, other)


def test_arms_look_different_beyond_the_palette() -> None:
    looks = [style_of_arm(place) for place in range(36)]
    assert len(set(looks)) == 36
    assert len({(look.colour, look.marker) for look in looks}) == len(
        list(product(PALETTE, MARKERS))
    )


def test_every_colour_has_a_rule_and_the_dark_page_keeps_its_own_off_paper() -> None:
    rules = write_rules()
    for number in range(1, len(PALETTE) + 1):
        assert f".colour-{number} {{ color: var(--figure-{number}); }}" in rules
    assert "@media screen and (prefers-color-scheme: dark)" in rules


def test_the_style_sheet_of_matplotlib_has_the_same_colours() -> None:
    with mpl.rc_context(_settings()):
        cycle = [entry["color"] for entry in mpl.rcParams["axes.prop_cycle"]]
        assert [to_hex(colour) for colour in cycle] == [
            style_of_arm(place).colour for place in range(len(PALETTE))
        ]
        for name in ("text.color", "axes.edgecolor", "xtick.color", "grid.color"):
            assert to_hex(mpl.rcParams[name]) == DRAWN_INK
