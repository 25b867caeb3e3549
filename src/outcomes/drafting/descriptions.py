"""Which columns describe participants, and whether they hold amounts or codes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from outcomes.drafting.profile import matches, varies_within
from outcomes.drafting.words import CODES, NUMBERS
from outcomes.study.check_characteristics import may_be_codes
from outcomes.study.personal import find_personal


@dataclass(frozen=True)
class Description:
    """One column that describes participants; its kind where the cells do not say it."""

    column: str
    kind: str = ""


def describe_people(
    rows: pd.DataFrame, participant: str, taken: Collection[str], *, named_only: bool
) -> list[Description]:
    """Return the columns that describe participants, and name nobody.

    Parameters
    ----------
    rows : pandas.DataFrame
        Cells as text.
    participant : str
        The column that says who a row is of.
    taken : collection of str
        Columns that are read as something else.
    named_only : bool
        Whether only what is called as age, sex, site and the like is taken: where a row holds
        everything of a participant, scores may stand in any other column.
    """
    return [
        _describe(name, rows[rows[name] != ""].drop_duplicates(participant)[name])
        for name in rows.columns
        if name not in taken
        and (not named_only or matches(name, NUMBERS | CODES))
        and not varies_within(rows, name, participant)
        and not find_personal(name, rows.loc[rows[name] != "", name])
    ]


def _describe(name: str, texts: pd.Series) -> Description:
    """Say of whole numbers of which there are few whether they are amounts, if the name does."""
    if not may_be_codes(texts):
        return Description(name)
    if matches(name, NUMBERS):
        return Description(name, "number")
    return Description(name, "category" if matches(name, CODES) else "")
