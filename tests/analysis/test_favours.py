"""Sign becomes side in one place."""

from __future__ import annotations

import math

import pytest

from outcomes.analysis.favours import favoured_arm, favoured_direction


@pytest.mark.parametrize(
    ("higher", "difference", "arm", "direction"),
    [
        ("worse", -1.0, "active", "improvement"),
        ("worse", 1.0, "saline", "worsening"),
        ("better", 1.0, "active", "improvement"),
        ("better", -1.0, "saline", "worsening"),
        ("better", 0.0, "", ""),
        ("better", 0.1 + 0.2 - 0.3, "", ""),
        ("worse", math.nan, "", ""),
        ("neither", 1.0, "", ""),
    ],
)
def test_sides(make_pain, higher, difference, arm, direction):
    endpoint = make_pain(higher=higher)
    assert favoured_arm(endpoint, difference, "active", "saline") == arm
    assert favoured_direction(endpoint, difference) == direction
