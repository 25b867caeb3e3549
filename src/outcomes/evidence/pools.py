"""Published pools that are recalculated from their trials, as far as these can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.errors import Fault
from outcomes.evidence.read_tables import (
    Schema,
    check_words,
    freeze_rows,
    read_table,
    same_joint,
    split_keys,
)
from outcomes.evidence.schema import CONTRASTS

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

MODELS = ("EE", "DL", "PM", "REML", "ML", "HS", "HE", "SJ", "EB")
"""One common effect, or the estimator of tau2 as R metafor calls it."""

POOLS = Schema(
    "pools.csv",
    columns=("pool", "trial", "outcome", "when", "measure", "model", "assumed"),
    filled=("pool", "trial", "outcome", "when", "measure", "model"),
    words={"measure": ("MD", "SMD"), "model": MODELS},
    key="pool",
)
"""The table of pools that are recalculated, one row a pool.

``trial`` and ``outcome``: of the row of the published numbers that holds what was printed.
``when``: the time as the review words it. ``measure``: ``MD`` or ``SMD``. ``model``: see `MODELS`.
``assumed``: about the method, what the review does not show.
"""

POOL_TRIALS = Schema(
    "pool_trials.csv",
    columns=("pool", "trial", "outcome", "week", "sizes", "assumed"),
    numbers=("week",),
    filled=("pool", "trial", "outcome", "week"),
)
"""The table of their trials, one row a trial, two or more a pool.

``trial``, ``outcome`` and ``week``: of the changes from baseline of its two arms among the
published numbers. ``sizes``: where a report does not print how many each arm had, what is tried
instead, ``18:18; 20:16``, the treated arm first. ``assumed``: as in the table of pools.
"""


@dataclass(frozen=True)
class PoolTrial:
    """One trial of a pool.

    Parameters
    ----------
    trial : str
        Its key.
    arm, comparator : mapping
        The published changes of its two arms.
    sizes : tuple of (float, float)
        Participants of the two arms; several where they are assumed.
    are_assumed : bool
        Whether they are.
    """

    trial: str
    arm: Mapping[str, Any]
    comparator: Mapping[str, Any]
    sizes: tuple[tuple[float, float], ...]
    are_assumed: bool


@dataclass(frozen=True)
class PublishedPool:
    """A published pool and the trials that it was made of.

    Parameters
    ----------
    name : str
        As in the table.
    printed : mapping
        The row of the published numbers that holds it.
    when, measure, model
        As in `POOLS`.
    trials : tuple of PoolTrial
        In the order of the table.
    assumed : tuple of str
        What had to be assumed, a sentence each.
    """

    name: str
    printed: Mapping[str, Any]
    when: str
    measure: str
    model: str
    trials: tuple[PoolTrial, ...]
    assumed: tuple[str, ...]


def read_pools(
    folder: Path, published: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[Fault]]:
    """Return both tables of pools, see `POOLS` and `POOL_TRIALS`; a pack may have none."""
    if not (folder / POOLS.file).exists():
        return POOLS.empty, POOL_TRIALS.empty, []
    pools, faults = read_table(folder, POOLS)
    trials, wrong = read_table(folder, POOL_TRIALS)
    faults += wrong + check_words(trials, POOL_TRIALS, {"pool": tuple(pools["pool"])})
    rows = freeze_rows(published)
    return (
        pools,
        trials,
        [*faults, *_check_pools(pools, trials, rows), *_check_trials(pools, trials, rows)],
    )


def list_pools(pack: Pack, joint: str = "any") -> tuple[PublishedPool, ...]:
    """Return the published pools of a joint that can be recalculated."""
    found = (_join(pack, row) for row in freeze_rows(pack.tables["pools"]))
    return tuple(pool for pool in found if same_joint(joint, pool.printed["joint"]))


def _join(pack: Pack, row: Mapping[str, Any]) -> PublishedPool:
    table = pack.tables["pool_trials"]
    own = freeze_rows(table[table["pool"] == row["pool"]])
    assumed = (*(each["assumed"] for each in own), row["assumed"])
    printed = _find_printed(row, pack.numbers)[0]
    role = printed["comparator_role"]
    return PublishedPool(
        row["pool"],
        printed,
        row["when"],
        row["measure"],
        row["model"],
        tuple(_join_trial(each, role, pack.numbers) for each in own),
        tuple(filter(None, assumed)),
    )


def _join_trial(row: Mapping[str, Any], role: str, rows: Iterable[Mapping[str, Any]]) -> PoolTrial:
    arm, comparator = _find_arms(row, role, rows)
    sizes = _read_sizes(row["sizes"]) or ((arm["n"], comparator["n"]),)
    return PoolTrial(row["trial"], arm, comparator, sizes, bool(row["sizes"]))


def _find_printed(
    row: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    return [
        each
        for each in rows
        if (each["trial"], each["outcome"]) == (row["trial"], row["outcome"])
        and each["statistic"] in CONTRASTS
        and each["ci_low"] == each["ci_low"]
    ]


def _find_arms(
    row: Mapping[str, Any], role: str, rows: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return the changes of the treated arm and of one in a role, in this order."""
    place = (row["trial"], row["outcome"], row["week"], "change")
    found = [
        each
        for each in rows
        if (each["trial"], each["outcome"], each["week"], each["statistic"]) == place
        and each["arm_role"] in ("active", role)
    ]
    return sorted(found, key=lambda each: each["arm_role"] != "active")


