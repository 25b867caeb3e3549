"""What was observed: mean, standard deviation and counts by arm and visit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.intervals import check_level, mean_interval
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Study

ANALYSIS = "observed scores"

_MOST_LEVELS = 20


def summarise_scores(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Describe the observed scores of every endpoint by arm and visit, baseline included.

    Parameters
    ----------
    study : Study
        A loaded study; a participant's two sides count once unless the study file separates them.
    level : float
        Confidence level of the intervals of the means.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. For each endpoint, side, visit and arm: ``n`` participants with a score,
        their ``mean`` (se = sd / sqrt(n); t interval, n - 1 degrees of freedom) and ``sd`` (divisor
        n - 1), in the endpoint's unit; for ordinal and binary endpoints also a ``count`` of
        participants at each level, which stands under ``threshold``. Without a score there is only
        ``n = 0``; a single score has a mean without interval and no sd. All arms of a blinded study
        are described as one.
    """
    check_level(level)
    study = study.selected.pooled
    return make_estimates(
        row
        for name in study.endpoints
        for assessment in list_endpoint_visits(study, name)
        for arm in study.arms
        for row in describe_arm(assessment, arm, level)
    )


def describe_arm(assessment: EndpointVisit, arm: str, level: float) -> list[dict[str, Any]]:
    """Return the rows of one arm at one visit."""
    values = assessment.values_of(arm)
    shared = {**assessment.place, "arm": arm, "n_arm": len(values), "analysis": ANALYSIS}
    shared["done"] = AnalysisRecord("mean", visits=(assessment.visit.name,))
    rows = summarise_values(values, level)
    if assessment.endpoint.kind != "continuous":
        levels = list_levels(assessment.endpoint, assessment.scores["value"])
        rows += [
            {
                "quantity": "count",
                "threshold": step,
                "estimate": int((values == step).sum()),
                "unit": "participants",
            }
            for step in levels
        ]
    return [{**shared, **row} for row in rows]


def summarise_values(values: pd.Series, level: float) -> list[dict[str, Any]]:
    """Return number, mean and standard deviation of one value a participant.

    Parameters
    ----------
    values : pandas.Series
        None absent.
    level : float
        Confidence level of the mean's t interval.

    Returns
    -------
    list of dict
        Rows ``n``, and where there are enough values ``mean`` and ``sd``.
    """
    rows: list[dict[str, Any]] = [
        {"quantity": "n", "estimate": len(values), "unit": "participants"}
    ]
    if len(values) > 0:
        rows.append({"quantity": "mean", **mean_interval(values, level)})
    if len(values) > 1:
        rows.append({"quantity": "sd", "estimate": float(np.std(values, ddof=1))})
    return rows


def list_levels(endpoint: Endpoint, observed: Iterable[float]) -> list[float]:
    """List the levels to count: all of a short scale, and whatever else was observed.

    Averaging two sides can give half levels; they are listed too, so that counts add up to n.
    """
    levels = {float(value) for value in observed}
    if endpoint.high - endpoint.low < _MOST_LEVELS:
        levels |= {float(step) for step in np.arange(endpoint.low, endpoint.high + 1)}
    return sorted(levels)
