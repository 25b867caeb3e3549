"""Range of motion of the shoulder in degrees; neutral is 0, the direction named positive."""

from __future__ import annotations

from outcomes.instruments.definition import Threshold
from outcomes.instruments.instrument import Instrument
from outcomes.instruments.shipped.goniometry import make_motion

DE_WINTER = "de Winter 2004, BMC Musculoskelet Disord 5:18, doi 10.1186/1471-2474-5-18, abstract"
HAYES = "Hayes 2001, Aust J Physiother 47:289-294, abstract"
_OBSERVERS = (
    "digital inclinometer, two observers, passive, shoulder pain (155 patients), affected side; "
    "half the width of the limits of agreement"
)
_RATERS = (
    "between raters, shoulder symptoms; the largest standard error of flexion, abduction and "
    "external rotation by eye, goniometer or photograph (14 to 25)"
)
_SIGN = "sign: assumed, in line with neutral as 0"


def _error(value: float, context: str, source: str) -> Threshold:
    return Threshold("measurement error", value, "degrees", context, source, "primary")


def _make(
    direction: str, low: float, high: float, about: str, *thresholds: Threshold
) -> Instrument:
    label = f"Shoulder {direction.replace('-', ' ')}"
    return make_motion(f"shoulder-{direction}", label, low, high, about, thresholds, _SIGN)


SHOULDER_FLEXION = _make(
    "flexion",
    -30,
    200,
    "Degrees raised forwards from the side (0), active or passive as the study says.",
    _error(25.0, _RATERS, HAYES),
)
SHOULDER_EXTENSION = _make("extension", -30, 90, "Degrees moved backwards from the side (0).")
SHOULDER_ABDUCTION = _make(
    "abduction",
    -30,
    200,
    "Degrees raised sideways from the side (0); of the shoulder joint alone or with the shoulder "
    "blade as the study says.",
    _error(19.6, f"{_OBSERVERS}; shoulder joint alone", DE_WINTER),
    _error(25.0, _RATERS, HAYES),
)
SHOULDER_INTERNAL_ROTATION = _make(
    "internal-rotation",
    -60,
    120,
    "Degrees turned inwards from straight ahead (0); a shoulder fixed in external rotation is "
    "negative. Hand behind back, by vertebra, is a measure of its own.",
)
SHOULDER_EXTERNAL_ROTATION = _make(
    "external-rotation",
    -60,
    120,
    "Degrees turned outwards from straight ahead (0); a shoulder that does not reach 0 is "
    "negative. With the arm at the side or raised as the study says.",
    _error(18.8, _OBSERVERS, DE_WINTER),
    _error(25.0, _RATERS, HAYES),
)
