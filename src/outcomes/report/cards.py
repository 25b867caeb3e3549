"""What the index and the study pages know of studies and their reports."""

from __future__ import annotations

from dataclasses import dataclass

_STATUS = {
    "planned": "not run yet",
    "running": "being made now",
    "succeeded": "complete",
    "failed": "failed",
    "killed": "failed: the run was killed",
    "out-of-memory": "failed: out of memory",
    "timed-out": "failed: out of time",
    "stale": "out of date: what it was made from has changed since",
}


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
        A state of the ledger: ``planned``, ``running``, ``succeeded``, ``failed``, ``killed``,
        ``out-of-memory``, ``timed-out`` or ``stale``.
    headline : str
        The result in a sentence, plain text; empty if there is none.
    failure : str
        What went wrong, plain text; empty if nothing did.
    has_page : bool
        Whether there is something to open.
    has_results : bool
        Whether ``results.json`` stands beside the page.
    """

    report: str
    title: str
    state: str
    headline: str = ""
    failure: str = ""
    has_page: bool = False
    has_results: bool = False

    @property
    def stale(self) -> bool:
        """Whether what the report was made from has changed since."""
        return self.state == "stale"

    @property
    def is_bad(self) -> bool:
        """Whether the report ended without results."""
        return self.state not in ("planned", "running", "succeeded", "stale")

    @property
    def status(self) -> str:
        """The state in words."""
        return _STATUS[self.state]


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
