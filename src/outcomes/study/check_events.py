"""Checking what a study file says of the table of adverse events against itself."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.event_words import WORDS
from outcomes.study.read_study_file import Draft
from outcomes.study.spelling import spelling_key


def check_events(draft: Draft) -> Iterator[Fault]:
    """Yield what is wrong with the key ``events`` of a study file."""
    if not draft.is_valid("events") or "events" not in draft.source.values:
        return
    if draft.file.tables.events is None and draft.is_valid("tables"):
        yield draft.source.fault(
            ("events",),
            "There is no table of events to which this could apply.",
            "Name its file under `tables`, as `events: events.csv`, or remove this.",
        )
    yield from _check_columns(draft)
    yield from _check_words(draft)
    yield from _check_terms(draft)


def _check_columns(draft: Draft) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, column in draft.file.events.columns:
        if column is not None and first.setdefault(column, name) != name:
            yield draft.source.fault(
                ("events", "columns", name),
                f"This column is read as `{first[column]}` already.",
                "Give each its own column.",
                column,
            )


def _check_words(draft: Draft) -> Iterator[Fault]:
    for name in WORDS:
        first: dict[str, str] = {}
        for answer, words in getattr(draft.file.events.values, name):
            for word in words:
                other = first.setdefault(spelling_key(word), answer)
                if other != answer:
                    yield draft.source.fault(
                        ("events", "values", name, answer),
                        f"This word means `{other}` already.",
                        "Keep it under one of the two.",
                        word,
                    )


def _check_terms(draft: Draft) -> Iterator[Fault]:
    first = {spelling_key(term): term for term in draft.file.events.terms}
    for term, texts in draft.file.events.terms.items():
        for text in texts:
            other = first.setdefault(spelling_key(text), term)
            if other != term:
                yield draft.source.fault(
                    ("events", "terms", term),
                    f"This text stands under `{other}` already.",
                    "Keep it under one of the two.",
                    text,
                )
