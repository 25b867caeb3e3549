"""What is known of each trial's design, whether or not any of its numbers could be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from outcomes.errors import EvidenceError
from outcomes.evidence.citations import load_citations
from outcomes.evidence.packaged import (
    check_filled,
    check_vocabulary,
    freeze_rows,
    read_packaged,
    refuse,
    same_joint,
)
from outcomes.evidence.schema import COMPARATOR_ROLES

COLUMNS = (
    "trial",
    "citation",
    "joint",
    "condition",
    "condition_group",
    "design",
    "randomised",
    "blinding",
    "n_enrolled",
    "counted",
    "arms",
    "comparator_roles",
    "dextrose_low",
    "dextrose_high",
    "volume",
    "sites",
    "sessions",
    "interval_weeks",
    "schedule",
    "guidance",
    "follow_up",
    "harms_asked",
    "numbers_seen",
    "risk_of_bias",
    "withheld",
    "part_of",
    "url",
    "notes",
)
NUMBERS = ("n_enrolled", "dextrose_low", "dextrose_high", "sessions", "interval_weeks")
RANDOMISED = ("yes", "no", "unclear")
GUIDANCE = ("ultrasound", "palpation", "anatomic landmarks", "")
NUMBERS_SEEN = ("yes", "contrasts", "percentages", "counts", "baseline", "completion", "no")


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("designs.csv", COLUMNS, NUMBERS)
    trials = tuple(table["trial"])
    faults = check_vocabulary(
        table,
        {
            "citation": tuple(load_citations()),
            "randomised": RANDOMISED,
            "guidance": GUIDANCE,
            "counted": ("participants", "knees", "tendons"),
            "numbers_seen": NUMBERS_SEEN,
            "risk_of_bias": ("low", "some concerns", "high", ""),
            "part_of": (*trials, ""),
        },
    )
    faults += check_filled(table, ("trial", "joint", "condition", "condition_group", "design"))
    for row in table.index:
        for role in filter(None, str(table.loc[row, "comparator_roles"]).split("; ")):
            if role not in COMPARATOR_ROLES:
                faults.append(f"row {row + 2}, column comparator_roles: no role {role!r}")
    faults += [
        f"row {row + 2}, column dextrose_high: below dextrose_low"
        for row in table.index[table["dextrose_high"] < table["dextrose_low"]]
    ]
    faults += [
        f"row {row + 2}, column trial: {table.loc[row, 'trial']} stands twice"
        for row in table.index[table["trial"].duplicated()]
    ]
    refuse("designs.csv", faults)
    return table


def load_designs() -> pd.DataFrame:
    """Return the design of every trial that was found, one row a trial.

    Returns
    -------
    pandas.DataFrame
        ``trial``, ``citation``, ``joint``, ``condition``; ``condition_group`` (what is pooled
        together); ``design``; ``randomised`` (yes, no, or unclear where the report does not show
        it); ``blinding`` in the report's words, empty where not seen; ``n_enrolled``; ``counted``
        (participants, knees or tendons: what the n of its arms count); ``arms`` (``name n; name
        n``, the n left out where not seen); ``comparator_roles`` (joined by ``"; "``);
        ``dextrose_low``, ``dextrose_high`` (percent); ``volume`` and ``sites`` of an injection;
        ``sessions`` (planned, or the median or mean
        of a series) and ``interval_weeks``, with ``schedule`` in words; ``guidance`` of the needle
        (see `GUIDANCE`); ``follow_up``; ``harms_asked`` (how participants were asked about harms);
        ``numbers_seen`` (which outcomes could be read);
        ``risk_of_bias`` (only where a judgement was read: so far of no trial); ``withheld`` (why
        its numbers enter no pool and are set beside no study; else empty); ``part_of`` (the trial
        whose interim report this is); ``url``; ``notes``.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.
    """
    return _load().copy()


@cache
def index_designs() -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of `load_designs` by trial, to be read and not changed."""
    return MappingProxyType({row["trial"]: row for row in freeze_rows(_load())})


def list_known_trials(joint: str, *, randomised: bool = True) -> list[Mapping[str, Any]]:
    """Return the designs of the randomised trials of a joint, each trial once.

    An interim report is not counted beside the trial that it is part of.

    Parameters
    ----------
    joint : str
        As a study file gives it.
    randomised : bool
        False for the studies that are not, or not clearly, randomised.

    Returns
    -------
    list of mapping
        Rows of `load_designs`; the largest group of conditions first, then in the table's order.
    """
    rows = [
        row
        for row in index_designs().values()
        if (row["randomised"] == "yes") == randomised
        and not row["part_of"]
        and same_joint(joint, row["joint"])
    ]
    sizes = Counter(row["condition_group"] for row in rows)
    order = list(dict.fromkeys(row["condition_group"] for row in rows))
    return sorted(
        rows, key=lambda row: (-sizes[row["condition_group"]], order.index(row["condition_group"]))
    )


def find_arm_size(trial: str, arm: str) -> float:
    """Return how many a design gives for an arm, NaN where it was not seen.

    Parameters
    ----------
    trial, arm : str
        Keys as in the table of published numbers.

    Raises
    ------
    EvidenceError
        For a trial that is not in the table of designs.

    Examples
    --------
    >>> find_arm_size("sit2020", "saline")
    38.0
    """
    design = index_designs().get(trial)
    if design is None:
        raise EvidenceError(f"there is no design of a trial {trial!r}; add it to designs.csv")
    for part in design["arms"].split("; "):
        name, _, size = part.rpartition(" ")
        if name == arm and size.isdigit():
            return float(size)
    return float("nan")
