"""How much participants given placebo, or nothing, changed by themselves, as reviews print it."""

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
    words_of,
)
from outcomes.evidence.relevance import same_condition
from outcomes.evidence.schema import DOMAINS, HOW_READ, SIGN

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

GROUPS = {
    "placebo injection": "placebo injections",
    "any placebo": "placebo of any kind",
    "untreated": "no treatment",
}
"""What the participants of a row were given, nearest to an injection first."""

STANDARDISED = "standard deviations"
STANDARDISED_CHANGE = "standardised mean change"

STATISTICS = {
    "mean change": "mean change from baseline, on the scale of the row",
    STANDARDISED_CHANGE: "change from baseline in standard deviations",
    "prediction interval": "where the placebo arm of a new trial would lie: ends without a value",
    "share exceeded": "share of participants, 0 to 1, that was exceeded",
    "difference of standardised changes": "one outcome's placebo response minus another's",
    "response ratio": "change with placebo as a share of the change with treatment",
}
"""What the ``statistic`` column may hold."""

CHANGES = ("mean change", STANDARDISED_CHANGE)
"""Statistics that are a change from baseline of one group."""

SCHEMA = Schema(
    "placebo_response.csv",
    columns=(
        "citation",
        "joint",
        "condition",
        "group",
        "given",
        "domain",
        "outcome",
        "unit",
        "scale_low",
        "scale_high",
        "higher",
        "week",
        "studies",
        "participants",
        "statistic",
        "value",
        "ci_low",
        "ci_high",
        "p_value",
        "i2",
        "locator",
        "url",
        "how_read",
        "notes",
    ),
    numbers=(
        "scale_low",
        "scale_high",
        "studies",
        "participants",
        "value",
        "ci_low",
        "ci_high",
        "i2",
    ),
    filled=(
        "citation",
        "joint",
        "condition",
        "given",
        "outcome",
        "unit",
        "studies",
        "locator",
        "notes",
    ),
    words={
        "group": tuple(GROUPS),
        "domain": DOMAINS,
        "higher": tuple(SIGN),
        "statistic": tuple(STATISTICS),
        "how_read": tuple(HOW_READ),
    },
)
"""The table of placebo responses, one row a number as a review prints it.

``joint`` is ``any`` where all joints are together. ``group`` (see `GROUPS`) and what exactly was
``given``. ``higher``: whether a higher printed number is better or worse. ``week`` in words.
``studies`` and ``participants`` are those of the whole review where ``notes`` say so. ``value``,
``ci_low``, ``ci_high`` (95 %), ``p_value``, ``i2``: only what is printed.
"""


def read_placebo_response(
    folder: Path, citations: Iterable[str]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the placebo responses of a pack, and what is wrong; a pack may have none."""
    if not (folder / SCHEMA.file).exists():
        return SCHEMA.empty, []
    table, faults = read_table(folder, SCHEMA)
    faults += check_words(table, SCHEMA, {"citation": tuple(citations)})
    keys = ["citation", "group", "outcome", "week", "statistic"]
    faults += [
        SCHEMA.fault(
            row,
            None,
            f"{table.loc[row, 'citation']}, {table.loc[row, 'outcome']} stands twice at this week.",
            "Keep one row.",
        )
        for row in table.index[table.duplicated(keys)]
    ]
    return table, [*faults, *_check_numbers(table)]


def _check_numbers(table: pd.DataFrame) -> Iterator[Fault]:
    """Yield each number that its statistic does not allow."""
    statistic, value = table["statistic"], table["value"]
    low, high = table["scale_low"], table["scale_high"]
    ends = table["ci_low"], table["ci_high"]
    on_scale = statistic == "mean change"
    predicted = statistic == "prediction interval"
    rules = (
        (
            "value",
            value.isna() != predicted,
            "A number is missing, or stands beside a prediction interval.",
            "Give every row its number, and a prediction interval its ends alone.",
        ),
        (
            "value",
            (on_scale & (value.abs() > high - low))
            | ((statistic == "share exceeded") & ~value.between(0, 1)),
            "The number is larger than its scale.",
            "Correct it, or the scale; a share goes from 0 to 1.",
        ),
        (
            "scale_high",
            (on_scale & ~(low < high)) | (~on_scale & (low.notna() | high.notna())),
            "A mean change stands on a scale from low to high, and nothing else does.",
            "Give both ends of the scale of a mean change; empty them otherwise.",
        ),
        (
            "unit",
            (statistic == STANDARDISED_CHANGE) & (table["unit"] != STANDARDISED),
            "A standardised change has another unit.",
            f"Write {STANDARDISED}.",
        ),
        (
            "ci_low",
            (ends[0].isna() != ends[1].isna())
            | (ends[0] > value.fillna(ends[1]))
            | (ends[1] < value.fillna(ends[0]))
            | (predicted & ends[0].isna()),
            "The interval is not around the value.",
            "Correct the ends; give both or neither.",
        ),
        ("studies", table["studies"] <= 0, "Not above 0.", "Give the number of studies."),
        (
            "i2",
            (table["i2"] < 0) | (table["i2"] > 100),
            "Not a percentage.",
            "Write 50 for 50%.",
        ),
    )
    for column, wrong, message, fix in rules:
        for row in table.index[wrong]:
            yield SCHEMA.fault(row, column, message, fix, table.loc[row, column])


def list_placebo_responses(pack: Pack, joint: str, condition: str) -> list[Mapping[str, Any]]:
    """Return the placebo responses that a study can be set beside.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint, condition : str
        As a study file gives them. Rows of all joints need a condition that shares a word.

    Returns
    -------
    list of mapping
        Rows of the table in the order of `GROUPS`, possibly none.
    """
    order = list(GROUPS)
    rows = (
        row
        for row in freeze_rows(pack.placebo_response)
        if _is_relevant(pack, row, joint, condition)
    )
    return sorted(rows, key=lambda row: order.index(row["group"]))


def _is_relevant(pack: Pack, row: Mapping[str, Any], joint: str, condition: str) -> bool:
    if row["joint"] == "any":
        return bool(words_of(row["condition"]) & words_of(condition))
    return same_joint(joint, row["joint"]) and same_condition(
        pack, row["citation"], row["condition"], condition, joint
    )
