"""Tables of adverse events: that a table is one, and which of its columns holds what."""

from __future__ import annotations

import re
from itertools import islice

import pandas as pd

from outcomes.drafting.time_points import is_time_word, unit_of
from outcomes.study.event_words import WORDS, is_called
from outcomes.study.spelling import spelling_key
from outcomes.study.times import WEEKS_PER

_ASKED = ("event", *WORDS)


def is_of_events(rows: pd.DataFrame, participant: str | None) -> bool:
    """Whether a row is an adverse event: it says what happened, and how bad it was or when.

    A column called ``event`` that holds times is of visits.
    """
    found = find_event_columns(rows)
    if len(set(found) & set(_ASKED)) > 1:
        return True
    if "event" not in found or any(map(is_time_word, rows[found["event"]].unique())):
        return False
    return set(rows.columns) <= {participant, *found.values()}


def find_event_columns(rows: pd.DataFrame) -> dict[str, str]:
    """Return what a table of events calls ``event``, ``serious`` ..., and its time by unit.

    ``schwer`` and ``grave`` may be either: a column that holds nothing but no and yes says whether
    an event was serious, one of degrees how severe it was.
    """
    found: dict[str, str] = {}
    for asked in _ASKED:
        called = [name for name in rows.columns if is_called(name, asked)]
        if called and called[0] not in found.values():
            found[asked] = called[0]
    for one, other in (("severity", "serious"), ("serious", "severity")):
        if one in found and other not in found and _holds(rows[found[one]], other):
            found[other] = found.pop(one)
    timed = ((unit, name) for name in rows.columns if (unit := _unit(name)))
    found |= dict(islice(timed, 1))
    return found


def _holds(texts: pd.Series, asked: str) -> bool:
    words = {word for answers in WORDS[asked].values() for word in answers}
    return {spelling_key(text) for text in texts.unique() if text} <= words


def _unit(name: str) -> str | None:
    """Return the unit of the times since baseline in a column called so."""
    called = next((unit for unit in WEEKS_PER if is_called(name, unit)), None)
    return called or (unit_of(name) if re.fullmatch(r"[^\W\d_]+", name) else None)
