"""The pooled composite of Sit 2016, rebuilt from its two trials as far as they can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from outcomes.analysis.meta import pool
from outcomes.analysis.meta.effects import standardised_mean_difference
from outcomes.analysis.synthesis.effects import UNITS, read_spread, turn_sign
from outcomes.analysis_record import AnalysisRecord
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.evidence import Pack
from outcomes.overview import Overview

SPLITS = ((18, 18), (20, 16), (21, 15))
"""Assumed splits of the 36 participants of Dumais 2012: injections, exercise."""


@dataclass(frozen=True, eq=False, repr=False)
class Rebuilt(Overview):
    """A published pool beside what can be rebuilt of it.

    Attributes
    ----------
    published : tuple of float
        Estimate and 95 % interval as printed.
    variants : pandas.DataFrame
        One row an assumed split and effect: ``n_dextrose``, ``n_exercise``, ``effect``,
        ``estimate``, ``ci_low``, ``ci_high`` (DerSimonian-Laird, normal), ``tau2``, ``i2``
        (percent), ``kh_low``, ``kh_high`` (Knapp-Hartung).
    citations : tuple of str
        Keys of the review and of its trials.
    """

    published: tuple[float, float, float]
    variants: pd.DataFrame
    citations: tuple[str, ...] = ("sit2016", "rabago2013", "dumais2012")

    def to_estimates(self) -> pd.DataFrame:
        """Return rows of the estimates frame: each variant with both of its intervals."""
        return make_estimates(
            {
                "endpoint": "symptoms",
                "subgroup": f"{row['n_dextrose']} and {row['n_exercise']} in Dumais 2012",
                "arm": "dextrose",
                "comparator": "control",
                "quantity": "pooled effect",
                "estimate": row["estimate"],
                "distribution": distribution,
                "df": df,
                "level": 0.95,
                "ci_low": row[low],
                "ci_high": row[high],
                "unit": UNITS["SMD"],
                "analysis": "published pool, rebuilt",
                "done": AnalysisRecord(
                    "meta-analysis",
                    scale="",
                    estimator="DL",
                    standard_error="knapp-hartung" if distribution == "t" else "model-based",
                ),
            }
            for row in self.variants.to_dict("records")
            for distribution, df, low, high in (
                ("normal", math.nan, "ci_low", "ci_high"),
                ("t", 1.0, "kh_low", "kh_high"),
            )
        )


def rebuild_sit2016(pack: Pack, splits: Sequence[tuple[int, int]] = SPLITS) -> Rebuilt:
    """Rebuild the pooled WOMAC composite against exercise at 12 to 16 weeks.

    Parameters
    ----------
    pack : Pack
        The evidence.
    splits : sequence of (int, int)
        Assumed participants of Dumais 2012 in the arms with injections and with exercise.

    Returns
    -------
    Rebuilt

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> estimates = rebuild_sit2016(load_pack("dextrose-prolotherapy")).variants["estimate"]
    >>> sorted(set(estimates.round(2).tolist()))
    [0.8, 0.81, 0.82]
    """
    table = pack.published
    rabago = _pair(table, trial="rabago2013", outcome="WOMAC composite", week=12.0)
    dumais = _pair(table, trial="dumais2012", outcome="WOMAC total", week=16.0)
    review = table[table["trial"] == "sit2016"].set_index("outcome")
    printed = review.loc["WOMAC composite"]
    rows = [
        _variant(rabago, dumais, split, correct=correct)
        for correct in (True, False)
        for split in splits
    ]
    return Rebuilt(
        published=(float(printed["value"]), float(printed["ci_low"]), float(printed["ci_high"])),
        variants=pd.DataFrame(rows),
    )


def _variant(
    rabago: list[dict[Any, Any]],
    dumais: list[dict[Any, Any]],
    split: tuple[int, int],
    *,
    correct: bool,
) -> dict[str, Any]:
    assumed = [{**row, "n": float(n)} for row, n in zip(dumais, split, strict=True)]
    effects = standardised_mean_difference(
        *_columns(rabago[0], assumed[0]),
        *_columns(rabago[1], assumed[1]),
        correction="hedges" if correct else "none",
    )
    pooled = pool(effects.yi, effects.vi, tau2="DL", test="normal")
    return {
        "n_dextrose": split[0],
        "n_exercise": split[1],
        "effect": "Hedges' g" if correct else "Cohen's d",
        "estimate": pooled.estimate,
        "ci_low": pooled.ci.low,
        "ci_high": pooled.ci.high,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "kh_low": pooled.ci_knapp_hartung.low,
        "kh_high": pooled.ci_knapp_hartung.high,
    }


def _columns(*rows: dict[Any, Any]) -> tuple[list[float], list[float], list[float]]:
    """Return n, mean with positive as improvement, and SD of one arm of each trial."""
    spreads = [read_spread(row) for row in rows]
    means = [turn_sign(row) * row["value"] for row in rows]
    return [n for n, _, _ in spreads], means, [sd for _, sd, _ in spreads]


def _pair(table: pd.DataFrame, *, trial: str, outcome: str, week: float) -> list[dict[Any, Any]]:
    """Return the changes of the active arm and of the exercise arm."""
    rows = table[
        (table["trial"] == trial)
        & (table["outcome"] == outcome)
        & (table["week"] == week)
        & (table["statistic"] == "change")
    ]
    pair = [
        row
        for role in ("active", "control")
        for row in rows[rows["arm_role"] == role].to_dict("records")
    ]
    if len(pair) != 2:
        raise AnalysisError(f"{trial}, {outcome}, week {week:g}: two arms were expected")
    return pair
