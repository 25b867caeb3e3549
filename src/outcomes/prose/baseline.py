"""In what the arms differ most at baseline, and whether chance alone would often do that."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from outcomes.rounding import format_share
from outcomes.study.study import Study
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_side, say_arm, say_endpoint
from outcomes.vocabulary.sentences import say_side, say_size

if TYPE_CHECKING:
    import pandas as pd

APART = 0.1
"""Standard deviations from which a difference at baseline is reported (Austin, Stat Med 2009)."""

RARE = 0.05
"""How likely, at most, chance makes a largest difference that is called unusual."""


def say_largest_difference(estimates: pd.DataFrame, study: Study, arm: str, other: str) -> str:
    """Return in what two arms differed most at baseline, and by how much; empty if in nothing.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of quantity ``standardised difference``.
    study : Study
        A loaded study; what chance does is said only where it declares random allocation.
    arm, other : str
        Arm ids.
    """
    rows = estimates[
        (estimates["quantity"] == "standardised difference")
        & (estimates["arm"] == arm)
        & (estimates["comparator"] == other)
        & estimates["estimate"].notna()
    ]
    large = rows[rows["estimate"].abs() >= APART]
    if large.empty:
        return ""
    row = large.loc[large["estimate"].abs().idxmax()].to_dict()
    name = say_endpoint(study.labels, row["endpoint"])
    name += f", {name_side(row['side'])}," if row["side"] else ""
    categories = set(rows.loc[rows["endpoint"] == row["endpoint"], "subgroup"])
    if categories - {"", "yes"}:
        name += f" ({row['subgroup']})"
    ours, theirs = (say_arm(study.labels, each) for each in (arm, other))
    sizes = _say_sizes(row, estimates, ours, theirs)
    chance = _say_chance(row, len(rows), study)
    return (
        f"Of the characteristics in the study's files, {name} differs most between {ours} and "
        f"{theirs} ({sizes}){chance}."
    )


def _say_sizes(row: dict[Any, Any], estimates: pd.DataFrame, ours: str, theirs: str) -> str:
    """Return shares of a category as shares, and every difference in standard deviations."""
    size = f"standardised difference {say_size(row['estimate'], 2)}"
    if not row["subgroup"]:
        return f"{size}, {say_side(row['estimate'])} with {ours}"
    found = Lookup.of(estimates)
    place = {name: row[name] for name in ("endpoint", "side", "visit", "subgroup")}
    shares = [found.number("share", **place, arm=row[name]) for name in ("arm", "comparator")]
    if any(share != share for share in shares):
        more = "more" if row["estimate"] > 0 else "fewer"
        return f"{size}, {more} with {ours}"
    mine, others = (format_share(share) for share in shares)
    return f"{mine} with {ours} against {others} with {theirs}; {size}"


def _say_chance(row: dict[Any, Any], number: int, study: Study) -> str:
    """Say what chance does to the largest of some differences between arms allocated at random."""
    sizes = [row["n_arm"], row["n_comparator"]]
    if not study.labels.is_randomised or any(not size > 0 for size in sizes):
        return ""
    error = math.sqrt(sum(1 / size for size in sizes))
    one = math.erfc(abs(row["estimate"]) / error / math.sqrt(2))
    if 1 - (1 - one) ** number < RARE:
        return "; random allocation rarely produces a difference of that size"
    return "; some difference is always the largest"
