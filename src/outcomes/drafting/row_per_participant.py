"""Tables of one row a participant: which columns hold one score at several visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.drafting.time_points import is_time_word

_PLACE = "{visit}"


@dataclass(frozen=True)
class Repeated:
    """Columns that hold one score, each at another visit.

    Parameters
    ----------
    stem : str
        What the names have in common: ``pain``.
    pattern : str
        The names with ``{visit}`` where they differ.
    visits : tuple of str
        What stands there, in the order of the columns.
    """

    stem: str
    pattern: str
    visits: tuple[str, ...]


def find_repeated(names: Sequence[str]) -> list[Repeated]:
    """Return the scores that stand at two or more visits.

    Examples
    --------
    >>> [one.pattern for one in find_repeated(["id", "pre_pain", "post_pain", "age"])]
    ['{visit}_pain']
    """
    found: dict[str, tuple[str, list[str]]] = {}
    for name in names:
        for pattern, stem, visit in _splits(name):
            found.setdefault(pattern, (stem, []))[1].append(visit)
    return [
        Repeated(stem, pattern, tuple(visits))
        for pattern, (stem, visits) in found.items()
        if len(visits) > 1
    ]


def _splits(name: str) -> list[tuple[str, str, str]]:
    """Return the ways in which a name is a stem and a visit."""
    splits = []
    for sign in re.finditer(r"[_. -]", name):
        before, after = name[: sign.start()], name[sign.end() :]
        if is_time_word(before) and after:
            splits.append((f"{_PLACE}{sign[0]}{after}", after, before))
        if is_time_word(after) and before:
            splits.append((f"{before}{sign[0]}{_PLACE}", before, after))
    return splits
