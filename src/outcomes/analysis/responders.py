"""Responders: how many of each arm reached a threshold, and how the arms compare.

Method note: ``docs/methods/responders.md``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.adjusted_means import code_covariates
from outcomes.analysis.covariates import choose_terms, count_filled, select_covariates
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.intervals import (
    check_level,
    newcombe_interval,
    t_interval,
    wilson_interval,
)
from outcomes.analysis.left_out import count_by_arm, list_handled, list_left_out
from outcomes.analysis.multiple_imputation import ScoreImputation, pool
from outcomes.analysis.reasons import explain
from outcomes.analysis.response_definitions import Definition, list_definitions
from outcomes.analysis.response_intervals import (
    needed_to_treat,
    odds_ratio_interval,
    risk_ratio_interval,
)
from outcomes.analysis.standardisation import StandardisedShares, standardise_shares
from outcomes.analysis_record import BASELINE, AnalysisRecord, Filled, Reason
from outcomes.errors import AnalysisError, NotEstimableError
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

NON_RESPONSE = "responders, missing as non-response"
OBSERVED = "responders, observed scores"
IMPUTED = "responders, multiple imputation"
ADJUSTED = "responders, standardised logistic regression"
IMPUTATIONS = 100
SEED = 20261127

_ROUNDING = 1e-9
_RATIOS = {
    "response ratio": risk_ratio_interval,
    "response odds ratio": odds_ratio_interval,
    "needed to treat": needed_to_treat,
}

Row = dict[str, Any]
Pair = tuple[str, str]


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
    response = _Responses(study, assessments, level)
    for definition in definitions:
        threshold = definition.threshold
        size = 1.0 if threshold is None else threshold.value
        about = {**at.place, "subgroup": definition.key, "threshold": size, "unit": "share"}
        for row in response.compare(definition):
            yield {**about, **row}


@dataclass(frozen=True, eq=False)
class _Responses:
    """Everybody of the arms at one visit of an endpoint, and who of them responded.

    Parameters
    ----------
    study : Study
        As analysed.
    assessments : tuple of EndpointVisit
        Of one endpoint and side, the last is where responders are counted.
    level : float
        Confidence level.
    """

    study: Study
    assessments: tuple[EndpointVisit, ...]
    level: float

    @property
    def at(self) -> EndpointVisit:
        """Where responders are counted."""
        return self.assessments[-1]

    @cached_property
    def people(self) -> pd.DataFrame:
        """Everybody by participant: ``arm``, ``baseline`` and ``value``, NaN where not known."""
        people = self.study.participants.set_index("participant")[["arm"]].sort_index()
        people = people[people["arm"].isin(list(self.study.arms))]
        if self.at.side:
            known = {one for each in self.assessments for one in each.scores.index}
            people = people[people.index.isin(known)]
        people = people.assign(value=self.at.scores["value"].reindex(people.index))
        if self.at.baseline is None:
            return people.assign(baseline=np.nan)
        return people.assign(baseline=self.at.baseline.reindex(people.index))

    def compare(self, definition: Definition) -> Iterator[Row]:
        """Yield the rows of one definition."""
        known = self._known(definition)
        try:
            responded = self._responded(definition, known)
        except AnalysisError as error:
            yield {"quantity": "response", "reason": explain(error)}
            return
        everybody = self.people["arm"]
        for analysis, arms in ((NON_RESPONSE, everybody), (OBSERVED, everybody[known])):
            done = self._record(definition, arms, all_count=analysis == NON_RESPONSE)
            for arm in self.study.arms:
                yield {"analysis": analysis, **self._share(arm, arms, responded, known, done)}
            for pair in self.study.comparisons:
                yield {"analysis": analysis, **self._differ(pair, arms, responded, known, done)}
                if analysis == NON_RESPONSE:
                    for row in self._ratios(pair, arms, responded, known, done):
                        yield {"analysis": analysis, **row}
        yield from self._adjust(responded, known)
        yield from self._impute(definition, known)
        yield from self._count_no_room(definition)

    def _known(self, definition: Definition) -> pd.Series:
        known = self.people["value"].notna()
        return known & self.people["baseline"].notna() if definition.needs_baseline else known

    def _responded(self, definition: Definition, known: pd.Series) -> pd.Series:
        if definition.needs_baseline and self.at.baseline is None:
            raise NotEstimableError(Reason("no-baseline"))
        if definition.threshold is None and not self.people["value"].dropna().isin([0, 1]).all():
            raise NotEstimableError(Reason("not-countable"))
        seen = self.people[known]
        reached = definition.responded(seen["baseline"], seen["value"])
        return reached.reindex(self.people.index, fill_value=False)

    def _record(
        self, definition: Definition, arms: pd.Series, *, all_count: bool
    ) -> AnalysisRecord:
        left_out = list_left_out(
            self.study,
            [self.at],
            baseline=self.at.baseline if definition.needs_baseline else None,
        )
        if all_count:
            left_out = tuple(part for part in left_out if part.reason.code == "outside-set")
        return AnalysisRecord(
            "responder shares",
            scale="shares",
            visits=(self.at.visit.name,),
            participants=count_by_arm(self.study, arms),
            left_out=left_out,
            events=list_handled(self.study, [self.at]),
        )

    def _unseen(self, arms: tuple[str, ...], known: pd.Series) -> Reason | None:
        """Return why shares of some arms are not known; None where somebody of each was seen."""
        seen = set(self.people["arm"][known])
        unseen = tuple(arm for arm in arms if arm not in seen)
        return Reason("no-scores", unseen, (self.at.visit.name,)) if unseen else None

    def _share(
        self,
        arm: str,
        arms: pd.Series,
        responded: pd.Series,
        known: pd.Series,
        done: AnalysisRecord,
    ) -> Row:
        row: Row = {"quantity": "response", "arm": arm}
        reason = self._unseen((arm,), known)
        if reason is not None:
            return {**row, "reason": reason}
        count, n = _count(arm, arms, responded)
        return {**row, **wilson_interval(count, n, self.level), "done": done}

    def _differ(
        self,
        pair: Pair,
        arms: pd.Series,
        responded: pd.Series,
        known: pd.Series,
        done: AnalysisRecord,
    ) -> Row:
        row = _of("response difference", pair)
        reason = self._unseen(pair, known)
        if reason is not None:
            return {**row, "reason": reason}
        counts = (*_count(pair[0], arms, responded), *_count(pair[1], arms, responded))
        difference = newcombe_interval(*counts, self.level)
        favours = _favour(difference["estimate"], pair)
        return {**row, **difference, "favours": favours, "done": done}

    def _ratios(
        self,
        pair: Pair,
        arms: pd.Series,
        responded: pd.Series,
        known: pd.Series,
        done: AnalysisRecord,
    ) -> Iterator[Row]:
        reason = self._unseen(pair, known)
        for quantity, make in _RATIOS.items():
            row = _of(quantity, pair)
            if reason is not None:
                yield {**row, "reason": reason}
                continue
            counts = (*_count(pair[0], arms, responded), *_count(pair[1], arms, responded))
            try:
                yield {**row, **make(*counts, self.level), "done": done}
            except NotEstimableError as error:
                yield {**row, "reason": explain(error, arms=pair, visits=(self.at.visit.name,))}

    def _adjust(self, responded: pd.Series, known: pd.Series) -> Iterator[Row]:
        pairs = self.study.comparisons
        seen = set(self.people["arm"][known])
        people = self.people[self.people["arm"].isin(seen)]
        found: StandardisedShares | Reason
        done = None
        try:
            if people.empty:
                raise NotEstimableError(Reason("no-scores"))
            terms, done = self._prepare_terms(people)
            arms = people["arm"]
            found = standardise_shares(responded[people.index], arms, terms)
        except AnalysisError as error:
            found = explain(error, visits=(self.at.visit.name,))
        for pair in pairs:
            row = {**_of("response difference", pair), "analysis": ADJUSTED}
            unseen = self._unseen(pair, known)
            if isinstance(found, Reason) or unseen is not None:
                yield {**row, "reason": unseen or found}
                continue
            estimate, se = found.difference(*pair)
            yield {
                **row,
                **t_interval(estimate, se, np.inf, self.level),
                "df": np.nan,
                "distribution": "normal",
                "n_arm": int((people["arm"] == pair[0]).sum()),
                "n_comparator": int((people["arm"] == pair[1]).sum()),
                "favours": _favour(estimate, pair),
                "done": done,
            }

    def _prepare_terms(self, people: pd.DataFrame) -> tuple[pd.DataFrame, AnalysisRecord]:
        """Return baseline and covariates, none absent, and the record of the regression."""
        terms = select_covariates(self.study, self.at.name).reindex(people.index)
        if self.at.baseline is not None:
            terms.insert(0, BASELINE, people["baseline"])
        terms, left_out = choose_terms(terms)
        if not len(terms.columns):
            raise NotEstimableError(Reason("no-covariate"))
        covariates = tuple(str(name) for name in terms if name != BASELINE)
        filled = count_filled(self.study, covariates, people.index)
        if BASELINE in terms and terms[BASELINE].isna().any():
            filled = (Filled(BASELINE, int(terms[BASELINE].isna().sum())), *filled)
            terms = terms.assign(**{BASELINE: terms[BASELINE].fillna(terms[BASELINE].mean())})
        done = AnalysisRecord(
            "logistic",
            scale="shares",
            baseline=BASELINE in terms,
            covariates=covariates,
            visits=(self.at.visit.name,),
            estimator="ml",
            standard_error="sandwich",
            participants=count_by_arm(self.study, people["arm"]),
            terms_left_out=left_out,
            events=list_handled(self.study, [self.at]),
            filled=filled,
        )
        return terms, done

    def _impute(self, definition: Definition, known: pd.Series) -> Iterator[Row]:
        found: _Completed | Reason
        try:
            found = self._complete(definition, known)
        except AnalysisError as error:
            found = explain(error, visits=(self.at.visit.name,))
        for pair in self.study.comparisons:
            row = {**_of("response difference", pair), "analysis": IMPUTED}
            unseen = self._unseen(pair, known)
            if isinstance(found, Reason) or unseen is not None:
                yield {**row, "reason": unseen or found}
                continue
            try:
                pooled = found.difference(pair, self.level)
            except NotEstimableError as error:
                yield {**row, "reason": explain(error, arms=pair)}
                continue
            favours = _favour(pooled["estimate"], pair)
            yield {**row, **pooled, "favours": favours, "done": found.done}

    def _complete(self, definition: Definition, known: pd.Series) -> _Completed:
        if definition.threshold is None:
            raise NotEstimableError(Reason("yes-or-no"))
        people = self.people[self.people["arm"].isin(set(self.at.scores["arm"]))]
        missing = ~known[people.index]
        if not missing.any():
            raise NotEstimableError(Reason("no-missing-score", visits=(self.at.visit.name,)))
        draws = self._draws
        baseline, value = (pd.DataFrame(part, index=people.index) for part in draws)
        responded = np.array(
            [
                definition.responded(baseline[number], value[number]).to_numpy(bool)
                for number in range(IMPUTATIONS)
            ]
        )
        done = self._record(definition, people["arm"], all_count=True)
        imputed = count_by_arm(self.study, people["arm"][missing])
        return _Completed(people["arm"], responded, replace(done, imputed=imputed))

    @cached_property
    def _draws(self) -> tuple[np.ndarray, np.ndarray]:
        """Completed baseline scores and scores at the visit, (participants, imputations)."""
        seen = set(self.at.scores["arm"])
        people = self.people[self.people["arm"].isin(seen)]
        follow = [each for each in self.assessments if not each.visit.is_baseline]
        columns = [each.scores["value"].reindex(people.index).to_numpy() for each in follow]
        has_baseline = self.at.baseline is not None
        if has_baseline:
            columns.insert(0, people["baseline"].to_numpy())
        arms = [(people["arm"] == arm).to_numpy(float) for arm in self.study.arms if arm in seen]
        terms, _ = choose_terms(select_covariates(self.study, self.at.name).reindex(people.index))
        coded = code_covariates([(str(name), column) for name, column in terms.items()])
        fixed = np.column_stack([*arms, *(column for _, column in coded)])
        source = ScoreImputation(np.column_stack(columns), fixed, len(arms))
        rng = np.random.default_rng([SEED, zlib.crc32(self.at.name.encode())])
        drawn = list(source.draw(rng, IMPUTATIONS))
        value = np.column_stack([each[:, -1] for each in drawn])
        first = np.column_stack([each[:, 0] for each in drawn])
        return (first if has_baseline else np.full_like(value, np.nan)), value

    def _count_no_room(self, definition: Definition) -> Iterator[Row]:
        if not definition.needs_baseline:
            return
        people = self.people[self.people["baseline"].notna()]
        short = definition.lacks_room(people["baseline"])
        done = AnalysisRecord(
            "count", scale="shares", participants=count_by_arm(self.study, people["arm"])
        )
        for arm in self.study.arms:
            count, n = _count(arm, people["arm"], short)
            row: Row = {"quantity": "no room", "arm": arm, "n_arm": n, "done": done}
            if n:
                yield {**row, "estimate": count / n}


@dataclass(frozen=True, eq=False)
class _Completed:
    """Who responded in each completed data set.

    Parameters
    ----------
    arms : pandas.Series
        Arm by participant.
    responded : numpy.ndarray of bool, shape (imputations, participants)
        Who did.
    done : AnalysisRecord
        Of the imputation.
    """

    arms: pd.Series
    responded: np.ndarray
    done: AnalysisRecord

    def difference(self, pair: Pair, level: float) -> Row:
        """Return the pooled difference of two arms as columns."""
        own = [(self.arms == arm).to_numpy() for arm in pair]
        sizes = [int(each.sum()) for each in own]
        shares = [self.responded[:, each].mean(axis=1) for each in own]
        variance = sum(
            (share * (1 - share) / n for share, n in zip(shares, sizes, strict=True)),
            start=np.zeros(len(self.responded)),
        )
        pooled = pool(shares[0] - shares[1], variance, sum(sizes) - 2, level)
        return {**pooled, "n_arm": sizes[0], "n_comparator": sizes[1]}


def _of(quantity: str, pair: Pair) -> Row:
    return {"quantity": quantity, "arm": pair[0], "comparator": pair[1]}


def _count(arm: str, arms: pd.Series, responded: pd.Series) -> tuple[int, int]:
    """Return the responders of an arm, and its participants."""
    own = arms.index[arms == arm]
    return int(responded[own].sum()), len(own)


def _favour(difference: float, pair: Pair) -> str:
    """Return whom a difference in responders favours: a response is favourable on any scale."""
    if not abs(difference) > _ROUNDING:
        return ""
    return pair[0] if difference > 0 else pair[1]
