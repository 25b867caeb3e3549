"""Endpoint visits: the scores of one endpoint at one visit (and side), one row a participant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.shared import shared
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Study, StudyVisit


@dataclass(frozen=True, eq=False)
class EndpointVisit:
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

    @cached_property
    def arms(self) -> frozenset[str]:
        """The arms that have a score."""
        return frozenset(self.scores["arm"].unique())

    def values_of(self, arm: str) -> pd.Series:
        """Scores of one arm by participant."""
        return self.scores["value"][self.scores["arm"].to_numpy() == arm]

    def pairs_of(self, arm: str) -> pd.DataFrame:
        """Baseline and score, columns ``baseline`` and ``value``, of the participants with both."""
        pairs = self._pairs
        return pairs.loc[pairs["arm"].to_numpy() == arm, ["baseline", "value"]]

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        if self.baseline is None:
            return self.scores.head(0).assign(baseline=np.empty(0))
        baseline = self.baseline.reindex(self.scores.index).to_numpy()
        seen = ~np.isnan(baseline)
        return self.scores[seen].assign(baseline=baseline[seen])


@shared
def list_endpoint_visits(study: Study, name: str) -> tuple[EndpointVisit, ...]:
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
    rows = study.patient_scores(name)
    scores = _index_scores(rows)
    sides, visits = (rows[column].to_numpy(object) for column in ("side", "visit"))
    seen, primary = set(visits), study.file.plan.primary
    declared = primary.visit if primary.endpoint == name else None
    assessments = []
    for side in sorted(set(sides)) or [""]:
        at = {one.name: scores[(sides == side) & (visits == one.name)] for one in study.visits}
        baseline = None if study.baseline is None else at[study.baseline.name]["value"]
        assessments += [
            EndpointVisit(
                name=name,
                endpoint=study.endpoints[name],
                side=side,
                visit=visit,
                scores=at[visit.name],
                baseline=None if baseline is None or baseline.empty else baseline,
            )
            for visit in study.visits
            if visit.name in seen or visit.name == declared
        ]
    return tuple(assessments)


def count_ones(values: pd.Series) -> int:
    """Count the participants with a 1 on a binary endpoint.

    Raises
    ------
    NotEstimableError
        If there are other values than 0 and 1, as the mean of two sides may be.
    """
    if not values.isin([0, 1]).all():
        raise NotEstimableError(
            Reason(
                "not-countable",
                detail="scores between 0 and 1 (the mean of two sides?) cannot be counted; "
                "analyse the sides separately (side: {combine: separate})",
            )
        )
    return int(np.sum(values == 1))


def _index_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Return arm and score by participant; texts as objects, quicker to compare in small frames."""
    people = pd.Index(rows["participant"], dtype=object, name="participant")
    arms = pd.Series(rows["arm"].to_numpy(object), index=people, dtype=object)
    return pd.DataFrame({"arm": arms, "value": rows["value"].to_numpy()}, index=people)
