"""What the index and the study pages know of studies and their reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from outcomes.report.states import describe_state
from outcomes.study.study import Study


@dataclass(frozen=True)
class ReportCard:
    """A report, as the study page and the index show it.

    Parameters
    ----------
    report : str
        Its name and folder, as ``my-report``.
    title : str
        Its heading.
    state : str
        As in the ledger: one of `outcomes.report.states.STATES`.
    headline : str
        The result in a sentence, plain text; empty if there is none.
    failure : str
        What went wrong, plain text; empty if nothing did.
    has_page : bool
        Whether there is something to open.
    has_results : bool
        Whether ``results.json`` stands beside the page.
    drawing : str
        A small drawing of the result, from `outcomes.report.headline.draw_headline`; empty if
        there is none.
    provenance : str
        Of its numbers, as ``results.json`` tells it; the study's own if empty.
    sections : mapping of str to str
        Headings of the sections that stand on its page, of those that its notebook declares, by id.
    """

    report: str
    title: str
    state: str
    headline: str = ""
    failure: str = ""
    has_page: bool = False
    has_results: bool = False
    drawing: str = ""
    provenance: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_bad(self) -> bool:
        """Whether the run ended without a report."""
        return describe_state(self.state).is_bad

    @property
    def status(self) -> str:
        """The state in words."""
        return describe_state(self.state).short


@dataclass(frozen=True)
class StudyCard:
    """A study, as the index shows it; the fields are those of the study file."""

    id: str
    title: str
    summary: str
    provenance: str
    joint: str
    condition: str
    design: str
    participants: int
    reports: tuple[ReportCard, ...]
    outcomes: tuple[str, ...] = ()
    """What was measured: domains as ``pain`` and ``function``, from `list_outcomes`."""
    protection: str = ""
    """Which rule against recognising participants was applied; empty if none need be stated."""
    topic: str = ""
    """The topic of evidence that it names; empty if none."""
    beside: tuple[str, ...] = ()
    """Pages that stand beside the study's own: ``summary``, ``checklist``."""


@dataclass(frozen=True)
class TopicCard:
    """A topic of evidence that studies name, with the reports made once for all of them."""

    id: str
    title: str
    reports: tuple[ReportCard, ...]


def list_outcomes(study: Study) -> tuple[str, ...]:
    """Return the domains that a study measures, in the order of its file."""
    return tuple(dict.fromkeys(endpoint.domain for endpoint in study.endpoints.values()))
