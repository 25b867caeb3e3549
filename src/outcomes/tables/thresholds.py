"""The table of sizes of change that matter, with where they come from."""

from __future__ import annotations

from outcomes.displays.table import Column, Table
from outcomes.rounding import format_size
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_endpoint

EVIDENCE_LEVELS = {
    "primary": "the source itself",
    "secondary": "another publication that quotes it",
    "assumed": "assumed, not read",
}
"""Where a threshold's value was read, in words."""


def table_thresholds(labels: Labels) -> Table:
    """Table the published thresholds of the study's endpoints.

    Parameters
    ----------
    labels : Labels
        The study's names; its endpoints carry their thresholds.

    Returns
    -------
    Table
        One row a threshold: what it means, its size, where it was found, its source and whether it
        was read there, quoted by another, or assumed.
    """
    rows = [
        (
            name_endpoint(labels, name),
            threshold.meaning,
            format_size(threshold.value),
            threshold.unit,
            "; ".join(filter(None, (threshold.context, threshold.nearest))) or "not stated",
            threshold.source,
            EVIDENCE_LEVELS[threshold.evidence_level],
        )
        for name, endpoint in labels.endpoints.items()
        for threshold in endpoint.thresholds
    ]
    without = [
        name_endpoint(labels, name)
        for name, endpoint in labels.endpoints.items()
        if not (endpoint.thresholds or endpoint.doubt)
    ]
    doubted = [
        name_endpoint(labels, name) for name, endpoint in labels.endpoints.items() if endpoint.doubt
    ]
    notes = [
        "A minimal important change or a measurement error is one patient's; only a minimal "
        "important difference was found between groups."
    ]
    if without:
        notes.append(f"No threshold is given for: {', '.join(without)}.")
    if doubted:
        notes.append(f"None is applied while a query is open: {', '.join(doubted)}.")
    return Table(
        caption="Sizes of change that matter, as published",
        columns=(
            Column("Endpoint"),
            Column("Meaning"),
            Column("Size", numeric=True),
            Column("Unit"),
            Column("Found in"),
            Column("Source"),
            Column("Read in"),
        ),
        rows=tuple(rows),
        row_headers=2,
        notes=tuple(notes),
        empty="No endpoint of this study has a published threshold here.",
    )
