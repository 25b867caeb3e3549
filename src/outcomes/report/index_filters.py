"""Choices by which the index shows fewer studies; rules of style carry them out, no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from outcomes.report.cards import StudyCard
from outcomes.report.frame import PROVENANCE, open_sentence


@dataclass(frozen=True)
class Choice:
    """One value to choose; ``id`` is its radio button's and the class of the studies it keeps."""

    id: str
    label: str
    value: str = ""


@dataclass(frozen=True)
class Filter:
    """A question with its choices, of which the first keeps every study."""

    key: str
    name: str
    choices: tuple[Choice, ...]
    read: Callable[[StudyCard], tuple[str, ...]]

    def marks(self, card: StudyCard) -> list[str]:
        """Return the classes of a study's card."""
        held = self.read(card)
        return [choice.id for choice in self.choices[1:] if choice.value in held]


def make_filters(cards: Sequence[StudyCard]) -> tuple[Filter, ...]:
    """Return the filters that can tell studies apart: joint, outcome, provenance.

    Parameters
    ----------
    cards : sequence of StudyCard
        Every study of the index.
    """
    questions: tuple[tuple[str, str, Callable[[StudyCard], tuple[str, ...]]], ...] = (
        ("joint", "Joint", list_joints),
        ("outcome", "Outcome", lambda card: card.outcomes),
        ("provenance", "Data", lambda card: (card.provenance,)),
    )
    filters = []
    for key, name, read in questions:
        values = sorted({value for card in cards for value in read(card)})
        if len(values) > 1:
            choices = [Choice(f"{key}-0", "All")]
            choices += [
                Choice(f"{key}-{number}", open_sentence(PROVENANCE.get(value, value)), value)
                for number, value in enumerate(values, start=1)
            ]
            filters.append(Filter(key, name, tuple(choices), read))
    return tuple(filters)


def list_joints(card: StudyCard) -> tuple[str, ...]:
    """Return the joints of a study: ``foot and ankle`` are two, and ``none`` is none."""
    return () if card.joint == "none" else tuple(card.joint.split(" and "))


def write_rules(filters: Sequence[Filter]) -> str:
    """Return the rules of style that hide what a choice does not keep, and headings over nothing.

    No text of a study stands in them: choices are counted.
    """
    rules = []
    for one in filters:
        for choice in one.choices[1:]:
            chosen = f"main:has(#{choice.id}:checked)"
            rules.append(f"{chosen} .card:not(.{choice.id})")
            rules.append(f"{chosen} .group:not(:has(.{choice.id}))")
    for first, second in combinations(filters, 2):
        for this, that in product(first.choices[1:], second.choices[1:]):
            chosen = f"main:has(#{this.id}:checked):has(#{that.id}:checked)"
            rules.append(f"{chosen} .group:not(:has(.{this.id}.{that.id}))")
    return f"{','.join(rules)}{{display:none}}" if rules else ""
