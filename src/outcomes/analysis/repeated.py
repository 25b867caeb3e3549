"""Repeated scores: one mixed model for all follow-up visits of an endpoint (MMRM).

The model has arm x visit, baseline x visit and the study file's covariates, an unstructured
covariance of the visits (unless the plan declares another, or one for each arm), REML and linear
Kenward-Roger degrees of freedom. Every participant with a baseline and at least one score counts,
so it is valid if what is missing depends only on scores that are there.
Method note: ``docs/methods/mmrm.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from outcomes.analysis.ancova import say_not_estimated
from outcomes.analysis.covariates import choose_terms, count_filled, select_covariates
from outcomes.analysis.endpoint_visits import EndpointVisit
from outcomes.analysis.left_out import count_by_arm, list_handled, list_left_out
from outcomes.analysis.mmrm import (
    FALLBACK,
    MMRMFit,
    Step,
    TrialModel,
    estimate_trial,
    fit_trial,
)
from outcomes.analysis.shared import shared
from outcomes.analysis_record import BASELINE, AnalysisRecord, Reason
from outcomes.errors import NotEstimableError
from outcomes.estimates import combine_estimates, make_estimates
from outcomes.study.study import Study

ANALYSIS = "MMRM, all scores after baseline"


@dataclass(frozen=True)
class Repeated:
    """What the model of repeated scores needs.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row a score: ``participant, arm, visit, value``, ``baseline`` where it is in the model,
        and the covariates, none absent; ``visit`` is categorical, in order of time.
    terms : pandas.DataFrame
        Baseline and covariates of everybody with a score, by participant, with their gaps.
    pairs : tuple of (str, str)
        The comparisons whose arms have a row.
    model : TrialModel
        With the first comparator of these as reference.
    done : AnalysisRecord
        All of what is done but for what the fit decides.
    """

    rows: pd.DataFrame
    terms: pd.DataFrame
    pairs: tuple[tuple[str, str], ...]
    model: TrialModel
    done: AnalysisRecord


def compare_repeated(
    study: Study, assessments: tuple[EndpointVisit, ...], level: float = 0.95
) -> pd.DataFrame:
    """Compare the arms of a study at every follow-up visit of one endpoint by one mixed model.

    Parameters
    ----------
    study : Study
        A loaded study.
    assessments : tuple of EndpointVisit
        The follow-up visits of one endpoint (and side), two or more, in order of time; every arm
        that is compared has scores at each.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame: at each visit an ``adjusted mean`` an arm, and for each comparison a
        ``difference`` and a ``standardised effect`` (the difference over the pooled standard
        deviation of the scores at that visit). Intervals are of the t distribution on
        Kenward-Roger's degrees of freedom. ``n_arm`` counts scores at the visit; ``done`` has the
        covariance structure and the participants in the model. Only arms with scores are compared.

    Raises
    ------
    AnalysisError
        If the model cannot be fitted.
    """
    repeated, fit = fit_repeated(study, assessments, level)
    frames = []
    for comparator in dict.fromkeys(other for _, other in repeated.pairs):
        model = replace(repeated.model, comparator=comparator)
        if fit.design.factor_levels["arm"][0] != comparator:
            fit = fit_trial(repeated.rows, model)
        frames.append(_estimate(assessments, repeated, model, fit))
    estimates = combine_estimates(frames)
    pairs = zip(estimates["arm"], estimates["comparator"], strict=True)
    kept = [not other or (arm, other) in repeated.pairs for arm, other in pairs]
    again = (estimates["comparator"] == "") & estimates.duplicated(["arm", "visit", "comparator"])
    estimates = estimates[pd.Series(kept, index=estimates.index) & ~again]
    return combine_estimates([estimates, _say_lost(study, assessments, repeated)])


def _say_lost(
    study: Study, assessments: tuple[EndpointVisit, ...], repeated: Repeated
) -> pd.DataFrame:
    """Return the rows of the comparisons whose arms are not both in the model."""
    return make_estimates(
        {
            **assessment.place,
            "analysis": ANALYSIS,
            **say_not_estimated(assessment, pair, repeated.terms.reindex(assessment.scores.index)),
        }
        for assessment in assessments
        for pair in study.comparisons
        if pair not in repeated.pairs
    )


def _estimate(
    assessments: tuple[EndpointVisit, ...], repeated: Repeated, model: TrialModel, fit: MMRMFit
) -> pd.DataFrame:
    first = assessments[0]
    return estimate_trial(
        repeated.rows,
        model,
        endpoint=first.name,
        analysis=ANALYSIS,
        unit=first.endpoint.unit,
        side=first.side,
        weeks={assessment.visit.name: assessment.visit.week for assessment in assessments},
        fit=fit,
        done=repeated.done,
    )


@shared
def fit_repeated(
    study: Study, assessments: tuple[EndpointVisit, ...], level: float
) -> tuple[Repeated, MMRMFit]:
    """Return what `prepare_repeated` does, and the model of the plan fitted to it.

    Raises
    ------
    AnalysisError
        If nothing is compared, or the model cannot be fitted.
    """
    repeated = prepare_repeated(study, assessments, level)
    return repeated, fit_trial(repeated.rows, repeated.model)


@shared
def prepare_repeated(
    study: Study, assessments: tuple[EndpointVisit, ...], level: float
) -> Repeated:
    """Return the rows, the model, and what is known of both before the fit.

    Parameters
    ----------
    study, assessments, level
        As in `compare_repeated`.

    Raises
    ------
    NotEstimableError
        If no two arms that are compared have a row.
    """
    first = assessments[0]
    scores = pd.concat(
        [assessment.scores.assign(visit=assessment.visit.name) for assessment in assessments]
    )
    terms, left_out = choose_terms(_list_terms(study, first, scores.index.unique()))
    names = {name: f"covariate {name}" for name in terms if name != BASELINE}
    rows = scores.join(terms.rename(columns={**names, BASELINE: "baseline"}))
    rows = rows.dropna().reset_index(names="participant")
    visits = [assessment.visit.name for assessment in assessments]
    rows["visit"] = pd.Categorical(rows["visit"], categories=visits)
    arms = set(rows["arm"])
    pairs = tuple(pair for pair in study.comparisons if set(pair) <= arms)
    if not pairs:
        compared = dict.fromkeys(arm for pair in study.comparisons for arm in pair)
        raise NotEstimableError(
            Reason(
                "no-complete-case",
                tuple(arm for arm in compared if arm not in arms),
                columns=tuple(str(name) for name in terms if terms[name].isna().any()),
                detail="no two arms have a score with baseline and every covariate",
            )
        )
    planned = study.file.plan.covariance
    first_step = next(
        (step for step in FALLBACK if step.covariance == planned.structure), Step(planned.structure)
    )
    model = TrialModel(
        comparator=pairs[0][1],
        higher=first.endpoint.higher,
        baseline="baseline" if BASELINE in terms else None,
        covariates=list(names.values()),
        by_arm=planned.by_arm,
        order=(first_step, *(step for step in FALLBACK if step.covariance != planned.structure)),
        level=level,
    )
    done = AnalysisRecord(
        "mmrm",
        scale="levels" if first.endpoint.kind == "ordinal" else "scores",
        baseline=BASELINE in terms,
        covariates=tuple(str(name) for name in names),
        visits=tuple(visits),
        participants=count_by_arm(study, rows.drop_duplicates("participant")["arm"]),
        left_out=list_left_out(
            study,
            assessments,
            baseline=first.baseline if BASELINE in terms else None,
        ),
        terms_left_out=left_out,
        events=list_handled(study, assessments),
        filled=count_filled(study, map(str, names), pd.Index(rows["participant"].unique())),
    )
    return Repeated(rows, terms, pairs, model, done)


def _list_terms(study: Study, first: EndpointVisit, participants: pd.Index) -> pd.DataFrame:
    """Return the baseline and the plan's covariates of the participants with a score."""
    covariates = select_covariates(study, first.name).reindex(participants)
    if first.baseline is None:
        return covariates
    return covariates.join(first.baseline.rename(BASELINE))
