"""Tables of one row a participant: which visit each column of scores belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.study.measures import Cell, MeasureReading
from outcomes.study.plan import StudyFile, Visit

VISIT = "{visit}"
"""What stands for the visit's code in the name of a column."""


@dataclass(frozen=True)
class VisitColumn:
    """One column of scores: of which visit, and which of the measure's cells stand in it."""

    visit: str
    name: str
    cell: Cell
    column: str


def list_visit_columns(reading: MeasureReading, visits: tuple[Visit, ...]) -> list[VisitColumn]:
    """Return the columns that a measure can have, by visit."""
    return [
        VisitColumn(visit.name, name, cell, name.replace(VISIT, _code(visit)))
        for visit in visits
        for name, cell in reading.cells.items()
    ]


def score_columns(file: StudyFile, reading: MeasureReading) -> list[str]:
    """Return the columns that hold a measure's scores, in any layout but the long one."""
    if file.tables.layout != "participant":
        return list(reading.cells)
    return [one.column for one in list_visit_columns(reading, file.visits)]


def _code(visit: Visit) -> str:
    return str(visit.name if visit.code is None else visit.code)
