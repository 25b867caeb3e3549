"""Finding the scores of a table of one row a participant, by visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outcomes.errors import Fault
from outcomes.reading import Table
from outcomes.study.fault_list import FaultList
from outcomes.study.measures import MeasureReading
from outcomes.study.plan import Visit
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.study_tables import missing_column
from outcomes.study.visit_columns import VisitColumn, list_visit_columns


def find_visit_columns(
    draft: Draft, table: Table, readings: Mapping[str, MeasureReading], faults: FaultList
) -> Iterator[tuple[MeasureReading, VisitColumn]]:
    """Yield the columns that are there.

    A measure need not have been taken at every visit, but where it has none of its columns at a
    visit that is asked about; items that are missing beside others are faults.
    """
    seen: set[str] = set()
    for reading in readings.values():
        columns = list_visit_columns(reading, draft.file.visits)
        present = [one for one in columns if table.has(one.column)]
        visits = {one.visit for one in present}
        key = "items" if reading.instrument else "column"
        named = f"measures.{reading.name}.{key}"
        if not present and columns:
            faults.add(missing_column(table, columns[0].column, named))
        elif len(visits) < len(draft.file.visits):
            _ask(draft, table, reading, columns, visits, faults)
        for one in columns:
            if one.visit in visits and not table.has(one.column):
                faults.add(missing_column(table, one.column, named))
        seen |= visits
        yield from ((reading, one) for one in present)
    if seen:
        for number, visit in enumerate(draft.file.visits):
            if visit.name not in seen and draft.names_visits:
                faults.add(_no_column(draft, number, visit, table.file))


def _ask(
    draft: Draft,
    table: Table,
    reading: MeasureReading,
    columns: list[VisitColumn],
    visits: set[str],
    faults: FaultList,
) -> None:
    absent = [one for one in columns if one.visit not in visits]
    of_visits = ", ".join(dict.fromkeys(one.visit for one in absent))
    faults.ask(
        Query(
            "visit-without-column",
            f"`{reading.name}` has no column at: {of_visits} (the table has no "
            f"`{absent[0].column}`).",
            "If it was measured then, add the column or correct its name.",
            table.file,
            column=absent[0].column,
        )
    )


def _no_column(draft: Draft, number: int, visit: Visit, file: str) -> Fault:
    return draft.source.fault(
        ("visits", number),
        f"No column of {file} is of this visit.",
        "Check the visit's `code` (what the names of columns hold for it), or remove it.",
        visit.name,
    )
