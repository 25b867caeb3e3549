"""What a responder is called, and the number needed to treat in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.analysis.response_definitions import FAVOURABLE, STATE, find_definition
from outcomes.rounding import format_level, format_number, format_size
from outcomes.study.study import Labels
from outcomes.vocabulary.scales import name_size, with_unit

Row = Mapping[Any, Any]

_INFINITY = "\u221e"
_MOST_WITH_DECIMAL = 100


def name_response(row: Row, labels: Labels) -> str:
    """Return how a row counts responders, ``improved by at least 12 points``.

    Parameters
    ----------
    row : mapping
        An estimates row whose ``subgroup`` is the key of a definition of responders.
    labels : Labels
        The study's names.
    """
    endpoint = labels.endpoints[row["endpoint"]]
    threshold = find_definition(endpoint, row["subgroup"]).threshold
    if threshold is None:
        return f"answered {'no' if endpoint.higher == 'worse' else 'yes'}"
    if threshold.meaning == STATE:
        way = "lower" if endpoint.higher == "worse" else "higher"
        size = with_unit(format_size(threshold.value), endpoint.unit)
        return f"reached {size} or {way} (acceptable symptom state)"
    return f"improved by at least {name_size(threshold)}"


def name_population(row: Row, labels: Labels) -> str:
    """Return in whom and where the threshold of a row was found; empty for a yes or no."""
    if row["subgroup"] == FAVOURABLE:
        return ""
    threshold = find_definition(labels.endpoints[row["endpoint"]], row["subgroup"]).threshold
    context = threshold.context if threshold is not None else ""
    return context or "population not stated"


def name_needed(row: Row, *, with_level: bool = True) -> str:
    """Return a number needed to treat with its interval, as Altman writes it.

    Parameters
    ----------
    row : mapping
        An estimates row of ``needed to treat``.
    with_level : bool
        Whether the level is said; not where a heading does.

    Examples
    --------
    >>> name_needed({"estimate": 3.3, "ci_low": 2.2, "ci_high": 7.4, "level": 0.95})
    'NNTB 3.3 (95% CI 2.2 to 7.4)'
    >>> name_needed({"estimate": 8.3, "ci_low": 2.9, "ci_high": -7.9, "level": 0.95})
    'NNTB 8.3 (95% CI NNTB 2.9 to \u221e to NNTH 7.9)'
    """
    estimate, low, high = (float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    name = "NNTB" if estimate > 0 else "NNTH"
    if low > 0 > high:
        inner = f"NNTB {_size(low)} to {_INFINITY} to NNTH {_size(high)}"
    elif low != low or high != high:
        inner = " to ".join(f"{_side(end)} {_size(end)}".strip() for end in (low, high))
    elif estimate > 0:
        inner = f"{_size(low)} to {_size(high)}"
    else:
        inner = f"{_size(high)} to {_size(low)}"
    level = f"{format_level(row['level'])} CI " if with_level else ""
    return f"{name} {_size(estimate)} ({level}{inner})"


def _side(end: float) -> str:
    if end != end:
        return ""
    return "NNTB" if end > 0 else "NNTH"


def _size(number: float) -> str:
    if number != number:
        return _INFINITY
    size = abs(number)
    return format_number(size, 1 if size < _MOST_WITH_DECIMAL else 0)
