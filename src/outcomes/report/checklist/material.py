"""What a checklist is filled from: the study, and the reports that can be relied on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from outcomes.report.study_details import Entry, list_details
from outcomes.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


Row = Mapping[str, Any]
"""A row of an estimates frame."""


@dataclass(frozen=True)
class Numbers:
    """The rows of an estimates frame, by quantity."""

    rows: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, estimates: pd.DataFrame) -> Numbers:
        """Index a frame."""
        rows: dict[str, list[Row]] = {}
        for row in estimates.to_dict("records"):
            rows.setdefault(row["quantity"], []).append({str(k): v for k, v in row.items()})
        return cls(rows)

    def find(self, *quantities: str, **values: str) -> list[Row]:
        """Return the rows of some quantities that hold all of some values."""
        return [
            row
            for quantity in quantities
            for row in self.rows.get(quantity, ())
            if all(row[key] == value for key, value in values.items())
        ]


def any_estimated(rows: Sequence[Row]) -> bool:
    """Whether one of some rows at least was estimated, and is not NaN."""
    return any(row["estimate"] == row["estimate"] for row in rows)


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
    estimates : pandas.DataFrame
        The estimates frame of its ``results.json``.
    """

    report: str
    title: str
    sections: frozenset[str]
    estimates: pd.DataFrame

    @cached_property
    def numbers(self) -> Numbers:
        """The rows of its estimates."""
        return Numbers.of(self.estimates)


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
