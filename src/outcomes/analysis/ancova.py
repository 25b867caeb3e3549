"""Analysis of covariance: each follow-up visit against the comparator, baseline in the model.

One model a visit, from the participants with a score, a baseline and every covariate (complete
cases). Method note: ``docs/methods/ancova.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from scipy import stats

from outcomes.analysis.adjusted_means import AncovaFit, fit_ancova
from outcomes.analysis.covariates import choose_terms, count_filled, select_covariates
from outcomes.analysis.endpoint_visits import EndpointVisit, count_ones, list_endpoint_visits
from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.intervals import check_level, newcombe_interval, t_interval
from outcomes.analysis.left_out import count_by_arm, list_handled, list_left_out
from outcomes.analysis.reasons import explain
from outcomes.analysis_record import BASELINE, AnalysisRecord, Model, Reason
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

ANALYSIS = "ANCOVA, complete cases"
ANALYSIS_OF_SHARES = "risk difference, complete cases"


@dataclass(frozen=True)
class Intention:
    """The model that was first intended where another one runs, and why it does not.

    Parameters
    ----------
    model : str
        One of `outcomes.analysis_record.Model`; empty where nothing else was intended.
    because : Reason, optional
        Why it did not run.
    """

    model: Model = ""
    because: Reason | None = None


AS_INTENDED = Intention()


def compare_arms(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Compare every active arm with every other, at each follow-up visit of each endpoint.

    Parameters
    ----------
    study : Study
        A loaded study. The model has the endpoint's baseline, where it was measured, and the plan's
        covariates; one that is the same for everybody, or known of nobody, is left out. A
        participant's two sides count once unless the study file separates them.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. For each endpoint, side and visit: an ``adjusted mean`` an arm and a
        ``difference`` a comparison (arm minus comparator, in the endpoint's unit; ``favours`` says
        which arm has the better mean), with t intervals on the model's residual degrees of freedom
        and ``n_arm`` and ``n_comparator`` complete cases. A binary endpoint has the unadjusted
        difference of the shares of 1 with Newcombe's interval, and no p value. ``done`` says what
        was done. What could not be estimated is a ``difference`` of NaN with its ``reason``; one
        without an interval, as nothing varies, has its ``reason`` too.

    Raises
    ------
    AnalysisError
        If the study has nothing to compare with.
    """
    check_level(level)
    study = study.analysed
    require_comparisons(study)
    assessments = [
        assessment
        for name in study.endpoints
        for assessment in list_endpoint_visits(study, name)
        if not assessment.visit.is_baseline
    ]
    return analyse_endpoint_visits(study, assessments, level)


def require_comparisons(study: Study) -> None:
    """Refuse a study that has nothing to compare with, by an `AnalysisError`."""
    if not study.comparisons:
        raise AnalysisError(
            f"study {study.id} has no pair of an active arm and a placebo, control or "
            "active-comparator arm, so there is nothing to compare; summarise its change instead"
        )


def analyse_endpoint_visits(
    study: Study,
    assessments: Sequence[EndpointVisit],
    level: float,
    intention: Intention = AS_INTENDED,
    *,
    robust: bool = False,
) -> pd.DataFrame:
    """Analyse each of some follow-up visits on its own, as `compare_arms` does all of them.

    Standard errors that are ``robust`` do not take the spread to be the same for all.
    """
    return make_estimates(
        row
        for assessment in assessments
        for row in (
            _compare_shares(study, assessment, level)
            if assessment.endpoint.kind == "binary"
            else _compare_means(study, assessment, level, intention, robust=robust)
        )
    )


def _compare_means(
    study: Study,
    assessment: EndpointVisit,
    level: float,
    intention: Intention,
    *,
    robust: bool,
) -> list[dict[str, Any]]:
    terms, left_out = choose_terms(list_terms(study, assessment))
    arms = assessment.scores["arm"]
    complete = terms.notna().all(axis=1)
    shared = {**assessment.place, "analysis": ANALYSIS}
    try:
        fit = fit_ancova(assessment.scores["value"], arms, terms, list(study.arms), robust=robust)
    except AnalysisError as error:
        return [
            {**shared, **say_not_estimated(assessment, pair, terms, error)}
            for pair in study.comparisons
        ]
    if fit.no_error is not None:
        shared["reason"] = replace(fit.no_error, visits=(assessment.visit.name,))
    covariates = tuple(str(name) for name in terms if name != BASELINE)
    shared["done"] = AnalysisRecord(
        "ancova",
        scale="levels" if assessment.endpoint.kind == "ordinal" else "scores",
        baseline=BASELINE in terms,
        covariates=covariates,
        visits=(assessment.visit.name,),
        estimator="ols",
        standard_error="sandwich" if robust else "model-based",
        degrees_of_freedom="residual",
        participants=count_by_arm(study, arms[complete]),
        left_out=list_left_out(
            study,
            [assessment],
            baseline=assessment.baseline if BASELINE in terms else None,
        ),
        terms_left_out=left_out,
        events=list_handled(study, [assessment]),
        filled=count_filled(study, covariates, arms.index[complete]),
        intended=intention.model,
        because=intention.because,
    )
    means = [{**shared, **_adjusted_mean(fit, arm, level)} for arm in fit.arms]
    differences = [
        {**shared, **_difference(fit, assessment, pair, level)}
        if set(pair) <= set(fit.arms)
        else {**shared, "done": None, **say_not_estimated(assessment, pair, terms)}
        for pair in study.comparisons
    ]
    return means + differences


