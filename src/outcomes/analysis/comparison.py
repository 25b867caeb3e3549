"""The comparison with placebo or control, by the method that the scores of an endpoint allow.

Scores at two or more follow-up visits get one mixed model for all of them (MMRM), scores at one an
analysis of covariance, a yes-or-no endpoint a difference of shares. A study whose plan declares
``method: ancova`` gets an analysis of covariance at every visit.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from outcomes.analysis.ancova import (
    analyse_occasions,
    refuse_nothing_estimated,
    require_comparisons,
)
from outcomes.analysis.intervals import check_level
from outcomes.analysis.occasions import Occasion, list_occasions
from outcomes.analysis.repeated import compare_repeated
from outcomes.errors import AnalysisError
from outcomes.estimates import NOT_ESTIMATED, combine_estimates
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
        visits where an arm has no scores, the rows are those of the analysis of covariance and
        ``method`` says why. What could not be estimated is a ``difference`` of NaN whose ``method``
        says why.

    Raises
    ------
    AnalysisError
        If the study has nothing to compare with, no score after baseline, or no comparison that
        could be estimated.
    """
    check_level(level)
    require_comparisons(study)
    frames = [
        _compare_endpoint(study, occasions, level)
        for name in study.endpoints
        for occasions in _by_side(list_occasions(study, name))
    ]
    return refuse_nothing_estimated(study, combine_estimates(frames))


def _by_side(occasions: tuple[Occasion, ...]) -> list[tuple[Occasion, ...]]:
    follow_ups = [occasion for occasion in occasions if not occasion.visit.is_baseline]
    sides = dict.fromkeys(occasion.side for occasion in follow_ups)
    return [tuple(item for item in follow_ups if item.side == side) for side in sides]


def _compare_endpoint(study: Study, occasions: tuple[Occasion, ...], level: float) -> pd.DataFrame:
    declared = study.file.plan.primary.method == "ancova"
    if occasions[0].endpoint.kind == "binary" or declared or len(occasions) < 2:
        return analyse_occasions(study, occasions, level)
    whole = tuple(occasion for occasion in occasions if _every_arm_was_seen(study, occasion))
    if len(whole) < 2:
        reason = "fewer than two visits have scores in every arm"
        return _analyse_each(study, occasions, level, reason)
    try:
        modelled = compare_repeated(study, whole, level)
    except AnalysisError as error:
        return _analyse_each(study, occasions, level, f"it could not be fitted: {error}")
    rest = [occasion for occasion in occasions if occasion not in whole]
    if not rest:
        return modelled
    reason = "an arm has no scores at this visit"
    return combine_estimates([modelled, _analyse_each(study, rest, level, reason)])


def _analyse_each(
    study: Study, occasions: Sequence[Occasion], level: float, reason: str
) -> pd.DataFrame:
    """Analyse visits one by one where the mixed model does not serve, and say why it does not."""
    estimates = analyse_occasions(study, occasions, level)
    made = ~estimates["method"].str.startswith(NOT_ESTIMATED)
    why = f"; not the mixed model for repeated measures, because {reason}"
    return estimates.assign(method=estimates["method"] + made.map({True: why, False: ""}))


def _every_arm_was_seen(study: Study, occasion: Occasion) -> bool:
    compared = {arm for pair in study.comparisons for arm in pair}
    return all(len(occasion.values_of(arm)) for arm in compared)
