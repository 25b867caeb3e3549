"""Every filled-in score or item of a study: one row a cell, with its text and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import Table, shown
from outcomes.study.codes import did_you_mean, match_codes, visit_codes
from outcomes.study.enrolled import Participants
from outcomes.study.fault_list import FaultList
from outcomes.study.identify import ID
from outcomes.study.measures import Cell, MeasureReading
from outcomes.study.read_study_file import Draft
from outcomes.study.redcap import has_rows_by_event
from outcomes.study.row_per_participant import find_visit_columns
from outcomes.study.sides import check_sides, read_sides
from outcomes.study.site_treatments import check_given, read_treatments
from outcomes.study.study_tables import missing_column


@dataclass(frozen=True)
class Cells:
    """The filled-in cells of one column of a wide table, or of one measure of a long one.

    Parameters
    ----------
    reading : MeasureReading
        The measure they belong to.
    cell : Cell
        What may stand in them.
    file : str
        The table they stand in.
    name : str
        Column, or in a long table the measure's name there.
    column : str
        Column that faults are reported in.
    rows : pandas.DataFrame
        ``participant, visit, side, text``; the index is the line in the file. ``visit`` is a visit
        of the study file (``""`` where it is unknown), ``side`` is ``""`` without sides.
    """

    reading: MeasureReading
    cell: Cell
    file: str
    name: str
    column: str
    rows: pd.DataFrame


def read_cells(
    draft: Draft, table: Table, readings: Mapping[str, MeasureReading], faults: FaultList
) -> list[Cells]:
    """Find every filled-in cell of the scores table.

    Parameters
    ----------
    draft : Draft
        The study file.
    table : Table
        The scores table.
    readings : mapping of str to MeasureReading
        The measures to be read.
    faults : FaultList
        Receives missing columns, unknown visits and measures, and sides that are not right.
    """
    if not draft.is_valid("columns"):
        return []
    places = _place_rows(draft, table, readings, faults)
    if draft.file.tables.layout == "participant":
        parts = _cells_by_visit(draft, table, readings, faults)
    elif draft.file.tables.layout == "long":
        parts = _long_cells(draft, table, readings, faults)
    else:
        parts = _wide_cells(table, readings, faults)
    sides = read_sides(table, readings.values(), faults)
    given = read_treatments(draft, table, faults) if draft.file.is_within_person else None
    found = []
    scored: dict[str, list[pd.Index]] = {}
    for reading, cell, name, column, texts, visit in parts:
        texts = texts[texts != ""]
        side_column = reading.side_column or ""
        side = sides[side_column].loc[texts.index] if side_column in sides else ""
        if given is not None:
            side = given.loc[texts.index]
        rows = places.loc[texts.index].assign(side=side, text=texts)
        if visit:
            rows["visit"] = visit
        found.append(Cells(reading, cell, table.file, name, column, rows))
        if given is not None:
            check_given(draft, table, given, texts.index, faults)
        if side_column:
            scored.setdefault(side_column, []).append(texts.index)
    check_sides(table, sides, scored, faults)
    return found


def read_baselines(
    draft: Draft, enrolled: Participants, readings: Mapping[str, MeasureReading]
) -> list[Cells]:
    """Find the baseline scores that stand in a column of the participants table."""
    visit = next((one.name for one in draft.file.visits if one.weeks == 0), "baseline")
    found = []
    for reading in readings.values():
        column = reading.measure.baseline
        if column is None or column not in enrolled.people:
            continue
        texts = enrolled.people[column]
        texts = texts[texts != ""]
        rows = pd.DataFrame(
            {"participant": enrolled.people["participant"][texts.index], "visit": visit, "side": ""}
        ).assign(text=texts)
        (cell,) = reading.cells.values()
        found.append(Cells(reading, cell, enrolled.file, column, column, rows))
    return found


def _place_rows(
    draft: Draft, table: Table, readings: Mapping[str, MeasureReading], faults: FaultList
) -> pd.DataFrame:
    """Return the participant and the visit of each row, ``""`` where they are not known."""
    columns = draft.file.columns
    places = pd.DataFrame({"participant": "", "visit": ""}, index=table.rows.index, dtype="str")
    if table.has(ID):
        places["participant"] = table.rows[ID]
    if draft.file.tables.layout == "participant":
        return places
    if table.has(columns.visit):
        found = table.rows[columns.visit]
        places["visit"] = match_codes(found, visit_codes(draft.file.visits))
        if draft.names_visits:
            if has_rows_by_event(table):
                found = found[_hold_scores(draft, table, readings)]
            _check_visits(draft, found, places["visit"][found.index], table.file, faults)
    elif draft.file.asks_once and draft.file.visits:
        places["visit"] = draft.file.visits[0].name
    else:
        faults.add(missing_column(table, columns.visit, "columns.visit"))
    return places


def _hold_scores(draft: Draft, table: Table, readings: Mapping[str, MeasureReading]) -> pd.Series:
    """Find rows with a score: other rows of REDCap's may be of an event that is no visit."""
    names = {name for reading in readings.values() for name in reading.cells}
    if draft.file.tables.layout == "long":
        names = {draft.file.columns.value}
    return (table.rows[[name for name in names if table.has(name)]] != "").any(axis=1)


