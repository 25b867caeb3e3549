"""Responders: how many of each arm reached a threshold, and how the arms compare.

Method note: ``docs/methods/responders.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from outcomes.analysis.adjusted_responders import adjust_responders
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.imputed_responders import CompletedScores, impute_responders
from outcomes.analysis.intervals import check_level, newcombe_interval, wilson_interval
from outcomes.analysis.left_out import count_by_arm
from outcomes.analysis.reasons import explain
from outcomes.analysis.response_definitions import list_definitions
from outcomes.analysis.response_intervals import (
    needed_to_treat,
    odds_ratio_interval,
    risk_ratio_interval,
)
from outcomes.analysis.responses import (
    NON_RESPONSE,
    OBSERVED,
    Assessed,
    Pair,
    Responses,
    Row,
    favour,
    of_pair,
)
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.errors import AnalysisError, NotEstimableError
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

_RATIOS = {
    "response ratio": risk_ratio_interval,
    "response odds ratio": odds_ratio_interval,
    "needed to treat": needed_to_treat,
}


def compare_responders(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Count responders by every threshold of each endpoint, and compare the arms.

    Parameters
    ----------
    study : Study
        A loaded study. Responders are counted at the plan's primary visit, or where an endpoint has
        no scores there at its last visit. A participant's two sides count once unless the study
        file separates them.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame; ``subgroup`` is the key of a
        `outcomes.analysis.response_definitions.Definition`, ``threshold`` its size. A response is
        always favourable, so a positive difference favours the arm.

        - ``response``: share of an arm that responded (Wilson), and ``response difference``
          (Newcombe), with those whose response is not known taken as not having responded
          (``analysis`` is `NON_RESPONSE`) and left out (`OBSERVED`);
        - of the former ``response ratio`` (Katz), ``response odds ratio`` (Woolf) and ``needed to
          treat`` (see `outcomes.analysis.response_intervals.needed_to_treat`), and a ``response
          difference`` standardised by logistic regression (`ADJUSTED`; Ye's variance, normal);
        - ``response difference`` with missing scores imputed (`IMPUTED`; Rubin's rules, t);
        - ``no room``: share of those with a baseline who could not have responded, as the scale
          ends before the threshold.

        What could not be estimated is a row of NaN with its ``reason``; of the primary endpoint
        also where nothing says who responded.
    """
    check_level(level)
    study = study.analysed
    rows = [
        row
        for name in study.endpoints
        for assessments in _choose(study, name)
        for row in _compare_endpoint(study, assessments, level)
    ]
    return make_estimates(rows)


def _choose(study: Study, name: str) -> Iterator[tuple[EndpointVisit, ...]]:
    """Yield, by side, the visits of an endpoint up to the one where responders are counted."""
    primary = study.file.plan.primary
    found = list_endpoint_visits(study, name)
    for side in dict.fromkeys(each.side for each in found):
        visits = tuple(each for each in found if each.side == side)
        after = [each for each in visits if not each.visit.is_baseline]
        at = next((each for each in after if each.visit.name == primary.visit), None)
        at = at or (after[-1] if after else None)
        if at is not None:
            yield visits[: visits.index(at) + 1]


def _compare_endpoint(
    study: Study, assessments: tuple[EndpointVisit, ...], level: float
) -> Iterator[Row]:
    at = assessments[-1]
    definitions = list_definitions(at.endpoint)
    if not definitions:
        if at.name == study.file.plan.primary.endpoint:
            has_none = Reason("no-threshold")
            reason = Reason("no-direction") if at.endpoint.higher == "neither" else has_none
            yield {**at.place, "quantity": "response", "reason": reason}
        return
    assessed = Assessed(study, assessments)
    completed = CompletedScores(assessed)
    for definition in definitions:
        threshold = definition.threshold
        size = 1.0 if threshold is None else threshold.value
        about = {**at.place, "subgroup": definition.key, "threshold": size, "unit": "share"}
        for row in _compare(Responses(assessed, definition), completed, level):
            yield {**about, **row}


def _compare(responses: Responses, completed: CompletedScores, level: float) -> Iterator[Row]:
    """Yield the rows of one definition."""
    try:
        counted = responses.responded
    except AnalysisError as error:
        yield {"quantity": "response", "reason": explain(error)}
        return
    everybody = responses.assessed.people["arm"]
    observed = everybody[responses.known[counted.index]]
    for analysis, among in ((NON_RESPONSE, everybody), (OBSERVED, observed)):
        for row in _Counts(responses, analysis, among, level).compare():
            yield {"analysis": analysis, **row}
    yield from adjust_responders(responses, level)
    yield from impute_responders(responses, completed, level)
    yield from _count_no_room(responses)


@dataclass(frozen=True, eq=False)
class _Counts:
    """Responders counted among some, and compared without adjustment.

    Parameters
    ----------
    responses : Responses
        Who responded.
    analysis : str
        `NON_RESPONSE` or `OBSERVED`.
    among : pandas.Series
        Arm by participant.
    level : float
        Confidence level.
    """

    responses: Responses
    analysis: str
    among: pd.Series
    level: float

    @cached_property
    def done(self) -> AnalysisRecord:
        return self.responses.record(self.among, all_count=self.analysis == NON_RESPONSE)

    def compare(self) -> Iterator[Row]:
        study = self.responses.assessed.study
        for arm in study.arms:
            yield self._share(arm)
        for pair in study.comparisons:
            yield self._differ(pair)
            if self.analysis == NON_RESPONSE:
                yield from self._ratios(pair)

    def _share(self, arm: str) -> Row:
        row: Row = {"quantity": "response", "arm": arm}
        reason = self.responses.why_unknown((arm,))
        if reason is not None:
            return {**row, "reason": reason}
        count, n = self.responses.count(arm, self.among)
        return {**row, **wilson_interval(count, n, self.level), "done": self.done}

    def _differ(self, pair: Pair) -> Row:
        row = of_pair("response difference", pair)
        reason = self.responses.why_unknown(pair)
        if reason is not None:
            return {**row, "reason": reason}
        difference = newcombe_interval(*self._count(pair), self.level)
        favours = favour(difference["estimate"], pair)
        return {**row, **difference, "favours": favours, "done": self.done}

    def _ratios(self, pair: Pair) -> Iterator[Row]:
        reason = self.responses.why_unknown(pair)
        visits = (self.responses.assessed.at.visit.name,)
        for quantity, make in _RATIOS.items():
            row = of_pair(quantity, pair)
            if reason is not None:
                yield {**row, "reason": reason}
                continue
            try:
                yield {**row, **make(*self._count(pair), self.level), "done": self.done}
            except NotEstimableError as error:
                yield {**row, "reason": explain(error, arms=pair, visits=visits)}

    def _count(self, pair: Pair) -> tuple[int, int, int, int]:
        first, second = (self.responses.count(arm, self.among) for arm in pair)
        return (*first, *second)


def _count_no_room(responses: Responses) -> Iterator[Row]:
    if not responses.definition.needs_baseline:
        return
    study, people = responses.assessed.study, responses.assessed.people
    people = people[people["baseline"].notna()]
    short = responses.definition.lacks_room(people["baseline"])
    done = AnalysisRecord("count", scale="shares", participants=count_by_arm(study, people["arm"]))
    for arm in study.arms:
        own = short[people["arm"] == arm]
        row: Row = {"quantity": "no room", "arm": arm, "n_arm": len(own), "done": done}
        if len(own):
            yield {**row, "estimate": own.sum() / len(own)}
