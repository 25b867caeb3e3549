"""The tables of one study, read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outcomes.errors import Fault
from outcomes.study.check_plan import is_inside, table_names
from outcomes.study.fault_list import FaultList
from outcomes.study.read_study_file import Draft
from outcomes.study.read_tables import Table, read_table


@dataclass(frozen=True)
class StudyTables:
    """The tables of a study, as far as they could be read.

    Parameters
    ----------
    participants : Table or None
        One row a participant; None if unreadable, or if the scores table carries everything.
    scores : Table or None
        None if unreadable.
    events : Table or None
        None if unreadable, or if there is none.
    contents : mapping of str to bytes
        The bytes of each file read, by name.
    """

    participants: Table | None
    scores: Table | None
    events: Table | None
    contents: Mapping[str, bytes]


def read_tables(draft: Draft, folder: Path, faults: FaultList) -> StudyTables:
    """Read every table that a study file names, and that lies in the study's folder."""
    read: dict[str, tuple[Table | None, bytes]] = {}
    tables: dict[str, Table | None] = {}
    for path, name in table_names(draft.file.tables).items():
        readable = draft.is_valid(*path) and is_inside(name) and name.lower().endswith(".csv")
        if readable and name not in read:
            read[name] = read_table(folder, name, faults, may_be_empty=path[1] == "events")
        tables[str(path[1])] = read[name][0] if readable else None
    return StudyTables(
        tables.get("participants"),
        tables.get("scores"),
        tables.get("events"),
        {name: content for name, (_, content) in read.items()},
    )


def missing_column(table: Table, column: str, named: str) -> Fault:
    """Return the fault of a column that is not there.

    Parameters
    ----------
    table : Table
        Where it was looked for.
    column : str
        Its name.
    named : str
        Where the study file says so, as ``columns.arm``.
    """
    there = list(table.rows.columns)
    alike = [name for name in there if name.lower() == column.lower()]
    hint = f"Did you mean `{alike[0]}`? " if alike else ""
    return Fault(
        f"The table has no column `{column}`.",
        f"{hint}Add it, or correct `{named}` in study.yaml. The columns are: "
        f"{', '.join(there[:30])}{' ...' if len(there) > 30 else ''}.",
        table.file,
        1,
        column,
    )
