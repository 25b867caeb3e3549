"""Who counts as a responder: by a threshold of change, by a state, or by a favourable answer."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outcomes.analysis.change import PERCENT, reached_change
from outcomes.instruments.definition import Endpoint, Threshold

CHANGE = "minimal important change"
STATE = "acceptable symptom state"
FAVOURABLE = "favourable answer"
"""The key of a yes-or-no endpoint's only definition."""

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Definition:
    """One way to count responders on an endpoint.

    Parameters
    ----------
    endpoint : Endpoint
        With a direction that is better.
    key : str
        What stands under ``subgroup`` of its estimates: ``threshold 2`` for the second threshold of
        the endpoint, `FAVOURABLE` for a yes-or-no endpoint.
    threshold : Threshold or None
        A minimal important change or an acceptable symptom state; None for a yes-or-no endpoint.
    """

    endpoint: Endpoint
    key: str
    threshold: Threshold | None = None

    @property
    def needs_baseline(self) -> bool:
        """Whether a response is a change from baseline."""
        return self.threshold is not None and self.threshold.meaning == CHANGE

    def responded(self, baseline: pd.Series, value: pd.Series) -> pd.Series:
        """Return who responded, of participants whose scores are known."""
        if self.threshold is None:
            return value == (0 if self.endpoint.higher == "worse" else 1)
        if self.needs_baseline:
            return reached_change(self.endpoint, self.threshold, baseline, value)
        state = self.threshold.value
        if self.endpoint.higher == "worse":
            return value <= state + _ROUNDING
        return value >= state - _ROUNDING

    def lacks_room(self, baseline: pd.Series) -> pd.Series:
        """Return who cannot improve by the threshold, as the scale ends before; False if unknown.

        Examples
        --------
        >>> pain = Endpoint("pain", "Pain", 0, 10, "points", "worse")
        >>> two = Threshold(CHANGE, 2, "points", "", "example", "assumed")
        >>> baseline = pd.Series([1.5, 2.0, float("nan")])
        >>> list(Definition(pain, "threshold 1", two).lacks_room(baseline))
        [True, False, False]
        """
        none = pd.Series(False, index=baseline.index)
        if self.threshold is None or not self.needs_baseline:
            return none
        is_worse = self.endpoint.higher == "worse"
        room = baseline - self.endpoint.low if is_worse else self.endpoint.high - baseline
        needed = self.threshold.value
        if self.threshold.unit == PERCENT:
            return (needed / 100 * baseline.abs() > room + _ROUNDING) | (room <= _ROUNDING)
        return room < needed - _ROUNDING


def list_definitions(endpoint: Endpoint) -> tuple[Definition, ...]:
    """List how responders are counted on an endpoint, one definition a threshold.

    Thresholds of the same size that were found in different populations are not merged. There is
    none where neither direction is better.
    """
    if endpoint.higher == "neither":
        return ()
    if endpoint.kind == "binary":
        return (Definition(endpoint, FAVOURABLE),)
    return tuple(
        Definition(endpoint, f"threshold {place}", threshold)
        for place, threshold in enumerate(endpoint.thresholds, 1)
        if threshold.meaning == CHANGE
        or (threshold.meaning == STATE and threshold.unit == endpoint.unit)
    )


def find_definition(endpoint: Endpoint, key: str) -> Definition:
    """Return the definition that an estimate's ``subgroup`` names.

    Raises
    ------
    ValueError
        If the endpoint has no such definition.
    """
    for definition in list_definitions(endpoint):
        if definition.key == key:
            return definition
    raise ValueError(
        f"{endpoint.label} has no way to count responders named {key!r}; pass the labels of the "
        "study that the estimates come from"
    )
