"""Whom a number favours: the one place where a sign is turned into a side."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint

_ROUNDING = 1e-9


def favoured_arm(endpoint: Endpoint, difference: float, arm: str, comparator: str) -> str:
    """Return the arm that a difference (arm minus comparator) favours.

    Parameters
    ----------
    endpoint : Endpoint
        Says whether higher values are better or worse.
    difference : float
        Arm minus comparator, in the endpoint's unit.
    arm, comparator : str
        Arm ids.

    Returns
    -------
    str
        ``arm`` or ``comparator``; empty for no difference beyond floating-point rounding (1e-9),
        for NaN, and where higher is neither better nor worse.
    """
    return _side(endpoint, difference, positive=arm, negative=comparator)


def favoured_direction(endpoint: Endpoint, change: float) -> str:
    """Return ``improvement`` or ``worsening`` for a change within an arm, empty if neither."""
    return _side(endpoint, change, positive="improvement", negative="worsening")


def _side(endpoint: Endpoint, number: float, *, positive: str, negative: str) -> str:
    gain = endpoint.improvement(number)
    if endpoint.higher == "neither" or not abs(gain) > _ROUNDING:
        return ""
    return positive if gain > 0 else negative
