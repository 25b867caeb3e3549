"""What the index and the study pages know of studies and their reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportCard:
    """A report, as the study page and the index show it.

    Parameters
    ----------
    report : str
        Its name and folder, as ``treatment-effect``.
    title : str
        Its heading.
    state : str
        ``succeeded``, ``failed``, ``killed``, or ``planned`` where it was not run yet.
    headline : str
        The result in a sentence, plain text; empty if there is none.
    failure : str
        What went wrong, plain text; empty if nothing did.
    stale : bool
        Whether the study's files have changed since the report was made.
    has_results : bool
        Whether ``results.json`` stands beside the page.
    """

    report: str
    title: str
    state: str
    headline: str = ""
    failure: str = ""
    stale: bool = False
    has_results: bool = False

    @property
    def has_page(self) -> bool:
        """Whether there is something to open."""
        return self.state != "planned"

    @property
    def status(self) -> str:
        """The state in words."""
        if self.state == "succeeded":
            return "out of date: the study's files have changed since" if self.stale else "complete"
        words = {"failed": "failed", "killed": "failed: the run was killed"}
        return words.get(self.state, "not run yet")


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
