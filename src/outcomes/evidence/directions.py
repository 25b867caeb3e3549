"""Who did better by the authors' own test, where no number was printed or could be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from outcomes.evidence.schema import COMPARATOR_ROLES, DOMAINS, HOW_READ

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

DIRECTIONS = {
    "better": "{arm} did better",
    "worse": "{arm} did worse",
    "no difference": "no difference was found",
}
"""What the ``direction`` column may hold: the treatment against the comparator."""

SCHEMA = Schema(
    "directions.csv",
    columns=(
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
    ),
    numbers=("n",),
    filled=("trial", "citation", "joint", "outcome", "comparator", "locator"),
    words={
        "domain": DOMAINS,
        "comparator_role": tuple(COMPARATOR_ROLES),
        "direction": tuple(DIRECTIONS),
        "how_read": tuple(HOW_READ),
    },
)
"""The table of directions, one row a result that was printed as a direction only.

``condition`` and ``n`` (participants) of a review, else empty: those of a trial stand in its
design. ``week`` in words, as ``6 and 13``, empty where not seen. ``direction`` (see `DIRECTIONS`)
by the authors' own test, with its ``p_value`` as printed.
"""


def read_directions(
    folder: Path, citations: Iterable[str], trials: Mapping[str, Mapping[str, Any]]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the directions of a pack, see `SCHEMA`, and what is wrong; a pack may have none."""
    if not (folder / SCHEMA.file).exists():
        return SCHEMA.empty, []
    table, faults = read_table(folder, SCHEMA)
    faults += check_words(table, SCHEMA, {"citation": tuple(citations)})
    keys = ["trial", "outcome", "week", "comparator"]
    faults += [
        SCHEMA.fault(
            row,
            None,
            f"{table.loc[row, 'trial']}, {table.loc[row, 'outcome']} stands twice at this week.",
            "Keep one row.",
        )
        for row in table.index[table.duplicated(keys)]
    ]
    for row, cells in zip(table.index, table.to_dict("records"), strict=True):
        faults += _check_design(row, cells, trials.get(cells["trial"]))
    return table, faults


def _check_design(
    row: Any, cells: Mapping[Any, Any], design: Mapping[str, Any] | None
) -> Iterator[Fault]:
    """Yield faults of a row against the table of designs, which has n and condition of trials."""
    has_n = cells["n"] == cells["n"]
    if design is None:
        if not (cells["condition"] and has_n):
            fix = "Fill in both: a review gives its own."
            yield SCHEMA.fault(row, "condition", "Condition or n is empty.", fix)
        return
    if cells["condition"] or has_n:
        fix = "Empty both: those of a trial stand in designs.csv."
        yield SCHEMA.fault(row, "condition", "Condition or n is filled.", fix)
    if cells["comparator_role"] not in split_keys(design["comparator_roles"]):
        yield SCHEMA.fault(
            row,
            "comparator_role",
            f"Not among those of the design, {design['comparator_roles'] or 'none'}.",
            "Correct it here, or in designs.csv.",
            cells["comparator_role"],
        )


def list_directions(pack: Pack, joint: str) -> list[Mapping[str, Any]]:
    """Return the directions of a joint, with what the designs know of each trial.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is printed of either.

    Returns
    -------
    list of mapping
        Rows with ``condition``, ``n`` and ``blinding`` filled (blinding ``""`` where not stated),
        the comparators in the order of `COMPARATOR_ROLES`.
    """
    rows = [
        {**row, **_find_design(pack, row)}
        for row in freeze_rows(pack.directions)
        if same_joint(joint, row["joint"])
    ]
    roles = list(COMPARATOR_ROLES)
    return sorted(rows, key=lambda row: roles.index(row["comparator_role"]))


def _find_design(pack: Pack, row: Mapping[str, Any]) -> dict[str, Any]:
    design = pack.trials.get(row["trial"])
    if design is None:
        return {"blinding": "a review"}
    return {
        "condition": design["condition_group"],
        "n": design["n_enrolled"],
        "blinding": design["blinding"],
    }
