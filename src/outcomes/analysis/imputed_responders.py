"""Responders compared in data sets whose missing scores were imputed.

Method note: ``docs/methods/responders.md``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from outcomes.analysis.adjusted_means import code_covariates
from outcomes.analysis.covariates import choose_terms, select_covariates
from outcomes.analysis.left_out import count_by_arm
from outcomes.analysis.multiple_imputation import ScoreImputation, pool
from outcomes.analysis.reasons import explain
from outcomes.analysis.responses import (
    IMPUTED,
    Assessed,
    Pair,
    Responses,
    Row,
    favour,
    of_pair,
)
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.errors import AnalysisError, NotEstimableError

IMPUTATIONS = 100
SEED = 20261127


@dataclass(frozen=True, eq=False)
class CompletedScores:
    """Scores with those missing drawn, once for every definition of response.

    Parameters
    ----------
    assessed : Assessed
        Everybody; those of an arm that nobody was seen of are not completed.
    """

    assessed: Assessed

    @cached_property
    def draws(self) -> tuple[np.ndarray, np.ndarray]:
        """Completed baseline scores and scores at the visit, (participants, imputations)."""
        study, at, people = self.assessed.study, self.assessed.at, self.assessed.seen
        follow = [each for each in self.assessed.visits if not each.visit.is_baseline]
        columns = [each.scores["value"].reindex(people.index).to_numpy() for each in follow]
        if at.baseline is not None:
            columns.insert(0, people["baseline"].to_numpy())
        arms = [
            (people["arm"] == arm).to_numpy(float)
            for arm in study.arms
            if (people["arm"] == arm).any()
        ]
        terms, _ = choose_terms(select_covariates(study, at.name).reindex(people.index))
        coded = code_covariates([(str(name), column) for name, column in terms.items()])
        fixed = np.column_stack([*arms, *(column for _, column in coded)])
        source = ScoreImputation(np.column_stack(columns), fixed, len(arms))
        rng = np.random.default_rng([SEED, zlib.crc32(at.name.encode())])
        drawn = list(source.draw(rng, IMPUTATIONS))
        value = np.column_stack([each[:, -1] for each in drawn])
        if at.baseline is None:
            return np.full_like(value, np.nan), value
        return np.column_stack([each[:, 0] for each in drawn]), value


def impute_responders(
    responses: Responses, completed: CompletedScores, level: float
) -> Iterator[Row]:
    """Yield a row ``response difference`` of each comparison, missing scores imputed.

    Parameters
    ----------
    responses : Responses
        Who responded.
    completed : CompletedScores
        Of the same people.
    level : float
        Confidence level.
    """
    visit = responses.assessed.at.visit.name
    found: _Completed | Reason
    try:
        found = _complete(responses, completed)
    except AnalysisError as error:
        found = explain(error, visits=(visit,))
    for pair in responses.assessed.study.comparisons:
        row = {**of_pair("response difference", pair), "analysis": IMPUTED}
        unknown = responses.why_unknown(pair)
        if isinstance(found, Reason) or unknown is not None:
            yield {**row, "reason": unknown or found}
            continue
        try:
            pooled = found.difference(pair, level)
        except NotEstimableError as error:
            yield {**row, "reason": explain(error, arms=pair)}
            continue
        yield {**row, **pooled, "favours": favour(pooled["estimate"], pair), "done": found.done}


def _complete(responses: Responses, completed: CompletedScores) -> _Completed:
    if responses.definition.threshold is None:
        raise NotEstimableError(Reason("yes-or-no"))
    assessed = responses.assessed
    people = assessed.seen
    missing = ~responses.known[people.index]
    if not missing.any():
        raise NotEstimableError(Reason("no-missing-score", visits=(assessed.at.visit.name,)))
    baseline, value = (pd.DataFrame(part, index=people.index) for part in completed.draws)
    responded = np.array(
        [
            responses.definition.responded(baseline[number], value[number]).to_numpy(bool)
            for number in range(IMPUTATIONS)
        ]
    )
    done = responses.record(people["arm"], all_count=True)
    imputed = count_by_arm(assessed.study, people["arm"][missing])
    return _Completed(people["arm"], responded, replace(done, imputed=imputed))


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
