"""The words on and around a figure: directions, units, intervals, visits."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import choose_digits, format_level, format_number, format_weeks
from outcomes.study.study import Labels

_DISTRIBUTIONS = {"t": "t distribution", "normal": "normal distribution", "wilson": "Wilson score"}
_TIME = re.compile(r"(day|week|month|year)s? (\d+(?:\.\d+)?)")


def name_visit(visit: str, week: float, labels: Labels) -> str:
    """Return a visit's name, with its time where the name does not say it."""
    known = next((one for one in labels.visits if one.name == visit), None)
    if known is None:
        return visit or f"week {format_weeks(week)}"
    if known.is_baseline or known.name.strip().lower() == known.time.strip().lower():
        return known.name
    return f"{known.name} ({known.time})"


def name_visits(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the visit's name of each row."""
    return [
        name_visit(visit, week, labels)
        for visit, week in zip(rows["visit"], rows["week"], strict=True)
    ]


def time_axis(weeks: Sequence[float], labels: Labels) -> tuple[list[str], str]:
    """Return the tick labels of visits and the title of their axis.

    In the unit of time that the study file gives all these visits in, else in weeks.

    Parameters
    ----------
    weeks : sequence of float
        Weeks since baseline of the visits drawn.
    """
    times = {visit.week: _TIME.fullmatch(visit.time.strip().lower()) for visit in labels.visits}
    found = [times.get(week) for week in weeks if week != 0]
    units = {match.group(1) for match in found if match is not None}
    if None in found or len(units) != 1:
        return [format_weeks(week) for week in weeks], "Weeks since baseline"
    texts = []
    for week in weeks:
        match = times.get(week)
        texts.append(match.group(2) if match is not None and week != 0 else "0")
    return texts, f"{units.pop().capitalize()}s since baseline"


def describe_direction(endpoint: Endpoint) -> str:
    """Return ``lower is better``, ``higher is better`` or an empty text."""
    return {"worse": "lower is better", "better": "higher is better", "neither": ""}[
        endpoint.higher
    ]


def describe_scale(endpoint: Endpoint) -> str:
    """Return the unit, the range where it ends, and the direction."""
    parts = [endpoint.unit] if endpoint.unit else []
    if abs(endpoint.low) < float("inf") and abs(endpoint.high) < float("inf"):
        parts.append(f"{write_size(endpoint.low)} to {write_size(endpoint.high)}")
    parts = [", ".join(parts)] if parts else []
    if describe_direction(endpoint):
        parts.append(describe_direction(endpoint))
    return "; ".join(parts)


def describe_intervals(rows: pd.DataFrame) -> str:
    """Say which intervals are drawn: level, distribution and degrees of freedom.

    Examples
    --------
    ``95% confidence intervals (t distribution, 24 to 29 degrees of freedom)``
    """
    drawn = rows[rows["ci_low"].notna() & rows["ci_high"].notna()]
    if drawn.empty:
        return "no confidence intervals (none could be calculated)"
    levels = " and ".join(format_level(level) for level in sorted(set(drawn["level"].dropna())))
    parts = [_DISTRIBUTIONS.get(name, name) for name in sorted(set(drawn["distribution"])) if name]
    if drawn["df"].notna().any():
        low, high = drawn["df"].min(), drawn["df"].max()
        text = _degrees(low) if low == high else f"{_degrees(low)} to {_degrees(high)}"
        parts.append(f"{text} degrees of freedom")
    inside = f" ({', '.join(parts)})" if parts else ""
    return f"{levels} confidence intervals{inside}".strip()


def _degrees(df: float) -> str:
    return format_number(df, 0 if df == round(df) else 1)


def digits_of(endpoint: Endpoint) -> int:
    """Return how many decimals this endpoint's numbers are given with."""
    return choose_digits(endpoint.low, endpoint.high)


def with_unit(text: str, endpoint: Endpoint) -> str:
    """Put the endpoint's unit behind a number."""
    return f"{text} {endpoint.unit}".strip()


def find_threshold(endpoint: Endpoint, *meanings: str) -> Threshold | None:
    """Return the first threshold, in the order of meanings, that is a number on the scale."""
    for meaning in meanings:
        for threshold in endpoint.thresholds:
            if threshold.meaning == meaning and threshold.unit != "percent of baseline":
                return threshold
    return None


def describe_threshold(threshold: Threshold, endpoint: Endpoint) -> str:
    """Return ``minimal important change 12 points``, and whether that is an assumption."""
    text = f"{threshold.meaning} {with_unit(write_size(threshold.value), endpoint)}"
    return f"{text} (assumed)" if threshold.standing == "assumed" else text


def write_size(value: float) -> str:
    """Write a threshold's size with as many decimals as it was given with, at most two."""
    digits = next((places for places in (0, 1) if round(value, places) == value), 2)
    return format_number(value, digits)


def join_words(words: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capitalise(text: str) -> str:
    """Turn the first letter into a capital, leaving the others as they are."""
    return text[:1].upper() + text[1:]
