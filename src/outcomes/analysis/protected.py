"""What may be published of a study whose file sets a rule of disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from outcomes.analysis.balance import summarise_baseline
from outcomes.analysis.change import summarise_change
from outcomes.analysis.comparison import compare_with_control
from outcomes.analysis.describe import summarise_scores
from outcomes.analysis.flow import count_flow
from outcomes.analysis.harms import summarise_harms
from outcomes.estimates import combine_estimates
from outcomes.study.study import Study

_COUNT_OF = {"share": "count", "risk": "affected"}


def summarise_protected(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Count participants, harms, scores and changes, and compare the arms, as a rule allows.

    Parameters
    ----------
    study : Study
        A loaded study.
    level : float
        Confidence level of every interval.

    Returns
    -------
    pandas.DataFrame
        An estimates frame, as `outcomes.disclosure.DisclosureRule.protect` returns it; everything
        that the analyses give where the study file sets no rule. Characteristics that repeat what
        another says in other words are left out under a rule.
    """
    flow = count_flow(study)
    parts = [
        flow[flow["endpoint"] == ""],
        _count_characteristics(study),
        summarise_scores(study, level),
        summarise_change(study, level),
        _count_shares(summarise_harms(study, level)),
    ]
    if study.comparisons:
        parts.append(compare_with_control(study, level))
    estimates = combine_estimates(parts)
    rule = study.disclosure
    return estimates if rule is None else rule.protect(estimates, study.endpoints)


def _count_characteristics(study: Study) -> pd.DataFrame:
    """Count the participants in each category, and average each number, at baseline."""
    rows = summarise_baseline(study)
    described = rows[(rows["visit"] == "") & (rows["comparator"] == "")]
    if study.disclosure is not None:
        described = described[~described["endpoint"].isin(set(_list_repeats(study, described)))]
    return _count_shares(described)


def _list_repeats(study: Study, described: pd.DataFrame) -> Iterator[str]:
    """Yield the categories that another column tells: their counts narrow each other down."""
    names = described.loc[described["quantity"] == "share", "endpoint"].unique()
    repeats: set[str] = set()
    for one, other in combinations(names, 2):
        pairs = study.participants[[one, other]].dropna().drop_duplicates()
        if one not in repeats and not (
            pairs[one].duplicated().any() and pairs[other].duplicated().any()
        ):
            repeats.add(other)
    yield from repeats


def _count_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with participants in place of shares of them, which have no interval."""
    counted = rows.copy()
    shares = counted["quantity"].isin(_COUNT_OF) & counted["estimate"].notna()
    counted.loc[shares, "estimate"] = (counted["estimate"] * counted["n_arm"]).round()[shares]
    counted.loc[shares, ["ci_low", "ci_high", "level"]] = float("nan")
    counted.loc[shares, "unit"] = "participants"
    counted.loc[shares, "quantity"] = counted.loc[shares, "quantity"].map(_COUNT_OF)
    return counted
