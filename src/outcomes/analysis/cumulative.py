"""The cumulative distribution of change: how many improved by at least how much.

It shows the patients' own changes, and the share of responders by any threshold at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from outcomes.analysis.change import PERCENT, reached_change, record_pairs, why_no_change
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.intervals import check_level, newcombe_interval, wilson_interval
from outcomes.analysis.round_steps import round_step
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Threshold
from outcomes.study.study import Study

ANALYSIS = "cumulative distribution of change, observed pairs"
MOST_SIZES = 100
"""Steps of one arm's curve; more could not be told apart in a drawing."""

COMPARED = 5
"""Sizes of improvement at which arms are compared, the minimal important change apart."""


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
        has none, or no direction is better. And of ``cumulative difference``, arm minus comparator
        with Newcombe's interval: a row a comparison and a round size from none to what one in ten
        reached, and the minimal important change; none where an arm has no pairs.
    """
    check_level(level)
    study = study.analysed
    primary = study.file.plan.primary
    endpoint, visit = endpoint or primary.endpoint, visit or primary.visit
    assessments = [one for one in list_endpoint_visits(study, endpoint) if one.visit.name == visit]
    rows = []
    for assessment in assessments:
        done = record_pairs(study, assessment)
        found = [row for arm in study.arms for row in _accumulate(assessment, arm, level, done)]
        for pair in study.comparisons:
            found += _compare(assessment, pair, level, done)
        rows += [{**assessment.place, "analysis": ANALYSIS, **row} for row in found]
    return make_estimates(rows)


def _accumulate(
    assessment: EndpointVisit, arm: str, level: float, done: AnalysisRecord
) -> list[dict[str, object]]:
    reason = _why_not(assessment, arm)
    if reason is not None:
        return [{"arm": arm, "quantity": "cumulative share", "n_arm": 0, "reason": reason}]
    pairs = assessment.pairs_of(arm)
    rows: list[dict[str, object]] = []
    for size in _list_sizes(assessment, pairs):
        share = wilson_interval(_count_reached(assessment, pairs, size), len(pairs), level)
        about = {"quantity": "cumulative share", "arm": arm, "threshold": size, "done": done}
        rows.append({**share, **about})
    return rows


def _compare(
    assessment: EndpointVisit, pair: tuple[str, str], level: float, done: AnalysisRecord
) -> list[dict[str, object]]:
    """Compare the shares of two arms at round sizes of improvement."""
    if any(_why_not(assessment, arm) is not None for arm in pair):
        return []
    ours, theirs = (assessment.pairs_of(arm) for arm in pair)
    about = {"quantity": "cumulative difference", "arm": pair[0], "comparator": pair[1]}
    rows: list[dict[str, object]] = []
    for size in _choose_sizes(assessment, ours, theirs):
        first, second = (_count_reached(assessment, pairs, size) for pairs in (ours, theirs))
        difference = newcombe_interval(first, len(ours), second, len(theirs), level)
        rows.append({**difference, **about, "threshold": size, "done": done})
    return rows


def _count_reached(assessment: EndpointVisit, pairs: pd.DataFrame, size: float) -> int:
    needed = Threshold("minimal important change", size, "points", "", "", "assumed")
    reached = reached_change(assessment.endpoint, needed, pairs["baseline"], pairs["value"])
    return int(reached.sum())


def _choose_sizes(assessment: EndpointVisit, *pairs: pd.DataFrame) -> list[float]:
    """Return round sizes from none to what one in ten of an arm reached, at most `COMPARED`."""
    far = max(float(np.quantile(_improvements(assessment, own), 0.9)) for own in pairs)
    important = _important_size(assessment)
    if not far > 0:
        return sorted(important)
    step = round_step(far / COMPARED)
    sizes = {round(step * number, 10) for number in range(1, COMPARED + 1)}
    apart = {size for size in sizes if all(abs(size - one) >= step / 2 for one in important)}
    return sorted({size for size in apart if size <= far} | important)


def _why_not(assessment: EndpointVisit, arm: str) -> Reason | None:
    if assessment.endpoint.kind == "binary":
        return Reason("yes-or-no")
    if assessment.endpoint.higher == "neither":
        return Reason("no-direction")
    return why_no_change(assessment, arm)


def _improvements(assessment: EndpointVisit, pairs: pd.DataFrame) -> pd.Series:
    sign = -1.0 if assessment.endpoint.higher == "worse" else 1.0
    return sign * (pairs["value"] - pairs["baseline"])


def _important_size(assessment: EndpointVisit) -> set[float]:
    """Return the minimal important change in the endpoint's unit, if it has one."""
    important = assessment.endpoint.important_change
    return set() if important is None or important.unit == PERCENT else {important.value}


def _list_sizes(assessment: EndpointVisit, pairs: pd.DataFrame) -> list[float]:
    """Sizes of improvement that occurred, and the minimal important change if it is one."""
    # Sizes that differ by rounding alone are one size.
    found = set((np.round(_improvements(assessment, pairs), 9) + 0.0).unique())
    sizes = found if len(found) <= MOST_SIZES else set(_space(min(found), max(found)))
    return sorted(sizes | _important_size(assessment))


def _space(low: float, high: float) -> list[float]:
    return [float(size) for size in np.linspace(low, high, MOST_SIZES)]
