"""What the arithmetic of every claim is gathered in, and how it reads the published rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.evidence import list_published, load_citations


@dataclass
class Figures:
    """Rows, steps and sources of one claim, in the order they are worked out."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    citations: list[str] = field(default_factory=list)

    def add(self, *citations: str, **row: Any) -> None:
        """Add one estimate and what it was read in."""
        self.rows.append(row)
        self.citations += citations

    def frame(self, analysis: str) -> pd.DataFrame:
        """Return the rows as an estimates frame."""
        return make_estimates([{**row, "analysis": analysis} for row in self.rows])


def name_source(citation: str) -> str:
    """Return what readers call a citation, ``Rabago 2013``."""
    return load_citations()[citation].short


def read_one(**wanted: object) -> Mapping[str, Any]:
    """Return the one published row with these values."""
    rows = [row for row in list_published() if wanted.items() <= row.items()]
    if len(rows) != 1:
        named = ", ".join(f"{column} {value}" for column, value in wanted.items())
        raise AnalysisError(f"{len(rows)} published rows for {named}; one is needed")
    return rows[0]
