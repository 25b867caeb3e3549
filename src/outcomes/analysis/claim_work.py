"""What one check of a claim has worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outcomes.analysis_record import AnalysisRecord
from outcomes.evidence import Pack
from outcomes.evidence.claim_checks import select_rows

Row = Mapping[Any, Any]
_PUBLISHED = AnalysisRecord("published")


@dataclass
class Work:
    """One check: what it is given, and the rows and facts that come of it.

    Parameters
    ----------
    pack : Pack
        The evidence.
    check : mapping
        A row of the table of checks.
    value : float
        The number that the claim carries; NaN if it has none.
    level : float
        Confidence level.
    rows : list of dict
        Rows of the estimates frame.
    facts : dict
        The plain numbers that a sentence needs.
    citations : list of str
        Keys of the sources of its numbers, in the order they are used.
    """

    pack: Pack
    check: Row
    value: float
    level: float
    rows: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    citations: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind of check."""
        return str(self.check["kind"])

    @property
    def remark(self) -> str:
        """What a reader has to know of it."""
        return str(self.check["remark"])

    def select(self) -> list[Row]:
        """Return the published rows that the check takes."""
        return list(select_rows(self.check, self.pack.numbers))

    def add(self, *citations: str, **row: Any) -> None:
        """Add one estimate and what it was read in."""
        self.rows.append({"done": _PUBLISHED, **row})
        self.citations += citations
