"""One effect between two arms from what a trial printed, with how it was made."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

from outcomes.analysis.meta.effects import (
    EffectSizes,
    mean_difference,
    odds_ratio,
    risk_difference,
    risk_ratio,
    standardised_mean_difference,
)
from outcomes.analysis.synthesis.derivation import Derivation, Score, Spread
from outcomes.errors import AnalysisError, NoEffectError
from outcomes.evidence import Pack, find_arm_size
from outcomes.evidence.schema import SIGN

Measure = Literal["MD", "SMD", "RR", "OR", "RD"]
Quantile = Literal["normal", "t"]
Row = Mapping[str, Any]

MEASURES = {
    "MD": "mean difference, in the outcome's own unit",
    "SMD": "standardised mean difference (Hedges' g, exact correction)",
    "RR": "logarithm of the risk ratio",
    "OR": "logarithm of the odds ratio",
    "RD": "difference of shares, in percentage points",
}
UNITS = {
    "SMD": "standard deviations",
    "RR": "log risk ratio",
    "OR": "log odds ratio",
    "RD": "percentage points",
}
"""Unit of the effects of a measure; a mean difference has its outcome's own."""
COLUMNS = (
    "trial",
    "citation",
    "name",
    "joint",
    "condition",
    "condition_group",
    "domain",
    "outcome",
    "unit",
    "scale_low",
    "scale_high",
    "arm",
    "comparator",
    "comparator_kind",
    "week",
    "measure",
    "yi",
    "vi",
    "ci_low",
    "ci_high",
    "n_arm",
    "n_comparator",
    "score",
    "shared_arm",
    "part_of",
    "reported",
    "risk_of_bias",
    "how",
)
"""Columns of a frame of effects, in order.

``condition_group`` is what effects are pooled within; ``yi`` is positive where the active arm did
better, ``vi`` its sampling variance, ``ci_low`` and ``ci_high`` the normal 95 % interval of the one
effect; ``score`` says whether changes or final scores were compared; ``shared_arm`` whether one of
the two arms takes part in another effect of the same trial, outcome and week; ``part_of`` the trial
whose interim report this is; ``reported`` what the authors' own test says; ``how`` the
`outcomes.analysis.synthesis.derivation.Derivation` of the
number.
"""

_NUMBERS = (
    "scale_low",
    "scale_high",
    "week",
    "yi",
    "vi",
    "ci_low",
    "ci_high",
    "n_arm",
    "n_comparator",
)

OF_MEANS = ("MD", "SMD")
_POINTS = 100.0
"""Percentage points of a share."""
_Z = float(norm.ppf(0.975))


def name_measured(domain: str, measure: str) -> str:
    """Return what effects are of: scores of a domain, or who responded in it."""
    return domain if measure in OF_MEANS else f"{domain} (responders)"


def make_effects(rows: Sequence[Row]) -> pd.DataFrame:
    """Build a frame of effects, columns `COLUMNS`, from one mapping an effect."""
    index = pd.RangeIndex(len(rows))
    dtypes = {name: np.dtype(float) for name in _NUMBERS} | {"shared_arm": np.dtype(bool)}
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], index, dtypes.get(name, object))
            for name in COLUMNS
        },
        index=index,
    )


def compare_arms(row: Row, other: Row, measure: Measure) -> dict[str, Any]:
    """Return the effect of an active arm against a comparator, from what was printed of both.

    Parameters
    ----------
    row, other : mapping
        Rows of the published numbers of one trial, outcome, week and statistic.
    measure : str
        ``MD`` or ``SMD`` of means, ``RR``, ``OR`` or ``RD`` of events.

    Returns
    -------
    dict
        Columns `COLUMNS` without ``shared_arm`` and ``part_of``.

    Raises
    ------
    NoEffectError
        Where an effect cannot be made of the two rows.
    """
    _refuse_measure(measure)
    sign, scale = turn_sign(row), _POINTS if measure == "RD" else 1.0
    made, (n_arm, n_other), how = (
        _compare_means(row, other, measure)
        if measure in OF_MEANS
        else _compare_counts(row, other, measure)
    )
    return {
        **_shared(row),
        "comparator": other["arm"],
        "comparator_kind": other["arm_role"],
        "measure": measure,
        **_numbers(sign * scale * float(made.yi[0]), scale**2 * float(made.vi[0])),
        "n_arm": n_arm,
        "n_comparator": n_other,
        "score": how.score,
        "how": replace(how, turned=sign < 0),
    }


def _compare_means(
    row: Row, other: Row, measure: Measure
) -> tuple[EffectSizes, tuple[float, float], Derivation]:
    (n_arm, sd_arm, how_arm), (n_other, sd_other, how_other) = (
        read_spread(one) for one in (row, other)
    )
    effect = mean_difference if measure == "MD" else standardised_mean_difference
    made = effect([n_arm], [row["value"]], [sd_arm], [n_other], [other["value"]], [sd_other])
    spreads = tuple(dict.fromkeys((how_arm, how_other)))
    if measure == "MD":
        spreads = tuple("se" if spread == "se for sd" else spread for spread in spreads)
    score: Score = "final scores" if row["statistic"] == "mean" else "changes from baseline"
    return made, (n_arm, n_other), Derivation(score, spreads=spreads)


