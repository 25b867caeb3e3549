"""What is known of each trial's design, whether or not any of its numbers could be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.errors import EvidenceError, Fault
from outcomes.evidence.read_tables import (
    Schema,
    check_words,
    read_table,
    same_joint,
    split_keys,
)
from outcomes.evidence.schema import COMPARATOR_ROLES

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

PARTICIPANTS = "participants"
PLANNED = "planned"
"""What stands under ``numbers_seen`` of a trial of which only a protocol was read."""

SCHEMA = Schema(
    "designs.csv",
    columns=(
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
        "dose_low",
        "dose_high",
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
    ),
    numbers=("n_enrolled", "dose_low", "dose_high", "sessions", "interval_weeks"),
    filled=("trial", "citation", "joint", "condition", "condition_group", "design", "randomised"),
    words={
        "randomised": ("yes", "no", "unclear"),
        "guidance": ("ultrasound", "palpation", "anatomic landmarks", ""),
        "numbers_seen": (
            "yes",
            "contrasts",
            "percentages",
            "counts",
            "baseline",
            "completion",
            "no",
            PLANNED,
            "",
        ),
        "risk_of_bias": ("low", "some concerns", "high", ""),
    },
    key="trial",
)
"""The table of designs, one row a trial.

``condition_group``: what is pooled together. ``randomised``: yes, no, or unclear where the report
does not show it. ``blinding``: in the report's words, empty where not seen. ``counted``: what the n
of its arms count, participants where it is empty. ``arms``: ``name n; name n``, the n left out
where not seen. ``comparator_roles``: joined by ``"; "``. ``dose_low``, ``dose_high``: in the unit
of the pack's ``dose``. ``volume`` and ``sites``: of an injection. ``sessions``: planned, or the
median or mean of a series; with ``interval_weeks``, and ``schedule`` in words. ``guidance``: of the
needle. ``harms_asked``: how participants were asked about harms. ``numbers_seen``: which outcomes
could be read. ``risk_of_bias``: only where a judgement was read. ``withheld``: why its numbers
enter no pool and are set beside no study; else empty. ``part_of``: the trial whose interim report
this is.
"""


def read_designs(folder: Path, citations: Iterable[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the design of every trial of a pack, see `SCHEMA`, and what is wrong."""
    table, faults = read_table(folder, SCHEMA)
    words = {"citation": tuple(citations), "part_of": (*table["trial"], "")}
    faults += check_words(table, SCHEMA, words)
    table["counted"] = table["counted"].replace("", PARTICIPANTS)
    faults += [
        SCHEMA.fault(
            row,
            "comparator_roles",
            "There is no such role of a comparator.",
            f"Use some of {', '.join(COMPARATOR_ROLES)}.",
            role,
        )
        for row in table.index
        for role in split_keys(table.loc[row, "comparator_roles"])
        if role not in COMPARATOR_ROLES
    ]
    faults += [
        SCHEMA.fault(
            row, "dose_high", "Below dose_low.", "Exchange the two.", table.loc[row, "dose_high"]
        )
        for row in table.index[table["dose_high"] < table["dose_low"]]
    ]
    return table, faults


def list_known_trials(
    pack: Pack, joint: str, *, randomised: bool = True
) -> list[Mapping[str, Any]]:
    """Return the designs of the randomised trials of a joint, each trial once.

    An interim report is not counted beside the trial that it is part of.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.
    randomised : bool
        False for the studies that are not, or not clearly, randomised.

    Returns
    -------
    list of mapping
        Rows of the designs; the largest group of conditions first, then in the table's order.
    """
    rows = [
        row
        for row in pack.trials.values()
        if (row["randomised"] == "yes") == randomised
        and not row["part_of"]
        and same_joint(joint, row["joint"])
    ]
    sizes = Counter(row["condition_group"] for row in rows)
    order = list(dict.fromkeys(row["condition_group"] for row in rows))
    return sorted(
        rows, key=lambda row: (-sizes[row["condition_group"]], order.index(row["condition_group"]))
    )


def find_arm_size(pack: Pack, trial: str, arm: str) -> float:
    """Return how many a design gives for an arm, NaN where it was not seen.

    Parameters
    ----------
    pack : Pack
        The evidence.
    trial, arm : str
        Keys as in the table of published numbers.

    Raises
    ------
    EvidenceError
        For a trial that is not in the table of designs.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> find_arm_size(load_pack("dextrose-prolotherapy"), "sit2020", "saline")
    38.0
    """
    design = pack.trials.get(trial)
    if design is None:
        raise EvidenceError(f"there is no design of a trial {trial!r}; add it to designs.csv")
    for part in split_keys(design["arms"]):
        name, _, size = part.rpartition(" ")
        if name == arm and size.isdigit():
            return float(size)
    return float("nan")
