"""Who did better by the authors' own test, where no number was printed or could be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from outcomes.evidence.citations import load_citations
from outcomes.evidence.designs import index_designs
from outcomes.evidence.packaged import (
    check_filled,
    check_vocabulary,
    freeze_rows,
    read_packaged,
    refuse,
    same_joint,
)
from outcomes.evidence.schema import COMPARATOR_ROLES, DOMAINS, HOW_READ

COLUMNS = (
    "trial",
    "citation",
    "joint",
    "condition",
    "n",
    "domain",
    "outcome",
    "week",
    "comparator",
    "comparator_role",
    "direction",
    "p_value",
    "locator",
    "url",
    "how_read",
    "notes",
)
DIRECTIONS = {
    "better": "the injections did better",
    "worse": "the injections did worse",
    "no difference": "no difference was found",
}
"""What the ``direction`` column may hold: the injections against the comparator."""


def check_directions(table: pd.DataFrame) -> list[str]:
    """Return every fault of a table of directions, one sentence each.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `COLUMNS`, ``n`` as float.

    Returns
    -------
    list of str
        Row (the header being row 1), column and what is wrong; empty if nothing is.
    """
    faults = check_vocabulary(
        table,
        {
            "citation": tuple(load_citations()),
            "domain": DOMAINS,
            "comparator_role": tuple(COMPARATOR_ROLES),
            "direction": tuple(DIRECTIONS),
            "how_read": tuple(HOW_READ),
        },
    )
    faults += check_filled(table, ("trial", "joint", "outcome", "comparator", "locator", "url"))
    keys = ["trial", "outcome", "week", "comparator"]
    faults += [
        f"row {row + 2}: {table.loc[row, 'trial']}, {table.loc[row, 'outcome']} stands twice at "
        "this week"
        for row in table.index[table.duplicated(keys)]
    ]
    for row, cells in zip(table.index, table.to_dict("records"), strict=True):
        faults += [f"row {row + 2}, {fault}" for fault in _check_design(cells)]
    return faults


def _check_design(cells: Mapping[Any, Any]) -> list[str]:
    """Return faults of a row against the table of designs, which has n and condition of trials."""
    design = index_designs().get(cells["trial"])
    if design is None:
        given = cells["condition"] and cells["n"] == cells["n"]
        return [] if given else ["columns condition and n: empty; a review gives its own"]
    faults = []
    if cells["condition"] or cells["n"] == cells["n"]:
        faults.append("columns condition and n: filled; those of a trial stand in designs.csv")
    if cells["comparator_role"] not in design["comparator_roles"].split("; "):
        faults.append(
            f"column comparator_role: {cells['comparator_role']!r} is not among those of the "
            f"design, {design['comparator_roles'] or 'none'}"
        )
    return faults


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("directions.csv", COLUMNS, ("n",))
    refuse("directions.csv", check_directions(table))
    return table


def load_directions() -> pd.DataFrame:
    """Return the results that were printed as a direction only, one row per result.

    Returns
    -------
    pandas.DataFrame
        ``trial`` (or review), ``citation``, ``joint``; ``condition`` and ``n`` (participants) of a
        review, else empty: those of a trial stand in `load_designs`; ``domain``, ``outcome``;
        ``week`` in words, as ``6 and 13``, empty where not seen; ``comparator`` and
        ``comparator_role``; ``direction`` (see `DIRECTIONS`) by the authors' own test, with its
        ``p_value`` as printed; ``locator``, ``url``, ``how_read``, ``notes``.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.
    """
    return _load().copy()


def list_directions(joint: str) -> list[Mapping[str, Any]]:
    """Return the rows of `load_directions` of a joint, with what the designs know of each trial.

    Parameters
    ----------
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is printed of either.

    Returns
    -------
    list of mapping
        Rows with ``condition``, ``n`` and ``blinding`` filled (blinding ``""`` where not stated),
        the comparators in the order of `COMPARATOR_ROLES`.
    """
    rows = [
        {**row, **_find_design(row)}
        for row in freeze_rows(_load())
        if same_joint(joint, row["joint"])
    ]
    roles = list(COMPARATOR_ROLES)
    return sorted(rows, key=lambda row: roles.index(row["comparator_role"]))


def _find_design(row: Mapping[str, Any]) -> dict[str, Any]:
    design = index_designs().get(row["trial"])
    if design is None:
        return {"blinding": "a review"}
    return {
        "condition": design["condition_group"],
        "n": design["n_enrolled"],
        "blinding": design["blinding"],
    }
