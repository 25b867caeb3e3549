"""From checked cells to the long table of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from outcomes.instruments import score_items
from outcomes.study.measures import MeasureReading
from outcomes.study.study import StudyVisit
from outcomes.study.text_columns import find_positions

SCORE_COLUMNS = ["participant", "arm", "visit", "week", "endpoint", "value", "side"]
"""Columns of the long table."""

_WHERE = ["participant", "visit", "side"]


def score_cells(
    cells: pd.DataFrame,
    readings: Mapping[str, MeasureReading],
    participants: pd.DataFrame,
    visits: Sequence[StudyVisit],
) -> pd.DataFrame:
    """Score every measure and stack the scores.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row a cell: ``participant, visit, side, measure, item, value``; nothing twice.
    readings : mapping of str to MeasureReading
        By measure, in the order of the study file.
    participants : pandas.DataFrame
        ``participant`` and ``arm``, one row a participant.
    visits : sequence of StudyVisit
        In order of time.

    Returns
    -------
    pandas.DataFrame
        `SCORE_COLUMNS`, one row a score that is there; by endpoint, participant, visit and side,
        whatever the order of the cells.
    """
    parts = [
        score_measure(cells[cells["measure"] == name], reading)
        for name, reading in readings.items()
    ]
    scores = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    scores = scores[scores["value"].notna()]
    weeks = np.array([visit.week for visit in visits], dtype=float)
    person = find_positions(scores["participant"], participants["participant"])
    visit = find_positions(scores["visit"], [visit.name for visit in visits])
    scores = scores.assign(arm=participants["arm"].array.take(person), week=weeks[visit])
    endpoint = find_positions(scores["endpoint"], _endpoint_names(readings))
    side = pd.factorize(scores["side"], sort=True)[0]
    order = np.lexsort((side, scores["week"].to_numpy(), person, endpoint))
    ordered = scores[SCORE_COLUMNS].iloc[order]
    texts = ["participant", "arm", "visit", "endpoint", "side"]
    return ordered.astype(dict.fromkeys(texts, "str") | {"value": float}).reset_index(drop=True)


def score_measure(cells: pd.DataFrame, reading: MeasureReading) -> pd.DataFrame:
    """Score one measure.

    Parameters
    ----------
    cells : pandas.DataFrame
        Its cells: ``participant, visit, side, item, value``; nothing twice.
    reading : MeasureReading
        How it is read.

    Returns
    -------
    pandas.DataFrame
        ``participant, visit, side, endpoint, value``; NaN where too many items are missing.
    """
    if reading.instrument is None:
        (endpoint,) = reading.endpoints.values()
        return cells[[*_WHERE, "value"]].assign(endpoint=endpoint.name)
    items = cells.pivot(index=_WHERE, columns="item", values="value")  # noqa: PD010
    codes = [item.code for item in reading.instrument.items]
    scores = score_items(reading.instrument, items.reindex(columns=codes).astype(float))
    names = {local: endpoint.name for local, endpoint in reading.endpoints.items()}
    where = scores.index.to_frame(index=False)
    return where.iloc[np.tile(np.arange(len(where)), len(names))].assign(
        endpoint=np.repeat(list(names.values()), len(where)),
        value=scores[list(names)].to_numpy().ravel("F"),
    )


def _endpoint_names(readings: Mapping[str, MeasureReading]) -> list[str]:
    return [
        endpoint.name for reading in readings.values() for endpoint in reading.endpoints.values()
    ]
