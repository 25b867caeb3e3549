"""The palette can be seen on both pages and told apart by every eye."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from outcomes.figures.style import MARKERS, PALETTE, replace_colours, style_of_arm

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


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a hex colour."""
    values = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""
    lights = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


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


@pytest.mark.parametrize("page", ["#ffffff", "#1e1e1e"])
@pytest.mark.parametrize("colour", PALETTE)
def test_contrast_on_light_and_dark_pages(colour: str, page: str) -> None:
    assert contrast(colour, page) >= 3


@pytest.mark.parametrize("eye", SEEN_BY)
def test_the_first_three_arms_differ_to_every_eye(eye: str) -> None:
    for one, other in combinations((style_of_arm(place).colour for place in range(3)), 2):
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


def test_colours_become_variables_with_the_colour_as_fallback() -> None:
    assert replace_colours(f"stroke: {PALETTE[1]}") == f"stroke: var(--figure-2, {PALETTE[1]})"
