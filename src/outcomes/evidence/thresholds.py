"""Sizes of change to hold published changes against: what matters, and what a reading can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
)
from outcomes.evidence.schema import DOMAINS, HOW_READ

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

IMPORTANT = "important change"
READING = "error of one reading"
STATISTICS = {
    IMPORTANT: "mean change of a group that patients find important",
    READING: "difference between two readings of one patient that may be error alone",
}
"""What the ``statistic`` column may hold."""

SCHEMA = Schema(
    "thresholds.csv",
    columns=(
        "measure",
        "joint",
        "condition",
        "domain",
        "motion",
        "statistic",
        "low",
        "high",
        "unit",
        "scale_low",
        "scale_high",
        "population",
        "method",
        "citation",
        "locator",
        "url",
        "how_read",
        "notes",
    ),
    numbers=("low", "high", "scale_low", "scale_high"),
    filled=(
        *("measure", "joint", "low", "high", "unit", "population", "method"),
        *("citation", "locator", "notes"),
    ),
    words={
        "domain": DOMAINS,
        "statistic": tuple(STATISTICS),
        "how_read": tuple(HOW_READ),
    },
)
"""The table of sizes of change, one row each.

``motion`` is its direction, empty where every one is meant. ``statistic``: see `STATISTICS`.
``low`` and ``high`` are the same number where it is a single one.
"""


def read_thresholds(folder: Path, citations: Iterable[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the sizes of change of a pack, and what is wrong; a pack may have none."""
    if not (folder / SCHEMA.file).exists():
        return SCHEMA.empty, []
    table, faults = read_table(folder, SCHEMA)
    faults += check_words(table, SCHEMA, {"citation": tuple(citations)})
    wrong = (table["low"] <= 0) | (table["low"] > table["high"])
    faults += [
        SCHEMA.fault(
            row,
            "high",
            "A size goes from low, above 0, to high.",
            "Correct the ends; give a single value in both.",
            table.loc[row, "high"],
        )
        for row in table.index[wrong]
    ]
    keys = ["measure", "statistic", "citation"]
    faults += [
        SCHEMA.fault(
            row,
            None,
            f"{table.loc[row, 'measure']}, {table.loc[row, 'statistic']} stands twice.",
            "Keep one row.",
        )
        for row in table.index[table.duplicated(keys)]
    ]
    return table, faults


def list_thresholds(pack: Pack, joint: str, domain: str) -> list[Mapping[str, Any]]:
    """Return the sizes of change known for a domain of a joint, possibly none."""
    return [
        row
        for row in freeze_rows(pack.thresholds)
        if row["domain"] == domain and same_joint(joint, row["joint"])
    ]
