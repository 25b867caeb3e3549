"""One effect a trial: visits and arms of one trial are never counted twice in a pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcomes.analysis.synthesis.derivation import LeftOutOfPool
from outcomes.analysis.synthesis.effects import Row
from outcomes.errors import AnalysisError


@dataclass(frozen=True)
class Window:
    """A stretch of time after baseline whose visits are read together.

    Parameters
    ----------
    label : str
        What readers see.
    low, high : float
        First and last week, both inside.
    target : float
        The week that a chosen visit is nearest to.
    """

    label: str
    low: float
    high: float
    target: float


WINDOWS = {
    "early": Window("up to 9 weeks", 0.1, 9, 6),
    "short": Window("10 to 18 weeks", 10, 18, 14),
    "medium": Window("19 to 38 weeks", 19, 38, 26),
    "long": Window("39 to 64 weeks", 39, 64, 52),
    "very long": Window("beyond 64 weeks", 64.1, 520, 104),
}
"""Windows by name; together they cover all follow-up and none overlaps another."""

_CHOSEN_BY = ["trial", "part_of", "week", "outcome", "arm", "comparator"]


def choose_effects(effects: pd.DataFrame, window: Window) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep one effect a trial: the visit nearest to the window's target.

    Among visits as near, the earlier one is kept; among several outcomes of that visit the one
    that stands first in the table of published numbers (a trial's WOMAC before its VAS); among
    several active arms the one that stands first, so that a comparator that two arms share is
    counted once. An interim report gives way to the report that it is part of.

    Parameters
    ----------
    effects : pandas.DataFrame
        From `collect_effects`, of one measure and comparator kind.
    window : Window
        As of `WINDOWS`.

    Returns
    -------
    chosen : pandas.DataFrame
        One row a trial, in the order given.
    left_out : pandas.DataFrame
        The other effects of these trials within the window, with ``reason``
        (`outcomes.analysis.synthesis.derivation.LeftOutOfPool`).

    Raises
    ------
    AnalysisError
        For a frame that mixes measures or comparator kinds.
    """
    for column in ("measure", "comparator_kind"):
        if len(set(effects[column])) > 1:
            raise AnalysisError(
                f"the effects mix {column.replace('_', ' ')}s, "
                f"{' and '.join(sorted(set(effects[column])))}; choose among one of them"
            )
    inside = effects[effects["week"].between(window.low, window.high)]
    rows = inside[_CHOSEN_BY].to_dict("records")
    nearest = sorted(rows, key=lambda row: _rank(row, window))
    best = {_count_for(row): row for row in reversed(nearest)}
    kept = np.array([best[_count_for(row)] is row for row in rows], dtype=bool)
    reasons = [
        _find_reason(row, best[_count_for(row)])
        for row, keep in zip(rows, kept, strict=True)
        if not keep
    ]
    left_out = inside[~kept].assign(reason=reasons)
    return inside[kept].reset_index(drop=True), left_out.reset_index(drop=True)


def _count_for(row: Row) -> str:
    """Return the trial that an effect counts for."""
    return str(row["part_of"] or row["trial"])


def _rank(row: Row, window: Window) -> tuple[float, ...]:
    return bool(row["part_of"]), abs(row["week"] - window.target), row["week"]


def _find_reason(row: Row, best: Row) -> LeftOutOfPool:
    if row["part_of"] and not best["part_of"]:
        return "interim-report"
    if row["week"] != best["week"]:
        return "another-visit"
    return "another-outcome" if row["outcome"] != best["outcome"] else "shared-comparator"
