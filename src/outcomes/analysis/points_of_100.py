"""Putting changes on points of 100 with improvement above 0, and standard deviations too."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from outcomes.evidence.schema import SIGN

POINTS = 100.0
"""Length of the scale that everything is put on."""

UNIT = "points of 100"

Row = Mapping[str, Any]


def list_baselines(rows: Sequence[Row]) -> list[Row]:
    """Return the baseline means with a standard deviation, on a scale with two ends."""
    return [
        row
        for row in rows
        if row["statistic"] == "mean"
        and row["week"] == 0
        and row["sd"] > 0
        and row["n"] > 1
        and row["scale_low"] < row["scale_high"]
    ]


def pool_spread(rows: Sequence[Row], domain: str) -> float:
    """Return the standard deviation of baseline scores in points of 100, weighted by n - 1."""
    baselines = [row for row in list_baselines(rows) if row["endpoint_domain"] == domain]
    df = sum(row["n"] - 1 for row in baselines)
    if not df:
        return math.nan
    scaled = [
        (row["n"] - 1) * (row["sd"] * POINTS / (row["scale_high"] - row["scale_low"])) ** 2
        for row in baselines
    ]
    return math.sqrt(sum(scaled) / df)


def find_factor_of(row: Row) -> float:
    """Return `find_factor` of a published row."""
    return find_factor(row["higher"], row["scale_low"], row["scale_high"])


def find_factor(higher: str, low: float, high: float) -> float:
    """Return what turns a change into points of 100 with improvement above 0; NaN if nothing."""
    if higher not in SIGN or not -math.inf < low < high < math.inf:
        return math.nan
    return SIGN[higher] * POINTS / (high - low)


def scale_change(value: float, low: float, high: float, factor: float) -> dict[str, float]:
    """Return a change and the ends of its interval, multiplied."""
    ends = sorted((factor * low, factor * high))
    return {"change": factor * value, "ci_low": ends[0], "ci_high": ends[1]}