def list_terms(study: Study, assessment: EndpointVisit) -> pd.DataFrame:
    """Return the baseline and the plan's covariates of the participants with a score."""
    participants = assessment.scores.index
    covariates = select_covariates(study, assessment.name).reindex(participants)
    if assessment.baseline is None:
        return covariates
    baseline = assessment.baseline.reindex(participants).to_frame(BASELINE)
    return pd.concat([baseline, covariates], axis=1)


def _adjusted_mean(fit: AncovaFit, arm: str, level: float) -> dict[str, Any]:
    return {
        "arm": arm,
        "quantity": "adjusted mean",
        "n_arm": fit.count(arm),
        **t_interval(*fit.adjusted_mean(arm), fit.df, level),
    }


def _difference(
    fit: AncovaFit, assessment: EndpointVisit, pair: tuple[str, str], level: float
) -> dict[str, Any]:
    arm, comparator = pair
    estimate, se = fit.difference(arm, comparator)
    return {
        **_pair(pair),
        **t_interval(estimate, se, fit.df, level),
        "statistic": estimate / se,
        "p_value": 2 * float(stats.t.sf(abs(estimate / se), fit.df)),
        "n_arm": fit.count(arm),
        "n_comparator": fit.count(comparator),
        "favours": favoured_arm(assessment.endpoint, estimate, arm, comparator),
    }


def _compare_shares(study: Study, assessment: EndpointVisit, level: float) -> list[dict[str, Any]]:
    done = AnalysisRecord(
        "risk difference",
        scale="shares",
        visits=(assessment.visit.name,),
        participants=count_by_arm(study, assessment.scores["arm"]),
        left_out=list_left_out(study, [assessment], baseline=None),
        events=list_handled(study, [assessment]),
    )
    shared = {**assessment.place, "analysis": ANALYSIS_OF_SHARES}
    return [
        {**shared, **_share_difference(assessment, pair, level, done)} for pair in study.comparisons
    ]


def _share_difference(
    assessment: EndpointVisit, pair: tuple[str, str], level: float, done: AnalysisRecord
) -> dict[str, Any]:
    ours, theirs = (assessment.values_of(arm) for arm in pair)
    try:
        difference = newcombe_interval(
            count_ones(ours), len(ours), count_ones(theirs), len(theirs), level
        )
    except AnalysisError as error:
        return say_not_estimated(assessment, pair, pd.DataFrame(), error)
    return {
        **_pair(pair),
        "threshold": 1,
        **difference,
        "favours": favoured_arm(assessment.endpoint, difference["estimate"], *pair),
        "done": done,
    }


def _pair(pair: tuple[str, str]) -> dict[str, Any]:
    arm, comparator = pair
    return {"arm": arm, "comparator": comparator, "quantity": "difference"}


def say_not_estimated(
    assessment: EndpointVisit,
    pair: tuple[str, str],
    terms: pd.DataFrame,
    error: AnalysisError | None = None,
) -> dict[str, Any]:
    """Return the row of two arms that could not be compared at a visit, with the reason.

    Parameters
    ----------
    assessment : EndpointVisit
        When, and the scores.
    pair : (str, str)
        Arm and comparator.
    terms : pandas.DataFrame
        Baseline and covariates of the model, by participant.
    error : AnalysisError, optional
        What the fit raised; it is the reason only where nobody unseen and no gap is.
    """
    visits = (assessment.visit.name,)
    unseen = tuple(arm for arm in pair if assessment.values_of(arm).empty)
    if unseen:
        return {**_pair(pair), "reason": Reason("no-scores", unseen, visits)}
    missing = {arm: _find_missing(assessment, arm, terms) for arm in pair}
    incomplete = tuple(arm for arm, columns in missing.items() if columns)
    if incomplete or error is None:
        columns = dict.fromkeys(name for arm in incomplete for name in missing[arm])
        reason = Reason("no-complete-case", incomplete, visits, tuple(columns))
    else:
        reason = explain(error, arms=pair, visits=visits)
    return {**_pair(pair), "reason": reason}


def _find_missing(assessment: EndpointVisit, arm: str, terms: pd.DataFrame) -> tuple[str, ...]:
    """Return the terms that leave an arm without a complete case; none if it has one."""
    if not len(terms.columns):
        return ()
    own = terms[(assessment.scores["arm"] == arm).to_numpy()]
    if own.notna().all(axis=1).any():
        return ()
    alone = tuple(str(name) for name in own if own[name].isna().all())
    return alone or tuple(str(name) for name in own if own[name].isna().any())
