"""What distinguishes the trials of a pack, for the question why their effects differ."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from outcomes.errors import Fault
from outcomes.evidence.read_tables import Schema, check_words, read_free_table

SCHEMA = Schema("moderators.csv", columns=("trial",), filled=("trial",), key="trial")
"""The table of moderators, one row a trial, one column what may matter, under its own name.

A column that holds numbers alone is a number, any other a text; a cell is empty where it is not
known.
"""


def read_moderators(folder: Path, trials: Iterable[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the moderators of a pack, see `SCHEMA`, and what is wrong; a pack may have none."""
    if not (folder / SCHEMA.file).exists():
        return SCHEMA.empty, []
    table, faults = read_free_table(folder, SCHEMA)
    faults += check_words(table, SCHEMA, {"trial": tuple(trials)})
    return table, faults
