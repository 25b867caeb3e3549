"""Analysis of covariance: each follow-up visit against the comparator, baseline in the model.

One model a visit, from the participants with a score, a baseline and every covariate (complete
cases). Method note: ``docs/methods/ancova.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from scipy import stats

from outcomes.analysis.adjusted_means import AncovaFit, fit_ancova
from outcomes.analysis.covariates import select_covariates
from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.intervals import check_level, newcombe_interval, t_interval
from outcomes.analysis.occasions import Occasion, count_ones, list_occasions
from outcomes.errors import AnalysisError
from outcomes.estimates import NOT_ESTIMATED, make_estimates
from outcomes.study.study import Study

ANALYSIS = "ANCOVA, complete cases"
ANALYSIS_OF_SHARES = "risk difference, complete cases"


def compare_arms(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Compare every active arm with every other, at each follow-up visit of each endpoint.

    Parameters
    ----------
    study : Study
        A loaded study. The model has the endpoint's baseline, where it was measured, and the plan's
        covariates; a participant's two sides count once unless the study file separates them.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. For each endpoint, side and visit: an ``adjusted mean`` an arm and a
        ``difference`` a comparison (arm minus comparator, in the endpoint's unit; ``favours`` says
        which arm has the better mean), with t intervals on the model's residual degrees of freedom
        and ``n_arm`` and ``n_comparator`` complete cases. A binary endpoint has the unadjusted
        difference of the shares of 1 with Newcombe's interval, and no p value. What could not be
        estimated is a ``difference`` of NaN whose ``method`` says why.

    Raises
    ------
    AnalysisError
        If the study has nothing to compare with, no score after baseline, or no comparison that
        could be estimated.
    """
    check_level(level)
    require_comparisons(study)
    occasions = [
        occasion
        for name in study.endpoints
        for occasion in list_occasions(study, name)
        if not occasion.visit.is_baseline
    ]
    return refuse_nothing_estimated(study, analyse_occasions(study, occasions, level))


def require_comparisons(study: Study) -> None:
    """Refuse a study that has nothing to compare with, by an `AnalysisError`."""
    if not study.comparisons:
        raise AnalysisError(
            f"study {study.id} has no pair of an active arm and a placebo, control or "
            "active-comparator arm, so there is nothing to compare; summarise its change instead"
        )


def refuse_nothing_estimated(study: Study, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates, or raise `AnalysisError` if nothing at all could be estimated."""
    if not len(estimates):
        raise AnalysisError(f"study {study.id} has no score after baseline to compare the arms by")
    if estimates["estimate"].isna().all():
        raise AnalysisError(
            f"study {study.id}: no comparison could be made: {_list_reasons(estimates)}"
        )
    return estimates


def analyse_occasions(study: Study, occasions: Sequence[Occasion], level: float) -> pd.DataFrame:
    """Analyse each of some follow-up visits on its own, as `compare_arms` does all of them."""
    return make_estimates(
        row for occasion in occasions for row in _compare_at(study, occasion, level)
    )


def _compare_at(study: Study, occasion: Occasion, level: float) -> list[dict[str, Any]]:
    if occasion.endpoint.kind == "binary":
        return [_compare_shares(study, occasion, pair, level) for pair in study.comparisons]
    covariates, method = _model_of(study, occasion)
    try:
        fit = fit_ancova(
            occasion.scores["value"], occasion.scores["arm"], covariates, list(study.arms)
        )
    except AnalysisError as error:
        return [
            _not_estimated(study, occasion, pair, ANALYSIS, str(error))
            for pair in study.comparisons
        ]
    shared = {**occasion.place, "analysis": ANALYSIS, "method": method}
    means = [{**shared, **_adjusted_mean(fit, arm, level)} for arm in fit.arms]
    differences = [
        {**shared, **_difference(fit, occasion, pair, level)}
        if set(pair) <= set(fit.arms)
        else _not_estimated(study, occasion, pair, ANALYSIS, "no complete case in one of the arms")
        for pair in study.comparisons
    ]
    return means + differences


def _adjusted_mean(fit: AncovaFit, arm: str, level: float) -> dict[str, Any]:
    return {
        "arm": arm,
        "quantity": "adjusted mean",
        "n_arm": fit.count(arm),
        **t_interval(*fit.adjusted_mean(arm), fit.df, level),
    }


def _difference(
    fit: AncovaFit, occasion: Occasion, pair: tuple[str, str], level: float
) -> dict[str, Any]:
    arm, comparator = pair
    estimate, se = fit.difference(arm, comparator)
    return {
        "arm": arm,
        "comparator": comparator,
        "quantity": "difference",
        **t_interval(estimate, se, fit.df, level),
        "statistic": estimate / se,
        "p_value": 2 * float(stats.t.sf(abs(estimate / se), fit.df)),
        "n_arm": fit.count(arm),
        "n_comparator": fit.count(comparator),
        "favours": favoured_arm(occasion.endpoint, estimate, arm, comparator),
    }


def _compare_shares(
    study: Study, occasion: Occasion, pair: tuple[str, str], level: float
) -> dict[str, Any]:
    arm, comparator = pair
    ours, theirs = occasion.values_of(arm), occasion.values_of(comparator)
    try:
        difference = newcombe_interval(
            count_ones(ours), len(ours), count_ones(theirs), len(theirs), level
        )
    except AnalysisError as error:
        return _not_estimated(study, occasion, pair, ANALYSIS_OF_SHARES, str(error))
    return {
        **occasion.place,
        "arm": arm,
        "comparator": comparator,
        "quantity": "difference",
        "threshold": 1,
        **difference,
        "favours": favoured_arm(occasion.endpoint, difference["estimate"], arm, comparator),
        "method": "difference of shares, unadjusted, Newcombe interval",
        "analysis": ANALYSIS_OF_SHARES,
    }


def _list_reasons(estimates: pd.DataFrame) -> str:
    reasons = [
        f"{row.endpoint} at {row.visit}: {row.method.removeprefix(NOT_ESTIMATED)}"
        for row in estimates.itertuples()
    ]
    return "; ".join(dict.fromkeys(reasons))


def _not_estimated(
    study: Study, occasion: Occasion, pair: tuple[str, str], analysis: str, reason: str
) -> dict[str, Any]:
    arm, comparator = pair
    unseen = [study.arms[name].label for name in pair if occasion.values_of(name).empty]
    if unseen:
        reason = f"no scores in {' and '.join(unseen)}"
    return {
        **occasion.place,
        "arm": arm,
        "comparator": comparator,
        "quantity": "difference",
        "method": NOT_ESTIMATED + reason,
        "analysis": analysis,
    }


def _model_of(study: Study, occasion: Occasion) -> tuple[pd.DataFrame, str]:
    """Return the covariates of the model by participant, and the model in words."""
    participants = occasion.scores.index
    covariates = select_covariates(study, occasion.name).reindex(participants)
    terms = ["arm", *covariates.columns]
    name = "ANCOVA on the ordinal levels" if occasion.endpoint.kind == "ordinal" else "ANCOVA"
    if occasion.baseline is not None:
        baseline = occasion.baseline.reindex(participants).to_frame("baseline")
        covariates = pd.concat([baseline, covariates], axis=1)
        terms.insert(1, "baseline")
    else:
        name = (name if len(terms) > 1 else name.replace("ANCOVA", "ANOVA")) + " (no baseline)"
    return covariates, f"{name}: score on {', '.join(terms)}"
