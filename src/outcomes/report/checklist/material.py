"""What a checklist is filled from: the study, and the reports that can be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from outcomes.report.study_details import Entry, list_details
from outcomes.study.study import Study

Row = Mapping[str, Any]
"""A row of ``results.json``, as `outcomes.estimates.read_rows` gives it."""


@dataclass(frozen=True)
class Numbers:
    """The rows of a report's results, by quantity."""

    rows: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Numbers:
        """Index rows."""
        by_quantity: dict[str, list[Row]] = {}
        for row in rows:
            by_quantity.setdefault(row["quantity"], []).append(row)
        return cls(by_quantity)

    def find(self, *quantities: str, **values: str) -> list[Row]:
        """Return the rows of some quantities that hold all of some values."""
        return [
            row
            for quantity in quantities
            for row in self.rows.get(quantity, ())
            if all(row[key] == value for key, value in values.items())
        ]


def any_estimated(rows: Sequence[Row]) -> bool:
    """Whether one of some rows at least was estimated."""
    return any(row["estimate"] is not None for row in rows)


@dataclass(frozen=True, eq=False)
class ReportPage:
    """A report that was made: its sections by id, and its numbers.

    Parameters
    ----------
    report : str
        Its name and folder.
    title : str
        Its heading.
    sections : frozenset of str
        Ids of the sections that stand on its page.
    numbers : Numbers
        The rows of its ``results.json``.
    """

    report: str
    title: str
    sections: frozenset[str]
    numbers: Numbers


@dataclass(frozen=True, eq=False)
class Material:
    """All that an answer is looked for in."""

    study: Study
    reports: tuple[ReportPage, ...]

    @cached_property
    def details(self) -> Mapping[str, Entry]:
        """What stands on the study's page of how the study was set up and run, by id."""
        sections = list_details(self.study.file)
        return {entry.id: entry for section in sections for entry in section.entries}
