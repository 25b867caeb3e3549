"""Which columns of the tables a study file names, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outcomes.study.measures import MeasureReading
from outcomes.study.read_study_file import Draft
from outcomes.study.visit_columns import score_columns


@dataclass(frozen=True)
class NamedColumns:
    """Columns that a study file names.

    Parameters
    ----------
    keys : frozenset of str
        Of names and codes: participant, arm, visit and its time, side, measure.
    numbers : frozenset of str
        Of scores and answers.
    others : frozenset of str
        Covariates and characteristics.
    """

    keys: frozenset[str]
    numbers: frozenset[str]
    others: frozenset[str]


def name_columns(draft: Draft, readings: Mapping[str, MeasureReading]) -> NamedColumns:
    """Return the columns that a study file names."""
    columns = draft.file.columns
    keys = {
        *columns.id_columns,
        draft.file.group_column,
        columns.visit,
        columns.side,
        columns.measure,
    }
    if draft.file.is_within_person:
        keys.add(columns.treatment)
    keys |= set(columns.times.values())
    numbers = {columns.value}
    for reading in readings.values():
        numbers |= set(score_columns(draft.file, reading))
        if reading.measure.baseline is not None:
            numbers.add(reading.measure.baseline)
        if reading.side_column is not None:
            keys.add(reading.side_column)
    others = set(draft.file.described) - keys - numbers
    return NamedColumns(frozenset(keys), frozenset(numbers), frozenset(others))
