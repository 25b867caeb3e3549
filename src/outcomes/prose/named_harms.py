"""Events by name in words: for which of them the interval excludes no difference."""

from __future__ import annotations

from outcomes.displays.passage import Headed
from outcomes.estimates import HARMS_BY_EVENT
from outcomes.prose.change import is_absent
from outcomes.prose.harm_differences import Row, list_compared
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.verdict import judge
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_pair
from outcomes.vocabulary.sentences import join_words, say_interval, say_side, say_size

MOST_NAMED = 5
"""Events that a sentence names; the table has the others."""

MANY = (
    "With many events compared, some intervals exclude no difference by chance alone, and real "
    "differences in rare events are missed; no interval is adjusted for the number of events."
)
"""The caution beside intervals of several events."""


def say_named(found: Lookup, study: Study) -> list[str]:
    """Return, for each comparison, of which events by name the interval excludes no difference."""
    return [
        Headed(f"Events by name, {name_pair(study.labels, *pair)}", _say_excluding(rows))
        for pair in list_compared(study)
        if (rows := _find(found, pair))
    ]


def _find(found: Lookup, pair: tuple[str, str]) -> list[Row]:
    return [
        row
        for row in found.rows.values()
        if row["endpoint"] == HARMS_BY_EVENT
        and row["quantity"] == "risk difference"
        and (row["arm"], row["comparator"]) == pair
        and not is_absent(row["estimate"])
    ]


def _say_excluding(rows: list[Row]) -> str:
    excluding = [row for row in rows if judge(row).excludes_none]
    number = format_count(len(rows))
    opening = f"none of {number} intervals excludes no difference"
    if len(rows) == 1:
        opening = f"the interval of {rows[0]['subgroup']}, the only one, includes no difference"
    if excluding:
        verb = "excludes" if len(excluding) == 1 else "exclude"
        count = f"{format_count(len(excluding))} of {number} intervals {verb}"
        opening = f"{'its interval excludes' if len(rows) == 1 else count} no difference: "
        ordered = sorted(excluding, key=lambda row: -abs(row["estimate"]))
        others = len(ordered) - MOST_NAMED
        named = [_say_one(row) for row in ordered[:MOST_NAMED]]
        opening += join_words([*named, *([f"{format_count(others)} more"] if others > 0 else [])])
    return f"{opening}.{f' {MANY}' if len(rows) > 1 else ''}"


def _say_one(row: Row) -> str:
    size = f"{say_size(100 * row['estimate'], 1)} percentage points {say_side(row['estimate'])}"
    interval = say_interval(100 * row["ci_low"], 100 * row["ci_high"], 1)
    return f"{row['subgroup']} ({size}, {head_interval([row['level']])} {interval})"
