"""What one who knows the rule, but not the secret offset, can find out from what is published.

The counts of a release are the unknowns of an integer program, what is published its constraints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from outcomes.disclosure import FINEST
from tests.disclosure.published import Release

_MOST = 400


@dataclass
class Program:
    """Linear constraints on integers, named as they are first used."""

    names: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[dict[str, float], float, float]] = field(default_factory=list)

    def add(self, terms: Mapping[str, float], low: float, high: float = np.inf) -> None:
        """Require a sum of multiples to lie between two ends."""
        for name in terms:
            self.names.setdefault(name, len(self.names))
        self.rows.append((dict(terms), low, high))

    def span(self, terms: Mapping[str, float]) -> tuple[int, int]:
        """Return the least and the greatest value that a sum can have."""
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.names))
            for name, factor in terms.items():
                goal[self.names[name]] = sign * factor
            matrix = np.zeros((len(self.rows), len(self.names)))
            for line, (row, _, _) in enumerate(self.rows):
                for name, factor in row.items():
                    matrix[line, self.names[name]] = factor
            limits = LinearConstraint(
                matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
            )
            upper = np.full(len(self.names), np.inf)
            lower = np.full(len(self.names), -np.inf)
            for name, place in self.names.items():
                if "total" not in name:
                    lower[place], upper[place] = 0, _MOST
            found = milp(
                goal,
                constraints=limits,
                integrality=np.ones(len(self.names)),
                bounds=Bounds(lower, upper),
            )
            assert found.success, "what is published contradicts itself"
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


def enter(program: Program, release: Release, mark: str = "") -> list[str]:
    """Enter a release into a program; return the names of its counts.

    Each count is rounded by the one secret offset; those with a score are among those enrolled,
    and those with a change among those with a score; sums of scores are multiples of their step.
    """
    least, offset = release.minimum, f"offset{mark}"
    program.add({offset: 1}, 1, least)
    counts = []
    for name, shown in release.counts.items():
        counts.append(name + mark)
        terms = {name + mark: 1.0, offset: -1.0}
        if shown is None:
            program.add(terms, -np.inf, least - 1)
        else:
            program.add(terms, shown - least, shown - 1)
    for part, whole in release.parts:
        program.add({whole + mark: 1, part + mark: -1}, 0)
    for name, mean in release.means.items():
        half = max(release.step, FINEST) / 2 + 1e-6
        total = f"total of {name}{mark}"
        program.add({total: release.spacing, name + mark: -(mean - half)}, 0)
        program.add({total: release.spacing, name + mark: -(mean + half)}, -np.inf, 0)
    return counts


def find_spans(release: Release) -> dict[str, tuple[int, int]]:
    """Return the range of each count, and of how many are missing between two, from one release."""
    program = Program()
    spans = {name: {name: 1.0} for name in enter(program, release)}
    spans |= {f"{whole} without {part}": {whole: 1.0, part: -1.0} for part, whole in release.parts}
    return {name: program.span(terms) for name, terms in spans.items()}


def find_spans_of_two(before: Release, after: Release) -> dict[str, tuple[int, int]]:
    """Return the ranges of two releases together, the first with one participant more."""
    program = Program()
    counts = enter(program, before, " before")
    enter(program, after, " after")
    enrolled = [name for name in before.counts if name.startswith("enrolled")]
    program.add({f"gone {name}": 1 for name in enrolled}, 1, 1)
    for name in before.counts:
        gone = f"gone enrolled {before.arm_of(name)}"
        fewer = {f"{name} before": 1.0, f"{name} after": -1.0}
        program.add(fewer, 0)
        if name in enrolled:
            program.add({**fewer, gone: -1.0}, 0, 0)
        else:
            program.add({**fewer, gone: -1.0}, -np.inf, 0)
    return {name: program.span({name: 1.0}) for name in counts}
