"""The cumulative distribution of change: how many improved by at least how much.

It shows the patients' own changes, and the share of responders by any threshold at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from outcomes.analysis.change import PERCENT, reached_change, record_pairs, why_no_change
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.intervals import check_level, wilson_interval
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Threshold
from outcomes.study.study import Study

ANALYSIS = "cumulative distribution of change, observed pairs"
MOST_SIZES = 100
"""Steps of one arm's curve; more could not be told apart in a drawing."""


def accumulate_changes(
    study: Study, endpoint: str = "", visit: str = "", level: float = 0.95
) -> pd.DataFrame:
    """Share of each arm that improved by at least each size of change that somebody had.

    Parameters
    ----------
    study : Study
        A loaded study; a participant's two sides count once unless the study file separates them.
    endpoint, visit : str
        Full name of an endpoint that is better in one direction, and a follow-up visit; the
        primary ones if left out.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame of ``cumulative share``: a row an arm and a size of improvement (score
        minus baseline, turned so that more is better; negative is worse) under ``threshold``, in
        the endpoint's unit: every size that a participant of the arm had (`MOST_SIZES` evenly
        spaced ones where there are more), and the endpoint's minimal important change. Wilson's
        intervals, each for its own size, not for the curve. ``n_arm`` counts the participants with
        a score both at baseline and at the visit. A row of NaN with its ``reason`` where an arm
        has none, or no direction is better.
    """
    check_level(level)
    primary = study.file.plan.primary
    endpoint, visit = endpoint or primary.endpoint, visit or primary.visit
    assessments = [one for one in list_endpoint_visits(study, endpoint) if one.visit.name == visit]
    return make_estimates(
        {**assessment.place, "quantity": "cumulative share", "analysis": ANALYSIS, **row}
        for assessment in assessments
        for done in (record_pairs(study, assessment),)
        for arm in study.arms
        for row in _accumulate(assessment, arm, level, done)
    )


def _accumulate(
    assessment: EndpointVisit, arm: str, level: float, done: AnalysisRecord
) -> list[dict[str, object]]:
    reason = _why_not(assessment, arm)
    if reason is not None:
        return [{"arm": arm, "n_arm": 0, "reason": reason}]
    pairs = assessment.pairs_of(arm)
    rows: list[dict[str, object]] = []
    for size in _list_sizes(assessment, pairs):
        needed = Threshold("minimal important change", size, "points", "", "", "assumed")
        reached = reached_change(assessment.endpoint, needed, pairs["baseline"], pairs["value"])
        share = wilson_interval(int(reached.sum()), len(reached), level)
        rows.append({**share, "arm": arm, "threshold": size, "done": done})
    return rows


def _why_not(assessment: EndpointVisit, arm: str) -> Reason | None:
    if assessment.endpoint.kind == "binary":
        return Reason("yes-or-no")
    if assessment.endpoint.higher == "neither":
        return Reason("no-direction")
    return why_no_change(assessment, arm)


def _list_sizes(assessment: EndpointVisit, pairs: pd.DataFrame) -> list[float]:
    """Sizes of improvement that occurred, and the minimal important change if it is one."""
    sign = -1.0 if assessment.endpoint.higher == "worse" else 1.0
    # Sizes that differ by rounding alone are one size.
    found = {round(size, 9) + 0.0 for size in sign * (pairs["value"] - pairs["baseline"])}
    sizes = found if len(found) <= MOST_SIZES else set(_space(min(found), max(found)))
    important = assessment.endpoint.important_change
    if important is not None and important.unit != PERCENT:
        sizes.add(important.value)
    return sorted(sizes)


def _space(low: float, high: float) -> list[float]:
    return [float(size) for size in np.linspace(low, high, MOST_SIZES)]
