"""Numbers of people in words, one or many."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import join_words


def count_people(number: float) -> str:
    """Return ``1 person`` or ``6 people``."""
    return f"{format_count(number)} {'person' if number == 1 else 'people'}"


def count_participants(number: float) -> str:
    """Return ``1 participant`` or ``6 participants``."""
    return f"{format_count(number)} participant{'' if number == 1 else 's'}"


def have(number: float) -> str:
    """Return the verb behind a number of people, ``has`` or ``have``."""
    return "has" if number == 1 else "have"


def count_by_arm(counts: Sequence[tuple[str, float]], labels: Labels) -> str:
    """Return ``30 participants with dextrose and 29 with saline injection``.

    Parameters
    ----------
    counts : sequence of (str, float)
        Arm ids, and how many.
    labels : Labels
        The study's names.
    """
    return join_words(
        [
            f"{count_participants(number) if place == 0 else format_count(number)} with "
            f"{say_arm(labels, arm)}"
            for place, (arm, number) in enumerate(counts)
        ]
    )
