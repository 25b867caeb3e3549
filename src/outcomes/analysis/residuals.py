"""Residuals of the primary analysis: whether they are normal, and as wide in every arm.

Their quantiles, not the residuals themselves, are returned: as many whatever the size of the study.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from outcomes.analysis.adjusted_means import fit_ancova
from outcomes.analysis.ancova import list_terms
from outcomes.analysis.comparison import list_whole_visits
from outcomes.analysis.covariates import choose_terms
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.repeated import fit_repeated
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

SPREAD = "residual sd"
QUANTILE = "residual quantile"
RATIO = "residual sd ratio"

MOST = 60
"""Quantiles of an arm, at most."""


def summarise_residuals(study: Study) -> pd.DataFrame:
    """Summarise by arm the residuals of the primary analysis at the primary visit.

    Parameters
    ----------
    study : Study
        A loaded study; its plan names the primary endpoint and visit.

    Returns
    -------
    pandas.DataFrame
        An estimates frame, of each arm (and side) with residuals: a ``residual sd`` in the
        endpoint's unit (divisor n - 1), and ``residual quantile`` rows, the residuals in that unit
        at standard normal quantiles (under ``threshold``): those of the plotting positions
        (i - 3/8) / (n + 1/4) of Blom (1958), at most `MOST` of them. Of each comparison a
        ``residual sd ratio``, with the p value of Brown and Forsythe's test (J Am Stat Assoc
        1974;69:364-367) that the spread is the same. No rows for a yes-or-no
        endpoint, or where the model cannot be fitted.
    """
    study = study.analysed
    primary = study.file.plan.primary
    visits = [
        visit
        for visit in list_endpoint_visits(study, primary.endpoint)
        if not visit.visit.is_baseline
    ]
    at = [visit for visit in visits if visit.visit.name == primary.visit]
    if not study.comparisons or not at or at[0].endpoint.kind == "binary":
        return make_estimates([])
    return make_estimates(
        row
        for one in at
        for row in _summarise(study, [visit for visit in visits if visit.side == one.side], one)
    )


def _summarise(
    study: Study, visits: list[EndpointVisit], at: EndpointVisit
) -> Iterator[dict[str, Any]]:
    try:
        residuals = find_residuals(study, visits, at)
    except AnalysisError:
        return
    by_arm = {arm: rows["residual"].to_numpy(float) for arm, rows in residuals.groupby("arm")}
    yield from _compare_spread(study, by_arm, at)
    for arm in study.arms:
        own = np.sort(by_arm.get(arm, np.empty(0)))
        if len(own) < 2:
            continue
        shared = {**at.place, "arm": arm, "n_arm": len(own)}
        yield {**shared, "quantity": SPREAD, "estimate": float(own.std(ddof=1))}
        places = np.unique(np.linspace(0, len(own) - 1, min(len(own), MOST)).round().astype(int))
        normal = stats.norm.ppf((places + 1 - 3 / 8) / (len(own) + 1 / 4))
        for place, expected in zip(places, normal, strict=True):
            yield {
                **shared,
                "quantity": QUANTILE,
                "threshold": float(expected),
                "estimate": float(own[place]),
            }


def _compare_spread(
    study: Study, by_arm: dict[str, NDArray[np.float64]], at: EndpointVisit
) -> Iterator[dict[str, Any]]:
    """Compare the spread of residuals of each two arms by the test of Brown and Forsythe."""
    for arm, comparator in study.comparisons:
        pair = [by_arm.get(name, np.empty(0)) for name in (arm, comparator)]
        if any(len(own) < 3 or not own.std() > 0 for own in pair):
            continue
        test = stats.levene(*pair, center="median")
        yield {
            **at.place,
            "unit": "",
            "arm": arm,
            "comparator": comparator,
            "quantity": RATIO,
            "estimate": float(pair[0].std(ddof=1) / pair[1].std(ddof=1)),
            "statistic": float(test.statistic),
            "p_value": float(test.pvalue),
            "n_arm": len(pair[0]),
            "n_comparator": len(pair[1]),
        }


def find_residuals(study: Study, visits: list[EndpointVisit], at: EndpointVisit) -> pd.DataFrame:
    """Return the residuals of a visit's scores, from the model that compares the arms.

    Parameters
    ----------
    study : Study
        As analysed.
    visits : list of EndpointVisit
        The visits of the endpoint (and side) after baseline.
    at : EndpointVisit
        One of them.

    Returns
    -------
    pandas.DataFrame
        ``arm`` and ``residual``, a row a score.

    Raises
    ------
    AnalysisError
        If no model can be fitted.
    """
    whole = list_whole_visits(study, visits)
    if study.file.plan.primary.method != "ancova" and at in whole and len(whole) > 1:
        try:
            repeated, fit = fit_repeated(study, whole, 0.95)
        except AnalysisError:
            pass
        else:
            frame = fit.residuals()
            here = frame[frame["visit"] == at.visit.name]
            arms = repeated.rows["arm"].loc[here.index]
            return pd.DataFrame({"arm": arms.astype(object), "residual": here["residual"]})
    terms, _ = choose_terms(list_terms(study, at))
    ancova = fit_ancova(at.scores["value"], at.scores["arm"], terms, list(study.arms))
    arms = at.scores["arm"].loc[ancova.residuals.index]
    return pd.DataFrame({"arm": arms, "residual": ancova.residuals})
