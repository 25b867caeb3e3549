"""Change from baseline within each arm, and who improved by an amount that matters.

Without a comparator a change is not an effect: ``docs/methods/before-after.md``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.describe import describe_arm
from outcomes.analysis.favours import favoured_direction
from outcomes.analysis.intervals import check_level, mean_interval, wilson_interval
from outcomes.analysis.occasions import Occasion, count_ones, list_occasions
from outcomes.errors import AnalysisError
from outcomes.estimates import NOT_ESTIMATED, make_estimates
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
        - ``mean`` at the visit, for endpoints that have no baseline scores.

        What could not be estimated is a row of NaN whose ``method`` says why.
    """
    check_level(level)
    return make_estimates(
        row
        for name in study.endpoints
        for occasion in list_occasions(study, name)
        for arm, label in ((arm, spec.label) for arm, spec in study.arms.items())
        for row in _summarise_arm(occasion, arm, label, level)
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
        True where the improvement is the threshold or more. In percent of a baseline of 0 nobody
        can improve: False.

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
    return reached & (size > 0) if in_percent else reached


def _summarise_arm(occasion: Occasion, arm: str, label: str, level: float) -> list[dict[str, Any]]:
    shared = {**occasion.place, "arm": arm, "analysis": ANALYSIS}
    if occasion.endpoint.kind == "binary":
        return [{**shared, **_share_of_ones(occasion, arm, level)}]
    if occasion.visit.is_baseline:
        return []
    if occasion.baseline is None:
        return [row for row in describe_arm(occasion, arm, level) if row["quantity"] == "mean"]
    pairs = occasion.pairs_of(arm)
    if pairs.empty:
        reason = f"{NOT_ESTIMATED}nobody in {label} has a score both here and at baseline"
        return [{**shared, "quantity": "change", "n_arm": 0, "method": reason}]
    return [{**shared, **row} for row in _summarise_pairs(occasion.endpoint, pairs, level)]


def _summarise_pairs(endpoint: Endpoint, pairs: pd.DataFrame, level: float) -> list[dict[str, Any]]:
    change = mean_interval(pairs["value"] - pairs["baseline"], level)
    rows = [
        {
            **change,
            "quantity": "change",
            "favours": favoured_direction(endpoint, change["estimate"]),
            "method": "mean change from baseline, t interval",
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
                "method": f"share improved by at least {threshold.value:g} "
                f"{_unit_of(threshold, endpoint)}, Wilson interval",
            }
        )
    return rows


def _unit_of(threshold: Threshold, endpoint: Endpoint) -> str:
    return threshold.unit if threshold.unit == PERCENT else endpoint.unit


def _share_of_ones(occasion: Occasion, arm: str, level: float) -> dict[str, Any]:
    values = occasion.values_of(arm)
    row = {"quantity": "share", "threshold": 1, "unit": "share", "n_arm": len(values)}
    try:
        share = wilson_interval(count_ones(values), len(values), level)
    except AnalysisError as error:
        return {**row, "method": f"{NOT_ESTIMATED}{error}"}
    return {**row, **share, "method": "share with a score of 1, Wilson interval"}
