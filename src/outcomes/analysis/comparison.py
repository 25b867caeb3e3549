"""The comparison with placebo or control, by the method that the scores of an endpoint allow.

Scores at two or more follow-up visits get one mixed model for all of them (MMRM), scores at one an
analysis of covariance, a yes-or-no endpoint a difference of shares. A study whose plan declares
``method: ancova`` gets an analysis of covariance at every visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from outcomes.analysis.ancova import Intention, analyse_occasions, require_comparisons
from outcomes.analysis.intervals import check_level
from outcomes.analysis.occasions import Occasion, list_occasions
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
    require_comparisons(study)
    frames = [
        _compare_endpoint(study, occasions, level)
        for name in study.endpoints
        for occasions in _by_side(list_occasions(study, name))
    ]
    return combine_estimates(frames)


def _by_side(occasions: tuple[Occasion, ...]) -> list[tuple[Occasion, ...]]:
    follow_ups = [occasion for occasion in occasions if not occasion.visit.is_baseline]
    sides = dict.fromkeys(occasion.side for occasion in follow_ups)
    return [tuple(item for item in follow_ups if item.side == side) for side in sides]


def _compare_endpoint(study: Study, occasions: tuple[Occasion, ...], level: float) -> pd.DataFrame:
    declared = study.file.plan.primary.method == "ancova"
    if occasions[0].endpoint.kind == "binary" or declared or len(occasions) < 2:
        return analyse_occasions(study, occasions, level)
    arms = list_seen_arms(study, occasions)
    unseen = {occasion: find_unseen(occasion, arms) for occasion in occasions}
    whole = tuple(occasion for occasion in occasions if not unseen[occasion])
    if len(whole) < 2:
        return _analyse_each(study, unseen, level)
    try:
        modelled = compare_repeated(study, whole, level)
    except AnalysisError as error:
        reason = explain(error, visits=(occasion.visit.name for occasion in whole))
        return analyse_occasions(study, occasions, level, Intention("mmrm", reason))
    rest = {occasion: arms for occasion, arms in unseen.items() if arms}
    return combine_estimates([modelled, _analyse_each(study, rest, level)])


def list_seen_arms(study: Study, occasions: Sequence[Occasion]) -> tuple[str, ...]:
    """List the arms that are compared and have a score at one of some visits."""
    compared = {arm for pair in study.comparisons for arm in pair}
    seen = {arm for occasion in occasions for arm in occasion.scores["arm"]}
    return tuple(arm for arm in study.arms if arm in compared & seen)


def find_unseen(occasion: Occasion, arms: Sequence[str]) -> tuple[str, ...]:
    """Return which of some arms have no score at a visit."""
    seen = set(occasion.scores["arm"])
    return tuple(arm for arm in arms if arm not in seen)


def _analyse_each(
    study: Study, unseen: Mapping[Occasion, tuple[str, ...]], level: float
) -> pd.DataFrame:
    """Analyse visits one by one that the mixed model cannot have, and say which arm is not there.

    A visit where every arm was seen is analysed alone because it is the only such visit.
    """
    return combine_estimates(
        analyse_occasions(study, [occasion], level, Intention("mmrm", _why_alone(occasion, arms)))
        for occasion, arms in unseen.items()
    )


def _why_alone(occasion: Occasion, unseen: tuple[str, ...]) -> Reason:
    visits = (occasion.visit.name,)
    return Reason("unseen-arm", unseen, visits) if unseen else Reason("one-visit", visits=visits)
