"""What a scale is called: its unit, range and direction, its decimals, and its thresholds."""

from __future__ import annotations

import math
import re
from typing import Literal

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import MINUS, choose_digits, format_size
from outcomes.study.study import Labels

PERCENT = "percent of baseline"
"""The unit of a threshold that is a share of each participant's own baseline."""

DIFFERENCE = "minimal important difference"
CHANGE = "minimal important change"
DIRECTIONS = {
    "better": "higher is better",
    "worse": "lower is better",
    "neither": "neither direction is better",
    "unknown": "which direction is better is not stated",
}
"""By ``higher`` of an endpoint or of a published number: which way is better, in words."""

_ONE = re.compile(rf"[+{MINUS}]?1")
_PLURAL = re.compile(r"[a-z]{3,}s")
_YES_OR_NO = {"better": "yes is better", "worse": "no is better", "neither": ""}


def describe_direction(endpoint: Endpoint) -> str:
    """Return ``lower is better``, ``yes is better`` or so; empty where neither direction is."""
    if endpoint.kind == "binary":
        return _YES_OR_NO[endpoint.higher]
    return "" if endpoint.higher == "neither" else DIRECTIONS[endpoint.higher]


def describe_scale(endpoint: Endpoint) -> str:
    """Return unit, range and direction in words, ``points, 0 to 100, lower is better``."""
    if endpoint.kind == "binary":
        parts = ["yes or no", describe_direction(endpoint)]
    else:
        parts = [endpoint.unit, describe_range(endpoint), DIRECTIONS[endpoint.higher]]
    return ", ".join(part for part in parts if part)


def describe_range(endpoint: Endpoint) -> str:
    """Return ``0 to 100``; empty where the scale has no end."""
    if math.isinf(endpoint.low) or math.isinf(endpoint.high):
        return ""
    return f"{format_size(endpoint.low)} to {format_size(endpoint.high)}"


def digits_of(endpoint: Endpoint) -> int:
    """Return how many decimals an endpoint's means and differences are given with."""
    return choose_digits(endpoint.low, endpoint.high)


def find_digits(labels: Labels, endpoint: str) -> int:
    """Return `digits_of` an endpoint by its full name; one for a covariate."""
    known = labels.endpoints.get(endpoint)
    return 1 if known is None else digits_of(known)


def with_unit(text: str, unit: str) -> str:
    """Put a unit behind a number, ``12 points`` or ``1 point``."""
    if _ONE.fullmatch(text) and _PLURAL.fullmatch(unit):
        unit = unit[:-1]
    return f"{text} {unit}".rstrip()


def choose_threshold(
    endpoint: Endpoint, of: Literal["difference", "change"] = "difference"
) -> Threshold | None:
    """Return the threshold to hold a number against, in the unit of the scale; None if none is.

    A difference between arms is held against the first minimal important difference. Where there
    is none, and for a change within an arm, it is the minimal important change that responders are
    counted by, `Endpoint.important_change`.

    Parameters
    ----------
    endpoint : Endpoint
        Its thresholds.
    of : str
        ``difference`` between arms or ``change`` within one.
    """
    between = [threshold for threshold in endpoint.thresholds if threshold.meaning == DIFFERENCE]
    candidates = [*(between if of == "difference" else ()), endpoint.important_change]
    return next((t for t in candidates if t is not None and t.unit != PERCENT), None)


def name_size(threshold: Threshold) -> str:
    """Return the size of a threshold, ``12 points`` or ``20% of baseline``."""
    return _size(threshold.value, threshold.unit)


def describe_threshold(threshold: Threshold) -> str:
    """Return ``minimal important change (12 points)``, and whether that is an assumption."""
    assumed = ", assumed" if threshold.evidence_level == "assumed" else ""
    return f"{threshold.meaning} ({name_size(threshold)}{assumed})"


def name_counted(endpoint: Endpoint, value: float) -> str:
    """Return the size of improvement that participants were counted by, ``12 points``.

    Parameters
    ----------
    endpoint : Endpoint
        What was measured.
    value : float
        ``threshold`` of a row of shares.
    """
    important = endpoint.important_change
    if important is not None and important.value == value:
        return name_size(important)
    return _size(value, endpoint.unit)


def _size(value: float, unit: str) -> str:
    if unit == PERCENT:
        return f"{format_size(value)}% of baseline"
    return with_unit(format_size(value), unit)
