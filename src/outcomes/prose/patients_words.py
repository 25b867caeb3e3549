"""Sizes, thresholds and counts in plain words, for patients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.prose.counts import count_people
from outcomes.rounding import format_count, format_size
from outcomes.verdict import rounds_to_none
from outcomes.vocabulary.scales import PERCENT, digits_of, with_unit
from outcomes.vocabulary.sentences import say_size

Row = Mapping[str, Any]

NO_ANSWER = "So this study gives no answer here."
NOT_SURE = "How sure that is, is not known."


def say_once(sentences: Sequence[str]) -> str:
    """Join sentences; what holds of several, as of two sides, is said once, after the last."""
    return " ".join(reversed(dict.fromkeys(reversed(sentences))))


def say_move(row: Row, endpoint: Endpoint) -> str:
    """Return ``fell by 7.6 points``."""
    if rounds_to_none(row["estimate"]):
        return "did not change"
    verb = "rose" if row["estimate"] > 0 else "fell"
    return f"{verb} by {say_amount(row['estimate'], endpoint)}"


def say_amount(value: float, endpoint: Endpoint) -> str:
    """Return the size of a difference or change with its unit, without its sign."""
    return with_unit(say_size(value, digits_of(endpoint)), endpoint.unit)


def say_counted_by(row: Row, endpoint: Endpoint) -> str:
    """Return the threshold that people were counted by."""
    important = endpoint.important_change
    if important is not None and important.value == row["threshold"]:
        return say_threshold_plainly(important)
    return with_unit(format_size(row["threshold"]), endpoint.unit)


def say_threshold_plainly(threshold: Threshold) -> str:
    """Return ``10 points`` or ``20% of the score at the start``."""
    size = format_size(threshold.value)
    if threshold.unit == PERCENT:
        return f"{size}% of the score at the start"
    return with_unit(size, threshold.unit)


def count_affected(row: Row) -> str:
    """Return ``12 of 25 people``, from a row of a share."""
    affected = format_count(row["estimate"] * row["n_arm"])
    return f"{affected} of {count_people(row['n_arm'])}"
