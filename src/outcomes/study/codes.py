"""Matching what the tables hold for an arm or a visit with its name in the study file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

import pandas as pd

from outcomes.study.plan import Arm, Visit
from outcomes.study.text_columns import name_distinct

_WHOLE = re.compile(r"^[+-]?\d{1,15}(\.0*)?$")


def plain_code(value: object) -> str:
    """Return a code as it is compared: ``3``, ``3.0`` and ``" 3"`` are one code.

    Examples
    --------
    >>> plain_code("3.0"), plain_code(3), plain_code(" month 3")
    ('3', '3', 'month 3')
    """
    text = str(value).strip()
    return str(int(float(text))) if _WHOLE.match(text) else text


def match_codes(column: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return the name that each cell stands for, ``""`` where it stands for none.

    Parameters
    ----------
    column : pandas.Series
        Cells as text.
    names : mapping of str to str
        Name by code, from `arm_codes` or `visit_codes`.
    """
    return name_distinct(column, lambda cell: names.get(plain_code(cell), ""))


def arm_codes(arms: Mapping[str, Arm]) -> dict[str, str]:
    """Return the arm id of each code: the arm's own name where it gives no code."""
    return {plain_code(name if arm.code is None else arm.code): name for name, arm in arms.items()}


def visit_code(visit: Visit) -> str:
    """Return what the tables hold for a visit: its own name where it gives no code."""
    return plain_code(visit.name if visit.code is None else visit.code)


def visit_codes(visits: tuple[Visit, ...]) -> dict[str, str]:
    """Return the visit name of each code."""
    return {visit_code(visit): visit.name for visit in visits}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question for the known name most alike, ``""`` if none is.

    Examples
    --------
    >>> did_you_mean("Week 12", ["baseline", "week 12"])
    'Did you mean `week 12`? '
    """
    if name.isdecimal():  # one digit is as like to it as another
        return ""
    by_small = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(name.casefold(), by_small, n=1)
    return f"Did you mean `{by_small[close[0]]}`? " if close else ""
