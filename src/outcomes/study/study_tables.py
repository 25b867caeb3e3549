"""The tables of one study, read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outcomes.errors import Fault
from outcomes.reading import Declared, Table, is_read, read_table
from outcomes.study.check_plan import is_inside, table_names
from outcomes.study.fault_list import FaultList
from outcomes.study.labelled import apply_labels
from outcomes.study.measures import MeasureReading
from outcomes.study.named_columns import NamedColumns, name_columns
from outcomes.study.read_study_file import Draft
from outcomes.study.table_files import TableFile


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

    @property
    def how(self) -> dict[str, str]:
        """What was found out of each table's file, by what faults call it."""
        tables = (self.participants, self.scores, self.events)
        return {table.file: table.how for table in tables if table is not None}


def read_tables(
    draft: Draft, folder: Path, readings: Mapping[str, MeasureReading], faults: FaultList
) -> StudyTables:
    """Read every table that a study file names, and that lies in the study's folder."""
    read: dict[TableFile, Table | None] = {}
    contents: dict[str, bytes] = {}
    tables: dict[str, Table | None] = {}
    named = name_columns(draft, readings)
    names = table_names(draft.file.tables)
    for path, (key, table) in zip(names, draft.file.tables.files.items(), strict=True):
        if not (draft.is_valid(*path) and is_inside(table.file) and is_read(table.file)):
            continue
        as_file = TableFile(**table.model_dump(include=set(TableFile.model_fields)))
        if as_file not in read:
            declared = _declare(key, table, named)
            found, contents[table.file] = read_table(folder, table.file, faults, declared)
            read[as_file] = found and apply_labels(draft, found, named.numbers, faults)
        tables[key] = read[as_file]
    return StudyTables(
        tables.get("participants"), tables.get("scores"), tables.get("events"), contents
    )


def _declare(key: str, table: TableFile, named: NamedColumns) -> Declared:
    return Declared(
        key=f"tables.{key}",
        separator="\t" if table.separator == "tab" else table.separator,
        decimal=table.decimal,
        encoding=table.encoding,
        sheet=table.sheet,
        header_row=table.header_row,
        named=None if key == "events" else named.keys | named.numbers | named.others,
        keys=named.keys,
        may_be_empty=key == "events",
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
        table.header_row,
        column,
    )