def _read_sizes(cell: str) -> tuple[tuple[float, float], ...]:
    """Read ``18:18; 20:16``; raises ValueError for anything else."""
    pairs = [part.split(":") for part in split_keys(cell)]
    return tuple((float(int(one)), float(int(other))) for one, other in pairs)


def _check_pools(
    pools: pd.DataFrame, trials: pd.DataFrame, rows: tuple[Mapping[str, Any], ...]
) -> Iterator[Fault]:
    counts = trials["pool"].value_counts()
    for at, row in zip(pools.index, pools.to_dict("records"), strict=True):
        if len(_find_printed(row, rows)) != 1:
            message = "The published numbers do not hold one difference with its interval of this."
            fix = "Name trial and outcome of the row that holds the printed pool."
            yield POOLS.fault(at, "outcome", message, fix, row["outcome"])
        if counts.get(row["pool"], 0) < 2:
            message, fix = "Fewer than two trials.", f"Name them in {POOL_TRIALS.file}."
            yield POOLS.fault(at, "pool", message, fix, row["pool"])


def _check_trials(
    pools: pd.DataFrame, trials: pd.DataFrame, rows: tuple[Mapping[str, Any], ...]
) -> Iterator[Fault]:
    roles = {
        pool["pool"]: printed["comparator_role"]
        for pool in pools.to_dict("records")
        for printed in _find_printed(pool, rows)
    }
    for at, row in zip(trials.index, trials.to_dict("records"), strict=True):
        if row["pool"] not in roles:
            continue  # a fault of the other table
        arms = _find_arms(row, roles[row["pool"]], rows)
        if [each["arm_role"] == "active" for each in arms] != [True, False]:
            message = "The published numbers do not hold the changes of the two arms of this."
            fix = f"Name trial, outcome and week of a treated and a {roles[row['pool']]} arm."
            yield POOL_TRIALS.fault(at, "outcome", message, fix, row["outcome"])
            continue
        try:
            sizes = _read_sizes(row["sizes"])
        except ValueError:
            fix = "Write 18:18; 20:16."
            yield POOL_TRIALS.fault(at, "sizes", "Not numbers of two arms.", fix, row["sizes"])
            continue
        if not sizes and any(each["n"] != each["n"] for each in arms):
            message, fix = "An arm has no printed n.", "Write which n are tried, 18:18; 20:16."
            yield POOL_TRIALS.fault(at, "sizes", message, fix)
