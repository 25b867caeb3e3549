"""What changes with placebo, and what they were turned into, are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.evidence.placebo_response import GROUPS, STANDARDISED
from outcomes.rounding import (
    format_interval,
    format_level,
    format_number,
    format_printed,
    format_signed,
    format_size,
)
from outcomes.vocabulary.sentences import mid_sentence
from outcomes.vocabulary.trials import name_trial, say_weeks


def name_source(row: Mapping[Any, Any]) -> str:
    """Return who prints a change, ``Zhang 2008``; the reader's own is ``This study``."""
    return name_trial(row)


def name_given(row: Mapping[Any, Any]) -> str:
    """Return what participants were given, ``saline`` or ``no treatment``."""
    if row["group"] in ("placebo", "placebo injection"):
        return mid_sentence(row["given"])
    return GROUPS[row["group"]]


def name_when(row: Mapping[Any, Any]) -> str:
    """Return when, ``week 13`` or ``up to week 26``; empty where it is not stated."""
    return say_weeks(row["when"]).removeprefix(", ") if row["when"] else ""


def say_outcome(row: Mapping[Any, Any]) -> str:
    """Return what was measured and when, ``pain VAS, week 13``."""
    return ", ".join(filter(None, (row["outcome"], name_when(row))))


def say_placebo_change(row: Mapping[Any, Any]) -> str:
    """Return a change with its interval, ``7.6 (95% CI 0.7 to 14.5)``."""
    value = format_number(row["change"])
    interval = format_interval(row["ci_low"], row["ci_high"], absent="")
    return f"{value} ({format_level(row['level'])} CI {interval})" if interval else value


def say_printed(row: Mapping[Any, Any]) -> str:
    """Return a number as it was printed, ``-3.3 points of 0 to 20``."""
    is_own = row["kind"] == "study"
    number = (
        format_signed(row["printed"]) if is_own else format_printed(row["printed"], signed=True)
    )
    text = f"{number} {row['unit']}"
    if row["unit"] == STANDARDISED:
        return text
    return f"{text} of {format_size(row['scale_low'])} to {format_size(row['scale_high'])}"
