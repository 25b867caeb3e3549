"""Steps that a person would choose: one, two, two and a half or five times a power of ten."""

from __future__ import annotations

import math

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_step(size: float) -> float:
    """Return the round step nearest to a positive size, by ratio.

    Examples
    --------
    >>> round_step(9.3), round_step(0.23)
    (10.0, 0.25)
    """
    power = 10.0 ** math.floor(math.log10(size))
    return min((number * power for number in _ROUND), key=lambda step: abs(math.log(step / size)))
