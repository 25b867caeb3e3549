"""What can be seen of a table's columns without knowing what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from outcomes.study.numbers import YES_OR_NO, to_numbers

_MOST = 0.9
"""Share of numbers from which a column holds numbers, and its other cells are slips."""


@dataclass(frozen=True)
class Profile:
    """What one column holds.

    Parameters
    ----------
    name : str
        The column's name.
    levels : tuple of str
        Distinct filled cells, in the order in which they stand.
    numbers : pandas.Series or None
        The numbers in it; None if they are not nine in ten of the filled cells.
    strays : tuple of str
        Distinct filled cells that are no numbers.
    """

    name: str
    levels: tuple[str, ...]
    numbers: pd.Series | None
    strays: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether it holds nothing but no and yes."""
        return frozenset(level.lower() for level in self.levels) in YES_OR_NO

    @property
    def is_whole(self) -> bool:
        """Whether it holds nothing but whole numbers."""
        return self.numbers is not None and bool((self.numbers % 1 == 0).all())


def profile_column(rows: pd.DataFrame, name: str) -> Profile:
    """Return what one column of a table of texts holds."""
    filled = rows.loc[rows[name] != "", name]
    numbers = to_numbers(filled)
    is_one = numbers.notna()
    is_numeric = len(filled) > 0 and bool(is_one.mean() >= _MOST)
    strays = tuple(filled[~is_one].unique())
    return Profile(name, tuple(filled.unique()), numbers[is_one] if is_numeric else None, strays)


def varies_within(rows: pd.DataFrame, name: str, by: str) -> bool:
    """Whether a column holds more than one filled value for somebody."""
    filled = rows[rows[name] != ""]
    distinct = filled.drop_duplicates([by, name])
    return bool(distinct[by].duplicated().any())


def matches(name: str, words: frozenset[str]) -> bool:
    """Whether one of the words is a column's name, or the part of it before or after a sign.

    Examples
    --------
    >>> matches("patient_id", frozenset({"patient"})), matches("outpatient", frozenset({"patient"}))
    (True, False)
    """
    small = name.casefold()
    parts = re.split(r"[-._\s]", small)
    return small in words or not words.isdisjoint(parts)
