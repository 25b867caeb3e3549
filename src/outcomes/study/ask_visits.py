"""Queries about visits that were made at another time than the study file plans them for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import Table, shown
from outcomes.study.codes import match_codes, visit_codes
from outcomes.study.fault_list import FaultList
from outcomes.study.numbers import not_a_number_fix, to_numbers
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.study_tables import missing_column
from outcomes.study.times import WEEKS_PER

_ROUNDING = 1e-9
"""Weeks by which a time just between two visits may seem nearer to one of them."""


def check_visit_times(draft: Draft, table: Table, faults: FaultList) -> None:
    """Hold the times at which visits were made, where a column tells them, against the plan.

    A visit is far out of its window when the time of another visit is nearer, the last one being
    followed by one more as far behind it.

    Parameters
    ----------
    draft : Draft
        The study file; ``columns`` may name the column, under the unit that its times are in.
    table : Table
        The scores, one row a participant and visit or one a value.
    faults : FaultList
        Receives times that are no numbers, and one query a visit.
    """
    if not (draft.is_valid("columns") and draft.is_valid("visits")):
        return
    for unit, column in draft.file.columns.times.items():
        if not table.has(column):
            faults.add(missing_column(table, column, f"columns.{unit}"))
        elif table.has(draft.file.columns.visit):
            weeks = _read_weeks(table, column, unit, faults)
            for query in _ask_about_windows(draft, table, column, weeks):
                faults.ask(query)


def _read_weeks(table: Table, column: str, unit: str, faults: FaultList) -> pd.Series:
    texts = table.rows[column]
    filled = texts[texts != ""]
    numbers = to_numbers(filled)
    for line, text in filled[numbers.isna()].items():
        fault = Fault(
            f"The time of this visit is not a number of {unit}s.",
            not_a_number_fix(text),
            table.file,
            int(line),
            column,
            shown(text),
        )
        faults.add(fault, "visit time")
    return numbers.dropna() * WEEKS_PER[unit]


def _ask_about_windows(
    draft: Draft, table: Table, column: str, weeks: pd.Series
) -> Iterator[Query]:
    visits = sorted(draft.file.visits, key=lambda visit: visit.weeks)
    planned = np.array([visit.weeks for visit in visits])
    if len(planned) < 2:
        return
    cells = table.rows.loc[weeks.index, draft.file.columns.visit]
    names = match_codes(cells, visit_codes(draft.file.visits))
    beyond = 2 * planned[-1] - planned[-2]
    away = np.abs(weeks.to_numpy()[:, None] - np.append(planned, beyond))
    for place, visit in enumerate(visits):
        of_visit = (names == visit.name).to_numpy()
        off = weeks.index[of_visit & (away.min(axis=1) < away[:, place] - _ROUNDING)]
        if len(off):
            yield Query(
                "visit-out-of-window",
                f"{len(off)} of {of_visit.sum()} rows of {visit.name} were measured at a time "
                "that is nearer to another visit, or far behind the last.",
                "Correct the visit or the time, or answer this under `queries`; scores are "
                "analysed under the visit that the table names.",
                table.file,
                int(off[0]),
                column,
                shown(table.rows.loc[off[0], column]),
            )
