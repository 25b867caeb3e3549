"""Rows of the estimates frame that every pooled effect has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from outcomes.analysis.meta.dependent import DependentPool
    from outcomes.analysis.meta.pool import Pooled


def share_columns(pooled: Pooled | DependentPool, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that all rows of one pool have; ``favours`` is not one of them."""
    return {
        "level": pooled.level,
        "done": pooled.done,
        "analysis": "meta-analysis of published trials",
        **{name: value for name, value in columns.items() if name != "favours"},
    }


def make_pooled_row(pooled: Pooled | DependentPool, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of the average effect, with its confidence interval."""
    return {
        **share_columns(pooled, columns),
        "quantity": "pooled effect",
        "estimate": pooled.estimate,
        "se": pooled.se,
        "statistic": pooled.statistic,
        "p_value": pooled.p_value,
        **_quantile_columns(pooled.df),
        "ci_low": pooled.ci.low,
        "ci_high": pooled.ci.high,
        "favours": columns.get("favours", ""),
    }


def make_predicted_row(
    pooled: Pooled | DependentPool, columns: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the row of a new trial's effect, with the prediction interval."""
    return {
        **share_columns(pooled, columns),
        "quantity": "predicted effect",
        "estimate": pooled.estimate,
        "se": pooled.predicted_se,
        **_quantile_columns(pooled.pi_df),
        "ci_low": pooled.pi.low,
        "ci_high": pooled.pi.high,
    }


def _quantile_columns(df: float) -> dict[str, Any]:
    return {"distribution": "normal"} if np.isinf(df) else {"distribution": "t", "df": df}
