"""One effect a trial: visits and arms of one trial are never counted twice in a pool."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
        The other effects of these trials within the window, with ``reason``.

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
    inside = effects[effects["week"].between(window.low, window.high)].copy()
    inside["cluster"] = inside["part_of"].where(inside["part_of"] != "", inside["trial"])
    inside["apart"] = (inside["week"] - window.target).abs()
    inside["interim"] = inside["part_of"] != ""
    inside["place"] = range(len(inside))
    order = inside.sort_values(["interim", "apart", "week", "place"], kind="stable")
    kept = ~order.duplicated("cluster")
    best = order[kept].set_index("cluster")
    helpers = ["cluster", "apart", "interim", "place"]
    chosen = order[kept].sort_values("place").drop(columns=helpers)
    rest = order[~kept].sort_values("place")
    reasons = [_say_reason(row, best.loc[row["cluster"]]) for _, row in rest.iterrows()]
    left_out = rest.drop(columns=helpers).assign(reason=reasons)
    return chosen.reset_index(drop=True), left_out.reset_index(drop=True)


def _say_reason(row: pd.Series, best: pd.Series) -> str:
    if row["interim"] and not best["interim"]:
        return "an interim report of a trial that is counted"
    if row["week"] != best["week"]:
        return f"another visit of the trial, week {best['week']:g}, is counted"
    if row["outcome"] != best["outcome"]:
        return f"another outcome of the trial, {best['outcome']}, is counted"
    return f"shares {best['comparator']} with {best['arm']}, which is counted"