def _check_visits(
    draft: Draft, found: pd.Series, visits: pd.Series, file: str, faults: FaultList
) -> None:
    known = visit_codes(draft.file.visits)
    codes = ", ".join(known)
    for line in visits.index[visits == ""]:
        empty = found[line] == ""
        hint = "" if empty else did_you_mean(found[line], known)
        faults.add(
            Fault(
                "The visit is missing." if empty else "There is no such visit in the study file.",
                f"{hint}The tables may hold: {codes}. Correct it, or add the visit to study.yaml.",
                file,
                int(line),
                draft.file.columns.visit,
                None if empty else shown(found[line]),
            ),
            "unknown visit",
        )
    if len(visits):
        for number, visit in enumerate(draft.file.visits):
            if not (visits == visit.name).any():
                faults.add(
                    draft.source.fault(
                        ("visits", number),
                        f"No row of {file} is of this visit.",
                        "Check the visit's `code` (what the tables hold for it), or remove it.",
                        visit.name,
                    )
                )


Part = tuple[MeasureReading, Cell, str, str, pd.Series, str]
"""A measure, its cell, its name in the tables, the column, its texts, the visit if that tells."""


def _cells_by_visit(
    draft: Draft, table: Table, readings: Mapping[str, MeasureReading], faults: FaultList
) -> Iterator[Part]:
    for reading, one in find_visit_columns(draft, table, readings, faults):
        yield reading, one.cell, one.name, one.column, table.rows[one.column], one.visit


def _wide_cells(
    table: Table, readings: Mapping[str, MeasureReading], faults: FaultList
) -> Iterator[Part]:
    for reading in readings.values():
        absent = [name for name in reading.cells if not table.has(name)]
        key = "items" if reading.instrument else "column"
        named = f"measures.{reading.name}.{key}"
        if len(absent) == len(reading.cells) > 1:
            faults.add(
                Fault(
                    f"The table has none of the item columns of `{reading.name}`, such as "
                    f"`{absent[0]}`.",
                    f"Add them, or correct `{named}` in study.yaml.",
                    table.file,
                    table.header_row,
                    absent[0],
                )
            )
            continue
        for name in absent:
            faults.add(missing_column(table, name, named))
        for name, cell in reading.cells.items():
            if name not in absent:
                yield reading, cell, name, name, table.rows[name], ""


def _long_cells(
    draft: Draft, table: Table, readings: Mapping[str, MeasureReading], faults: FaultList
) -> Iterator[Part]:
    columns = draft.file.columns
    absent = [key for key in ("measure", "value") if not table.has(getattr(columns, key))]
    for key in absent:
        faults.add(missing_column(table, getattr(columns, key), f"columns.{key}"))
    if absent:
        return
    names, values = table.rows[columns.measure], table.rows[columns.value]
    known = {name for reading in readings.values() for name in reading.cells}
    if len(readings) == len(draft.file.measures):
        _check_measure_names(names, known, table.file, columns.measure, faults)
    for reading in readings.values():
        for name, cell in reading.cells.items():
            yield reading, cell, name, columns.value, values[names == name], ""


def _check_measure_names(
    names: pd.Series, known: set[str], file: str, column: str, faults: FaultList
) -> None:
    listed = ", ".join(sorted(known)[:10]) + (" ..." if len(known) > 10 else "")
    for line in names.index[~names.isin(known)]:
        faults.add(
            Fault(
                "There is no such measure in the study file.",
                f"The study file expects: {listed}. Correct the name, or add the measure.",
                file,
                int(line),
                column,
                shown(names[line]),
            ),
            "unknown measure",
        )
