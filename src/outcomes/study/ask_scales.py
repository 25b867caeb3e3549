"""Queries about whole measures: direction against its siblings, rounding, a change out of reach."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.instruments.definition import Endpoint
from outcomes.study.measures import MeasureReading
from outcomes.study.query import Query
from outcomes.study.source import STUDY_FILE

LEAST = 0.3
"""Correlation, turned, from which a scale runs against the others."""

SURE = 4.0
"""How many times its standard error under no correlation it must be."""

ROUNDED = 0.75
"""Share of whole degrees ending in 0 or 5 from which readings were rounded to five degrees."""

READINGS = 40
"""Readings below which endings may be chance."""

FEW_READINGS = 3
"""Different readings up to which nothing can be said of their endings."""


def ask_about_scales(
    scores: pd.DataFrame, readings: Mapping[str, MeasureReading]
) -> Iterator[Query]:
    """Yield queries about measures as a whole.

    Parameters
    ----------
    scores : pandas.DataFrame
        The long table of scores.
    readings : mapping of str to MeasureReading
        The measures read.
    """
    measure_of = {
        endpoint.name: reading.name
        for reading in readings.values()
        for endpoint in reading.endpoints.values()
    }
    endpoints = [
        endpoint for reading in readings.values() for endpoint in reading.endpoints.values()
    ]
    yield from _ask_about_direction(scores, endpoints, measure_of)
    for endpoint in endpoints:
        values = scores.loc[scores["endpoint"] == endpoint.name]
        yield from _ask_about_rounding(values, endpoint, measure_of[endpoint.name])
        yield from _ask_about_reach(values, endpoint, measure_of[endpoint.name])


def _ask_about_direction(
    scores: pd.DataFrame, endpoints: list[Endpoint], measure_of: Mapping[str, str]
) -> Iterator[Query]:
    """Ask where scores, turned so that higher is better, fall when the others rise.

    The others' common course is their first principal component.
    """
    judged = {e.name: e for e in endpoints if e.higher != "neither" and e.kind != "binary"}
    wide = scores[scores["endpoint"].isin(judged)].pivot_table(
        index=["participant", "visit"], columns="endpoint", values="value", observed=True
    )
    for name in wide.columns:
        if judged[str(name)].higher == "worse":
            wide[name] = -wide[name]
    measures = {str(name): measure_of[str(name)] for name in wide.columns}
    for name in wide.columns:
        others = [other for other in wide.columns if measures[other] != measures[name]]
        rows = wide[[name, *others]].dropna() if others else wide.iloc[:0]
        if len(rows) < 2 * len(others) + 3 or not (rows.std() > 0).all():
            continue
        r = _correlate(rows[name].to_numpy(), rows[others].to_numpy())
        if r < -max(LEAST, SURE / math.sqrt(len(rows))):
            yield Query(
                "against-siblings",
                f"Where the other scores are better, {judged[str(name)].label} is worse "
                f"(correlation {r:.2f} over {len(rows)} visits), by the directions declared.",
                "If its direction, coding or sign is another, correct it (`higher`, `convention`); "
                "if it is right, answer this query under `queries`.",
                STUDY_FILE,
                column=f"measures.{measures[name]}",
                measure=measures[name],
            )


def _correlate(own: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """Correlate one score with the first principal component of others, turned to run with them."""
    standard = (others - others.mean(axis=0)) / others.std(axis=0)
    _, _, axes = np.linalg.svd(standard, full_matrices=False)
    course = standard @ axes[0]
    if axes[0].sum() < 0:
        course = -course
    with np.errstate(invalid="ignore", divide="ignore"):  # no correlation of what does not vary
        return float(np.corrcoef(own, course)[0, 1])


def _ask_about_rounding(values: pd.DataFrame, endpoint: Endpoint, measure: str) -> Iterator[Query]:
    if endpoint.unit != "degrees" or len(values) < READINGS:
        return
    share = float((values["value"] % 5 == 0).mean())
    if share >= ROUNDED and values["value"].nunique() > FEW_READINGS:
        yield Query(
            "rounded-readings",
            f"{share:.0%} of the {len(values)} readings of {endpoint.label} end in 0 or 5, where "
            "one in five would by chance.",
            "Readings rounded to five degrees cannot show small changes; if that is how they were "
            "read, answer this query under `queries`.",
            STUDY_FILE,
            column=f"measures.{measure}",
        )


def _ask_about_reach(values: pd.DataFrame, endpoint: Endpoint, measure: str) -> Iterator[Query]:
    """Ask where nobody's baseline leaves room for the change that is called important."""
    important = endpoint.important_change
    if important is None or endpoint.higher == "neither" or important.unit != endpoint.unit:
        return
    start = values.loc[values["week"] == 0, "value"]
    room = start - endpoint.low if endpoint.higher == "worse" else endpoint.high - start
    if len(start) and (room < important.value).all():
        yield Query(
            "change-out-of-reach",
            f"No participant can improve by the minimal important change of {important.value:g} "
            f"{important.unit} in {endpoint.label}: the baseline scores leave at most "
            f"{room.max():g}.",
            "Name a threshold of these participants, or answer this query under `queries`.",
            STUDY_FILE,
            column=f"measures.{measure}",
        )
