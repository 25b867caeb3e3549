"""What chance alone does: how far arms of this size come apart, and how often an interval errs.

Method note: ``docs/methods/chance.md``.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from outcomes.estimates import make_estimates
from outcomes.study.study import Study

ANALYSIS = "chance alone"
ALL = "all"
EXCLUDING = "excluding no difference"
EXPECTED = "excluding no difference, expected by chance alone"


def summarise_chance(differences: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Say what differences of this study would do if there were none in truth.

    Parameters
    ----------
    differences : pandas.DataFrame
        An estimates frame, as from `outcomes.analysis.comparison.compare_with_control`; its
        ``difference`` rows outside subgroups are used.
    study : Study
        A loaded study; its plan names the primary endpoint and visit.

    Returns
    -------
    pandas.DataFrame
        An estimates frame.

        - ``chance range`` for each comparison at the primary endpoint and visit: ``estimate`` 0,
          the limits ``-/+ quantile x se`` of the difference itself, same distribution, degrees of
          freedom and level; ``done`` is the difference's. None where the difference has no
          standard error (shares).
        - ``intervals``: how many differences have an interval, how many of these exclude no
          difference, and how many would be expected to by chance alone, ``sum(1 - level)``; in
          ``subgroup``. None where there is no interval.
    """
    rows = differences[(differences["quantity"] == "difference") & (differences["subgroup"] == "")]
    with_interval = rows[rows["ci_low"].notna() & rows["ci_high"].notna()]
    primary = study.file.plan.primary
    there = (with_interval["endpoint"] == primary.endpoint) & (
        with_interval["visit"] == primary.visit
    )
    ranges = [_make_range(row) for row in with_interval[there].to_dict("records")]
    return make_estimates(
        {**row, "analysis": ANALYSIS}
        for row in [*(row for row in ranges if row), *_count(with_interval)]
    )


def _make_range(row: dict[Any, Any]) -> dict[str, Any]:
    if math.isnan(row["se"]):
        return {}
    half = (row["ci_high"] - row["ci_low"]) / 2
    place = ("endpoint", "side", "visit", "week", "arm", "comparator", "n_arm", "n_comparator")
    numbers = ("se", "df", "distribution", "level", "unit", "done")
    return {
        **{name: row[name] for name in (*place, *numbers)},
        "quantity": "chance range",
        "estimate": 0.0,
        "ci_low": -half,
        "ci_high": half,
    }


def _count(with_interval: pd.DataFrame) -> list[dict[str, Any]]:
    if with_interval.empty:
        return []
    excluding = (with_interval["ci_low"] > 0) | (with_interval["ci_high"] < 0)
    counts = {
        ALL: float(len(with_interval)),
        EXCLUDING: float(excluding.sum()),
        EXPECTED: float((1 - with_interval["level"]).sum()),
    }
    return [
        {"subgroup": name, "quantity": "intervals", "estimate": count, "unit": "intervals"}
        for name, count in counts.items()
    ]
