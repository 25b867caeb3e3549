"""Which columns say who, in which arm, when, and on which side a row is of."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outcomes.drafting.profile import matches, profile_column, varies_within
from outcomes.drafting.time_points import is_time_word
from outcomes.drafting.words import ARM, PARTICIPANT, SIDES, VISIT

_MEASURE = (frozenset({"measure", "parameter", "paramcd", "param", "variable", "test", "item"}),)
_VALUE = (frozenset({"value", "aval", "result", "score", "answer"}),)
_NEARLY_ALL = 0.9
_MOST_ARMS = 8
_MOST_VISITS = 30


@dataclass(frozen=True)
class Roles:
    """The columns that every study has, as far as the table has them.

    Parameters
    ----------
    participant : str
        Who a row is of.
    visit, arm, side, measure, value : str or None
        When; in which arm; of which side; in a table of one row a value, what and how much.
    """

    participant: str
    visit: str | None = None
    arm: str | None = None
    side: str | None = None
    measure: str | None = None
    value: str | None = None

    @property
    def columns(self) -> set[str]:
        """The columns that have a role."""
        roles = (self.participant, self.visit, self.arm, self.side, self.measure, self.value)
        return {name for name in roles if name is not None}


def find_participant(rows: pd.DataFrame) -> str | None:
    """Return the column that says who a row is of, None if none is called so.

    Rows without an id, as one of units below the header, are for `outcomes check` to report.
    """
    named = _first_named(rows, list(rows.columns), PARTICIPANT)
    filled = {name: (rows[name] != "").mean() for name in named}
    full = [name for name in named if filled[name] == 1]
    return next(iter(full + [name for name in named if filled[name] >= _NEARLY_ALL]), None)


def find_roles(rows: pd.DataFrame, participant: str) -> Roles:
    """Return the columns of a table whose rows are of participants.

    Parameters
    ----------
    rows : pandas.DataFrame
        Cells as text.
    participant : str
        The column that says who a row is of.
    """
    varying = [
        name
        for name in rows.columns
        if name != participant and varies_within(rows, name, participant)
    ]
    fixed = [name for name in rows.columns if name not in (participant, *varying)]
    repeats = bool(rows[participant].duplicated().any())
    visit = None
    if repeats:
        visit = next(iter(_first_named(rows, varying, VISIT)), None)
        visit = visit or _find_key(rows, varying, participant)
    arm = next(
        (
            name
            for name in _first_named(rows, fixed, ARM)
            if 2 <= len(profile_column(rows, name).levels) <= _MOST_ARMS
        ),
        None,
    )
    side = next((name for name in varying if _holds_sides(rows, name)), None)
    rest = [name for name in varying if name not in (visit, side)]
    measure = next(iter(_first_named(rows, rest, _MEASURE)), None)
    value = next(iter(_first_named(rows, rest, _VALUE)), None)
    if measure is None or value is None or profile_column(rows, measure).numbers is not None:
        measure = value = None
    return Roles(participant, visit, arm, side, measure, value)


def find_changing_treatment(rows: pd.DataFrame, participant: str) -> str | None:
    """Return a column that is called as an arm is and changes within participants."""
    named = _first_named(rows, list(rows.columns), ARM)
    return next(
        (
            name
            for name in named
            if varies_within(rows, name, participant)
            and len(profile_column(rows, name).levels) <= _MOST_ARMS
            and profile_column(rows, name).numbers is None
        ),
        None,
    )


def _first_named(
    rows: pd.DataFrame, names: list[str], ranks: tuple[frozenset[str], ...]
) -> list[str]:
    """Return the columns called by one of the words, the surest words first."""
    return [name for words in ranks for name in names if matches(name, words)]


def _find_key(rows: pd.DataFrame, names: list[str], participant: str) -> str | None:
    """Return the first column of few words that with the participant tells all rows apart."""
    for name in names:
        levels = profile_column(rows, name).levels
        is_key = not rows.duplicated([participant, name]).any() and (rows[name] != "").all()
        if is_key and len(levels) <= _MOST_VISITS and any(map(is_time_word, levels)):
            return name
    return None


def _holds_sides(rows: pd.DataFrame, name: str) -> bool:
    levels = {level.casefold() for level in profile_column(rows, name).levels}
    return len(levels) == len(("left", "right")) and levels <= SIDES
