"""Effect sizes of single trials with their sampling variances, ready to pool."""

from outcomes.analysis.meta.effects.correlations import correlation
from outcomes.analysis.meta.effects.counts import odds_ratio, risk_difference, risk_ratio
from outcomes.analysis.meta.effects.means import (
    change_sd,
    hedges_factor,
    mean_change,
    mean_difference,
    standardised_mean_change,
    standardised_mean_difference,
)
from outcomes.analysis.meta.effects.proportions import proportion
from outcomes.analysis.meta.effects.sizes import EffectSizes

__all__ = [
    "EffectSizes",
    "change_sd",
    "correlation",
    "hedges_factor",
    "mean_change",
    "mean_difference",
    "odds_ratio",
    "proportion",
    "risk_difference",
    "risk_ratio",
    "standardised_mean_change",
    "standardised_mean_difference",
]
