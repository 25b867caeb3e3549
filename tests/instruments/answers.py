"""Questionnaires for tests: best, worst, and drawn at random."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

from outcomes.instruments import Instrument, Item

Answers = dict[str, int | float | None]


def frame(instrument: Instrument, *rows: Answers) -> pd.DataFrame:
    """Return questionnaires as a frame of numbers, an unanswered item being NaN."""
    return pd.DataFrame(list(rows), columns=list(instrument.codes)).astype(float)


def fill(instrument: Instrument, value: int) -> Answers:
    """Return a questionnaire with the same answer everywhere."""
    return dict.fromkeys(instrument.codes, value)


def ends_of(instrument: Instrument) -> tuple[Answers, Answers]:
    """Return the questionnaires with the lowest and with the highest answers everywhere."""
    allowed = {item.code: item.allowed_values or (item.low, item.high) for item in instrument.items}
    lowest: Answers = {code: min(values) for code, values in allowed.items()}
    return lowest, {code: max(values) for code, values in allowed.items()}


def best_and_worst(instrument: Instrument) -> tuple[Answers, Answers]:
    """Return the form of a patient without complaints, and that of the worst off."""
    lowest, highest = ends_of(instrument)
    at_low = {item.code: item.best == "low" for item in instrument.items}
    best = {code: (lowest if at_low[code] else highest)[code] for code in lowest}
    return best, {code: (highest if at_low[code] else lowest)[code] for code in lowest}


def answer(item: Item) -> st.SearchStrategy[float]:
    """Draw an answer that an item allows, a whole one unless it lists others."""
    if item.allowed_values:
        return st.sampled_from(item.allowed_values)
    return st.integers(int(item.low), int(item.high))


def questionnaires(instrument: Instrument, *, empty: bool = True) -> st.SearchStrategy[Answers]:
    """Draw a questionnaire, some of its items empty unless told otherwise."""
    if not empty:
        return st.fixed_dictionaries({item.code: answer(item) for item in instrument.items})
    codes = st.sampled_from(instrument.codes)
    few = st.sets(codes, max_size=6) | st.sets(codes, min_size=len(instrument.codes) // 3)
    complete = questionnaires(instrument, empty=False)
    return st.builds(
        lambda answers, left: {code: None if code in left else answers[code] for code in answers},
        complete,
        few,
    )
