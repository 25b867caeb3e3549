"""Recomputed figures of the claims that the injections change something."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from scipy.stats import norm

from outcomes.analysis.claims_shared import Figures, name_source, read_one
from outcomes.analysis.ratios import delta_interval, fieller_interval
from outcomes.analysis.synthesis import collect_effects, pool_domain, rebuild_sit2016
from outcomes.evidence.schema import COMPARATOR_ROLES
from outcomes.rounding import format_interval, format_number, format_signed

GONIOMETER = {"long-arm goniometer": 10.0, "digital inclinometer": 6.0}
"""Smallest difference between two readings of knee motion that is not reading error, degrees
(PMC6195503: 6 knees, 3 raters, 300 readings)."""

INDEPENDENT = (
    "Arms are treated as independent and the printed SE as those of their means. The report's own "
    "marks of significance come from its repeated-measures model and may find a difference where "
    "this wider interval does not."
)


def weigh_pain(level: float) -> Figures:
    """C01: pain of the knee against saline at a year, by trial and pooled."""
    figures = Figures()
    pool = pool_domain(
        "knee", "pain", "placebo", measure="MD", condition="knee osteoarthritis", level=level
    )
    for row in pool.effects.to_dict("records"):
        _add_effect(figures, row, level)
    figures.steps.append(INDEPENDENT)
    if pool.pooled is not None:
        result = pool.pooled
        rows = pool.to_estimates()
        pooled = rows[rows["quantity"] == "pooled effect"]
        figures.rows += [{**row, "analysis": ""} for row in pooled.to_dict("records")]
        figures.steps.append(
            f"Pooled, REML, k = {result.k}: {format_number(result.estimate)} points in favour of "
            f"dextrose; Knapp-Hartung {_interval(result.ci_knapp_hartung)}, normal "
            f"{_interval(result.ci_normal)}. {pool.can_say}"
        )
    return figures


def weigh_stiffness(level: float) -> Figures:
    """C02: stiffness of the knee against saline and against exercise, at each visit."""
    figures = Figures()
    for comparator in ("placebo", "control"):
        effects = collect_effects("knee", "stiffness", comparator, measure="MD")
        for row in effects.to_dict("records"):
            _add_effect(figures, row, level)
        clear = [row for row in figures.rows if row["comparator"] == effects["comparator"].iloc[0]]
        weeks = [f"{row['week']:g}" for row in clear if row["ci_low"] > 0]
        figures.steps.append(
            f"Against {COMPARATOR_ROLES[comparator]}: clear of zero at "
            + (f"week {' and '.join(weeks)}." if weeks else f"none of {len(clear)} visits.")
        )
    figures.steps.append(INDEPENDENT)
    figures.steps.append(
        "The report marks dextrose and saline as better than exercise at week 9, dextrose as "
        "better than exercise at week 12, and dextrose as better than saline at no week."
    )
    return figures


def weigh_motion(level: float) -> Figures:
    """C03: gains in knee motion beside the error of reading an angle."""
    del level  # no interval can be had: none of the three prints an SD of the gain
    figures = Figures()
    for trial in ("reeves2000", "eslamian2015", "reeves2003"):
        row = read_one(trial=trial, endpoint_domain="range of motion", statistic="change")
        gain = float(row["value"])
        figures.add(
            row["citation"],
            endpoint="range of motion",
            subgroup=trial,
            week=row["week"],
            arm=row["arm"],
            quantity="change",
            threshold=GONIOMETER["long-arm goniometer"],
            estimate=gain,
            n_arm=row["n"],
            unit="degrees",
            favours="improvement",
            method="as printed, without an SD: no interval; threshold is the goniometer error",
        )
        beyond = [
            f"{format_signed(gain - error)} beyond the {error:g} of a {device}"
            for device, error in GONIOMETER.items()
        ]
        figures.steps.append(
            f"{name_source(row['citation'])}, week {row['week']:g}: a gain of {gain:g} degrees, "
            f"{' and '.join(beyond)}; {row['design']}."
        )
    figures.steps.append(
        "The error is that of one reading against another of one knee. A mean over patients is "
        "known better than that, so a mean gain below it may be real; that it is noticeable in a "
        "patient it does not show. None of the gains has a comparison with placebo."
    )
    figures.citations.append("pmc6195503")
    return figures


def weigh_placebo(level: float) -> Figures:
    """C13: how much of the gain with dextrose came with saline too, as a ratio with interval."""
    figures = Figures()
    gains = {
        arm: read_one(
            trial="rabago2013", outcome="WOMAC composite", statistic="change", week=52.0, arm=arm
        )
        for arm in ("saline", "dextrose")
    }
    saline, dextrose = gains["saline"], gains["dextrose"]
    numbers = (saline["value"], saline["se"], dextrose["value"], dextrose["se"])
    shared: dict[str, Any] = {
        "endpoint": "WOMAC composite",
        "week": 52.0,
        "arm": "saline",
        "comparator": "dextrose",
        "quantity": "ratio",
        "threshold": math.nan,
        "n_arm": saline["n"],
        "n_comparator": dextrose["n"],
        "unit": "gain with saline over gain with dextrose",
    }
    fieller = fieller_interval(*numbers, level)
    delta = delta_interval(*numbers, level)
    figures.add("rabago2013", **shared, **fieller, method="ratio of two means, Fieller's interval")
    figures.add("rabago2013", **shared, **delta, method="ratio of two means, delta method")
    rest = dextrose["value"] - saline["value"]
    spread = math.hypot(dextrose["se"], saline["se"])
    low, high = norm.interval(level, rest, spread)
    figures.add(
        "rabago2013",
        endpoint="WOMAC composite",
        week=52.0,
        arm="dextrose",
        comparator="saline",
        quantity="difference",
        estimate=rest,
        se=spread,
        distribution="normal",
        level=level,
        ci_low=low,
        ci_high=high,
        n_arm=dextrose["n"],
        n_comparator=saline["n"],
        unit="points",
        favours="dextrose",
        method="difference of the printed gains",
    )
    figures.steps += [
        f"{saline['value']:g} / {dextrose['value']:g} = {fieller['estimate']:.3f}: "
        f"{100 * fieller['estimate']:.1f}% of the gain with dextrose came with saline too, "
        f"{rest:.2f} points did not.",
        f"Interval by Fieller {_percent(fieller)}, by the delta method {_percent(delta)}: the data "
        "agree with almost none of the gain and with all of it. " + INDEPENDENT,
        "The gain with saline also holds natural course and regression to the mean, so the ratio "
        "is not the placebo effect itself.",
    ]
    return figures


def weigh_pools(level: float) -> Figures:
    """C15: how firm the pooled evidence is, by the intervals that its two trials allow."""
    del level  # the published interval is the 95 % one
    figures = Figures()
    rebuilt = rebuild_sit2016()
    low, high = rebuilt.variants["estimate"].min(), rebuilt.variants["estimate"].max()
    first = rebuilt.variants.iloc[0]
    published = rebuilt.published
    figures.add(
        "sit2016",
        "rabago2013",
        "dumais2012",
        endpoint="WOMAC composite",
        week=14.0,
        arm="dextrose",
        comparator="exercise",
        quantity="pooled effect",
        estimate=first["estimate"],
        distribution="t",
        df=1.0,
        level=0.95,
        ci_low=first["kh_low"],
        ci_high=first["kh_high"],
        unit="standard deviations",
        favours="dextrose",
        method="rebuilt from two trials, DerSimonian-Laird, Hedges' g, Knapp-Hartung interval; "
        "Dumais 2012 assumed 18 and 18",
    )
    figures.steps += [
        f"Published: {format_number(published[0], 2)} "
        f"({format_interval(published[1], published[2], 2)}) against exercise at 12 to 16 weeks.",
        f"Rebuilt from its two trials: {format_number(low, 2)} to {format_number(high, 2)}, "
        "depending on what has to be assumed.",
        f"With Knapp and Hartung's interval, on 1 degree of freedom, "
        f"{format_interval(first['kh_low'], first['kh_high'])}: two trials do not settle it.",
        *rebuilt.assumptions,
    ]
    return figures


def _add_effect(figures: Figures, row: dict[Any, Any], level: float) -> None:
    se = math.sqrt(row["vi"])
    half = float(norm.ppf((1 + level) / 2)) * se
    low, high = row["yi"] - half, row["yi"] + half
    better = row["arm"] if row["yi"] > 0 else row["comparator"]
    figures.add(
        row["citation"],
        endpoint=row["outcome"],
        subgroup=row["trial"],
        week=row["week"],
        arm=row["arm"],
        comparator=row["comparator"],
        quantity="difference",
        estimate=row["yi"],
        se=se,
        distribution="normal",
        level=level,
        ci_low=low,
        ci_high=high,
        n_arm=row["n_arm"],
        n_comparator=row["n_comparator"],
        unit=row["unit"],
        favours=better,
        method=f"positive favours dextrose; {row['how']}",
    )
    figures.steps.append(
        f"{name_source(row['citation'])}, week {row['week']:g}, {row['outcome']}, "
        f"{row['arm']} against {row['comparator']}: {format_signed(row['yi'], 2)} "
        f"({format_interval(low, high, 2)})."
    )


def _interval(limits: Any) -> str:
    return format_interval(limits.low, limits.high)


def _percent(row: dict[str, Any]) -> str:
    if pd.isna(row["ci_low"]):
        return "not bounded"
    return f"{format_interval(100 * row['ci_low'], 100 * row['ci_high'], 0)}%"
