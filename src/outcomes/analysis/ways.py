"""The primary comparison by other ways of analysing the same scores.

Beside the analysis of the plan stand those that trials are usually analysed by: the mixed model and
the analysis of covariance, the plain difference of changes, the participants with every score only,
a covariance for each arm, and standard errors that need no model of the spread. Method note:
``docs/methods/ways-of-analysing.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis.ancova import Intention, analyse_endpoint_visits
from outcomes.analysis.change import record_pairs
from outcomes.analysis.comparison import compare_with_control, list_whole_visits
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.intervals import check_level, t_interval
from outcomes.analysis.mmrm import MMRMFit, Step, fit_trial
from outcomes.analysis.mmrm.trial import count_scores, record_fit
from outcomes.analysis.repeated import Repeated, fit_repeated
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates, make_estimates
from outcomes.study.study import Study

QUANTITY = "difference by way"
AVERAGE = "average difference"

WAYS = ("mmrm", "ancova", "change", "completers", "by-arm", "sandwich", "per-protocol")
"""Ways of analysing, as they stand under ``subgroup``, in the order in which they are shown."""


def compare_ways(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Make the primary comparison by several ways of analysing.

    Parameters
    ----------
    study : Study
        A loaded study; its plan names the primary endpoint, visit and comparison (all, where it
        names none).
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame of quantity `QUANTITY`, arm minus comparator in the endpoint's unit, the
        way under ``subgroup`` (of a yes-or-no endpoint per protocol only):

        - ``mmrm``: the mixed model for repeated measures; ``ancova``: analysis of covariance of the
          scores at the visit. Both have the baseline and the plan's covariates.
        - ``change``: difference of the mean changes from baseline (of the mean scores, where there
          is no baseline), not adjusted, with Welch's t interval.
        - ``completers``: the mixed model of those with a score at every visit.
        - ``by-arm``: the mixed model with a covariance matrix for each arm (with one for all, where
          the plan has one for each).
        - ``per-protocol``: the plan's model of the participants of its per-protocol set, if it
          names one.
        - ``sandwich``: the plan's model with standard errors that do not rest on its covariance
          (bias-reduced with Bell and McCaffrey's degrees of freedom for the mixed model, HC3 for
          the analysis of covariance).

        Where there is a mixed model, one row of quantity `AVERAGE` a comparison too: the difference
        averaged over the visits after baseline, each with equal weight. A way that cannot be
        carried out has no row.
    """
    check_level(level)
    frames = [_compare_per_protocol(study, level)]
    study = study.analysed
    primary = study.file.plan.primary
    visits = list_endpoint_visits(study, primary.endpoint)
    follow_ups = [visit for visit in visits if not visit.visit.is_baseline]
    for side in dict.fromkeys(visit.side for visit in follow_ups):
        own = tuple(visit for visit in follow_ups if visit.side == side)
        at = next((visit for visit in own if visit.visit.name == primary.visit), None)
        if at is not None and at.endpoint.kind != "binary":
            frames += list(_compare(study, own, at, level))
    found = combine_estimates(frames)
    if primary.comparison is None:
        return found
    arm, comparator = primary.comparison
    planned = (found["arm"] == arm) & (found["comparator"] == comparator)
    return found[planned].reset_index(drop=True)


def _compare_per_protocol(study: Study, level: float) -> pd.DataFrame:
    """Make the plan's comparison of its per-protocol set, where it names one."""
    plan = study.file.plan
    if plan.per_protocol is None or not study.comparisons:
        return make_estimates([])
    narrowed = plan.model_copy(update={"analysis_set": plan.per_protocol})
    file = study.file.model_copy(update={"plan": narrowed})
    found = compare_with_control(replace(study, file=file), level)
    here = (found["endpoint"] == plan.primary.endpoint) & (found["visit"] == plan.primary.visit)
    rows = found[here & (found["quantity"] == "difference") & found["ci_low"].notna()]
    return rows.assign(quantity=QUANTITY, subgroup="per-protocol", analysis="")


def _compare(
    study: Study,
    visits: tuple[EndpointVisit, ...],
    at: EndpointVisit,
    level: float,
) -> Iterator[pd.DataFrame]:
    whole = list_whole_visits(study, visits)
    by_ancova = study.file.plan.primary.method == "ancova"
    if at in whole and len(whole) > 1:
        yield from _compare_repeated(study, whole, at, level, robust=not by_ancova)
    yield _keep(analyse_endpoint_visits(study, [at], level, Intention()), at, "ancova")
    yield make_estimates(_compare_changes(study, at, pair, level) for pair in study.comparisons)
    if by_ancova or len(whole) < 2:
        robust = analyse_endpoint_visits(study, [at], level, Intention(), robust=True)
        yield _keep(robust, at, "sandwich")


