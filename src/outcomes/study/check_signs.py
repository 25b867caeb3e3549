"""Asking what the sign of a motion means where the tables do not show it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from outcomes.study.fault_list import FaultList
from outcomes.study.measures import MeasureReading
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.source import STUDY_FILE


def ask_signs(
    draft: Draft, cells: pd.DataFrame, readings: Mapping[str, MeasureReading], faults: FaultList
) -> None:
    """Ask of a motion whose range lies mostly below 0, where no value does, what its sign means.

    Most charts write 12 for a knee that lacks 12 degrees; analysed as it stands, that is 12 degrees
    beyond straight, and every change has the wrong direction.

    Parameters
    ----------
    draft : Draft
        The study file.
    cells : pandas.DataFrame
        One row a sound cell: ``measure, value`` as analysed, and more.
    readings : mapping of str to MeasureReading
        The measures read.
    faults : FaultList
        Receives the queries.
    """
    for name, reading in readings.items():
        convention = reading.measure.convention
        values = cells.loc[cells["measure"] == name, "value"]
        if convention == "signed" or not (convention == "deficit" or _is_mostly_lacking(reading)):
            continue
        if (values < 0).any() or not (values > 0).any():
            continue
        faults.ask(
            Query(
                "sign-convention",
                f"No value of {reading.label} is below 0, so none is analysed as a deficit.",
                _what_to_do(convention),
                STUDY_FILE,
                draft.source.line(("measures", name)),
                f"measures.{name}.convention",
                measure=name,
            )
        )


def _is_mostly_lacking(reading: MeasureReading) -> bool:
    """Whether the range of a motion lies mostly below 0, as that of a knee's extension does."""
    endpoint = next(iter(reading.endpoints.values()))
    return endpoint.domain == "range of motion" and -endpoint.low > endpoint.high


def _what_to_do(convention: str | None) -> str:
    if convention == "deficit":
        return (
            "If the tables hold deficits as negative numbers, say `convention: signed`; if all "
            "went beyond 0, answer this under `queries`."
        )
    return (
        "If 12 in the tables means that 12 degrees are lacking, say `convention: deficit` at the "
        "measure; if it means 12 degrees beyond 0, say `convention: signed`."
    )
