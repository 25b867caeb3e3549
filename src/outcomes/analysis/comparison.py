"""The comparison with placebo or control, by the method that the scores of an endpoint allow.

Scores at two or more follow-up visits get one mixed model for all of them (MMRM), scores at one an
analysis of covariance, a yes-or-no endpoint a difference of shares. A study whose plan declares
``method: ancova`` gets an analysis of covariance at every visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from outcomes.analysis.ancova import Intention, analyse_endpoint_visits, require_comparisons
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.intervals import check_level
from outcomes.analysis.reasons import explain
from outcomes.analysis.repeated import compare_repeated
from outcomes.analysis_record import Reason
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates
from outcomes.study.study import Study


def compare_with_control(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Compare every active arm with every other, at each follow-up visit of each endpoint.

    Parameters
    ----------
    study : Study
        A loaded study. Its plan may declare ``ancova``; otherwise repeated scores are analysed by
        the mixed model. A participant's two sides count once unless the study file separates them.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame: ``adjusted mean``, ``difference`` and, from a mixed model,
        ``standardised effect``; see `outcomes.analysis.repeated.compare_repeated` and
        `outcomes.analysis.ancova.compare_arms`. Where the mixed model could not be fitted, and at
        visits where an arm of the model has no scores, the rows are those of the analysis of
        covariance, and ``done`` says what was intended and why it did not run. An arm without any
        score after baseline is in no model. What could not be estimated is a ``difference`` of NaN
        with its ``reason``.

    Raises
    ------
    AnalysisError
        If the study has nothing to compare with.
    """
    check_level(level)
    study = study.analysed
    require_comparisons(study)
    frames = [
        _compare_endpoint(study, assessments, level)
        for name in study.endpoints
        for assessments in _by_side(list_endpoint_visits(study, name))
    ]
    return combine_estimates(frames)


def _by_side(assessments: tuple[EndpointVisit, ...]) -> list[tuple[EndpointVisit, ...]]:
    follow_ups = [assessment for assessment in assessments if not assessment.visit.is_baseline]
    sides = dict.fromkeys(assessment.side for assessment in follow_ups)
    return [tuple(item for item in follow_ups if item.side == side) for side in sides]


def _compare_endpoint(
    study: Study, assessments: tuple[EndpointVisit, ...], level: float
) -> pd.DataFrame:
    declared = study.file.plan.primary.method == "ancova"
    if assessments[0].endpoint.kind == "binary" or declared or len(assessments) < 2:
        return analyse_endpoint_visits(study, assessments, level)
    arms = list_seen_arms(study, assessments)
    unseen = {assessment: find_unseen(assessment, arms) for assessment in assessments}
    whole = tuple(assessment for assessment in assessments if not unseen[assessment])
    if len(whole) < 2:
        return _analyse_each(study, unseen, level)
    try:
        modelled = compare_repeated(study, whole, level)
    except AnalysisError as error:
        reason = explain(error, visits=(assessment.visit.name for assessment in whole))
        return analyse_endpoint_visits(study, assessments, level, Intention("mmrm", reason))
    rest = {assessment: arms for assessment, arms in unseen.items() if arms}
    return combine_estimates([modelled, _analyse_each(study, rest, level)])


def list_seen_arms(study: Study, assessments: Sequence[EndpointVisit]) -> tuple[str, ...]:
    """List the arms that are compared and have a score at one of some visits."""
    compared = {arm for pair in study.comparisons for arm in pair}
    seen = {arm for assessment in assessments for arm in assessment.arms}
    return tuple(arm for arm in study.arms if arm in compared & seen)


def list_whole_visits(
    study: Study, assessments: Sequence[EndpointVisit]
) -> tuple[EndpointVisit, ...]:
    """List the visits at which every arm that is ever seen has a score."""
    arms = list_seen_arms(study, assessments)
    return tuple(each for each in assessments if not find_unseen(each, arms))


def find_unseen(assessment: EndpointVisit, arms: Sequence[str]) -> tuple[str, ...]:
    """Return which of some arms have no score at a visit."""
    return tuple(arm for arm in arms if arm not in assessment.arms)


def _analyse_each(
    study: Study, unseen: Mapping[EndpointVisit, tuple[str, ...]], level: float
) -> pd.DataFrame:
    """Analyse visits one by one that the mixed model cannot have, and say which arm is not there.

    A visit where every arm was seen is analysed alone because it is the only such visit.
    """
    return combine_estimates(
        analyse_endpoint_visits(
            study, [assessment], level, Intention("mmrm", _why_alone(assessment, arms))
        )
        for assessment, arms in unseen.items()
    )


def _why_alone(assessment: EndpointVisit, unseen: tuple[str, ...]) -> Reason:
    visits = (assessment.visit.name,)
    return Reason("unseen-arm", unseen, visits) if unseen else Reason("one-visit", visits=visits)
