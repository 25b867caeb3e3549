"""What readers call an arm, a visit, an endpoint and its scale."""

from __future__ import annotations

import math
from collections.abc import Iterable

from outcomes.instruments.definition import Endpoint
from outcomes.rounding import choose_digits, format_number
from outcomes.study.study import Labels

METHODS = {
    "mmrm": "mixed model for repeated measures (MMRM) where an endpoint has two or more follow-up "
    "visits, else analysis of covariance",
    "ancova": "analysis of covariance (ANCOVA) at each visit, complete cases",
}
"""What readers call the methods of the study file."""


def name_arm(labels: Labels, arm: str) -> str:
    """Return an arm's label; its id if the study has no such arm."""
    return labels.arms[arm].label if arm in labels.arms else arm


def name_pair(labels: Labels, arm: str, comparator: str) -> str:
    """Return a comparison as ``Dextrose against Saline injection``."""
    return f"{name_arm(labels, arm)} against {name_arm(labels, comparator)}"


def name_endpoint(labels: Labels, endpoint: str, side: str = "") -> str:
    """Return an endpoint's label, with its side where sides stand apart.

    A covariate has no label: its column's name in words stands instead.
    """
    if endpoint in labels.endpoints:
        label = labels.endpoints[endpoint].label
    else:
        words = endpoint.replace("_", " ").strip()
        label = words[:1].upper() + words[1:]
    return f"{label}, {side}" if side else label


def describe_scale(endpoint: Endpoint) -> str:
    """Return unit, range and direction in words, ``points, 0 to 100, higher is worse``."""
    if endpoint.kind == "binary":
        best = {"better": "yes is better", "worse": "no is better", "neither": ""}[endpoint.higher]
        return ", ".join(part for part in ("yes or no", best) if part)
    bounded = not (math.isinf(endpoint.low) or math.isinf(endpoint.high))
    limits = f"{_shortest(endpoint.low)} to {_shortest(endpoint.high)}" if bounded else ""
    direction = {
        "better": "higher is better",
        "worse": "higher is worse",
        "neither": "neither direction is better",
    }[endpoint.higher]
    return ", ".join(part for part in (endpoint.unit, limits, direction) if part)


def head_endpoint(labels: Labels, endpoint: str, side: str = "") -> str:
    """Return an endpoint's label with its scale, for the head of a row or a caption."""
    name = name_endpoint(labels, endpoint, side)
    known = labels.endpoints.get(endpoint)
    return name if known is None else f"{name} ({describe_scale(known)})"


def digits_of(labels: Labels, endpoint: str) -> int:
    """Return how many decimals an endpoint's means and differences are given with."""
    known = labels.endpoints.get(endpoint)
    return 1 if known is None else choose_digits(known.low, known.high)


def order_endpoints(labels: Labels, found: Iterable[str]) -> list[str]:
    """Return the endpoints found, in the study file's order; others after them as they came."""
    names = list(dict.fromkeys(found))
    known = [name for name in labels.endpoints if name in names]
    return known + [name for name in names if name not in labels.endpoints]


def order_visits(labels: Labels, found: Iterable[str]) -> list[str]:
    """Return the visits found, in order of time; others after them as they came."""
    names = list(dict.fromkeys(found))
    known = [visit.name for visit in labels.visits if visit.name in names]
    return known + [name for name in names if name not in known]


def order_arms(labels: Labels, found: Iterable[str]) -> list[str]:
    """Return the arms found, in the study file's order; others after them as they came."""
    names = list(dict.fromkeys(found))
    known = [arm for arm in labels.arms if arm in names]
    return known + [name for name in names if name not in known]


def _shortest(value: float) -> str:
    return format_number(value, 0 if value == round(value) else 1)
