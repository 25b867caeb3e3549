"""Words that stand for a missing value where a table should be empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from outcomes.drafting.words import MISSING
from outcomes.study.numbers import is_missing_word, is_no_level, says_unknown, to_numbers
from outcomes.study.spelling import spelling_key

_HALF = 0.5
"""Share of numbers among the other cells from which a column is taken to hold numbers."""


def find_missing_words(rows: pd.DataFrame, kept: Collection[str]) -> dict[str, str]:
    """Return the words that stand for a missing value, and of each the first column it stands in.

    Parameters
    ----------
    rows : pandas.DataFrame
        Cells as text.
    kept : collection of str
        Columns in which nothing is set aside.
    """
    found: dict[str, str] = {}
    for name in rows.columns:
        if name not in kept:
            found = dict.fromkeys(_words_in(rows[name]), name) | found
    return found


def set_aside(rows: pd.DataFrame, kept: Collection[str], words: Iterable[str]) -> pd.DataFrame:
    """Return a table in which the cells that hold one of these words are empty."""
    known = set(map(spelling_key, words))
    emptied = {
        name: rows[name].mask(rows[name].map(_keys(rows[name])).isin(known), "")
        for name in rows.columns
        if known and name not in kept
    }
    return rows.assign(**emptied)


def _keys(texts: pd.Series) -> dict[str, str]:
    return {text: spelling_key(text) for text in texts.unique()}


def _words_in(texts: pd.Series) -> list[str]:
    """Return a column's words for a missing value: among texts, those that can be no level."""
    levels = texts[texts != ""].drop_duplicates()
    may_be = levels.map(_may_be_missing).astype(bool)
    words, others = levels[may_be], levels[~may_be]
    if words.empty:
        return []
    if len(others) and to_numbers(others).notna().mean() >= _HALF:
        return list(words)
    return [word for word in words if is_no_level(word)]


def _may_be_missing(text: str) -> bool:
    return is_missing_word(text) or says_unknown(text) or spelling_key(text) in MISSING
