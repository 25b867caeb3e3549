"""Checking how long the participants' table says that adverse events of each were recorded."""

from __future__ import annotations

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.fault_list import FaultList
from outcomes.study.numbers import to_numbers
from outcomes.study.read_study_file import Draft


def list_followed_columns(draft: Draft) -> list[str]:
    """List the column of the participants' table that ``events.followed`` names, if any."""
    if not draft.is_valid("events", "followed"):
        return []
    return list(draft.file.events.followed.times.values())


def check_followed(draft: Draft, people: pd.DataFrame, file: str, faults: FaultList) -> None:
    """Check that nobody was followed for a time below 0.

    Parameters
    ----------
    draft : Draft
        The study file; ``events.followed`` names the column.
    people : pandas.DataFrame
        One row a participant, columns as text; the index is the row in the file.
    file : str
        The table they come from.
    faults : FaultList
        Receives what is wrong.
    """
    for column in list_followed_columns(draft):
        times = to_numbers(people[column]) if column in people else pd.Series(dtype=float)
        for line, time in times[times < 0].items():
            faults.add(
                Fault(
                    "Nobody is followed for a time below 0.",
                    "Correct it, or leave it empty where it is not known.",
                    file,
                    int(line),
                    column,
                    f"{time:g}",
                ),
                "time followed",
            )
