"""What data are that no study of participants over time can be made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from outcomes.drafting.profile import matches
from outcomes.drafting.roles import find_changing_treatment
from outcomes.drafting.time_points import TimePoint
from outcomes.errors import Fault

MOST_VISITS = 40
"""Times above which a table is a diary rather than visits."""

_STUDIES = frozenset({"study", "studyid", "trial", "author", "reference"})
_SUMMARIES = frozenset({"sd", "se", "n", "mean", "events", "year", "nt", "nc", "nti", "nci"})


def is_of_studies(rows: pd.DataFrame) -> bool:
    """Whether a row is a trial or an arm of one rather than a participant."""
    return any(matches(name, _STUDIES) for name in rows.columns) and any(
        matches(name, _SUMMARIES) for name in rows.columns
    )


def refuse_studies(file: str) -> Fault:
    """Return why published summaries make no study."""
    return Fault(
        "A row is a trial or an arm of one, with means or counts: these are published summaries, "
        "not participants.",
        "Summaries are pooled by the report on published evidence, not analysed as a study.",
        file,
    )


def refuse_no_participant(file: str, columns: list[str]) -> Fault:
    """Return why a table without ids makes no study."""
    return Fault(
        "No column says who a row is of, so nobody can be followed over time.",
        "Call the column of the ids `participant`. The columns are: "
        f"{', '.join(columns[:30])}{' ...' if len(columns) > 30 else ''}.",
        file,
        1,
    )


def refuse_sheet(file: str, sheet: str, there: Sequence[str]) -> Fault:
    """Return that no workbook has a sheet that was named."""
    listed = ", ".join(f"`{name}`" for name in there)
    return Fault(
        f"No workbook has a sheet `{sheet}` beside others.",
        f"Name one of: {listed}." if there else "Leave `--sheet` out: there is one sheet.",
        file,
    )


def refuse_events(file: str) -> Fault:
    """Return why a table of harms alone makes no study."""
    return Fault(
        "A row is an adverse event: there is no score over time in this table.",
        "Draft the study from its table of scores, and name this one under `tables: events`.",
        file,
    )


def refuse_second(file: str, other: str, kind: str) -> Fault:
    """Return why two files of one kind make no study."""
    return Fault(
        f"This file and {other} both look like the table of {kind}.",
        "Put them into one table, or draft from one of them (of a workbook, by `--sheet`).",
        file,
    )


def refuse_other_ids(names: Mapping[str | None, str]) -> Fault:
    """Return why files whose ids are called differently make no study.

    Parameters
    ----------
    names : mapping of str to str
        File by name of the column of its ids.
    """
    *_, (name, file) = names.items()
    others = ", ".join(f"`{other}` in {where}" for other, where in list(names.items())[:-1])
    return Fault(
        f"The ids stand in a column that is called otherwise elsewhere: {others}.",
        "Call the column of the ids alike in every table.",
        file,
        1,
        name,
    )


def refuse_once(file: str, participant: str) -> Fault:
    """Return why a cross-section makes no study."""
    return Fault(
        "Each participant was seen once: no score stands in two rows of one participant, or in two "
        "columns that name a visit. This is a cross-section, and nothing changes over time in it.",
        "A study needs scores at two visits, or at one visit after a treatment that was allocated.",
        file,
        1,
        participant,
    )


def refuse_no_scores(file: str, refused: Mapping[str, str]) -> Fault:
    """Return why a table without numbers that change makes no study.

    Parameters
    ----------
    file : str
        The table.
    refused : mapping of str to str
        By column that changes, why it is no score.
    """
    reasons = "; ".join(f"`{name}` {why}" for name, why in refused.items())
    return Fault(
        "No column holds numbers or answers that change within participants"
        f"{': ' if reasons else ''}{reasons}.",
        "Give scores as numbers, and no or yes as 0 and 1.",
        file,
        1,
    )


def refuse_changing_treatment(rows: pd.DataFrame, participant: str, file: str) -> Fault | None:
    """Return why participants with several treatments are not drafted, None if they had one."""
    column = find_changing_treatment(rows, participant)
    if column is None:
        return None
    return Fault(
        "The treatment changes within participants: this is a crossover, or a comparison of sites "
        "within a person.",
        "Write the study file by hand: `design: crossover` with `sequences`, or `design: "
        "within-person` with `columns: {treatment: ...}`. docs/how-to-add/study.md has both.",
        file,
        1,
        column,
    )


def refuse_times(points: list[TimePoint], file: str, column: str) -> Fault | None:
    """Return why these times are no visits, None if they are."""
    if points[0].time >= 0 and len(points) <= MOST_VISITS:
        return None
    first, last = points[0], points[-1]
    return Fault(
        f"There are {len(points)} times, {first.unit} {first.time:g} to {last.time:g}: this is a "
        "diary, not a series of visits.",
        "Sum it up by week or month since baseline first, the baseline at 0.",
        file,
        1,
        column,
    )
