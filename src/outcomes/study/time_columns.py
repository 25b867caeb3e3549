"""Which column of a table holds the time since baseline of its rows, and in which unit."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from outcomes.study.part import Part, Text
from outcomes.study.times import TIME_UNITS, WEEKS_PER


class TimeColumns(Part):
    """The column of times since baseline, under the unit that they are in."""

    minute: Text | None = None
    hour: Text | None = None
    day: Text | None = None
    week: Text | None = None
    month: Text | None = None
    year: Text | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if len(self.times) > 1:
            raise ValueError(f"give the column of at most one of {TIME_UNITS}")
        return self

    @property
    def times(self) -> dict[str, str]:
        """The column of times, by its unit."""
        columns = {unit: getattr(self, unit) for unit in WEEKS_PER}
        return {unit: column for unit, column in columns.items() if column is not None}
