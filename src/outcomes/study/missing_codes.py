"""Codes that stand for a missing value: declared in the study file, set aside in its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import pandas as pd

from outcomes.reading.table import Table
from outcomes.study.check_plan import table_names
from outcomes.study.codes import did_you_mean
from outcomes.study.fault_list import FaultList
from outcomes.study.measures import MeasureReading
from outcomes.study.note import Note
from outcomes.study.plan import OTHER_COLUMNS
from outcomes.study.read_study_file import Draft
from outcomes.study.spelling import spelling_key, spelling_keys
from outcomes.study.study_tables import StudyTables


@dataclass(frozen=True)
class _Cells:
    """The cells of one column, or of one measure of a long table: ``where`` says which rows."""

    name: str
    column: str
    where: pd.Series | None = None


def set_aside_codes(
    draft: Draft,
    tables: StudyTables,
    readings: Mapping[str, MeasureReading],
    faults: FaultList,
) -> tuple[StudyTables, tuple[Note, ...]]:
    """Empty every cell that is read and holds a code which the study file declares as missing.

    Left as they are: whose, when and of which side a row is, the arm, the measure's name in a long
    table, and what an adverse event was (rows that say ``none`` are declared under ``events``).

    Parameters
    ----------
    draft : Draft
        The study file.
    tables : StudyTables
        Its tables.
    readings : mapping of str to MeasureReading
        The measures to be read.
    faults : FaultList
        Receives the columns that codes are declared for and that are not there.

    Returns
    -------
    tables : StudyTables
        The same, with those cells empty.
    notes : tuple of Note
        One a column in which there were any, with how many.
    """
    declared = draft.file.missing
    if not (declared and draft.is_valid("missing") and draft.is_valid("columns")):
        return tables, ()
    notes: list[Note] = []
    cleaned: dict[str, Table] = {}
    names: set[str] = set()
    for table in (tables.participants, tables.scores, tables.events):
        if table is None or table.file in cleaned:
            continue
        rows = table.rows.copy()
        for one in _list_cells(draft, tables, table, readings):
            names.add(one.name)
            found = _find_codes(rows[one.column], _codes_of(one.name, declared))
            found = found if one.where is None else found & one.where
            notes += _count(table.file, one.name, rows.loc[found, one.column])
            rows[one.column] = rows[one.column].mask(found, "")
        cleaned[table.file] = replace(table, rows=rows)
    if len(cleaned) == len(set(table_names(draft.file.tables).values())):
        _check_columns(draft, names, faults)
    none_found = Note("Missing codes", "None of those declared stands in the tables.")
    return _put(cleaned, tables), tuple(notes) or (none_found,)


def _list_cells(
    draft: Draft, tables: StudyTables, table: Table, readings: Mapping[str, MeasureReading]
) -> Iterator[_Cells]:
    """Yield the cells of a table that are read, but for those that say whose and when they are."""
    columns = draft.file.columns
    kept = {*columns.id_columns, columns.arm, columns.sequence, columns.treatment, columns.visit}
    kept |= {reading.side_column or "" for reading in readings.values()}
    measured = [name for reading in readings.values() for name in reading.cells]
    if table is tables.events:
        read = [*draft.file.events.coded_columns]
    elif table is tables.participants or draft.file.tables.participants is None:
        read = list(table.rows.columns)
    else:
        read = measured
    if table is tables.scores and draft.file.tables.layout == "long":
        kept |= {columns.measure, columns.value}
        if table.has(columns.measure) and table.has(columns.value):
            names = table.rows[columns.measure]
            yield from (_Cells(name, columns.value, names == name) for name in measured)
    for column in read:
        if column not in kept and table.has(column):
            yield _Cells(column, column)


def _codes_of(name: str, declared: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the codes of a column: declared for it, else for a pattern it fits, else for others.

    Examples
    --------
    >>> sorted(_codes_of("womac_pain_1", {"womac_*": ("9",), "others": ("99", "NA")}))
    ['9']
    """
    patterns = [key for key in declared if "*" in key and fnmatchcase(name, key)]
    key = next((one for one in (name, *patterns, OTHER_COLUMNS) if one in declared), None)
    return frozenset() if key is None else frozenset(map(spelling_key, declared[key]))


def _find_codes(texts: pd.Series, codes: frozenset[str]) -> pd.Series:
    unique = pd.Series(texts.unique(), dtype=object)
    return texts.isin(unique[spelling_keys(unique).isin(codes)])


def _count(file: str, name: str, found: pd.Series) -> Iterator[Note]:
    if len(found):
        counts = found.value_counts().sort_index()
        codes = ", ".join(f"{code}: {number}" for code, number in counts.items())
        codes = str(counts.index[0]) if len(counts) == 1 else codes
        cells = "1 cell" if len(found) == 1 else f"{len(found)} cells"
        yield Note("Missing codes", f"{name} in {file}: {cells} set aside ({codes}).")


def _check_columns(draft: Draft, names: set[str], faults: FaultList) -> None:
    for key in draft.file.missing:
        fits = any(name == key or ("*" in key and fnmatchcase(name, key)) for name in names)
        if key != OTHER_COLUMNS and not fits:
            faults.add(
                draft.source.fault(
                    ("missing", key),
                    "No table has a column of this name whose codes could be set aside.",
                    f"{did_you_mean(key, names)}Name a column of scores, characteristics or "
                    "events, several as `womac_*`, or all the others as `others`.",
                    key,
                )
            )


def _put(cleaned: Mapping[str, Table], tables: StudyTables) -> StudyTables:
    def of(table: Table | None) -> Table | None:
        return None if table is None else cleaned[table.file]

    return replace(
        tables,
        participants=of(tables.participants),
        scores=of(tables.scores),
        events=of(tables.events),
    )
