"""One comparison of two arms, read from the estimates frame, and whom its interval favours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.verdict import Verdict, rounds_to_none
from outcomes.vocabulary.intervals import name_distribution as name_distribution
from outcomes.vocabulary.names import order_endpoints, order_visits
from outcomes.vocabulary.verdicts import judge_row

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
    analysis : str
        A short name of the analysis.
    done : AnalysisRecord or None
        What was done.
    reason : Reason or None
        Why there is no difference, or no interval.
    verdict : Verdict
        Whom it favours, if anybody.
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
    analysis: str
    done: AnalysisRecord | None
    reason: Reason | None
    verdict: Verdict

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
    def is_same(self) -> bool:
        """Whether there is no difference at all, but for what computing leaves of 0."""
        return rounds_to_none(self.estimate)


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
    contrasts = [read_contrast(row, labels) for row in rows.to_dict("records")]
    endpoints = order_endpoints(labels, (c.endpoint for c in contrasts))
    visits = order_visits(labels, (c.visit for c in contrasts))
    return sorted(
        contrasts, key=lambda c: (endpoints.index(c.endpoint), c.side, visits.index(c.visit))
    )


def read_contrast(row: Mapping[Any, Any], labels: Labels) -> Contrast:
    """Read one row of quantity ``difference``; other columns are passed over."""
    names = (name for name in Contrast.__dataclass_fields__ if name != "verdict")
    return Contrast(**{name: row[name] for name in names}, verdict=judge_row(row, labels))
