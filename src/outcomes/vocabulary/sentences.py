"""Names, numbers and sides as they stand inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outcomes.rounding import format_number

PROPER_NAMES = frozenset(
    {"Achilles", "Harris", "Lequesne", "Likert", "Mulligan", "Oxford", "Roland", "Tegner"}
)
"""First words of labels that keep their capital inside a sentence."""

_ONE_CAPITAL = re.compile(r"[A-Z][a-z]+[,;:]?$")


def mid_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence: ``Saline injection`` as ``saline injection``.

    Abbreviations, titles in capitals (``Oxford Knee Score``) and proper names stay as they are.
    """
    words = label.split()
    if not words or words[0].rstrip(",;:") in PROPER_NAMES or not _ONE_CAPITAL.match(words[0]):
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


def count_things(number: float, what: str) -> str:
    """Return ``one trial``, ``two studies`` ... in words up to nine, then in figures."""
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    whole = round(number)
    word = names[whole] if whole < len(names) else format_number(number, 0)
    return f"{word} {what if whole == 1 else _pluralise(what)}"


def _pluralise(what: str) -> str:
    """Return the plural of a noun, ``studies`` of ``study``, ``hypotheses`` of ``hypothesis``."""
    return re.sub(r"sis$", "se", re.sub(r"([^aeiou])y$", r"\1ie", what)) + "s"


def say_size(value: float, digits: int) -> str:
    """Return the size of a number, without its sign; ``less than 0.1`` if it only rounds to 0."""
    text = format_number(abs(value), digits)
    if value != 0 and not any(character in "123456789" for character in text):
        return f"less than {format_number(10.0**-digits, digits)}"
    return text


def say_side(value: float) -> str:
    """Return ``higher`` or ``lower``."""
    return "higher" if value > 0 else "lower"


def say_sides(low: float, high: float, digits: int, sides: tuple[str, str]) -> str:
    """Return an interval with sides in place of signs; it never begins with "from".

    Parameters
    ----------
    low, high : float
        Its ends.
    digits : int
        Decimals.
    sides : tuple of str
        What values below and above 0 are called, behind their size.

    Examples
    --------
    >>> say_sides(-2.1, 8.3, 1, ("in favour of saline", "in favour of dextrose"))
    '2.1 in favour of saline to 8.3 in favour of dextrose'
    >>> say_sides(0.2, 15.3, 1, ("lower", "higher"))
    '0.2 to 15.3 higher'
    """
    down, up = sides
    if low < 0 < high:
        return f"{say_size(low, digits)} {down} to {say_size(high, digits)} {up}"
    near, far = sorted((low, high), key=abs)
    return f"{say_size(near, digits)} to {say_size(far, digits)} {up if far > 0 else down}"


def say_interval(low: float, high: float, digits: int) -> str:
    """Return an interval of differences in words, with sides in place of signs.

    Examples
    --------
    >>> say_interval(-15.3, -0.2, 1), say_interval(-2.1, 8.3, 1)
    ('0.2 to 15.3 lower', 'from 2.1 lower to 8.3 higher')
    """
    if low == high == 0:
        return "no wider than 0"
    opening = "from " if low < 0 < high else ""
    return opening + say_sides(low, high, digits, ("lower", "higher"))
