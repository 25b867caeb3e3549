"""Asking what the sign of a motion means where the tables do not show it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from outcomes.instruments import INSTRUMENTS
from outcomes.study.fault_list import FaultList
from outcomes.study.measures import MeasureReading
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.source import STUDY_FILE


def ask_signs(
    draft: Draft, cells: pd.DataFrame, readings: Mapping[str, MeasureReading], faults: FaultList
) -> None:
    """Ask of a motion whose deficit is negative, where no value is, whether it is a deficit.

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
        measure = reading.measure
        instrument = INSTRUMENTS.get(measure.instrument or "")
        may_lack = measure.convention == "deficit" or (
            instrument is not None and instrument.lacks_below_zero
        )
        values = cells.loc[cells["measure"] == name, "value"]
        if not may_lack or measure.convention == "signed" or not (values > 0).any():
            continue
        if (values < 0).any():
            continue
        faults.ask(
            Query(
                "sign-convention",
                f"No value of `{name}` is below 0, so none is analysed as a deficit.",
                _what_to_do(measure.convention),
                STUDY_FILE,
                draft.source.line(("measures", name)),
                f"measures.{name}.convention",
                measure=name,
            )
        )


def _what_to_do(convention: str | None) -> str:
    if convention == "deficit":
        return (
            "If the tables hold deficits as negative numbers, say `convention: signed`; if all "
            "went beyond 0, answer this query."
        )
    return (
        "If 12 in the tables means that 12 degrees are lacking, say `convention: deficit` at the "
        "measure; if it means 12 degrees beyond 0, say `convention: signed`."
    )
