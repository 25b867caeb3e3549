"""Responders compared by standardised logistic regression.

Method note: ``docs/methods/responders.md``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from outcomes.analysis.covariates import choose_terms, count_filled, select_covariates
from outcomes.analysis.intervals import t_interval
from outcomes.analysis.left_out import count_by_arm, list_handled
from outcomes.analysis.reasons import explain
from outcomes.analysis.responses import ADJUSTED, Assessed, Responses, Row, favour, of_pair
from outcomes.analysis.standardisation import StandardisedShares, standardise_shares
from outcomes.analysis_record import BASELINE, AnalysisRecord, Filled, Reason
from outcomes.errors import AnalysisError, NotEstimableError


def adjust_responders(responses: Responses, level: float) -> Iterator[Row]:
    """Yield a row ``response difference`` of each comparison, missing taken as non-response.

    Parameters
    ----------
    responses : Responses
        Who responded.
    level : float
        Confidence level.
    """
    assessed = responses.assessed
    people = assessed.people[
        assessed.people["arm"].isin(set(assessed.people["arm"][responses.known]))
    ]
    found: StandardisedShares | Reason
    done = None
    try:
        if people.empty:
            raise NotEstimableError(Reason("no-scores"))
        terms, done = _prepare_terms(assessed, people)
        found = standardise_shares(responses.responded[people.index], people["arm"], terms)
    except AnalysisError as error:
        found = explain(error, visits=(assessed.at.visit.name,))
    for pair in assessed.study.comparisons:
        row = {**of_pair("response difference", pair), "analysis": ADJUSTED}
        unknown = responses.why_unknown(pair)
        if isinstance(found, Reason) or unknown is not None:
            yield {**row, "reason": unknown or found}
            continue
        estimate, se = found.difference(*pair)
        yield {
            **row,
            **t_interval(estimate, se, np.inf, level),
            "df": np.nan,
            "distribution": "normal",
            "n_arm": int((people["arm"] == pair[0]).sum()),
            "n_comparator": int((people["arm"] == pair[1]).sum()),
            "favours": favour(estimate, pair),
            "done": done,
        }


def _prepare_terms(assessed: Assessed, people: pd.DataFrame) -> tuple[pd.DataFrame, AnalysisRecord]:
    """Return baseline and covariates, none absent, and the record of the regression."""
    study, at = assessed.study, assessed.at
    terms = select_covariates(study, at.name).reindex(people.index)
    if at.baseline is not None:
        terms.insert(0, BASELINE, people["baseline"])
    terms, left_out = choose_terms(terms)
    if not len(terms.columns):
        raise NotEstimableError(Reason("no-covariate"))
    covariates = tuple(str(name) for name in terms if name != BASELINE)
    filled = count_filled(study, covariates, people.index)
    if BASELINE in terms and terms[BASELINE].isna().any():
        filled = (Filled(BASELINE, int(terms[BASELINE].isna().sum())), *filled)
        terms = terms.assign(**{BASELINE: terms[BASELINE].fillna(terms[BASELINE].mean())})
    done = AnalysisRecord(
        "logistic",
        scale="shares",
        baseline=BASELINE in terms,
        covariates=covariates,
        visits=(at.visit.name,),
        estimator="ml",
        standard_error="sandwich",
        participants=count_by_arm(study, people["arm"]),
        terms_left_out=left_out,
        events=list_handled(study, [at]),
        filled=filled,
    )
    return terms, done
