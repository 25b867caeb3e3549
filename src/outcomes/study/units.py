"""From the unit that a study's tables hold to the one that is analysed, where the two differ."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

UNITS: dict[str, dict[str, float]] = {
    "length": {"mm": 1, "cm": 10, "m": 1000, "inches": 25.4},
    "angle": {"degrees": 1, "radians": 180 / math.pi},
    "mass": {"g": 1, "kg": 1000, "lb": 453.59237},
    "share": {"percent": 1, "fraction": 100},
    "time": {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400},
}
"""By what is measured, the units that are converted and the size of each in the first of them."""

SPELLINGS = {
    "millimetres": "mm",
    "millimeters": "mm",
    "centimetres": "cm",
    "centimeters": "cm",
    "metres": "m",
    "meters": "m",
    "inch": "inches",
    "in": "inches",
    "degree": "degrees",
    "deg": "degrees",
    "\N{DEGREE SIGN}": "degrees",
    "rad": "radians",
    "lbs": "lb",
    "%": "percent",
    "s": "seconds",
    "sec": "seconds",
    "min": "minutes",
    "h": "hours",
}
"""Other ways to write some of the units."""

_SCALE = re.compile(r"(-?\d+(?:\.\d+)?) ?(?:-|\u2013|to) ?(-?\d+(?:\.\d+)?)")
_DIGITS = 9
"""Decimals kept, so that 1.1 cm are 11 mm and not a little more."""


@dataclass(frozen=True)
class Conversion:
    """A value of the tables times ``factor`` plus ``offset`` is the value analysed.

    Parameters
    ----------
    given, analysed : str
        Unit or scale of the tables, and of the analysis.
    factor, offset : float
        Never a factor of 0.
    is_deficit : bool
        Whether what is lacking was given as a positive number.
    """

    given: str
    analysed: str
    factor: float = 1.0
    offset: float = 0.0
    is_deficit: bool = False

    def apply(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values of the tables in the unit analysed."""
        converted: NDArray[np.float64] = np.round(values * self.factor + self.offset, _DIGITS) + 0.0
        return converted

    def limits(self, low: float, high: float) -> tuple[float, float]:
        """Return the limits of a range as the tables would write them."""
        ends = sorted(
            round((end - self.offset) / self.factor, _DIGITS) + 0.0 for end in (low, high)
        )
        return ends[0], ends[1]

    def turn_sign(self) -> Conversion:
        """Return the same conversion for what is given as a deficit."""
        return replace(self, factor=-self.factor, is_deficit=True)

    @property
    def changes(self) -> bool:
        """Whether any value is another one afterwards."""
        return (self.factor, self.offset) != (1, 0)

    @property
    def note(self) -> str:
        """What was done, in a sentence."""
        said = []
        if self.given != self.analysed:
            how = "as" if _SCALE.fullmatch(self.given) else "in"
            said.append(f"Given {how} {self.given}, analysed {how} {self.analysed}.")
        if self.is_deficit:
            said.append("Deficits are given as positive numbers, analysed as negative ones.")
        return " ".join(said)


def find_conversion(given: str, analysed: str, low: float, high: float) -> Conversion | None:
    """Return the conversion from one unit to another, None if there is none.

    Parameters
    ----------
    given : str
        Unit that the tables hold, or the ends of a scale, as ``0-10``.
    analysed : str
        Unit of the analysis.
    low, high : float
        Range of the analysis, which the ends of a scale become.

    Examples
    --------
    >>> find_conversion("cm", "mm", 0, 100).factor
    10.0
    >>> find_conversion("1-5", "points", 0, 4).offset
    -1.0
    """
    scale = _SCALE.fullmatch(given.strip())
    if scale is not None:
        return _from_scale(float(scale[1]), float(scale[2]), analysed, low, high)
    ours, theirs = _usual(given), _usual(analysed)
    if ours == theirs:
        return Conversion(analysed, analysed)
    for sizes in UNITS.values():
        if {ours, theirs} <= sizes.keys():
            return Conversion(given, analysed, sizes[ours] / sizes[theirs])
    return None


def list_units(analysed: str) -> str:
    """Return the units that are converted into another, and how a scale is named, in words."""
    unit = _usual(analysed)
    sizes = next((each for each in UNITS.values() if unit in each), {})
    others = [f"`{other}`" for other in sizes if other != unit]
    return ", ".join([*others, "or the ends of the scale used, as `0-10`"])


def _usual(unit: str) -> str:
    plain = unit.strip()
    return SPELLINGS.get(plain.lower(), plain if plain in _ALL else plain.lower())


_ALL = {unit for sizes in UNITS.values() for unit in sizes}


def _from_scale(
    start: float, end: float, analysed: str, low: float, high: float
) -> Conversion | None:
    if not (start < end and math.isfinite(high)):
        return None
    given, whole = f"{start:g} to {end:g}", f"{low:g} to {high:g} {analysed}"
    factor = (high - low) / (end - start)
    if (start, end) == (low, high):
        return Conversion(whole, whole)
    return Conversion(given, whole, factor, low - start * factor)
