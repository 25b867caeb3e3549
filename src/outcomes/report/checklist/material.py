"""What a checklist is filled from: the study, and the reports that can be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from outcomes.report.study_details import Entry, list_details
from outcomes.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


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
