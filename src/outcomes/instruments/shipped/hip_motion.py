"""Range of motion of the hip in degrees; neutral is 0, motion in the direction named positive."""

from __future__ import annotations

from outcomes.instruments.instrument import Instrument
from outcomes.instruments.shipped.goniometry import make_motion

RELIABILITY = (
    "manual goniometers for passive hip motion, doi 10.1186/1471-2474-11-194, abstract: repeatable "
    "(0.90 or more, adduction 0.82), but up to 19 degrees more than the joint itself moves, for "
    "the pelvis moves along; no error in degrees is printed. Sign: assumed, in line with neutral "
    "as 0"
)


def _make(direction: str, low: float, high: float, about: str) -> Instrument:
    label = f"Hip {direction.replace('-', ' ')}"
    return make_motion(f"hip-{direction}", label, low, high, about, (), RELIABILITY)


HIP_FLEXION = _make(
    "flexion", -30, 160, "Degrees bent from straight (0), active or passive as the study says."
)
HIP_EXTENSION = _make(
    "extension",
    -90,
    45,
    "Degrees behind straight (0); a flexion contracture, a hip that does not reach 0, is negative. "
    "Contractures recorded as positive numbers must have their sign turned.",
)
HIP_ABDUCTION = _make(
    "abduction", -30, 90, "Degrees away from the midline; an adduction contracture is negative."
)
HIP_ADDUCTION = _make(
    "adduction", -30, 60, "Degrees towards the midline; an abduction contracture is negative."
)
HIP_INTERNAL_ROTATION = _make(
    "internal-rotation",
    -60,
    90,
    "Degrees turned inwards; a hip fixed in external rotation is negative. Whether the hip is bent "
    "or straight is the study's to say.",
)
HIP_EXTERNAL_ROTATION = _make(
    "external-rotation",
    -60,
    90,
    "Degrees turned outwards; a hip fixed in internal rotation is negative. Whether the hip is "
    "bent or straight is the study's to say.",
)
