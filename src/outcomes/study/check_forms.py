"""Checking that answers are of the form of the instrument that the study file names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from outcomes.errors import Fault
from outcomes.instruments import INSTRUMENTS
from outcomes.instruments.instrument import Instrument
from outcomes.study.measures import MeasureReading, unit_analysed
from outcomes.study.plan import find_instrument
from outcomes.study.read_study_file import Draft

_ENOUGH = 20
"""Answers below which a small range may be chance."""


def check_forms(
    draft: Draft, cells: pd.DataFrame, readings: Mapping[str, MeasureReading]
) -> Iterator[Fault]:
    """Yield measures whose answers all look like those of another form with a smaller range.

    Answers 0 to 4 of a Likert form lie in the range 0 to 100 of a visual analogue form as well, and
    would be scored as next to no complaints.

    Parameters
    ----------
    draft : Draft
        The study file.
    cells : pandas.DataFrame
        One row a sound cell: ``measure, value`` and more.
    readings : mapping of str to MeasureReading
        The measures read.
    """
    for name, reading in readings.items():
        instrument = find_instrument(reading.measure)
        if instrument is None or not (instrument.single or reading.measure.items):
            continue
        form = _form_alike(instrument, cells.loc[cells["measure"] == name, "value"])
        if form is not None:
            high = max(item.high for item in form.items)
            yield draft.source.fault(
                ("measures", name, "instrument"),
                f"Every answer is a whole number of at most {high:g}: these look like answers of "
                f"{form.label}.",
                f"Name the instrument that was used: if it is that one, `{form.name}`; "
                f"{_or_centimetres(reading)}if not, correct the answers.",
                instrument.name,
            )


def _or_centimetres(reading: MeasureReading) -> str:
    """Name the other reason why every answer may be small: lines measured in centimetres."""
    if unit_analysed(reading.measure) != "mm" or reading.measure.unit:
        return ""
    return "if it is the one named, measured in centimetres, say `unit: cm`; "


def _form_alike(instrument: Instrument, answers: pd.Series) -> Instrument | None:
    """Return the form of smallest range that every answer fits, if it is not the one named."""
    if len(answers) < _ENOUGH or answers.nunique() < 2 or (answers % 1 != 0).any():
        return None
    low, high = _range(instrument)
    forms = [
        other
        for other in INSTRUMENTS.values()
        if _family(other) == _family(instrument)
        and _range(other)[0] == low
        and answers.max() <= _range(other)[1] < high
    ]
    return min(forms, key=lambda form: _range(form)[1], default=None)


def _family(instrument: Instrument) -> str:
    """Return what forms of one instrument share: the label up to the form."""
    return instrument.label.partition(",")[0]


def _range(instrument: Instrument) -> tuple[float, float]:
    return min(item.low for item in instrument.items), max(item.high for item in instrument.items)
