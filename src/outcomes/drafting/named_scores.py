"""Scores of one number that are known by what their column is called: pain, a joint's motion."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.drafting.guessed_measures import GuessedMeasure, limits, list_strays, split_unit
from outcomes.drafting.names import to_key
from outcomes.drafting.profile import Profile
from outcomes.drafting.quoting import in_quotes
from outcomes.drafting.words import (
    JOINTS,
    MOTIONS,
    NUMERICAL_RATING,
    PAIN,
    VISUAL_ANALOGUE,
)
from outcomes.instruments import INSTRUMENTS

_CENTIMETRES = 10
"""Highest value of a visual analogue scale that was read off in centimetres."""


def recognise_by_name(name: str, column: str, profiles: Sequence[Profile]) -> GuessedMeasure | None:
    """Return the entry of a score whose name says of which instrument it is, if its values fit.

    Parameters
    ----------
    name : str
        What it is called in the table: ``Schmerz NRS``, ``hip flexion (°)``.
    column : str
        Its column, or the pattern of its columns.
    profiles : sequence of Profile
        What these columns hold.
    """
    if not all(profile.numbers is not None for profile in profiles):
        return None
    low, high = limits(profiles)
    instrument, unit = _name_instrument(name, high)
    if instrument is None:
        return None
    allowed = INSTRUMENTS[instrument].items[0]
    if low < allowed.low or high > (_CENTIMETRES if unit else allowed.high):
        return None
    label, _ = split_unit(name)
    keys = {"instrument": instrument, "label": in_quotes(label), "column": in_quotes(column)}
    keys |= {"unit": unit} if unit else {}
    why = "the instrument, from the name"
    why += f", and centimetres, for no value is above {_CENTIMETRES}" if unit else ""
    return GuessedMeasure(to_key(label, "measure"), keys, (why, *list_strays(profiles)))


def _name_instrument(name: str, highest: float) -> tuple[str | None, str]:
    """Return the instrument that a name says, and the unit if it is not the instrument's own."""
    if PAIN.search(name) and NUMERICAL_RATING.search(name):
        return "pain-nrs", ""
    if PAIN.search(name) and VISUAL_ANALOGUE.search(name):
        return "pain-vas", "cm" if highest <= _CENTIMETRES else ""
    joint = next((joint for joint, words in JOINTS.items() if words.search(name)), "")
    motion = next((motion for motion, words in MOTIONS.items() if words.search(name)), "")
    known = f"{joint}-{motion}" in INSTRUMENTS and split_unit(name)[1] == "degrees"
    return (f"{joint}-{motion}" if known else None), ""
