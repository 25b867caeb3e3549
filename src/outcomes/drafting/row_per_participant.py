"""Tables of one row a participant: which columns hold one score at several visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from outcomes.drafting.time_points import is_time_word

_PLACE = "{visit}"
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")


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

    @property
    def columns(self) -> list[str]:
        """The columns, in the order of the visits."""
        return [self.pattern.replace(_PLACE, visit) for visit in self.visits]


def find_repeated(names: Sequence[str]) -> list[Repeated]:
    """Return the scores that stand at two or more visits.

    Examples
    --------
    >>> [one.pattern for one in find_repeated(["id", "pre_pain", "post_pain", "age"])]
    ['{visit}_pain']
    >>> [one.pattern for one in find_repeated(["flexion 6 weeks (°)", "flexion 12 weeks (°)"])]
    ['flexion {visit} (°)']
    """
    found: dict[str, tuple[str, list[str]]] = {}
    for name in names:
        for pattern, stem, visit in _splits(name):
            found.setdefault(pattern, (stem, []))[1].append(visit)
    repeated = [
        Repeated(stem, pattern, tuple(visits))
        for pattern, (stem, visits) in found.items()
        if len(visits) > 1
    ]
    # "pain after 6 weeks" is a score at two visits, and part of one at three with "pain baseline"
    most: dict[str, int] = {}
    for one in repeated:
        most |= {name: max(len(one.visits), most.get(name, 0)) for name in one.columns}
    kept = [one for one in repeated if any(most[name] == len(one.visits) for name in one.columns)]
    return [_with_weeks(one, [name for name in names if name not in most]) for one in kept]


def _with_weeks(repeated: Repeated, names: Sequence[str]) -> Repeated:
    """Add the columns that differ by ``S6`` where others have ``J0`` and ``M3``."""
    before, after = map(re.escape, repeated.pattern.split(_PLACE))
    found = (re.fullmatch(f"{before}([Ss]\\d+){after}", name) for name in names)
    weeks = [match[1] for match in found if match is not None]
    return replace(repeated, visits=(*repeated.visits, *weeks))


def _splits(name: str) -> list[tuple[str, str, str]]:
    """Return the ways in which a name, apart from a unit behind it, is a stem and a visit.

    A visit is looked for at the ends, and in the middle only where none is there.
    """
    unit = match[0] if (match := _BRACKETS.search(name)) else ""
    bare = name[: len(name) - len(unit)]
    signs = list(re.finditer(r"[_.\s-]", bare))
    splits = []
    for sign in signs:
        before, after = bare[: sign.start()], bare[sign.end() :]
        if is_time_word(before) and after:
            splits.append((f"{_PLACE}{sign[0]}{after}{unit}", f"{after}{unit}", before))
        if is_time_word(after) and before:
            splits.append((f"{before}{sign[0]}{_PLACE}{unit}", f"{before}{unit}", after))
    return splits or [
        (f"{before}{_PLACE}{after}{unit}", f"{before}{after[1:]}{unit}", visit)
        for first in signs
        for last in signs
        if first.end() < last.start() and is_time_word(visit := bare[first.end() : last.start()])
        for before, after in [(bare[: first.end()], bare[last.start() :])]
        if before.strip("_. -\n") and after.strip("_. -\n")
    ]
