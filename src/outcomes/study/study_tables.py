"""The tables of one study, read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outcomes.errors import Fault
from outcomes.reading import Declared, Table, is_read, read_dictionary, read_table
from outcomes.study.check_plan import is_inside, leads_out, table_names
from outcomes.study.fault_list import FaultList
from outcomes.study.labelled import apply_labels
from outcomes.study.measures import MeasureReading
from outcomes.study.named_columns import NamedColumns, name_columns
from outcomes.study.read_study_file import Draft
from outcomes.study.redcap import pick_rows
from outcomes.study.table_files import TableFile

_HOW_WRITTEN = set(TableFile.model_fields) - {"repeat_instrument"}


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
        found: dict[str, str] = {}
        for table in (self.participants, self.scores, self.events):
            if table is not None:
                found.setdefault(table.file, table.how)
        return found


def read_tables(
    draft: Draft, folder: Path, readings: Mapping[str, MeasureReading], faults: FaultList
) -> StudyTables:
    """Read every table that a study file names, and that lies in the study's folder."""
    read: dict[TableFile, Table | None] = {}
    contents: dict[str, bytes] = {}
    tables: dict[str, Table | None] = {}
    named = name_columns(draft, readings)
    readable = {
        str(path[1])
        for path, name in table_names(draft.file.tables).items()
        if draft.is_valid(*path)
        and is_inside(name)
        and not leads_out(folder, name)
        and is_read(name)
    }
    dictionary = None
    if draft.file.tables.dictionary is not None and "dictionary" in readable:
        name = draft.file.tables.dictionary
        fields, contents[name] = read_table(folder, name, faults)
        dictionary = None if fields is None else read_dictionary(fields, faults)
    for key, table in draft.file.tables.files.items():
        if key not in readable:
            continue
        written = TableFile(**table.model_dump(include=_HOW_WRITTEN))
        if written not in read:
            declared = _declare(key, table, named)
            found, contents[table.file] = read_table(folder, table.file, faults, declared)
            if found is not None and dictionary is not None:
                found = dictionary.apply(found)
            read[written] = found and apply_labels(draft, found, named.numbers, faults)
        tables[key] = _pick(key, table, read[written], faults)
    return StudyTables(
        tables.get("participants"), tables.get("scores"), tables.get("events"), contents
    )


def _pick(key: str, file: TableFile, table: Table | None, faults: FaultList) -> Table | None:
    if table is None:
        return None
    beside = key == "scores"
    return pick_rows(table, file.repeat_instrument, f"tables.{key}", beside=beside, faults=faults)


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
    there = table.columns
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