def _compare_repeated(
    study: Study,
    visits: tuple[EndpointVisit, ...],
    at: EndpointVisit,
    level: float,
    *,
    robust: bool,
) -> Iterator[pd.DataFrame]:
    """Fit the mixed model in its several ways; one that cannot be fitted is left out."""
    try:
        planned, fit = fit_repeated(study, visits, level)
    except AnalysisError:
        return
    yield _estimate(planned, fit, at, "mmrm")
    yield _average(planned, fit, at)
    number = planned.rows.groupby("participant")["visit"].transform("size")
    every = planned.rows[number == len(visits)]
    model = replace(planned.model, order=(Step(fit.options.covariance),))
    others: dict[str, Callable[[], MMRMFit]] = {
        "completers": lambda: fit_trial(every, model),
        "by-arm": lambda: fit_trial(planned.rows, replace(model, by_arm=not model.by_arm)),
        **({"sandwich": lambda: fit.robust} if robust else {}),
    }
    for way, refit in others.items():
        try:
            yield _estimate(planned, refit(), at, way)
        except AnalysisError:
            continue


def _estimate(repeated: Repeated, fit: MMRMFit, at: EndpointVisit, way: str) -> pd.DataFrame:
    """Return the differences at the visit, under the name of a way."""
    model = repeated.model
    counts = count_scores(fit, model)
    here = {"by": model.visit, "at": {model.visit: at.visit.name}}
    return make_estimates(
        {
            **_number(row, repeated, fit, at),
            **at.place,
            "quantity": QUANTITY,
            "subgroup": way,
            "n_arm": counts[row[model.arm], at.visit.name],
            "n_comparator": counts[row["reference"], at.visit.name],
        }
        for row in _contrast(repeated, fit, **here)
    )


def _average(repeated: Repeated, fit: MMRMFit, at: EndpointVisit) -> pd.DataFrame:
    """Return the differences averaged over the visits of the model, with equal weights."""
    return make_estimates(
        {
            **_number(row, repeated, fit, at),
            "endpoint": at.name,
            "side": at.side,
            "quantity": AVERAGE,
        }
        for row in _contrast(repeated, fit)
    )


def _contrast(repeated: Repeated, fit: MMRMFit, **where: Any) -> Iterator[dict[Any, Any]]:
    """Yield the planned differences of least-squares means."""
    model = repeated.model
    for comparator in dict.fromkeys(other for _, other in repeated.pairs):
        found = fit.contrasts(model.arm, reference=comparator, level=model.level, **where)
        for row in found.to_dict("records"):
            if (row[model.arm], comparator) in repeated.pairs:
                yield row


def _number(
    row: dict[Any, Any], repeated: Repeated, fit: MMRMFit, at: EndpointVisit
) -> dict[str, Any]:
    arm, comparator = row[repeated.model.arm], row["reference"]
    return {
        **{name: row[name] for name in _NUMBERS},
        "arm": str(arm),
        "comparator": str(comparator),
        "unit": at.endpoint.unit,
        "distribution": "t",
        "level": repeated.model.level,
        "favours": favoured_arm(at.endpoint, row["estimate"], arm, comparator),
        "done": record_fit(fit, repeated.done),
    }


_NUMBERS = ("estimate", "se", "df", "ci_low", "ci_high", "statistic", "p_value")


def _keep(found: pd.DataFrame, at: EndpointVisit, way: str) -> pd.DataFrame:
    """Return the differences at the visit that have an interval, under the name of a way."""
    rows = found[(found["quantity"] == "difference") & (found["visit"] == at.visit.name)]
    rows = rows[rows["ci_low"].notna()]
    return rows.assign(quantity=QUANTITY, subgroup=way, analysis="").reset_index(drop=True)


def _compare_changes(
    study: Study, at: EndpointVisit, pair: tuple[str, str], level: float
) -> dict[str, Any]:
    """Return the plain difference of changes, or of scores, of two arms."""
    arm, comparator = pair
    ours, theirs = (_changes_of(at, name) for name in pair)
    shared = {
        **at.place,
        "quantity": QUANTITY,
        "subgroup": "change",
        "arm": arm,
        "comparator": comparator,
        "n_arm": len(ours),
        "n_comparator": len(theirs),
        "done": replace(record_pairs(study, at), model="mean" if at.baseline is None else "change"),
    }
    if min(len(ours), len(theirs)) < 2 or not (ours.var() + theirs.var()) > 0:
        return shared
    test = stats.ttest_ind(ours, theirs, equal_var=False)
    estimate = float(ours.mean() - theirs.mean())
    se = float(np.sqrt(ours.var() / len(ours) + theirs.var() / len(theirs)))
    return {
        **shared,
        **t_interval(estimate, se, float(test.df), level),
        "statistic": float(test.statistic),
        "p_value": float(test.pvalue),
        "favours": favoured_arm(at.endpoint, estimate, arm, comparator),
    }


def _changes_of(at: EndpointVisit, arm: str) -> pd.Series:
    if at.baseline is None:
        return at.values_of(arm)
    pairs = at.pairs_of(arm)
    return pairs["value"] - pairs["baseline"]
