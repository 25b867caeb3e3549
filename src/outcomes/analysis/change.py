"""Change from baseline within each arm, and who improved by an amount that matters.

Without a comparator a change is not an effect: ``docs/methods/before-after.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.describe import ANALYSIS as OBSERVED
from outcomes.analysis.describe import describe_arm
from outcomes.analysis.endpoint_visits import EndpointVisit, count_ones, list_endpoint_visits
from outcomes.analysis.favours import favoured_direction
from outcomes.analysis.intervals import check_level, mean_interval, vary, wilson_interval
from outcomes.analysis.left_out import count_by_arm, list_handled, list_left_out
from outcomes.analysis.reasons import explain
from outcomes.analysis_record import BASELINE, AnalysisRecord, ArmCount, Reason
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.study.study import Study

ANALYSIS = "change, observed pairs"
PERCENT = "percent of baseline"

_ROUNDING = 1e-9


def summarise_change(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Summarise each arm's change from baseline at every follow-up visit.

    Parameters
    ----------
    study : Study
        A loaded study; a participant's two sides count once unless the study file separates them.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame; ``n_arm`` is the number behind each row.

        - ``change``: score minus baseline, mean over the participants with both, in the endpoint's
          unit (t interval, n - 1 degrees of freedom); ``favours`` is improvement or worsening.
        - ``share``: of the same participants, those who improved by at least the endpoint's minimal
          important change (``threshold``), 0 to 1, with Wilson's interval.
        - for binary endpoints ``share`` instead: of the participants with a score at the visit,
          baseline included, those with a 1.
        - ``mean`` at the visit for endpoints that have no baseline scores; of the primary one
          the ``change`` is NaN, with its reason.

        What could not be estimated is a row of NaN with its ``reason``; a change without an
        interval, of one participant or where everybody changed alike, has its reason too.
    """
    check_level(level)
    study = study.analysed
    return make_estimates(
        row
        for name in study.endpoints
        for assessment in list_endpoint_visits(study, name)
        for row in _summarise(study, assessment, level)
    )


