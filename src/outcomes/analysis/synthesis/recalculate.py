"""Published pools, recalculated from their trials as far as these can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pandas as pd

from outcomes.analysis.meta import pool
from outcomes.analysis.meta.effects import (
    EffectSizes,
    mean_difference,
    standardised_mean_difference,
)
from outcomes.analysis.synthesis.effects import UNITS, read_spread, turn_sign
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.evidence import Pack
from outcomes.evidence.pools import PublishedPool, list_pools
from outcomes.overview import Overview

SIZES = {
    "SMD": {"Hedges' g": "hedges", "Cohen's d": "none"},
    "MD": {"mean difference": ""},
}
"""Effects that a review may have pooled under the name of a measure, with their correction."""


@dataclass(frozen=True, eq=False, repr=False)
class Recalculated(Overview):
    """A published pool beside what can be recalculated of it.

    Attributes
    ----------
    pack : Pack
        The evidence.
    pool : PublishedPool
        What was printed, the trials, and what had to be assumed.
    variants : pandas.DataFrame
        One row an effect and a set of assumed sizes: ``sizes`` (in words, empty where none is
        assumed), ``effect``, ``estimate``, ``ci_low``, ``ci_high`` (by the review's model, normal),
        ``tau2``, ``i2`` (percent), ``kh_low``, ``kh_high`` (Knapp-Hartung).
    """

    pack: Pack = field(repr=False)
    pool: PublishedPool
    variants: pd.DataFrame

    @property
    def published(self) -> tuple[float, float, float]:
        """Estimate and 95 % interval as printed."""
        printed = self.pool.printed
        return printed["value"], printed["ci_low"], printed["ci_high"]

    @property
    def citations(self) -> tuple[str, ...]:
        """Keys of the review and of its trials."""
        arms = (trial.arm["citation"] for trial in self.pool.trials)
        return (self.pool.printed["citation"], *dict.fromkeys(arms))

    @property
    def unit(self) -> str:
        """Unit of the pooled effect."""
        return UNITS.get(self.pool.measure) or str(self.pool.printed["unit"])

    def to_estimates(self) -> pd.DataFrame:
        """Return rows of the estimates frame: each variant with both of its intervals."""
        return make_estimates(
            self.describe(row, by_knapp_hartung=way)
            for row in self.variants.to_dict("records")
            for way in (False, True)
        )

    def describe(
        self, variant: Mapping[Any, Any], *, by_knapp_hartung: bool = False
    ) -> dict[str, Any]:
        """Return one variant as a row of the estimates frame."""
        low, high = ("kh_low", "kh_high") if by_knapp_hartung else ("ci_low", "ci_high")
        printed = self.pool.printed
        return {
            "endpoint": printed["endpoint_domain"],
            "subgroup": variant["sizes"],
            "arm": printed["arm"],
            "comparator": printed["comparator_role"],
            "quantity": "pooled effect",
            "estimate": variant["estimate"],
            "distribution": "t" if by_knapp_hartung else "normal",
            "df": len(self.pool.trials) - 1.0 if by_knapp_hartung else math.nan,
            "level": 0.95,
            "ci_low": variant[low],
            "ci_high": variant[high],
            "unit": self.unit,
            "analysis": "published pool, rebuilt",
            "done": AnalysisRecord(
                "meta-analysis",
                scale="",
                estimator=self.pool.model,
                standard_error="knapp-hartung" if by_knapp_hartung else "model-based",
            ),
        }


def rebuild_published(pack: Pack, joint: str = "any") -> tuple[Recalculated, ...]:
    """Recalculate the published pools of a joint that a pack names under ``pools.csv``.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> (found,) = rebuild_published(load_pack("dextrose-prolotherapy"), "knee")
    >>> sorted(set(found.variants["estimate"].round(2).tolist()))
    [0.8, 0.81, 0.82]
    """
    return tuple(recalculate(pack, pool) for pool in list_pools(pack, joint))


def recalculate(pack: Pack, published: PublishedPool) -> Recalculated:
    """Recalculate one published pool, once for each effect and each set of assumed sizes."""
    variants = [
        _pool_variant(pack, published, effect, sizes)
        for effect in SIZES[published.measure]
        for sizes in product(*(trial.sizes for trial in published.trials))
    ]
    return Recalculated(pack, published, pd.DataFrame(variants))


def _pool_variant(
    pack: Pack, published: PublishedPool, effect: str, sizes: Sequence[tuple[float, float]]
) -> dict[str, Any]:
    made = _make_effects(published, effect, sizes)
    pooled = pool(made.yi, made.vi, tau2=published.model, test="normal")
    said = [
        f"{n:.0f} and {other:.0f} in {pack.name_citation(trial.trial)}"
        for trial, (n, other) in zip(published.trials, sizes, strict=True)
        if trial.are_assumed
    ]
    return {
        "sizes": ", ".join(said),
        "effect": effect,
        "estimate": pooled.estimate,
        "ci_low": pooled.ci.low,
        "ci_high": pooled.ci.high,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "kh_low": pooled.ci_knapp_hartung.low,
        "kh_high": pooled.ci_knapp_hartung.high,
    }


def _make_effects(
    published: PublishedPool, effect: str, sizes: Sequence[tuple[float, float]]
) -> EffectSizes:
    pairs = list(zip(published.trials, sizes, strict=True))
    arms = _list_columns([(trial.arm, n) for trial, (n, _) in pairs])
    others = _list_columns([(trial.comparator, n) for trial, (_, n) in pairs])
    if published.measure == "MD":
        return mean_difference(*arms, *others)
    correction = SIZES[published.measure][effect]
    return standardised_mean_difference(*arms, *others, correction=correction)


def _list_columns(
    arms: Sequence[tuple[Mapping[str, Any], float]],
) -> tuple[list[float], list[float], list[float]]:
    """Return n, mean with positive as improvement, and SD of one arm of each trial."""
    spreads = [read_spread({**row, "n": n}) for row, n in arms]
    means = [turn_sign(row) * row["value"] for row, _ in arms]
    return [n for n, _, _ in spreads], means, [sd for _, sd, _ in spreads]
