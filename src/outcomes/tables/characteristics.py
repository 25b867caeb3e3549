"""The table of what was done in each published trial: dose, sites, schedule, blinding, harms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.displays.links import cite
from outcomes.displays.table import Column, Table
from outcomes.evidence import Pack, list_known_trials
from outcomes.rounding import ABSENT, format_count, format_printed
from outcomes.vocabulary.sentences import capitalise

CAPTIONS = {
    True: "The randomised trials",
    False: "Studies that are not, or not clearly, randomised",
}


def table_characteristics(pack: Pack, joint: str, *, randomised: bool = True) -> Table | None:
    """Table the characteristics of the published trials of a joint (TIDieR, CONSORT).

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.
    randomised : bool
        False for the studies that are not, or not clearly, randomised.

    Returns
    -------
    Table or None
        One row per trial, the conditions apart; None where no trial is known.
    """
    trials = list_known_trials(pack, joint, randomised=randomised)
    if not trials:
        return None
    return Table(
        caption=CAPTIONS[randomised],
        columns=(
            Column("Condition"),
            Column("Trial"),
            Column("Participants and arms"),
            Column(f"{_head_dose(pack)}, volume" if pack.topic.dose else "Volume"),
            Column("Sites, guidance"),
            Column("Sessions"),
            Column("Blinding, follow-up"),
            Column("Harms, asked how"),
        ),
        rows=tuple(_row(pack, trial) for trial in trials),
        row_headers=2,
        notes=(
            "As far as it was read: a dash where the part of a report that was read does not state "
            "it. An interim report is not listed beside its trial.",
        ),
    )


def _row(pack: Pack, trial: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        capitalise(trial["condition_group"]),
        cite(pack.name_citation(trial["trial"]), trial["citation"]),
        f"{_say_enrolled(trial)}{trial['arms']}",
        _join(_say_dose(pack, trial), trial["volume"]),
        _join(trial["sites"], trial["guidance"]),
        _say_sessions(trial),
        _join(trial["blinding"] or "blinding not stated", trial["follow_up"]),
        capitalise(trial["harms_asked"]) or ABSENT,
    )


def _join(*parts: str) -> str:
    return capitalise("; ".join(part for part in parts if part)) or ABSENT


def _say_enrolled(trial: Mapping[str, Any]) -> str:
    size = trial["n_enrolled"]
    counted = "" if trial["counted"] == "participants" else f" (arms: {trial['counted']})"
    return f"{format_count(size)} enrolled{counted}: " if size == size else ""


def _say_dose(pack: Pack, trial: Mapping[str, Any]) -> str:
    low, high = trial["dose_low"], trial["dose_high"]
    if low != low:
        return ""
    unit = pack.topic.dose.rpartition(", ")[2]
    dose = format_printed(low) if low == high else _range(low, high)
    return f"{dose}{unit}" if unit == "%" else f"{dose} {unit}".strip()


def _head_dose(pack: Pack) -> str:
    return capitalise(pack.topic.dose.rpartition(", ")[0] or "dose")


def _range(low: float, high: float) -> str:
    return f"{format_printed(low)} to {format_printed(high)}"


def _say_sessions(trial: Mapping[str, Any]) -> str:
    """Return the schedule as printed, else the number of sessions and the weeks between them."""
    if trial["schedule"]:
        return capitalise(trial["schedule"])
    number, weeks = trial["sessions"], trial["interval_weeks"]
    counts = [f"{format_printed(number)} sessions"] if number > 1 else []
    counts += ["1 session"] if number == 1 else []
    counts += [f"{format_printed(weeks)} weeks apart"] if weeks == weeks else []
    return ", ".join(counts) or ABSENT
