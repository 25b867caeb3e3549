"""Constrained longitudinal data analysis: the baseline is a score too, and arms start equal.

Liang and Zeger (2000), Sankhya B 62: 134. Patients without a baseline, or with nothing but a
baseline, take part; randomisation makes the arms' means at baseline equal, and the model says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from outcomes.analysis.mmrm.checks import check_order
from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import levels_of
from outcomes.analysis.mmrm.fit import fit_frame
from outcomes.analysis.mmrm.formula import require_columns
from outcomes.analysis.mmrm.options import Options
from outcomes.analysis.mmrm.result import MMRMFit
from outcomes.errors import DesignError


def stack_baseline(
    data: pd.DataFrame,
    *,
    subject: str,
    visit: str,
    score: str,
    baseline: str,
    name: str = "baseline",
) -> pd.DataFrame:
    """Turn a baseline column into rows of its own, at a visit before the others.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a patient and visit, the baseline repeated in a column.
    subject, visit, score, baseline : str
        Columns.
    name : str
        Name of the new first visit.

    Returns
    -------
    pandas.DataFrame
        The rows given and one more for each patient, without the baseline column; the visit is
        categorical with the new one first.
    """
    require_columns(data, {subject, visit, score, baseline})
    check_order(data, visit)
    visits = levels_of(data[visit])
    if name in visits:
        raise DesignError(f"there is a visit {name!r} already; give the baseline another name")
    spread = data.groupby(subject, observed=True)[baseline].agg(["min", "max"]).dropna()
    if (spread["min"] != spread["max"]).any():
        raise DesignError(f"a patient has two different values in column {baseline}")
    first = data.sort_values(baseline, na_position="last", kind="stable").drop_duplicates(subject)
    first = first.sort_index().assign(**{score: first[baseline], visit: name})
    rows = pd.concat([first, data.astype({visit: object})], ignore_index=True)
    rows[visit] = pd.Categorical(rows[visit], categories=[name, *visits])
    return rows.drop(columns=baseline)


def fit_clda(
    formula: str,
    data: pd.DataFrame,
    *,
    subject: str,
    visit: str,
    arm: str,
    visits: Sequence[object] | None = None,
    covariance: str = "unstructured",
    group: str | None = None,
    weights: str | None = None,
    method: str = "reml",
    df: str = "kenward-roger-linear",
    vcov: str = "model",
) -> MMRMFit:
    """Fit a model in which the arms have the same mean at the first visit.

    Parameters
    ----------
    formula : str
        With the arm, the visit and their product, for example ``"score ~ arm * visit"``; the arm's
        main effect, which is its effect at the first visit, is left out.
    data : pandas.DataFrame
        One row a patient and visit, the baseline being the first visit (see `stack_baseline`).
    arm : str
        The factor whose levels start equal.
    visits : sequence, optional
        The visits in order, where the column does not say so itself.
    subject, visit, covariance, group, weights, method, df, vcov
        As in `fit_mmrm`.

    Returns
    -------
    MMRMFit
        Least-squares means at the first visit are the same in all arms.
    """
    options = Options(covariance, method, df, vcov)
    if visits is None:
        check_order(data, visit)
    design = Design.from_frame(
        formula,
        data,
        subject=subject,
        visit=visit,
        group=group,
        weights=weights,
        levels=None if visits is None else {visit: list(visits)},
        constrained=arm,
    )
    return fit_frame(design, data, options)
