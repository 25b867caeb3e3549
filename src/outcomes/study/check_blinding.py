"""Checking that what a study file wants blinded can be: nothing that pages show names the arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from string import ascii_uppercase

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.blinding import list_shown_columns
from outcomes.study.check_characteristics import is_number
from outcomes.study.enrolled import Participants
from outcomes.study.fault_list import FaultList
from outcomes.study.numbers import to_numbers
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.source import STUDY_FILE

UNEQUAL = 1.5
"""How many times as large as the smallest arm the largest may be before its size names it."""

ENOUGH = 5
"""Numbers that an arm must have before it says something that they all lie apart from others."""

_KEY = ("blinded",)


def check_blinded_arms(draft: Draft) -> Iterator[Fault]:
    """Yield why a study that is to be blinded cannot be, as far as its file tells."""
    if not draft.file.blinded or not draft.is_valid("arms"):
        return
    number = len(draft.file.arms)
    if not draft.file.compares_arms:
        yield draft.source.fault(
            _KEY,
            f"A {draft.file.design} study cannot be blinded: it has no arms that could be mistaken "
            "for one another.",
            "Remove `blinded`.",
        )
    elif draft.file.has_several_treatments:
        yield draft.source.fault(
            _KEY,
            "A study in which participants have several treatments cannot be blinded here: its "
            "periods or sites would tell the treatments apart.",
            "Remove `blinded`, and keep the treatments' names out of the tables until then.",
        )
    if number > len(ascii_uppercase):
        yield draft.source.fault(
            _KEY, "There are more arms than letters to call them by.", "Remove `blinded`."
        )
    if draft.file.disclosure is not None:
        yield draft.source.fault(
            _KEY,
            "No report keeps both `blinded` and `disclosure`.",
            "Set `disclosure` once the study is no longer blinded.",
        )


def check_blinded_columns(draft: Draft, enrolled: Participants | None, faults: FaultList) -> None:
    """Find the columns of participants that tell the arms apart, and ask about sizes that do.

    Parameters
    ----------
    draft : Draft
        The study file.
    enrolled : Participants or None
        Who took part.
    faults : FaultList
        Receives a fault for each such column, and a query where arms differ much in size.
    """
    if enrolled is None or not draft.file.blinded or not draft.names_arms:
        return
    people = enrolled.people
    for name in list_shown_columns(draft.file):
        if name in people.columns and _tells_arms(draft, people, name):
            faults.add(
                Fault(
                    "This column tells which arm is which, and the study is blinded: two arms have "
                    "no value in common.",
                    "Leave it out of the study file until the study is no longer blinded.",
                    enrolled.file,
                    1,
                    name,
                )
            )
    sizes = people["arm"].value_counts()
    if len(sizes) > 1 and sizes.max() >= UNEQUAL * sizes.min():
        faults.ask(
            Query(
                "arm-sizes",
                "The arms differ in size so much that who knows the allocation ratio can tell "
                "which is which.",
                "Blind only those who do not know the ratio, or say under `queries` why it may be.",
                STUDY_FILE,
                draft.source.line(_KEY),
                "blinded",
            )
        )


def _tells_arms(draft: Draft, people: pd.DataFrame, name: str) -> bool:
    """Whether two arms have no value of a column in common, or one arm has none at all."""
    filled = people.loc[people[name] != "", name]
    if filled.empty:
        return False
    arms = people.loc[filled.index, "arm"]
    by_arm = [filled[arms == arm] for arm in draft.file.arms]
    if not all(map(len, by_arm)):
        return True
    if is_number(draft.file.described[name], filled):
        numbers = [to_numbers(values) for values in by_arm]
        return any(_lie_apart(pair) for pair in combinations(numbers, 2))
    levels = [set(values) for values in by_arm]
    are_levels = 2 * len(set(filled)) <= len(filled)
    return are_levels and any(not one & other for one, other in combinations(levels, 2))


def _lie_apart(pair: Sequence[pd.Series]) -> bool:
    one, other = pair
    apart = one.max() < other.min() or other.max() < one.min()
    return bool(apart) and min(len(one), len(other)) >= ENOUGH
