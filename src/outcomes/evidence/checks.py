"""What would make a table of published numbers wrong, row by row and trial by trial."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from outcomes.errors import Fault
from outcomes.evidence.read_tables import check_words
from outcomes.evidence.schema import CONTRASTS, PUBLISHED

SAME_IN_ALL_ARMS = ("endpoint_domain", "unit", "scale_low", "scale_high", "higher")
"""What the arms of one trial, outcome, week and statistic must have in common."""

MOST_SDS = 3.0
"""Standard deviations by which two arms of a trial can hardly differ."""

_AGREES = 0.02
"""Relative difference up to which a printed SD and SE x sqrt(n) agree; both are rounded."""

_TOGETHER = ["trial", "outcome", "week", "statistic"]

_fault = PUBLISHED.fault


def check_published(
    table: pd.DataFrame, citations: Iterable[str], trials: Iterable[str]
) -> list[Fault]:
    """Return what is wrong with a table of published numbers beside single words.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of `outcomes.evidence.schema.PUBLISHED`, numbers as floats.
    citations, trials : iterable of str
        Keys of the citations, and of the trials that have a design.
    """
    return [
        *check_words(table, PUBLISHED, {"citation": tuple(citations)}),
        *_check_cells(table),
        *_check_spreads(table),
        *_check_intervals(table),
        *_check_together(table, set(trials)),
        *_check_effects(table),
    ]


def _check_cells(table: pd.DataFrame) -> Iterator[Fault]:
    """Faults that one row shows by itself."""
    low, high = table["scale_low"], table["scale_high"]
    contrast = table["statistic"].isin(CONTRASTS)
    share, count = (table["statistic"] == name for name in ("share", "count"))
    level = (table["statistic"] == "mean") & low.notna()
    derived = table["how_read"] == "derived"
    rules = {
        "scale_high": (
            ~(low < high) & ~(low.isna() & high.isna()),
            "Not above scale_low.",
            "Give the lowest and the highest score that there can be, or neither.",
        ),
        "sd": (table["sd"] <= 0, "Not above 0.", "Enter it as printed."),
        "se": (table["se"] <= 0, "Not above 0.", "Enter it as printed."),
        "p_value": (
            (table["p_value"] < 0) | (table["p_value"] > 1),
            "Not within 0 to 1.",
            "Enter it as printed, `P < .001` as 0.001.",
        ),
        "ci_low": (
            (table["ci_low"].isna() != table["ci_high"].isna())
            | (table["ci_low"] > table["value"])
            | (table["ci_high"] < table["value"]),
            "The interval is not around the value.",
            "Look at the source again; an interval that is printed so is left out, with a note.",
        ),
        "comparator": (
            (contrast != (table["comparator"] != ""))
            | (contrast != (table["comparator_role"] != "")),
            "A difference names its comparator and its role, and nothing else does.",
            "Fill in both, or empty both.",
        ),
        "events": (
            (share & ((table["events"] / table["n"] - table["value"]).abs() > 0.005))
            | (count & table["events"].notna() & (table["events"] != table["value"]))
            | (table["events"] > table["n"])
            | (table["events"].notna() & ~(share | count)),
            "It does not agree with the share or count and n.",
            "Enter what is printed; leave out what is not.",
        ),
        "week": (table["week"] < 0, "Before baseline.", "Baseline is week 0."),
        "outcome": (
            level & ((table["value"] < low) | (table["value"] > high)),
            "The mean is outside its scale.",
            "Correct the mean, or the range of the scale.",
        ),
        "conversions": (
            derived & (table["conversions"] == ""),
            "Empty.",
            "Say what was computed: the number is derived.",
        ),
    }
    for column, (wrong, message, fix) in rules.items():
        for row in table.index[wrong]:
            yield _fault(row, column, message, fix, table.loc[row, column])


def _check_spreads(table: pd.DataFrame) -> Iterator[Fault]:
    """Faults of an SD that may be an SE in disguise, or was derived from one in silence."""
    keys = ["trial", "outcome", "statistic"]
    with_se_only = table[table["se"].notna() & table["sd"].isna() & (table["statistic"] != "mean")]
    se_only = {tuple(key) for key in with_se_only[keys].to_numpy()}
    for cells in table[table["sd"].notna()].reset_index().to_dict("records"):
        row, sd = cells["index"], cells["sd"]
        said = "SE" in str(cells["conversions"])
        expected = cells["se"] * math.sqrt(cells["n"]) if cells["n"] > 0 else math.nan
        if not math.isnan(cells["se"]) and not said:
            yield _fault(
                row,
                "sd",
                "An SD beside an SE.",
                "Leave it empty unless both are printed, and say under conversions how SD and SE "
                "belong together.",
                sd,
            )
        elif abs(sd - expected) > _AGREES * expected:
            yield _fault(row, "sd", f"Not the SE x sqrt(n), {expected:.4g}.", "Correct one.", sd)
        if tuple(cells[key] for key in keys) in se_only and not said:
            yield _fault(
                row,
                "sd",
                f"Other arms or weeks of {cells['trial']} give an SE for {cells['outcome']}.",
                "An SD computed from an SE says so under conversions.",
                sd,
            )


def _check_intervals(table: pd.DataFrame) -> Iterator[Fault]:
    """Intervals of differences that cannot belong to their standard error or p value."""
    of_means = table[table["statistic"].isin(CONTRASTS) & table["ci_low"].notna()]
    half = (of_means["ci_high"] - of_means["ci_low"]) / 2
    for row in of_means.index[half < 1.8 * of_means["se"]]:
        yield _fault(
            row,
            "se",
            "The 95% interval is narrower than this SE allows.",
            "Look whether an SD was entered under se.",
            of_means.loc[row, "se"],
        )


def _check_together(table: pd.DataFrame, trials: set[str]) -> Iterator[Fault]:
    """Faults that show when the rows of a trial are read together."""
    for row in table.index[table.duplicated([*_TOGETHER, "arm", "comparator"])]:
        yield _fault(
            row,
            None,
            f"{table.loc[row, 'trial']}, {table.loc[row, 'arm']}, {table.loc[row, 'outcome']} "
            "stands twice at this week.",
            "Keep one row; a trial is counted once.",
        )
    moved = table[table["statistic"].isin(["change", "percent change", *CONTRASTS])]
    for key, rows in moved.groupby(["trial", "outcome", "statistic"], sort=False):
        if len(set(rows["higher"])) > 1:
            yield _of_rows(
                rows,
                "higher",
                f"{key[0]}, {key[1]}: {key[2]} has mixed signs, {_list(rows['higher'])}.",
                "A trial prints its changes one way.",
            )
    for key, rows in table.groupby(_TOGETHER, sort=False, dropna=False):
        for column in SAME_IN_ALL_ARMS:
            if len(rows[column].drop_duplicates()) > 1:
                yield _of_rows(
                    rows,
                    column,
                    f"{key[0]}, {key[1]}: the arms differ, {_list(rows[column])}.",
                    "Give all arms the same.",
                )
    for key, rows in table.groupby(["trial", "arm"], sort=False):
        if len(set(rows["arm_role"])) > 1:
            yield _of_rows(
                rows,
                "arm_role",
                f"{key[0]}, {key[1]}: one arm, several roles, {_list(rows['arm_role'])}.",
                "Give the arm one role.",
            )
    for trial, rows in table.groupby("trial", sort=False):
        compared = {"active"} < set(rows["arm_role"]) - {""}
        if compared and trial not in trials:
            yield _of_rows(
                rows,
                "trial",
                f"{trial} has arms that are compared and no design, so nothing of it is pooled.",
                "Add it to designs.csv.",
            )


def _check_effects(table: pd.DataFrame) -> Iterator[Fault]:
    """Differences of arms that are too many SDs to be true: the SD may be an SE."""
    arms = table[table["statistic"].isin(["mean", "change"]) & (table["sd"] > 0)]
    for key, rows in arms.groupby(_TOGETHER, sort=False):
        apart = (rows["value"].max() - rows["value"].min()) / rows["sd"].min()
        if len(rows) > 1 and apart > MOST_SDS:
            yield _of_rows(
                rows,
                "sd",
                f"{key[0]}, {key[1]}: the arms are {apart:.1f} SDs apart, more than treatments "
                "are.",
                "Look whether an SE was entered under sd.",
            )


def _of_rows(rows: pd.DataFrame, column: str, message: str, fix: str) -> Fault:
    """Return a fault of several rows, at the first of them."""
    lines = [str(int(str(row)) + 2) for row in rows.index]
    listed = f" (rows {', '.join(lines[:4])}{' ...' if len(lines) > 4 else ''})"
    return _fault(rows.index[0], column, message.removesuffix(".") + f"{listed}.", fix)


def _list(values: Sequence[Any]) -> str:
    return " and ".join(dict.fromkeys(str(value) or "none" for value in values))
