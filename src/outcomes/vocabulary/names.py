"""What readers call arms, comparisons, endpoints and sides, and the order they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.study.study import Labels
from outcomes.vocabulary.scales import describe_scale as describe_scale
from outcomes.vocabulary.sentences import capitalise, mid_sentence

METHODS = {
    "mmrm": "mixed model for repeated measures (MMRM) where an endpoint has two or more follow-up "
    "visits, else analysis of covariance",
    "ancova": "analysis of covariance (ANCOVA) at each visit, complete cases",
}
"""What readers call the methods of the study file."""


ABBREVIATIONS = frozenset({"bmi", "mri", "nrs", "vas", "womac"})
"""Words in names of columns that readers write in capitals."""


def name_arm(labels: Labels, arm: str) -> str:
    """Return an arm's label; its id if the study has no such arm."""
    return labels.arms[arm].label if arm in labels.arms else arm


def say_arm(labels: Labels, arm: str) -> str:
    """Return an arm's label as it stands inside a sentence."""
    return mid_sentence(name_arm(labels, arm))


def name_pair(labels: Labels, arm: str, comparator: str) -> str:
    """Return a comparison as ``Dextrose against Saline injection``."""
    return f"{name_arm(labels, arm)} against {name_arm(labels, comparator)}"


def name_side(side: str) -> str:
    """Return ``left side``; empty where sides are one."""
    return side if not side or side.lower().endswith("side") else f"{side} side"


def name_covariate(labels: Labels, column: str) -> str:
    """Return what a sentence calls a column of the participants' table, ``body weight`` or ``BMI``.

    Its label; without one the column's name as it is written, with spaces for underscores.
    """
    if column in labels.covariates:
        return mid_sentence(labels.covariates[column])
    words = column.replace("_", " ").split()
    return " ".join(word.upper() if word.lower() in ABBREVIATIONS else word for word in words)


def name_endpoint(labels: Labels, endpoint: str, side: str = "") -> str:
    """Return an endpoint's label, with its side where sides stand apart.

    Of a covariate without a label its column's name in words stands instead.
    """
    if endpoint in labels.endpoints:
        label = labels.endpoints[endpoint].label
    else:
        label = capitalise(name_covariate(labels, endpoint))
    return f"{label}, {name_side(side)}" if side else label


def say_endpoint(labels: Labels, endpoint: str) -> str:
    """Return an endpoint's or a covariate's label as it stands inside a sentence."""
    if endpoint in labels.endpoints:
        return mid_sentence(labels.endpoints[endpoint].label)
    return name_covariate(labels, endpoint)


def head_endpoint(labels: Labels, endpoint: str, side: str = "") -> str:
    """Return an endpoint's label with its scale, for the head of a row or a caption."""
    name = name_endpoint(labels, endpoint, side)
    known = labels.endpoints.get(endpoint)
    return name if known is None else f"{name} ({describe_scale(known)})"


def order_endpoints(labels: Labels, found: Iterable[str]) -> list[str]:
    """Return the endpoints found, in the study file's order; others after them as they came."""
    return _order(labels.endpoints, found)


def order_visits(labels: Labels, found: Iterable[str]) -> list[str]:
    """Return the visits found, in order of time; others after them as they came."""
    return _order((visit.name for visit in labels.visits), found)


def order_arms(labels: Labels, found: Iterable[str]) -> list[str]:
    """Return the arms found, in the study file's order; others after them as they came."""
    return _order(labels.arms, found)


def _order(known: Iterable[str], found: Iterable[str]) -> list[str]:
    names = dict.fromkeys(found)
    first = [name for name in known if name in names]
    return first + [name for name in names if name not in first]
