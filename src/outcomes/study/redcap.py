"""Exports of REDCap: rows of repeating instruments, and fields that stand in one event only."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import Table
from outcomes.study.fault_list import FaultList
from outcomes.study.spelling import spelling_key

EVENT = "redcap_event_name"
"""Column that says at which event a row was filled in."""
REPEAT = "redcap_repeat_instrument"
"""Column that says of which repeating instrument a row is, empty in all other rows."""


def has_rows_by_event(table: Table) -> bool:
    """Whether a participant has several rows, each with the fields of its own event or form."""
    return table.has(EVENT) or table.has(REPEAT)


def pick_rows(
    table: Table, instrument: str | None, key: str, *, beside: bool, faults: FaultList
) -> Table:
    """Keep the rows that are of no repeating instrument, or those of the one asked for.

    Parameters
    ----------
    table : Table
        As read.
    instrument : str or None
        The repeating instrument whose rows are asked for.
    key : str
        Where the study file asks for them, as ``tables.events``.
    beside : bool
        Whether rows of no repeating instrument stay beside them: they hold what is known of the
        participants.
    faults : FaultList
        Receives an instrument of which there are no rows.
    """
    if not table.has(REPEAT):
        if instrument is not None:
            message = f"The table has no column `{REPEAT}`, so nothing in it is repeated."
            fix = f"Remove `{key}.repeat_instrument` from study.yaml."
            faults.add(Fault(message, fix, table.file, table.header_row))
            return replace(table, rows=table.rows.iloc[:0], complete=False)
        return table
    found = table.rows[REPEAT]
    if instrument is None:
        kept = found == ""
    else:
        same = [name for name in found.unique() if spelling_key(name) == spelling_key(instrument)]
        if not same:
            known = ", ".join(f"`{name}`" for name in sorted(set(found) - {""}))
            message = f"No row is of the repeating instrument `{instrument}`."
            fix = f"Correct `{key}.repeat_instrument` in study.yaml. There are: {known or 'none'}."
            faults.add(Fault(message, fix, table.file, column=REPEAT))
        kept = found.isin([*same, ""] if beside else same)
    others = found[~kept].value_counts().drop("", errors="ignore")
    left = ", ".join(f"{number} rows of {name}" for name, number in others.sort_index().items())
    how = f"{table.how}, without {left}" if left else table.how
    return replace(table, rows=table.rows[kept], how=how)


def fill_within(cells: pd.Series, people: pd.Series) -> pd.Series:
    """Fill empty cells of each participant from their first row that has one."""
    filled = cells[cells != ""]
    first = filled[~people[filled.index].duplicated()]
    known = dict(zip(people[first.index], first, strict=True))
    return cells.where(cells != "", people.map(known).fillna("")).astype("str")
