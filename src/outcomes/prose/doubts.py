"""What is in question about scores, said before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.instruments.definition import Endpoint
from outcomes.vocabulary.sentences import mid_sentence

PLAIN_DOUBT = (
    "It is not yet sure that these scores were written down as they were meant. So it is not said "
    "whether a difference is large enough to matter."
)


def say_doubts(endpoints: Iterable[Endpoint]) -> str:
    """Return what is asked about scores and not answered; empty if nothing is.

    One sentence a question, however many scores of a measure it concerns.
    """
    asked: dict[str, str] = {}
    for endpoint in endpoints:
        if endpoint.doubt:
            asked.setdefault(endpoint.doubt, mid_sentence(endpoint.label))
    sentences = [f"A query on {label} is open: {_join(doubt)}" for doubt, label in asked.items()]
    if sentences:
        sentences.append("Until it is answered, clinical importance is not assessed.")
    return " ".join(sentences)


def _join(doubt: str) -> str:
    """Return a sentence as it stands behind a colon."""
    return doubt if doubt[:2].isupper() else f"{doubt[:1].lower()}{doubt[1:]}"
