"""Published numbers, each as it was printed, with the direction it was printed in."""

from __future__ import annotations

from functools import cache
from typing import get_args

import pandas as pd

from outcomes.errors import EvidenceError
from outcomes.evidence.citations import load_citations
from outcomes.evidence.packaged import (
    check_filled,
    check_vocabulary,
    read_packaged,
    refuse,
    same_joint,
)
from outcomes.instruments.definition import Domain

COLUMNS = (
    "trial",
    "citation",
    "joint",
    "condition",
    "design",
    "arm",
    "arm_role",
    "comparator",
    "intervention",
    "n",
    "endpoint_domain",
    "outcome",
    "unit",
    "scale_low",
    "scale_high",
    "higher",
    "week",
    "statistic",
    "value",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "p_value",
    "events",
    "locator",
    "url",
    "how_read",
    "notes",
)
NUMBERS = (
    "n",
    "scale_low",
    "scale_high",
    "week",
    "value",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "p_value",
    "events",
)
DOMAINS = (*get_args(Domain), "harm")
STATISTICS = {
    "mean": "mean score at the visit",
    "change": "mean change from baseline, with the sign it was printed with",
    "percent change": "change of the mean in percent of baseline, a fall being negative",
    "difference": "arm minus comparator",
    "standardised mean difference": "arm against comparator, in standard deviations",
    "share": "share of participants, 0 to 1; the count under events",
    "count": "number of participants",
}
"""What the ``statistic`` column may hold."""

HOW_READ = {
    "primary": "read in the trial's own table",
    "abstract": "read in the trial's or review's abstract",
    "secondary": "printed by another publication, not read in the trial",
    "derived": "part of it computed from what is printed; notes say how",
}
"""What the ``how_read`` column may hold."""


def check_published(table: pd.DataFrame) -> list[str]:
    """Return every fault of a table of published numbers, one sentence each.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `COLUMNS`, numbers as floats.

    Returns
    -------
    list of str
        Row (the header being row 1), column and what is wrong; empty if nothing is.
    """
    faults = check_vocabulary(
        table,
        {
            "citation": tuple(load_citations()),
            "arm_role": ("active", "placebo", "control", "active-comparator", ""),
            "endpoint_domain": DOMAINS,
            "higher": ("better", "worse", "neither", "unknown"),
            "statistic": tuple(STATISTICS),
            "how_read": tuple(HOW_READ),
        },
    )
    faults += check_filled(
        table, ("trial", "joint", "design", "arm", "outcome", "unit", "locator", "url", "notes")
    )
    low, high = table["scale_low"], table["scale_high"]
    contrast = table["statistic"].isin(["difference", "standardised mean difference"])
    share = table["statistic"] == "share"
    rules = {
        "value": (table["value"].isna(), "empty; every row needs a number"),
        "scale_high": (~(low < high) & ~(low.isna() & high.isna()), "not above scale_low"),
        "sd": (table["sd"] <= 0, "not above 0"),
        "se": (table["se"] <= 0, "not above 0"),
        "p_value": ((table["p_value"] < 0) | (table["p_value"] > 1), "not within 0 to 1"),
        "ci_low": (
            (table["ci_low"].isna() != table["ci_high"].isna())
            | (table["ci_low"] > table["value"])
            | (table["ci_high"] < table["value"]),
            "the interval is not around the value",
        ),
        "comparator": (
            contrast != (table["comparator"] != ""),
            "a difference names its comparator, and nothing else does",
        ),
        "events": (
            (share & ((table["events"] / table["n"] - table["value"]).abs() > 0.005))
            | (table["events"] > table["n"]),
            "does not agree with the share and n",
        ),
        "week": (table["week"] < 0, "before baseline"),
    }
    level = (table["statistic"] == "mean") & low.notna()
    rules["outcome"] = (
        level & ((table["value"] < low) | (table["value"] > high)),
        "the mean is outside its scale",
    )
    for column, (wrong, what) in rules.items():
        faults += [f"row {row + 2}, column {column}: {what}" for row in table.index[wrong]]
    keys = ["trial", "arm", "comparator", "outcome", "week", "statistic"]
    faults += [
        f"row {row + 2}: {table.loc[row, 'trial']}, {table.loc[row, 'arm']}, "
        f"{table.loc[row, 'outcome']} stands twice at this week"
        for row in table.index[table.duplicated(keys)]
    ]
    return faults


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("published.csv", COLUMNS, NUMBERS)
    refuse("published.csv", check_published(table))
    return table


def load_published() -> pd.DataFrame:
    """Return the published numbers, one row a number, none converted.

    Returns
    -------
    pandas.DataFrame
        ``trial``; ``citation`` (key of `load_citations`); ``joint``, ``condition``, ``design``;
        ``arm``, ``arm_role``, ``comparator`` (of a difference), ``intervention``; ``n``;
        ``endpoint_domain``, ``outcome``, ``unit``, ``scale_low``, ``scale_high``; ``higher``
        (whether a higher ``value``, as printed here, is better, worse, neither or unknown: two rows
        of unlike direction may not be set beside each other without turning one); ``week``;
        ``statistic`` (see `STATISTICS`); ``value``, ``sd``, ``se``, ``ci_low``, ``ci_high`` (95 %),
        ``p_value``, ``events``: only what is printed; ``locator``, ``url``; ``how_read`` (see
        `HOW_READ`); ``notes``.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.

    Examples
    --------
    >>> table = load_published()
    >>> row = table[(table["arm"] == "saline") & (table["outcome"] == "WOMAC composite")]
    >>> row.loc[row["week"] == 52, ["value", "higher"]].values.tolist()
    [[7.59, 'better']]
    """
    return _load().copy()


def find_published(joint: str, domain: str) -> pd.DataFrame:
    """Return the published numbers that a study of this joint can be set beside.

    Parameters
    ----------
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is printed of either.
    domain : str
        As an endpoint's, ``pain``; or ``harm``.

    Returns
    -------
    pandas.DataFrame
        Rows of `load_published`, possibly none.

    Raises
    ------
    EvidenceError
        For a domain that does not exist.

    Examples
    --------
    >>> find_published("knee", "range of motion")["trial"].unique().tolist()
    ['reeves2000', 'eslamian2015']
    """
    if domain not in DOMAINS:
        raise EvidenceError(f"there is no domain {domain!r}; use one of {', '.join(DOMAINS)}")
    table = load_published()
    near = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    return table[near & (table["endpoint_domain"] == domain)].reset_index(drop=True)
