"""Numbers, directions and names as they stand inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outcomes.rounding import format_df, format_level, format_number, format_p, format_weeks
from outcomes.study.study import StudyVisit
from outcomes.vocabulary.contrast import name_distribution

PROPER_NAMES = frozenset(
    {"Achilles", "Harris", "Lequesne", "Likert", "Mulligan", "Oxford", "Roland", "Tegner"}
)
"""First words of labels that keep their capital inside a sentence."""

_ONE_CAPITAL = re.compile(r"[A-Z][a-z]+$")
_READABLE_VISIT = re.compile(
    r"(day|week|month|year|visit|baseline|follow|end\b|\d+[- ]?(day|week|month|year))",
    re.IGNORECASE,
)
_NUMBERED_DAY = re.compile(r"day\s+\d", re.IGNORECASE)


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence: ``Saline injection`` as ``saline injection``.

    Abbreviations, titles in capitals (``Oxford Knee Score``) and proper names stay as they are.
    """
    words = label.split()
    if not words or words[0] in PROPER_NAMES or not _ONE_CAPITAL.match(words[0]):
        return label
    if len(words) > 1 and all(word[:1].isupper() for word in words):
        return label
    return label[:1].lower() + label[1:]


def capitalise(text: str) -> str:
    """Turn the first letter into a capital, leaving the others as they are."""
    return text[:1].upper() + text[1:]


def join_words(words: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def at_visit(visit: str) -> str:
    """Return ``at week 52``, ``on day 7`` or ``at the visit "after"``."""
    return f"on {visit}" if _NUMBERED_DAY.match(visit) else f"at {name_visit(visit)}"


def name_visit(visit: str) -> str:
    """Return a visit's name as a sentence can take it: ``week 52``, ``the visit "after"``."""
    return visit if _READABLE_VISIT.match(visit) else f'the visit "{visit}"'


def name_time(visit: StudyVisit) -> str:
    """Return a visit with its time, where its name does not say it."""
    if visit.name.strip().lower() == visit.time.strip().lower():
        return visit.name
    return f"{visit.name} ({visit.time or f'week {format_weeks(visit.week)}'})"


def say_size(value: float, digits: int) -> str:
    """Return the size of a number, without its sign; ``less than 0.1`` if it only rounds to 0."""
    text = format_number(abs(value), digits)
    if value != 0 and not any(character in "123456789" for character in text):
        return f"less than {10.0**-digits:.{digits}f}"
    return text


def with_unit(text: str, unit: str) -> str:
    """Put a unit behind a number."""
    return f"{text} {unit}".rstrip()


def say_side(value: float) -> str:
    """Return ``higher`` or ``lower``."""
    return "higher" if value > 0 else "lower"


def say_interval(low: float, high: float, digits: int) -> str:
    """Return an interval of differences in words, with sides in place of signs.

    Examples
    --------
    >>> say_interval(-15.3, -0.2, 1), say_interval(-2.1, 8.3, 1)
    ('0.2 to 15.3 lower', 'from 2.1 lower to 8.3 higher')
    """
    if low < 0 < high:
        return f"from {say_size(low, digits)} lower to {say_size(high, digits)} higher"
    near, far = (low, high) if high > 0 else (high, low)
    if far == 0:
        return "no wider than 0"
    return f"{say_size(near, digits)} to {say_size(far, digits)} {say_side(far)}"


def say_basis(level: float, interval: str, distribution: str, df: float, p_value: float) -> str:
    """Return what stands in parentheses behind an estimate: interval, distribution, df and p."""
    basis = name_distribution(distribution)
    if df == df:
        basis += f", {format_df(df)} df"
    parts = [f"{format_level(level)} CI {interval}", basis]
    if p_value == p_value:
        text = format_p(p_value)
        parts.append(f"p {text[0]} {text[1:]}" if text[0] in "<>" else f"p = {text}")
    return "; ".join(parts)
