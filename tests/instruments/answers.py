"""Questionnaires for tests, and a slow, exact scorer to compare with."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import strategies as st

from outcomes.instruments import Instrument, Item

Answers = dict[str, int | None]


def frame(instrument: Instrument, *rows: Answers) -> pd.DataFrame:
    """Return questionnaires as a frame of numbers, an unanswered item being NaN."""
    return pd.DataFrame(list(rows), columns=list(instrument.codes)).astype(float)


def fill(instrument: Instrument, value: int) -> Answers:
    """Return a questionnaire with the same answer everywhere."""
    return dict.fromkeys(instrument.codes, value)


def ends_of(instrument: Instrument) -> tuple[Answers, Answers]:
    """Return the questionnaires with the lowest and with the highest answers everywhere."""
    allowed = {item.code: item.allowed_values or (item.low, item.high) for item in instrument.items}
    lowest = {code: int(min(values)) for code, values in allowed.items()}
    return lowest, {code: int(max(values)) for code, values in allowed.items()}


def answer(item: Item) -> st.SearchStrategy[int]:
    """Draw a whole answer that an item allows."""
    if item.allowed_values:
        return st.sampled_from([int(value) for value in item.allowed_values])
    return st.integers(int(item.low), int(item.high))


def questionnaires(instrument: Instrument, *, empty: bool = True) -> st.SearchStrategy[Answers]:
    """Draw a questionnaire, some of its items empty unless told otherwise."""
    if not empty:
        return st.fixed_dictionaries({item.code: answer(item) for item in instrument.items})
    few = st.sets(st.sampled_from(instrument.codes), max_size=6)
    complete = questionnaires(instrument, empty=False)
    return st.builds(
        lambda answers, left: {code: None if code in left else answers[code] for code in answers},
        complete,
        few,
    )


def score_slowly(instrument: Instrument, answers: Answers) -> dict[str, Fraction | None]:
    """Score one questionnaire in exact arithmetic, from the definition alone."""
    items = {item.code: item for item in instrument.items}
    scores: dict[str, Fraction | None] = {}
    for subscale in instrument.subscales:
        name = subscale.endpoint.name
        if subscale.components:
            parts = [(scores[part], weight) for part, weight in subscale.components]
            if any(score is None for score, _ in parts):
                scores[name] = None
                continue
            total = sum(
                (score * weight for score, weight in parts if score is not None), Fraction()
            )
            scores[name] = total / sum(weight for _, weight in parts)
            continue
        given = [(items[code], answers[code]) for code in subscale.items]
        present = [(item, value) for item, value in given if value is not None]
        if not present or len(given) - len(present) > subscale.missing.max_missing:
            scores[name] = None
            continue
        highest = sum(Fraction(item.high) - Fraction(item.low) for item, _ in present)
        scores[name] = 100 * sum(value - Fraction(item.low) for item, value in present) / highest
    return scores
