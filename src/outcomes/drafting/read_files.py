"""The tables in the files given, whatever sheet and row they begin in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from outcomes.drafting.refusals import refuse_no_participant, refuse_sheet
from outcomes.drafting.roles import find_participant
from outcomes.errors import Fault, StudyError
from outcomes.reading import (
    Declared,
    Table,
    advise,
    find_tables,
    is_read,
    read_table,
    unsuitable_keys,
)
from outcomes.study.fault_list import FaultList
from outcomes.study.identify import find_summaries


@dataclass(frozen=True)
class FoundTable:
    """A table of a file, and what the study file has to say of it for it to be read.

    Parameters
    ----------
    file : str
        Name of the file.
    declared : Declared
        Its sheet, if the file has several, and the row of its header.
    table : Table
        What stands in it, but for the rows that a spreadsheet computed.
    summaries : tuple of (int, str)
        Row and first word of each of these.
    """

    file: str
    declared: Declared
    table: Table
    summaries: tuple[tuple[int, str], ...] = ()


def read_files(
    files: Sequence[Path],
    study_id: str,
    sheets: Collection[str] = (),
    written: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[list[FoundTable], list[str]]:
    """Read every table of the files given.

    Parameters
    ----------
    files : sequence of Path
        In any format that is read.
    study_id : str
        For the error.
    sheets : collection of str
        The only sheets of workbooks to be read; all of them if none is named.
    written : mapping
        How the files are written, by the keys of `Declared`, where it is not to be found out.

    Returns
    -------
    found : list of FoundTable
        By file and sheet.
    left : list of str
        Sheets that are left out beside others, because no column says who a row is of.

    Raises
    ------
    StudyError
        If a table cannot be read, or no sheet is called as one that is named.
    """
    every = [(file, one) for file in files for one in _find(file, written, study_id)]
    there = [one.sheet for _, one in every if one.sheet is not None]
    if unknown := [name for name in sheets if name not in there]:
        raise StudyError(study_id, [refuse_sheet(files[0].name, unknown[0], there)])
    found: list[FoundTable] = []
    left: dict[str, Fault] = {}
    wrong: list[Fault] = []
    for file, declared in every:
        if sheets and declared.sheet is not None and declared.sheet not in sheets:
            continue
        faults = FaultList()
        table, _ = read_table(file.parent, file.name, faults, declared)
        if table is not None and declared.sheet is not None and not find_participant(table.rows):
            left[table.file] = refuse_no_participant(table.file, table.columns)
            continue
        wrong += faults.in_order([file.name])
        if table is not None:
            found.append(_without_summaries(file.name, declared, table))
    if wrong or not found:
        raise StudyError(study_id, wrong or left.values())
    return found, list(left)


def _find(file: Path, written: Mapping[str, Any], study_id: str) -> Iterator[Declared]:
    """Yield the tables of a file, with what is said of how files of its kind are written."""
    if not is_read(file.name):
        fault = Fault("Tables in files of this kind are not read.", advise(file.name), file.name)
        raise StudyError(study_id, [fault])
    unsuitable = unsuitable_keys(file.name, written)
    given = {key: value for key, value in written.items() if key not in unsuitable}
    for declared in find_tables(file):
        yield replace(declared, key="", **given)


def _without_summaries(file: str, declared: Declared, table: Table) -> FoundTable:
    participant = find_participant(table.rows)
    if participant is None:
        return FoundTable(file, declared, table)
    ids = table.rows[participant]
    computed = ids[ids.isin(find_summaries(ids))]
    plain = replace(table, rows=table.rows.drop(index=computed.index))
    return FoundTable(file, declared, plain, tuple(computed.items()))