def summarise_shares(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Return of each yes-or-no endpoint, arm and visit the share with a 1.

    Parameters
    ----------
    study : Study
        A loaded study.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        The ``share`` rows that `summarise_change` gives of yes-or-no endpoints.
    """
    check_level(level)
    study = study.analysed
    return make_estimates(
        {**row, "analysis": OBSERVED}
        for name, endpoint in study.endpoints.items()
        if endpoint.kind == "binary"
        for assessment in list_endpoint_visits(study, name)
        for row in _summarise(study, assessment, level)
    )


def reached_change(
    endpoint: Endpoint, threshold: Threshold, baseline: pd.Series, value: pd.Series
) -> pd.Series:
    """Tell who improved by at least a threshold.

    Parameters
    ----------
    endpoint : Endpoint
        Says which direction is improvement.
    threshold : Threshold
        In the endpoint's unit, or in percent of each participant's own baseline.
    baseline, value : pandas.Series
        Scores before and after, by participant, none absent.

    Returns
    -------
    pandas.Series of bool
        True where the improvement is the threshold or more; in percent of a baseline of 0, where
        there is any improvement.

    Examples
    --------
    >>> pain = Endpoint("pain", "Pain", 0, 10, "points", "worse")
    >>> half = Threshold(
    ...     "minimal important change", 50, "percent of baseline", "", "example", "assumed"
    ... )
    >>> list(reached_change(pain, half, pd.Series([8.0, 8.0]), pd.Series([4.0, 5.0])))
    [True, False]
    """
    sign = -1.0 if endpoint.higher == "worse" else 1.0
    improvement = sign * (value - baseline)
    size = np.abs(baseline.to_numpy())
    in_percent = threshold.unit == PERCENT
    needed = threshold.value / 100 * size if in_percent else threshold.value
    # 0.3 - 0.1 is a little less than 0.2 in floating point; it is an improvement of 0.2.
    reached = improvement >= needed - _ROUNDING * np.maximum(1.0, size)
    return reached & (improvement > 0) if in_percent else reached


def _summarise(study: Study, assessment: EndpointVisit, level: float) -> Iterator[dict[str, Any]]:
    shared = {**assessment.place, "analysis": ANALYSIS}
    if assessment.endpoint.kind == "binary":
        done = record_shares(study, assessment)
        for arm in study.arms:
            yield {**shared, "arm": arm, **_share_of_ones(assessment, arm, level, done)}
    elif not assessment.visit.is_baseline:
        done = record_pairs(study, assessment)
        for arm in study.arms:
            if assessment.baseline is None:
                rows = describe_arm(assessment, arm, level)
                yield from (row for row in rows if row["quantity"] == "mean")
                if assessment.name != study.file.plan.primary.endpoint:
                    continue
            for row in _summarise_arm(assessment, arm, level, done):
                yield {**shared, "arm": arm, **row}


def record_pairs(study: Study, assessment: EndpointVisit) -> AnalysisRecord:
    """Record whose change from baseline is known at a visit."""
    pairs = (assessment.pairs_of(arm).index for arm in study.arms)
    return AnalysisRecord(
        "change",
        visits=(assessment.visit.name,),
        participants=tuple(
            ArmCount(arm, len(people)) for arm, people in zip(study.arms, pairs, strict=True)
        ),
        left_out=list_left_out(study, [assessment], baseline=assessment.baseline),
        events=list_handled(study, [assessment]),
    )


def record_shares(study: Study, assessment: EndpointVisit) -> AnalysisRecord:
    """Record who has a score at a visit."""
    return AnalysisRecord(
        "share",
        scale="shares",
        visits=(assessment.visit.name,),
        participants=count_by_arm(study, assessment.scores["arm"]),
        left_out=list_left_out(study, [assessment], baseline=None),
        events=list_handled(study, [assessment]),
    )


def why_no_change(assessment: EndpointVisit, arm: str) -> Reason | None:
    """Return why the changes of an arm are not known at a visit; None where some are."""
    if assessment.baseline is None:
        return Reason("no-baseline")
    visits = (assessment.visit.name,)
    if assessment.values_of(arm).empty:
        return Reason("no-scores", (arm,), visits)
    if assessment.pairs_of(arm).empty:
        return Reason("no-complete-case", (arm,), visits, (BASELINE,))
    return None


def _summarise_arm(
    assessment: EndpointVisit, arm: str, level: float, done: AnalysisRecord
) -> list[dict[str, Any]]:
    reason = why_no_change(assessment, arm)
    if reason is not None:
        return [{"quantity": "change", "n_arm": 0, "reason": reason}]
    pairs = assessment.pairs_of(arm)
    rows = _summarise_pairs(assessment.endpoint, pairs, level, done)
    place = ((arm,), (assessment.visit.name,))
    if len(pairs) < 2:
        rows[0]["reason"] = Reason("too-few", *place)
    elif not vary(pairs["value"] - pairs["baseline"]):
        rows[0]["reason"] = Reason("same-change", *place)
    return rows


def _summarise_pairs(
    endpoint: Endpoint, pairs: pd.DataFrame, level: float, done: AnalysisRecord
) -> list[dict[str, Any]]:
    change = mean_interval(pairs["value"] - pairs["baseline"], level)
    rows = [
        {
            **change,
            "quantity": "change",
            "favours": favoured_direction(endpoint, change["estimate"]),
            "done": done,
        }
    ]
    threshold = endpoint.important_change
    if threshold is not None and endpoint.higher != "neither":
        reached = reached_change(endpoint, threshold, pairs["baseline"], pairs["value"])
        rows.append(
            {
                **wilson_interval(int(reached.sum()), len(reached), level),
                "quantity": "share",
                "threshold": threshold.value,
                "done": done,
            }
        )
    return rows


def _share_of_ones(
    assessment: EndpointVisit, arm: str, level: float, done: AnalysisRecord
) -> dict[str, Any]:
    values = assessment.values_of(arm)
    row = {"quantity": "share", "threshold": 1, "unit": "share", "n_arm": len(values)}
    try:
        return {**row, **wilson_interval(count_ones(values), len(values), level), "done": done}
    except AnalysisError as error:
        return {**row, "reason": explain(error, arms=(arm,), visits=(assessment.visit.name,))}
