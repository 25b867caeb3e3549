"""The estimates of a model of several treatments of the same persons, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.reasons import explain
from outcomes.analysis.treatment_model import TreatmentModel
from outcomes.analysis_record import AnalysisRecord
from outcomes.errors import AnalysisError
from outcomes.instruments.definition import Endpoint

MODEL = "mixed model of all scores"

Row = dict[str, Any]
Pair = tuple[str, str]


def list_model_rows(
    model: TreatmentModel, pairs: Sequence[Pair], endpoint: Endpoint, done: AnalysisRecord
) -> Iterator[Row]:
    """Yield the adjusted mean of each treatment and the difference of each pair.

    Parameters
    ----------
    model : TreatmentModel
        Of one endpoint.
    pairs : sequence of (str, str)
        Treatment and comparator.
    endpoint : Endpoint
        Says whether higher is better.
    done : AnalysisRecord
        All of what is done but for what the fit decides.
    """
    counts = model.rows.groupby("treatment")["participant"].nunique()
    try:
        done = model.record(done)
    except AnalysisError as error:
        reason = explain(error, visits=done.visits)
        for pair in pairs:
            found = {**name_pair(pair), "quantity": "difference", "analysis": MODEL}
            yield {**found, "reason": reason}
        return
    shared = {"analysis": MODEL, "done": done}
    for treatment, numbers in model.list_means():
        about = {"quantity": "adjusted mean", "arm": treatment, "n_arm": counts[treatment]}
        yield {**shared, **numbers, **about}
    for pair in pairs:
        sizes = {"n_arm": counts.get(pair[0], 0), "n_comparator": counts.get(pair[1], 0)}
        row = {**shared, "quantity": "difference", **name_pair(pair), **sizes}
        try:
            yield {**row, **favour(endpoint, model.compare(pair), pair)}
        except AnalysisError as error:
            yield {**row, "done": None, "reason": explain(error, visits=done.visits)}


def favour(endpoint: Endpoint, row: Row, pair: Pair) -> Row:
    """Return a row of a difference with the treatment that its sign favours."""
    return {**row, "favours": favoured_arm(endpoint, row["estimate"], *pair)}


def name_pair(pair: Pair) -> Row:
    """Return the columns that name a pair."""
    return {"arm": pair[0], "comparator": pair[1]}
