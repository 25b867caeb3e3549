"""Notes: what was done to a study's tables because its study file declares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from outcomes.study.measures import MeasureReading


@dataclass(frozen=True)
class Note:
    """One thing that was done; `outcomes check` and every report show it.

    Parameters
    ----------
    part : str
        What kind of thing, in a word or two, as ``Converted``.
    text : str
        What was done, in sentences.
    """

    part: str
    text: str


def note_conversions(readings: Mapping[str, MeasureReading]) -> Iterator[Note]:
    """Yield what was converted, a note a measure.

    Parameters
    ----------
    readings : mapping of str to MeasureReading
        The measures read.
    """
    for reading in readings.values():
        conversions = [cell.conversion for cell in reading.cells.values()]
        if conversions[0] is not None:
            yield Note("Converted", f"{reading.label}. {conversions[0].note}")
