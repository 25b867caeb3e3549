"""What would make a table of published numbers wrong, row by row and trial by trial."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from outcomes.evidence.citations import load_citations
from outcomes.evidence.packaged import check_filled, check_vocabulary
from outcomes.evidence.schema import (
    ARM_ROLES,
    CERTAINTY,
    COMPARATOR_ROLES,
    CONTRASTS,
    DOMAINS,
    HIGHER,
    HOW_READ,
    STATISTICS,
)

FILLED = ("trial", "joint", "design", "arm", "outcome", "unit", "locator", "url", "notes")
SAME_IN_ALL_ARMS = ("endpoint_domain", "unit", "scale_low", "scale_high", "higher")
"""What the arms of one trial, outcome, week and statistic must have in common."""

_AGREES = 0.02
"""Relative difference up to which a printed SD and SE x sqrt(n) agree; both are rounded."""


MOST_SDS = 3.0
"""Standard deviations by which two arms of a trial can hardly differ."""


def check_published(table: pd.DataFrame) -> list[str]:
    """Return every fault of a table of published numbers, one sentence each.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `outcomes.evidence.schema.COLUMNS`, numbers as floats.

    Returns
    -------
    list of str
        Row (the header being row 1), column and what is wrong; empty if nothing is.
    """
    faults = check_vocabulary(
        table,
        {
            "citation": tuple(load_citations()),
            "arm_role": ARM_ROLES,
            "comparator_role": (*COMPARATOR_ROLES, ""),
            "endpoint_domain": DOMAINS,
            "higher": HIGHER,
            "statistic": tuple(STATISTICS),
            "how_read": tuple(HOW_READ),
            "certainty": CERTAINTY,
        },
    )
    faults += check_filled(table, FILLED)
    faults += _check_cells(table)
    faults += _check_spreads(table)
    faults += _check_trials(table)
    faults += _check_effects(table)
    return faults


def _check_cells(table: pd.DataFrame) -> list[str]:
    """Faults that one row shows by itself."""
    low, high = table["scale_low"], table["scale_high"]
    contrast = table["statistic"].isin(CONTRASTS)
    share, count = (table["statistic"] == name for name in ("share", "count"))
    level = (table["statistic"] == "mean") & low.notna()
    derived = table["how_read"] == "derived"
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
            (contrast != (table["comparator"] != ""))
            | (contrast != (table["comparator_role"] != "")),
            "a difference names its comparator and its role, and nothing else does",
        ),
        "events": (
            (share & ((table["events"] / table["n"] - table["value"]).abs() > 0.005))
            | (count & table["events"].notna() & (table["events"] != table["value"]))
            | (table["events"] > table["n"])
            | (table["events"].notna() & ~(share | count)),
            "does not agree with the share or count and n",
        ),
        "week": (table["week"] < 0, "before baseline"),
        "outcome": (
            level & ((table["value"] < low) | (table["value"] > high)),
            "the mean is outside its scale",
        ),
        "conversions": (
            derived & (table["conversions"] == ""),
            "empty; a derived number says what was computed",
        ),
    }
    return [
        f"row {row + 2}, column {column}: {what}"
        for column, (wrong, what) in rules.items()
        for row in table.index[wrong]
    ]


def _check_spreads(table: pd.DataFrame) -> list[str]:
    """Faults of an SD that may be an SE in disguise, or was derived from one in silence."""
    keys = ["trial", "outcome", "statistic"]
    with_se_only = table[table["se"].notna() & table["sd"].isna() & (table["statistic"] != "mean")]
    se_only = {tuple(key) for key in with_se_only[keys].to_numpy()}
    faults = []
    for cells in table[table["sd"].notna()].reset_index().to_dict("records"):
        place = f"row {cells['index'] + 2}, column sd"
        said = "SE" in str(cells["conversions"])
        expected = cells["se"] * math.sqrt(cells["n"]) if cells["n"] > 0 else math.nan
        if not math.isnan(cells["se"]) and not said:
            faults.append(
                f"{place}: an SD beside an SE; leave it empty unless both are printed, and say "
                "under conversions how SD and SE belong together"
            )
        elif abs(cells["sd"] - expected) > _AGREES * expected:
            faults.append(f"{place}: not the SE x sqrt(n), {expected:.4g}")
        if tuple(cells[key] for key in keys) in se_only and not said:
            faults.append(
                f"{place}: other arms or weeks of {cells['trial']} give an SE for "
                f"{cells['outcome']}; an SD computed from an SE says so under conversions"
            )
    return faults


def _check_trials(table: pd.DataFrame) -> list[str]:
    """Faults that show when the rows of a trial are read together."""
    keys = ["trial", "arm", "comparator", "outcome", "week", "statistic"]
    faults = [
        f"row {row + 2}: {table.loc[row, 'trial']}, {table.loc[row, 'arm']}, "
        f"{table.loc[row, 'outcome']} stands twice at this week"
        for row in table.index[table.duplicated(keys)]
    ]
    moved = table[table["statistic"].isin(["change", "percent change", *CONTRASTS])]
    for key, rows in moved.groupby(["trial", "outcome", "statistic"], sort=False):
        if len(set(rows["higher"])) > 1:
            faults.append(
                f"{_name(rows)} {key[0]}, {key[1]}: {key[2]} has mixed signs, "
                f"{' and '.join(sorted(set(rows['higher'])))}; a trial prints its changes one way"
            )
    together = ["trial", "outcome", "week", "statistic"]
    for key, rows in table.groupby(together, sort=False, dropna=False):
        for column in SAME_IN_ALL_ARMS:
            if len(rows[column].drop_duplicates()) > 1:
                faults.append(
                    f"{_name(rows)} {key[0]}, {key[1]}: the arms differ in {column}, "
                    f"{_list(rows[column])}"
                )
    for key, rows in table.groupby(["trial", "arm"], sort=False):
        if len(set(rows["arm_role"])) > 1:
            faults.append(
                f"{_name(rows)} {key[0]}, {key[1]}: one arm, several roles, "
                f"{_list(rows['arm_role'])}"
            )
    return faults


def _check_effects(table: pd.DataFrame) -> list[str]:
    """Differences of arms that are too many SDs to be true: the SD may be an SE."""
    faults = []
    arms = table[table["statistic"].isin(["mean", "change"]) & table["sd"].notna()]
    for key, rows in arms.groupby(["trial", "outcome", "week", "statistic"], sort=False):
        apart = (rows["value"].max() - rows["value"].min()) / rows["sd"].min()
        if len(rows) > 1 and apart > MOST_SDS:
            faults.append(
                f"{_name(rows)} {key[0]}, {key[1]}: the arms are {apart:.1f} SDs apart, more than "
                "treatments are; look whether an SE was entered under sd"
            )
    return faults


def _name(rows: pd.DataFrame) -> str:
    numbers: list[Hashable] = list(rows.index)
    return f"rows {', '.join(str(int(str(row)) + 2) for row in numbers[:4])}:"


def _list(values: Any) -> str:
    return " and ".join(dict.fromkeys(str(value) or "none" for value in values))
