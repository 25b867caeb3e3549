"""The table of published numbers, as they were printed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from outcomes.displays.links import name_citation
from outcomes.displays.table import Column, Table
from outcomes.evidence import load_citations
from outcomes.rounding import ABSENT, format_count, format_printed, format_weeks
from outcomes.vocabulary.scales import DIRECTIONS

if TYPE_CHECKING:
    import pandas as pd

READINGS = {
    "primary": "in the trial's own report",
    "abstract": "in its abstract",
    "secondary": "as quoted by another report",
    "derived": "derived from what is printed",
}
"""How a published number was read, in words."""


def table_published(published: pd.DataFrame) -> Table:
    """Table published numbers with where they stand.

    Parameters
    ----------
    published : pandas.DataFrame
        Rows of `outcomes.evidence.load_published`.

    Returns
    -------
    Table
        One row a number, as printed and never rounded: who was treated with what, how many, when,
        the statistic with its spread, which direction of the number is better, and where and how
        it was read. The full citations follow as notes.
    """
    rows = [_row(row) for row in published.to_dict("records")]
    citations = load_citations()
    keys = dict.fromkeys(str(row["citation"]) for row in published.to_dict("records"))
    return Table(
        caption="Published numbers, as printed",
        columns=(
            Column("Trial"),
            Column("Arm"),
            Column("Outcome"),
            Column("Week", numeric=True),
            Column("n", numeric=True),
            Column("Statistic"),
            Column("value", numeric=True),
            Column("spread"),
            Column("Direction"),
            Column("Read"),
        ),
        rows=tuple(rows),
        row_headers=3,
        notes=(
            "n: participants, or tendons or knees where the trial counts these.",
            *(
                f"{name_citation(key)}: {citations[key].text}" if key in citations else key
                for key in keys
            ),
        ),
        empty="No published number was found.",
    )


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    arm = _text(row["arm"]) or ABSENT
    comparator = _text(row.get("comparator", ""))
    unit = _text(row["unit"])
    return (
        f"{name_citation(_text(row['citation']))}: {_text(row['condition'])}",
        f"{arm} against {comparator}" if comparator else arm,
        f"{_text(row['outcome'])} ({unit})" if unit else _text(row["outcome"]),
        ABSENT if math.isnan(row["week"]) else format_weeks(row["week"]),
        format_count(row["n"]),
        _text(row["statistic"]),
        format_printed(row["value"]),
        _spread(row),
        DIRECTIONS.get(_text(row["higher"]), _text(row["higher"])),
        f"{READINGS.get(_text(row['how_read']), _text(row['how_read']))}: {_text(row['locator'])}",
    )


def _spread(row: dict[Any, Any]) -> str:
    if not math.isnan(row["ci_low"]) and not math.isnan(row["ci_high"]):
        return f"CI {format_printed(row['ci_low'])} to {format_printed(row['ci_high'])}"
    for column in ("sd", "se"):
        if not math.isnan(row[column]):
            return f"{column.upper()} {format_printed(row[column])}"
    events = row["events"]
    return ABSENT if math.isnan(events) else f"{format_count(events)} of {format_count(row['n'])}"


def _text(value: Any) -> str:
    """Return a cell as text; an absent one may be empty or NaN."""
    return "" if value is None or value != value else str(value)
