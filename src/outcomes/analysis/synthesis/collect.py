"""Every effect that the published rows of a joint and domain give, and those they do not."""

from __future__ import annotations

from typing import Any

import pandas as pd

from outcomes.analysis.synthesis.effects import (
    COLUMNS,
    OF_MEANS,
    Measure,
    Quantile,
    compare_arms,
    read_contrast,
)
from outcomes.errors import AnalysisError
from outcomes.evidence import find_published, load_designs
from outcomes.evidence.packaged import same_joint
from outcomes.evidence.schema import COMPARATOR_ROLES

COMPARED = {True: ("mean", "change", "percent change"), False: ("share", "count")}
"""Statistics of two arms that a measure of means, or one of counts, is made of."""

_TOGETHER = ["trial", "outcome", "week", "statistic"]


def collect_effects(
    joint: str,
    domain: str,
    comparator: str,
    *,
    measure: Measure = "SMD",
    condition: str = "",
    quantile: Quantile = "normal",
) -> pd.DataFrame:
    """Return every effect between arms that can be made of the published rows.

    Parameters
    ----------
    joint : str
        ``knee`` or ``foot and ankle`` (which meets ``foot`` and ``ankle``).
    domain : str
        ``pain``, ``stiffness``, ``function``, ``range of motion``; ``symptoms`` for composites.
    comparator : str
        ``placebo``, ``control`` (exercise or usual care) or ``active-comparator``.
    measure : str
        ``SMD``, or ``MD`` in each outcome's own unit; of events, ``RR``, ``OR`` or ``RD``.
    condition : str
        A condition group of `load_designs`, as ``knee osteoarthritis``; without it, all.
    quantile : str
        For differences printed with an interval alone; see `read_contrast`.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`; one row a trial, outcome, visit and pair of arms of randomised trials.
        Visits and arms of one trial are not independent: choose with `choose_effects` before
        pooling. Possibly empty.

    Raises
    ------
    AnalysisError
        For a comparator kind or measure that does not exist.

    Examples
    --------
    >>> effects = collect_effects("knee", "pain", "placebo", measure="MD")
    >>> effects.loc[effects["week"] == 52, ["trial", "yi"]].round(2).values.tolist()
    [['rabago2013', 6.8], ['sit2020', 10.34], ['sit2020', 10.98]]
    """
    made, _ = _try_all(joint, domain, comparator, measure, condition, quantile)
    return made


def list_unused(
    joint: str, domain: str, comparator: str, *, measure: Measure = "SMD", condition: str = ""
) -> pd.DataFrame:
    """Return the trials with such a comparison that give no effect, each with the reason.

    Returns
    -------
    pandas.DataFrame
        ``trial``, ``citation``, ``condition``, ``outcome`` and ``week`` (empty and NaN where not
        even a number was seen), ``reason``.
    """
    made, refused = _try_all(joint, domain, comparator, measure, condition, "normal")
    refused = refused[~refused["trial"].isin(made["trial"])]
    return refused.drop_duplicates(["trial", "reason"]).reset_index(drop=True)


def _try_all(
    joint: str, domain: str, comparator: str, measure: Measure, condition: str, quantile: Quantile
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if comparator not in COMPARATOR_ROLES:
        raise AnalysisError(f"comparator {comparator!r}: use one of {', '.join(COMPARATOR_ROLES)}")
    designs = load_designs().set_index("trial")
    rows = find_published(joint, domain)
    rows = rows[rows["trial"].isin(designs.index[designs["randomised"] == "yes"])]
    if condition:
        rows = rows[rows["trial"].map(designs["condition_group"]) == condition]
    made: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for one, other in _find_pairs(rows, comparator, measure):
        try:
            if other is None:
                made.append(read_contrast(one, measure, quantile))
            else:
                made.append(compare_arms(one, other, measure))
        except AnalysisError as error:
            refused.append(_refuse(one, str(error)))
    seen = {row["trial"] for row in (*made, *refused)}
    refused += _list_unseen(designs, joint, comparator, condition, seen)
    columns = ["trial", "citation", "condition", "outcome", "week", "reason"]
    return _finish(made, designs), pd.DataFrame(refused, columns=columns)


def _find_pairs(
    rows: pd.DataFrame, comparator: str, measure: Measure
) -> list[tuple[dict[Any, Any], dict[Any, Any] | None]]:
    """Active arm and comparator of one visit; a difference as printed has no second row."""
    pairs: list[tuple[dict[Any, Any], dict[Any, Any] | None]] = []
    follow_up = rows[rows["week"].isna() | (rows["week"] > 0)]
    for _, group in follow_up.groupby(_TOGETHER, sort=False, dropna=False):
        records = group.to_dict("records")
        if records[0]["statistic"] == "difference" and measure in OF_MEANS:
            pairs += [(row, None) for row in records if row["comparator_role"] == comparator]
        elif records[0]["statistic"] in COMPARED[measure in OF_MEANS]:
            others = [row for row in records if row["arm_role"] == comparator]
            active = [row for row in records if row["arm_role"] == "active"]
            pairs += [(row, other) for row in active for other in others]
    return pairs


def _finish(made: list[dict[str, Any]], designs: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(made, columns=list(COLUMNS))
    frame["part_of"] = frame["trial"].map(designs["part_of"]).astype(object).fillna("")
    for place in frame.index:
        counted = designs.loc[frame.loc[place, "trial"], "counted"]
        if counted != "participants":
            frame.loc[place, "how"] += f"; n counts {counted}, so the variance is too small"
    together = ["trial", "outcome", "week"]
    shared = pd.Series(False, index=frame.index)
    for side in ("arm", "comparator"):
        shared |= frame.duplicated([*together, side], keep=False)
    frame["shared_arm"] = shared.astype(bool)
    return frame


def _refuse(row: dict[Any, Any], reason: str) -> dict[str, Any]:
    if row["statistic"] == "percent change":
        reason = "percent changes were printed, of which no difference can be made"
    names = ("trial", "citation", "condition", "outcome", "week")
    return {**{name: row[name] for name in names}, "reason": reason}


def _list_unseen(
    designs: pd.DataFrame, joint: str, comparator: str, condition: str, seen: set[str]
) -> list[dict[str, Any]]:
    """Randomised trials with such a comparator of which no number of this domain was seen."""
    unseen = []
    for row in designs.reset_index().to_dict("records"):
        fits = (
            row["randomised"] == "yes"
            and not row["part_of"]
            and comparator in row["comparator_roles"].split("; ")
            and same_joint(joint, row["joint"])
            and (not condition or row["condition_group"] == condition)
        )
        if fits and row["trial"] not in seen:
            reason = "no number of the arms in this domain could be read"
            unseen.append(
                {
                    **{name: row[name] for name in ("trial", "citation", "condition")},
                    "outcome": "",
                    "week": float("nan"),
                    "reason": reason,
                }
            )
    return unseen
