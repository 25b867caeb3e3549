"""The true counts of a small study, and what anybody knows of how they go together."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.disclosure.make import EVENTS, SEXES, Person, SmallStudy

Name = tuple[str | int, ...]
"""Of a count: its arm, what is counted, and of which."""


@dataclass
class Counts:
    """Counts by name, and how they go together.

    Parameters
    ----------
    true : dict
        Number of participants.
    orders : list of (Name, Name)
        A count, and another that includes it.
    unions : list of (Name, list of Name)
        A count, and others that together include it.
    parts : dict of Name to list of Name
        By a count, the counts of a partition of it, in the order of what is partitioned by.
    """

    true: dict[Name, int] = field(default_factory=dict)
    orders: list[tuple[Name, Name]] = field(default_factory=list)
    unions: list[tuple[Name, list[Name]]] = field(default_factory=list)
    parts: dict[Name, list[Name]] = field(default_factory=dict)

    @property
    def undivided(self) -> list[Name]:
        """The counts that are no parts of a partition."""
        within = {part for parts in self.parts.values() for part in parts}
        return [name for name in self.true if name not in within]


def count_study(study: SmallStudy) -> Counts:
    """Count the participants of each arm, in every way that is published."""
    counts = Counts()
    for arm in study.arms:
        people = [person for person in study.people if person.arm == arm]
        whole = (arm, "enrolled")
        counts.true[whole] = len(people)
        _count_sexes(counts, whole, people)
        _count_events(counts, whole, people)
        _count_scores(counts, whole, people, study)
    return counts


def _count_sexes(counts: Counts, whole: Name, people: list[Person]) -> None:
    for column in ("sex", "age"):
        known = (whole[0], "known", column)
        counts.true[known] = sum(getattr(person, column) != "" for person in people)
        counts.orders.append((known, whole))
    known = (whole[0], "known", "sex")
    counts.parts[known] = [(whole[0], "is", "sex", sex) for sex in SEXES]
    for name in counts.parts[known]:
        counts.true[name] = sum(person.sex == name[-1] for person in people)


def _count_events(counts: Counts, whole: Name, people: list[Person]) -> None:
    arm = whole[0]

    def count(name: Name, *within: Name, kind: str = "", serious: bool = False) -> Name:
        counts.true[name] = sum(
            any(kind in ("", event) and yes >= serious for event, yes in person.events)
            for person in people
        )
        counts.orders.extend((name, larger) for larger in within)
        return name

    some = count((arm, "harms", "any event"), whole)
    serious = count((arm, "harms", "serious event"), some, serious=True)
    named, grave = [], []
    for kind in EVENTS:
        named.append(count((arm, "harms by event", kind), some, kind=kind))
        grave.append(
            count(
                (arm, "serious harms by event", kind), named[-1], serious, kind=kind, serious=True
            )
        )
    counts.unions += [(some, named), (serious, grave)]


def _count_scores(counts: Counts, whole: Name, people: list[Person], study: SmallStudy) -> None:
    for place in study.places:
        endpoint, side, week = place
        seen: Name = (whole[0], "seen", *place)
        values = [study.scored(person, place) for person in people]
        counts.true[seen] = sum(value is not None for value in values)
        counts.orders.append((seen, whole))
        if not study.steps[endpoint]:
            counts.parts[seen] = [(whole[0], "at", *place, level) for level in (0, 1)]
            for name in counts.parts[seen]:
                counts.true[name] = values.count(name[-1])
        elif week:
            changed: Name = (whole[0], "changed", *place)
            before = (endpoint, side, 0)
            counts.true[changed] = sum(
                value is not None and study.scored(person, before) is not None
                for person, value in zip(people, values, strict=True)
            )
            counts.orders += [(changed, seen), (changed, (whole[0], "seen", *before))]
