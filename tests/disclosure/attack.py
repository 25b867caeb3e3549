"""What one who knows the rule, but not the secret offset, can find out from what is published.

The counts of a release are the unknowns of an integer program, what is published its constraints.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tests.disclosure.counted import Name
from tests.disclosure.published import Mean, Release

_MOST = 400

Span = tuple[int, int]


@dataclass
class Program:
    """Linear constraints on integers, named as they are first used; totals may be negative."""

    names: dict[Hashable, int] = field(default_factory=dict)
    rows: list[tuple[dict[Hashable, float], float, float]] = field(default_factory=list)

    def add(self, terms: Mapping[Hashable, float], low: float, high: float = np.inf) -> None:
        """Require a sum of multiples to lie between two ends."""
        for name in terms:
            self.names.setdefault(name, len(self.names))
        self.rows.append((dict(terms), low, high))

    def span(self, terms: Mapping[Hashable, float]) -> Span:
        """Return the least and the greatest value that a sum can have."""
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.names))
            for name, factor in terms.items():
                goal[self.names[name]] = sign * factor
            found = milp(
                goal,
                constraints=self._limits,
                integrality=np.ones(len(self.names)),
                bounds=self._bounds,
            )
            assert found.success, "what is published contradicts itself"
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]

    @cached_property
    def _limits(self) -> LinearConstraint:
        entries = [
            (factor, line, self.names[name])
            for line, (row, _, _) in enumerate(self.rows)
            for name, factor in row.items()
        ]
        factors, lines, places = zip(*entries, strict=True)
        matrix = coo_array((factors, (lines, places)), shape=(len(self.rows), len(self.names)))
        lows, highs = ([row[end] for row in self.rows] for end in (1, 2))
        return LinearConstraint(matrix.tocsr(), lows, highs)

    @cached_property
    def _bounds(self) -> Bounds:
        free = np.array([isinstance(name, tuple) and name[0] == "total" for name in self.names])
        return Bounds(np.where(free, -np.inf, 0), np.where(free, np.inf, _MOST))


def enter(program: Program, release: Release, mark: str = "") -> None:
    """Enter a release into a program.

    Whatever is rounded together is rounded by the one secret offset; parts are among their whole,
    a whole is no more than what it is a union of, and sums of scores are multiples of their step.
    What is left out because it adds up to less than its whole is rounded to less, taken together.
    """
    least, offset = release.minimum, ("offset", mark)
    program.add({offset: 1}, 1, least)
    for names, shown in release.sums:
        terms = {**{(name, mark): 1.0 for name in names}, offset: -1.0}
        if shown is None:
            program.add(terms, -np.inf, least - 1)
        else:
            program.add(terms, shown - least, shown - 1)
    for part, whole in release.counts.orders:
        program.add({(whole, mark): 1, (part, mark): -1}, 0)
    for whole, kinds in release.counts.unions:
        program.add({**{(kind, mark): 1.0 for kind in kinds}, (whole, mark): -1.0}, 0)
    for whole, parts in release.counts.parts.items():
        program.add({**{(part, mark): -1.0 for part in parts}, (whole, mark): 1.0}, 0, 0)
    for name, mean in release.means.items():
        _enter_mean(program, release, name, mean, mark)
    for whole, kinds in release.short:
        multiples = {("multiple", kind, mark): float(least) for kind in kinds}
        (published,) = (shown for names, shown in release.sums if names == (whole,))
        assert published
        program.add(multiples, 0, published - least)
        for kind in kinds:
            terms = {(kind, mark): 1.0, offset: -1.0, ("multiple", kind, mark): -float(least)}
            program.add(terms, -least, -1)


def _enter_mean(program: Program, release: Release, name: Name, mean: Mean, mark: str) -> None:
    """Enter a mean; that of changes is of what the same participants scored before and after.

    Their scores are among those of all who were seen at either visit, whose mean may be given too.
    """
    half, total = mean.step / 2 + 1e-6, ("total", name, mark)
    program.add({total: mean.spacing, (name, mark): -(mean.value - half)}, 0)
    program.add({total: mean.spacing, (name, mark): -(mean.value + half)}, -np.inf, 0)
    if name[1] != "changed":
        return
    arm, _, *place = name
    highest = release.highest / mean.spacing
    then, now = (("total", (arm, at, *place), mark) for at in ("before", "after"))
    first, here = (arm, "seen", *place[:-1], 0), (arm, "seen", *place)
    program.add({now: 1.0, then: -1.0, total: -1.0}, 0, 0)
    for scored, seen in ((then, first), (now, here)):
        program.add({scored: 1.0}, 0)
        program.add({(name, mark): highest, scored: -1.0}, 0)
        if seen in release.means:
            every = ("total", seen, mark)
            program.add({every: 1.0, scored: -1.0}, 0)
            others = {(seen, mark): highest, (name, mark): -highest}
            program.add({**others, every: -1.0, scored: 1.0}, 0)


def find_spans(release: Release) -> dict[str, Span]:
    """Return the range of each count, and of who is missing of each whole, from one release."""
    program = Program()
    enter(program, release)
    spans = {str(name): program.span({(name, ""): 1.0}) for name in release.counts.true}
    for part, whole in release.counts.orders:
        missing: dict[Hashable, float] = {(whole, ""): 1.0, (part, ""): -1.0}
        spans[f"{whole} without {part}"] = program.span(missing)
    return spans


def find_spans_of_two(before: Release, after: Release) -> dict[str, Span]:
    """Return the ranges of two releases together, the first with one participant more."""
    program = Program()
    enter(program, before, "before")
    enter(program, after, "after")
    arms = {name[0] for name in before.counts.true}
    program.add({("gone", arm): 1 for arm in arms}, 1, 1)
    names: list[Name] = list(before.counts.true)
    for name in names:
        fewer: dict[Hashable, float] = {(name, "before"): 1.0, (name, "after"): -1.0}
        program.add(fewer, 0)
        enrolled = name[1] == "enrolled"
        program.add({**fewer, ("gone", name[0]): -1.0}, 0 if enrolled else -np.inf, 0)
    return {
        f"{name} {mark}": program.span({(name, mark): 1.0})
        for name in names
        for mark in ("before", "after")
    }
