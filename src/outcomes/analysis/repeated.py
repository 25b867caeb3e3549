"""Repeated scores: one mixed model for all follow-up visits of an endpoint (MMRM).

The model has arm x visit, baseline x visit and the plan's covariates, an unstructured covariance of
the visits, REML and linear Kenward-Roger degrees of freedom. Every participant with a baseline and
at least one score counts, so it is valid if what is missing depends only on scores that are there.
Method note: ``docs/methods/mmrm.md``.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from outcomes.analysis.covariates import clean_covariate, select_covariates
from outcomes.analysis.mmrm import MMRMFit, TrialModel, estimate_trial, fit_trial
from outcomes.analysis.occasions import Occasion
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates
from outcomes.study.study import Study

ANALYSIS = "MMRM, all scores after baseline"


def compare_repeated(
    study: Study, occasions: tuple[Occasion, ...], level: float = 0.95
) -> pd.DataFrame:
    """Compare the arms of a study at every follow-up visit of one endpoint by one mixed model.

    Parameters
    ----------
    study : Study
        A loaded study.
    occasions : tuple of Occasion
        The follow-up visits of one endpoint (and side), two or more, in order of time; every arm
        that is compared has scores at each.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame: at each visit an ``adjusted mean`` an arm, and for each comparison a
        ``difference`` and a ``standardised effect`` (the difference in the model's standard
        deviations at that visit). Intervals are of the t distribution on Kenward-Roger's degrees of
        freedom; ``method`` names the covariance structure, and why it is not the first choice where
        it is not. ``n_arm`` counts scores at the visit.

    Raises
    ------
    AnalysisError
        If the model cannot be fitted.
    """
    data, model = prepare_repeated(study, occasions, level)
    first = occasions[0]
    weeks = {occasion.visit.name: occasion.visit.week for occasion in occasions}
    fit: MMRMFit | None = None
    frames = []
    for comparator in dict.fromkeys(other for _, other in study.comparisons):
        if fit is None or fit.design.factor_levels["arm"][0] != comparator:
            model = replace(model, comparator=comparator)
            fit = fit_trial(data, model)
        frames.append(
            estimate_trial(
                data,
                model,
                endpoint=first.name,
                analysis=ANALYSIS,
                unit=first.endpoint.unit,
                side=first.side,
                weeks=weeks,
                fit=fit,
            )
        )
    estimates = combine_estimates(frames)
    pairs = list(zip(estimates["arm"], estimates["comparator"], strict=True))
    wanted = [not other or (arm, other) in study.comparisons for arm, other in pairs]
    again = (estimates["comparator"] == "") & estimates.duplicated(["arm", "visit", "comparator"])
    return estimates[pd.Series(wanted, index=estimates.index) & ~again].reset_index(drop=True)


def prepare_repeated(
    study: Study, occasions: tuple[Occasion, ...], level: float
) -> tuple[pd.DataFrame, TrialModel]:
    """Return one row a score with all that the model of repeated scores needs, and the model.

    Parameters
    ----------
    study, occasions, level
        As in `compare_repeated`.

    Returns
    -------
    pandas.DataFrame
        ``participant, arm, visit, value``, ``baseline`` where there is one, and the plan's
        covariates, none absent; ``visit`` is categorical, in order of time.
    TrialModel
        The model, with the first comparator as reference.

    Raises
    ------
    AnalysisError
        If no row is left.
    """
    first = occasions[0]
    covariates = select_covariates(study, first.name).apply(clean_covariate)
    columns = [f"covariate {name}" for name in covariates.columns]
    covariates.columns = columns
    rows = pd.concat([occasion.scores.assign(visit=occasion.visit.name) for occasion in occasions])
    rows = rows.join(covariates)
    if first.baseline is not None:
        rows = rows.join(first.baseline.rename("baseline"))
    rows = rows.dropna().reset_index(names="participant")
    visits = [occasion.visit.name for occasion in occasions]
    rows["visit"] = pd.Categorical(rows["visit"], categories=visits)
    if rows.empty:
        raise AnalysisError("no participant has a score with baseline and every covariate")
    model = TrialModel(
        comparator=study.comparisons[0][1],
        higher=first.endpoint.higher,
        baseline=None if first.baseline is None else "baseline",
        covariates=columns,
        level=level,
    )
    return rows, model
