"""Rows of estimates for tests of the passages beside a result."""

from __future__ import annotations

import math
from typing import Any

from tests.tables.examples import change

NAN = math.nan


def enrolled(arm: str, number: float) -> dict[str, Any]:
    return {"arm": arm, "quantity": "n", "estimate": number, "n_arm": number}


def missing(arm: str, number: float, due: float, **more: Any) -> dict[str, Any]:
    """Participants without a score at the primary visit."""
    place = {"endpoint": "womac.pain", "visit": "week 52", "week": 52}
    row = {**place, "arm": arm, "quantity": "missing", "estimate": number, "n_arm": due}
    return {**row, "unit": "participants", **more}


def chance_range(half: float, **more: Any) -> dict[str, Any]:
    return {
        "endpoint": "womac.pain",
        "visit": "week 52",
        "week": 52,
        "arm": "dextrose",
        "comparator": "saline",
        "quantity": "chance range",
        "estimate": 0.0,
        "ci_low": -half,
        "ci_high": half,
        "df": 50,
        "distribution": "t",
        "level": 0.95,
        **more,
    }


def intervals(every: float, excluding: float, expected: float) -> list[dict[str, Any]]:
    counts = {
        "all": every,
        "excluding no difference": excluding,
        "excluding no difference, expected by chance alone": expected,
    }
    return [
        {"quantity": "intervals", "subgroup": name, "estimate": count}
        for name, count in counts.items()
    ]


def improved(arm: str, count: int, n: int, **more: Any) -> dict[str, Any]:
    """Participants better by the important change."""
    row = change(arm, count / n, 0.1)
    return {**row, "quantity": "share", "threshold": 12, "n_arm": n, "unit": "share", **more}


def apart(endpoint: str, size: float, **more: Any) -> dict[str, Any]:
    return {
        "endpoint": endpoint,
        "arm": "dextrose",
        "comparator": "saline",
        "quantity": "standardised difference",
        "estimate": size,
        **more,
    }
