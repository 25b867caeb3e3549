"""Who responded: everybody of the arms at one visit of an endpoint, by one definition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.endpoint_visits import EndpointVisit
from outcomes.analysis.left_out import count_by_arm, list_handled, list_left_out
from outcomes.analysis.response_definitions import Definition
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.errors import NotEstimableError
from outcomes.study.study import Study

NON_RESPONSE = "responders, missing as non-response"
OBSERVED = "responders, observed scores"
IMPUTED = "responders, multiple imputation"
ADJUSTED = "responders, standardised logistic regression"

Row = dict[str, Any]
Pair = tuple[str, str]

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Assessed:
    """Everybody of the arms, up to the visit where responders of an endpoint are counted.

    Parameters
    ----------
    study : Study
        As analysed.
    visits : tuple of EndpointVisit
        Of one endpoint and side, the last is where responders are counted.
    """

    study: Study
    visits: tuple[EndpointVisit, ...]

    @property
    def at(self) -> EndpointVisit:
        """Where responders are counted."""
        return self.visits[-1]

    @cached_property
    def people(self) -> pd.DataFrame:
        """Everybody by participant: ``arm``, ``baseline`` and ``value``, NaN where not known."""
        people = self.study.participants.set_index("participant")[["arm"]].sort_index()
        people = people[people["arm"].isin(list(self.study.arms))]
        if self.at.side:
            known = {one for each in self.visits for one in each.scores.index}
            people = people[people.index.isin(known)]
        people = people.assign(value=self.at.scores["value"].reindex(people.index))
        if self.at.baseline is None:
            return people.assign(baseline=np.nan)
        return people.assign(baseline=self.at.baseline.reindex(people.index))

    @cached_property
    def seen(self) -> pd.DataFrame:
        """Those of `people` in whose arm anybody was seen at the visit."""
        return self.people[self.people["arm"].isin(set(self.at.scores["arm"]))]


@dataclass(frozen=True, eq=False)
class Responses:
    """Who of those assessed responded by one definition.

    Parameters
    ----------
    assessed : Assessed
        Everybody.
    definition : Definition
        Of the same endpoint.
    """

    assessed: Assessed
    definition: Definition

    @cached_property
    def known(self) -> pd.Series:
        """Whose response is known, by participant."""
        people = self.assessed.people
        known = people["value"].notna()
        return known & people["baseline"].notna() if self.definition.needs_baseline else known

    @cached_property
    def responded(self) -> pd.Series:
        """Who responded, by participant; False where not known.

        Raises
        ------
        NotEstimableError
            If the response is a change and nobody has a baseline, or answers are not yes or no.
        """
        people = self.assessed.people
        if self.definition.needs_baseline and self.assessed.at.baseline is None:
            raise NotEstimableError(Reason("no-baseline"))
        if self.definition.threshold is None and not people["value"].dropna().isin([0, 1]).all():
            raise NotEstimableError(Reason("not-countable"))
        seen = people[self.known]
        reached = self.definition.responded(seen["baseline"], seen["value"])
        return reached.reindex(people.index, fill_value=False)

    def count(self, arm: str, among: pd.Series) -> tuple[int, int]:
        """Return the responders of an arm and its participants, of ``among`` (arm by person)."""
        own = among.index[among == arm]
        return int(self.responded[own].sum()), len(own)

    def why_unknown(self, arms: tuple[str, ...]) -> Reason | None:
        """Return why shares of some arms are not known; None where somebody of each was seen."""
        seen = set(self.assessed.people["arm"][self.known])
        unseen = tuple(arm for arm in arms if arm not in seen)
        return Reason("no-scores", unseen, (self.assessed.at.visit.name,)) if unseen else None

    def record(self, among: pd.Series, *, all_count: bool) -> AnalysisRecord:
        """Return the record of a count among some, ``all_count`` if nobody is left out unknown."""
        study, at = self.assessed.study, self.assessed.at
        baseline = at.baseline if self.definition.needs_baseline else None
        left_out = list_left_out(study, [at], baseline=baseline)
        if all_count:
            left_out = tuple(part for part in left_out if part.reason.code == "outside-set")
        return AnalysisRecord(
            "responder shares",
            scale="shares",
            visits=(at.visit.name,),
            participants=count_by_arm(study, among),
            left_out=left_out,
            events=list_handled(study, [at]),
        )


def of_pair(quantity: str, pair: Pair) -> Row:
    """Return the columns that name a comparison of two arms."""
    return {"quantity": quantity, "arm": pair[0], "comparator": pair[1]}


def favour(difference: float, pair: Pair) -> str:
    """Return whom a difference in responders favours: a response is favourable on any scale."""
    if not abs(difference) > _ROUNDING:
        return ""
    return pair[0] if difference > 0 else pair[1]
