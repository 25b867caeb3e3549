"""Who was enrolled: the arms at baseline, and how far apart they are, without p values.

Arms of a randomised trial differ by chance, so a test of that has nothing to find out; how far they
differ is what a reader needs. Method note: ``docs/methods/baseline-balance.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.covariates import (
    clean_covariate,
    is_number,
    is_yes_no,
    list_baseline_covariates,
)
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.study.numbers import to_answer
from outcomes.study.study import Study

ANALYSIS = "baseline, all participants"
UNDATED = "all participants"
"""What is known of participants in a study that has no baseline visit."""

_DONE = AnalysisRecord("standardised difference")
_DESCRIBED = AnalysisRecord("mean")


def summarise_baseline(study: Study) -> pd.DataFrame:
    """Describe the participants of each arm at baseline.

    Parameters
    ----------
    study : Study
        A loaded study. Described are the columns of its participants table (but for identifiers and
        columns that hold scores) and the baseline score of every endpoint.

    Returns
    -------
    pandas.DataFrame
        An estimates frame; ``endpoint`` is the covariate's or the endpoint's name, ``visit`` empty
        for a covariate.

        - numbers: ``n`` with a value, ``mean``, ``sd`` (divisor n - 1), an arm;
        - categories: ``n`` with a value, and a ``share`` of these, 0 to 1, for each category, named
          in ``subgroup`` (of 0 and 1, true and false, yes and no only ``yes``);
        - ``standardised difference`` for each comparison, and category: arm minus comparator over
          the root of the mean of the two variances. NaN where neither arm varies but they differ.
    """
    table = study.participants.set_index("participant")
    arm = table["arm"]
    rows: list[dict[str, Any]] = []
    for name in list_baseline_covariates(study):
        parts = split_covariate(table[name])
        found = compare_parts(parts, arm, tuple(study.arms), study.group_comparisons)
        rows.extend({"endpoint": name, **row} for row in found)
    for assessment in _baseline_visits(study):
        subgroup = "yes" if assessment.endpoint.kind == "binary" else ""
        parts = {subgroup: assessment.scores["value"].reindex(table.index)}
        found = compare_parts(parts, arm, tuple(study.arms), study.group_comparisons)
        rows.extend({**assessment.place, **row} for row in found)
    analysis = ANALYSIS if study.baseline is not None else UNDATED
    return make_estimates(
        {**row, "analysis": analysis, "done": _DONE if row.get("comparator") else _DESCRIBED}
        for row in rows
    )


def compare_baseline(study: Study) -> pd.DataFrame:
    """Return how far the arms are apart: `summarise_baseline`'s standardised differences.

    With them the shares of each category in each arm, which say what a difference consists of.
    """
    rows = summarise_baseline(study)
    shares = (rows["quantity"] == "share") & (rows["subgroup"] != "")
    return rows[shares | (rows["quantity"] == "standardised difference")].reset_index(drop=True)


def split_covariate(column: pd.Series) -> dict[str, pd.Series]:
    """Split a covariate into what is averaged.

    Parameters
    ----------
    column : pandas.Series
        One value a participant.

    Returns
    -------
    dict of str to pandas.Series
        Floats, NaN where the covariate is absent. A number stands alone under ``""``; categories
        are 0 or 1, each under its name, in alphabetical order; of yes and no stands ``yes`` alone.
    """
    cleaned = clean_covariate(column)
    if is_yes_no(column):
        answers = cleaned if is_number(cleaned) else cleaned.map(to_answer, na_action="ignore")
        return {"yes": answers.astype(float)}
    if is_number(cleaned):
        return {"": cleaned}
    return {
        category: (cleaned == category).astype(float).where(cleaned.notna())
        for category in sorted(cleaned.dropna().unique())
    }


def compare_parts(
    parts: Mapping[str, pd.Series],
    arm: pd.Series,
    arms: Sequence[str],
    comparisons: Sequence[tuple[str, str]],
) -> list[dict[str, Any]]:
    """Describe each arm, then each comparison.

    Parameters
    ----------
    parts : mapping of str to pandas.Series
        By category, as from `split_covariate`; same index, and absent in the same rows.
    arm : pandas.Series
        Arm ids, same index.
    arms : sequence of str
        Arms to describe, in order.
    comparisons : sequence of (str, str)
        Arm and comparator.

    Returns
    -------
    list of dict
        Estimates rows without ``endpoint``.
    """
    rows: list[dict[str, Any]] = []
    for name in arms:
        present = {key: part[arm == name].dropna() for key, part in parts.items()}
        n = max(len(part) for part in present.values())
        shared = {"arm": name, "n_arm": n}
        rows.append({**shared, "quantity": "n", "estimate": n, "unit": "participants"})
        for subgroup, values in present.items():
            found = _summarise_share(values) if subgroup else _summarise_number(values)
            rows.extend({**shared, "subgroup": subgroup, **row} for row in found)
    for ours, theirs in comparisons:
        for subgroup, part in parts.items():
            pair = part[arm == ours].dropna(), part[arm == theirs].dropna()
            rows.append(
                {
                    "arm": ours,
                    "comparator": theirs,
                    "subgroup": subgroup,
                    "quantity": "standardised difference",
                    "estimate": standardised_difference(*pair, shares=bool(subgroup)),
                    "n_arm": len(pair[0]),
                    "n_comparator": len(pair[1]),
                    "unit": "standard deviations",
                }
            )
    return rows


def standardised_difference(ours: pd.Series, theirs: pd.Series, *, shares: bool = False) -> float:
    """Difference of two means over the root of the mean of the two variances.

    Parameters
    ----------
    ours, theirs : pandas.Series
        Values of the arm and of the comparator, none absent.
    shares : bool
        Whether the values are 0 and 1; the variance of a share p is then p (1 - p), else the sample
        variance with divisor n - 1.

    Returns
    -------
    float
        Arm minus comparator, in standard deviations; 0 for equal means, and NaN if a mean or
        variance is missing, or if neither arm varies but they differ.

    Notes
    -----
    Austin PC. Stat Med 2009;28:3083-3107.

    Examples
    --------
    >>> round(standardised_difference(pd.Series([1.0, 2, 3]), pd.Series([2.0, 3, 4])), 3)
    -1.0
    """
    if ours.empty or theirs.empty:
        return np.nan
    difference = float(ours.mean() - theirs.mean())
    variance = (_variance(ours, shares=shares) + _variance(theirs, shares=shares)) / 2
    if difference == 0:
        return 0.0
    return difference / float(np.sqrt(variance)) if variance > 0 else np.nan


def _baseline_visits(study: Study) -> tuple[EndpointVisit, ...]:
    return tuple(
        assessment
        for name in study.endpoints
        for assessment in list_endpoint_visits(study, name)
        if assessment.visit.is_baseline
    )


def _summarise_number(values: pd.Series) -> list[dict[str, Any]]:
    described = []
    if len(values) > 0:
        described.append({"quantity": "mean", "estimate": float(values.mean())})
    if len(values) > 1:
        described.append({"quantity": "sd", "estimate": float(values.std(ddof=1))})
    return described


def _summarise_share(values: pd.Series) -> list[dict[str, Any]]:
    if values.empty:
        return []
    return [{"quantity": "share", "estimate": float(values.mean()), "unit": "share"}]


def _variance(values: pd.Series, *, shares: bool) -> float:
    if shares:
        return float(values.mean() * (1 - values.mean()))
    return float(values.var(ddof=1)) if len(values) > 1 else np.nan