def _compare_counts(
    row: Row, other: Row, measure: Measure
) -> tuple[EffectSizes, tuple[float, float], Derivation]:
    counts = [(one["events"], one["n"]) for one in (row, other)]
    if any(math.isnan(number) for count in counts for number in count):
        raise NoEffectError("counts-not-seen")
    (events, n_arm), (events_other, n_other) = counts
    effect = {"RR": risk_ratio, "OR": odds_ratio, "RD": risk_difference}[measure]
    made = effect([events], [n_arm], [events_other], [n_other])
    how = Derivation(
        "shares",
        counts=(events, n_arm, events_other, n_other),
        half_added=0 in (events, events_other, n_arm - events, n_other - events_other),
    )
    return made, (n_arm, n_other), how


def read_contrast(
    pack: Pack, row: Row, measure: Measure, quantile: Quantile = "normal"
) -> dict[str, Any]:
    """Return the effect of a difference that was printed without the means of the arms.

    Parameters
    ----------
    pack : Pack
        The evidence; its designs give the sizes of the arms.
    row : mapping
        A row of the published numbers of statistic ``difference``, with its interval.
    measure : str
        ``MD``, or ``SMD``: the difference over the standard deviation that its standard error and
        the arm sizes imply, ``se / sqrt(1 / n1 + 1 / n2)``.
    quantile : str
        What the printed interval is taken to be made with: ``normal``, or ``t`` on n1 + n2 - 2
        degrees of freedom.

    Raises
    ------
    NoEffectError
        Where an effect cannot be made of the row.
    """
    _refuse_measure(measure)
    if measure not in OF_MEANS:
        raise NoEffectError("no-counts")
    sign = turn_sign(row)
    if math.isnan(row["ci_low"]):
        raise NoEffectError("no-interval")
    n_arm, n_other = (
        find_arm_size(pack, row["trial"], row[name]) for name in ("arm", "comparator")
    )
    if math.isnan(n_arm + n_other):
        raise NoEffectError("sizes-not-seen")
    df = n_arm + n_other - 2
    width = _Z if quantile == "normal" else float(student.ppf(0.975, df))
    se = (row["ci_high"] - row["ci_low"]) / (2 * width)
    yi, vi = sign * row["value"], se**2
    if measure == "SMD":
        sd = se / math.sqrt(1 / n_arm + 1 / n_other)
        made = standardised_mean_difference([n_arm], [yi], [sd], [n_other], [0.0], [sd])
        yi, vi = float(made.yi[0]), float(made.vi[0])
    return {
        **_shared(row),
        "comparator": row["comparator"],
        "comparator_kind": row["comparator_role"],
        "measure": measure,
        **_numbers(yi, vi),
        "n_arm": n_arm,
        "n_comparator": n_other,
        "score": "changes from baseline",
        "how": Derivation(
            "changes from baseline",
            as_printed=True,
            quantile=quantile,
            df=df if quantile == "t" else 0.0,
            implied_sd=measure == "SMD",
            turned=sign < 0,
        ),
    }


def read_spread(row: Row) -> tuple[float, float, Spread]:
    """Return n, a standard deviation and where it comes from, or refuse the row with the reason.

    A printed SD is taken as it is. Else SE x sqrt(n), or the half width of the 95 % interval over
    the quantile of t with n - 1 degrees of freedom, x sqrt(n), stands in for it and says so.
    """
    n = row["n"]
    if math.isnan(n):
        raise NoEffectError("n-not-seen")
    if n < 2:
        raise NoEffectError("one-participant")
    if not math.isnan(row["sd"]):
        return n, row["sd"], "sd"
    if not math.isnan(row["se"]):
        return n, row["se"] * math.sqrt(n), "se for sd"
    if not math.isnan(row["ci_low"]):
        half = (row["ci_high"] - row["ci_low"]) / 2
        sd = half / float(student.ppf(0.975, n - 1)) * math.sqrt(n)
        return n, sd, "interval"
    raise NoEffectError("no-spread")


def turn_sign(row: Row) -> float:
    """Return 1 where a higher printed number is better, -1 where it is worse; else refuse."""
    if row["higher"] not in SIGN:
        raise NoEffectError("no-direction")
    return SIGN[row["higher"]]


def _refuse_measure(measure: str) -> None:
    if measure not in MEASURES:
        raise AnalysisError(f"measure {measure!r}: use one of {', '.join(MEASURES)}")


def _shared(row: Row) -> dict[str, Any]:
    names = ("trial", "citation", "joint", "condition", "outcome", "unit", "reported")
    return {
        **{name: row[name] for name in names},
        "domain": row["endpoint_domain"],
        **{name: row[name] for name in ("scale_low", "scale_high", "arm", "week")},
    }


def _numbers(yi: float, vi: float) -> dict[str, float]:
    half = _Z * math.sqrt(vi)
    return {"yi": yi, "vi": vi, "ci_low": yi - half, "ci_high": yi + half}
