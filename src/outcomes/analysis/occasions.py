"""Occasions: the scores of one endpoint at one visit (and side), one row a participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from outcomes.errors import AnalysisError
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Study, StudyVisit


@dataclass(frozen=True)
class Occasion:
    """The scores of one endpoint at one visit, and at one side if sides are analysed separately.

    Parameters
    ----------
    name : str
        Full name of the endpoint, as ``womac.pain``.
    endpoint : Endpoint
        Its range, unit and direction.
    side : str
        ``""`` where there are no sides or a participant's sides are averaged.
    visit : StudyVisit
        When.
    scores : pandas.DataFrame
        Index ``participant``, unique; columns ``arm`` and ``value``, the score.
    baseline : pandas.Series or None
        Baseline score of the same endpoint and side by participant; None where the endpoint was not
        measured at baseline.
    """

    name: str
    endpoint: Endpoint
    side: str
    visit: StudyVisit
    scores: pd.DataFrame
    baseline: pd.Series | None

    @property
    def place(self) -> dict[str, Any]:
        """The estimates columns that say what was measured and when."""
        return {
            "endpoint": self.name,
            "side": self.side,
            "visit": self.visit.name,
            "week": self.visit.week,
            "unit": self.endpoint.unit,
        }

    def values_of(self, arm: str) -> pd.Series:
        """Scores of one arm by participant."""
        return self.scores.loc[self.scores["arm"] == arm, "value"]

    def pairs_of(self, arm: str) -> pd.DataFrame:
        """Baseline and score, columns ``baseline`` and ``value``, of the participants with both."""
        values = self.values_of(arm)
        if self.baseline is None:
            return pd.DataFrame({"baseline": [], "value": []}, dtype=float)
        pairs = pd.DataFrame({"baseline": self.baseline.reindex(values.index), "value": values})
        return pairs.dropna()


def list_occasions(study: Study, name: str) -> tuple[Occasion, ...]:
    """List when (and on which side) an endpoint was due, in order of side and time.

    An endpoint is due at the visits where anybody has a score, and at the visit that the plan
    declares primary for it, even if nobody has one there.

    Parameters
    ----------
    study : Study
        A loaded study.
    name : str
        Full name of the endpoint.
    """
    scores = study.patient_scores(name)
    return tuple(
        _make_occasion(study, name, side, visit, scores[scores["side"] == side])
        for side in sorted(scores["side"].unique()) or [""]
        for visit in study.visits
        if _is_due(study, name, visit, scores)
    )


def count_ones(values: pd.Series) -> int:
    """Count the participants with a 1 on a binary endpoint.

    Raises
    ------
    AnalysisError
        If there are other values than 0 and 1, as the mean of two sides may be.
    """
    if not values.isin([0, 1]).all():
        raise AnalysisError(
            "scores between 0 and 1 (the mean of two sides?) cannot be counted; "
            "analyse the sides separately (side: {combine: separate})"
        )
    return int(np.sum(values == 1))


def _make_occasion(
    study: Study, name: str, side: str, visit: StudyVisit, scores: pd.DataFrame
) -> Occasion:
    indexed = scores.set_index("participant")
    at_baseline = None
    if study.baseline is not None:
        at_baseline = indexed.loc[indexed["visit"] == study.baseline.name, "value"]
    return Occasion(
        name=name,
        endpoint=study.endpoints[name],
        side=side,
        visit=visit,
        scores=indexed.loc[indexed["visit"] == visit.name, ["arm", "value"]],
        baseline=None if at_baseline is None or at_baseline.empty else at_baseline,
    )


def _is_due(study: Study, name: str, visit: StudyVisit, scores: pd.DataFrame) -> bool:
    primary = study.file.plan.primary
    declared = primary.endpoint == name and primary.visit == visit.name
    return declared or bool((scores["visit"] == visit.name).any())
