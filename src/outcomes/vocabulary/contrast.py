"""One comparison of two arms, read from the estimates frame, and whom its interval favours."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outcomes.estimates import NOT_ESTIMATED
from outcomes.rounding import format_df
from outcomes.vocabulary.names import name_arm, order_endpoints, order_visits

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


@dataclass(frozen=True)
class Contrast:
    """A comparison: arm minus comparator in the endpoint's own unit.

    Parameters
    ----------
    endpoint, side, visit : str
        What was compared, and when; ``side`` is empty where sides are one.
    week : float
        Weeks since baseline.
    arm, comparator : str
        Arm ids.
    estimate, ci_low, ci_high, level : float
        Difference and its confidence interval; NaN where it was not estimated.
    distribution, df
        The quantile behind the interval.
    p_value : float
        Two-sided; NaN where there is none.
    n_arm, n_comparator : float
        Participants analysed.
    favours : str
        Arm id that the sign favours; empty if it favours neither.
    unit : str
        The endpoint's unit, or ``share``.
    method, analysis : str
        How it was estimated.
    """

    endpoint: str
    side: str
    visit: str
    week: float
    arm: str
    comparator: str
    estimate: float
    ci_low: float
    ci_high: float
    level: float
    distribution: str
    df: float
    p_value: float
    n_arm: float
    n_comparator: float
    favours: str
    unit: str
    method: str
    analysis: str

    @property
    def is_share(self) -> bool:
        """Whether the difference is one of shares, 0 to 1, rather than of scores."""
        return self.unit == "share"

    @property
    def is_estimated(self) -> bool:
        """Whether there is a difference at all."""
        return not math.isnan(self.estimate)

    @property
    def has_interval(self) -> bool:
        """Whether both ends of the interval are there."""
        return self.is_estimated and not (math.isnan(self.ci_low) or math.isnan(self.ci_high))

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of no difference; an end at 0 does not."""
        return self.has_interval and (self.ci_low > 0 or self.ci_high < 0)

    @property
    def why_not_estimated(self) -> str:
        """Why there is no difference, in words that follow "not estimated: "."""
        if self.method.startswith(NOT_ESTIMATED):
            return self.method.removeprefix(NOT_ESTIMATED)
        if self.n_arm == 0 or self.n_comparator == 0:
            return "an arm has no participant with the scores that the analysis needs"
        return "the analysis gives no reason"

    def judge(self, labels: Labels) -> str:
        """Return the cell under Favours: an arm only where the interval excludes no difference."""
        if not self.is_estimated:
            return "not estimated"
        if not self.favours:
            return "neither" if self.estimate == 0 else "not judged"
        name = name_arm(labels, self.favours)
        return name if self.excludes_zero else f"undecided (leans to {name})"


def read_contrasts(
    estimates: pd.DataFrame,
    labels: Labels,
    *,
    endpoint: str | None = None,
    visit: str | None = None,
) -> list[Contrast]:
    """Read the rows of quantity ``difference``, in order of endpoint, time and comparison.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; other quantities, and differences within subgroups, are passed over.
    labels : Labels
        Gives the order of endpoints and visits.
    endpoint, visit : str, optional
        Only this endpoint or visit.
    """
    rows = estimates[(estimates["quantity"] == "difference") & (estimates["subgroup"] == "")]
    if endpoint is not None:
        rows = rows[rows["endpoint"] == endpoint]
    if visit is not None:
        rows = rows[rows["visit"] == visit]
    contrasts = [read_contrast(row) for row in rows.to_dict("records")]
    endpoints = order_endpoints(labels, (c.endpoint for c in contrasts))
    visits = order_visits(labels, (c.visit for c in contrasts))
    return sorted(
        contrasts, key=lambda c: (endpoints.index(c.endpoint), c.side, visits.index(c.visit))
    )


def read_contrast(row: Mapping[Any, Any]) -> Contrast:
    """Read one row of quantity ``difference``; other columns are passed over."""
    names = Contrast.__dataclass_fields__
    return Contrast(**{name: row[name] for name in names})


def describe_quantile(contrasts: Sequence[Contrast]) -> str:
    """Say which distribution and degrees of freedom stand behind the intervals of a table."""
    parts = []
    with_interval = [c for c in contrasts if c.has_interval]
    for kind in dict.fromkeys(c.distribution for c in with_interval):
        of_kind = [c for c in with_interval if c.distribution == kind]
        parts.append(f"{name_distribution(kind)}{_span([c.df for c in of_kind])}")
    return " or ".join(parts)


def name_distribution(distribution: str) -> str:
    """Return what stands behind an interval in words, ``t distribution``."""
    if distribution in ("t", "normal"):
        return f"{distribution} distribution"
    return f"{distribution.title()}'s method" if distribution else "distribution not stated"


def _span(dfs: list[float]) -> str:
    known = sorted(df for df in dfs if not math.isnan(df))
    if not known:
        return ""
    low, high = format_df(known[0]), format_df(known[-1])
    return f" with {low} df" if low == high else f" with {low} to {high} df"
