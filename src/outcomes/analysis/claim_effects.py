"""Checks of claims by effects, changes and pools that were published."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from scipy.stats import norm

from outcomes.analysis.claim_work import Row, Work
from outcomes.analysis.ratios import fieller_interval
from outcomes.analysis.synthesis import Collected, collect, pool_each_window
from outcomes.analysis.synthesis.effects import read_spread, turn_sign
from outcomes.analysis.synthesis.recalculate import recalculate
from outcomes.errors import AnalysisError
from outcomes.evidence.claim_checks import read_marks
from outcomes.evidence.pools import list_pools
from outcomes.evidence.schema import SIGN


def pool_differences(work: Work) -> None:
    """List the differences of the trials at the time that most of them share, and average them."""
    collected = _collect(work)
    try:
        pools = pool_each_window(collected, level=work.level)
    except AnalysisError as error:
        work.facts["not pooled"] = str(error)
        pools = ()
    if not pools:
        work.facts["effects"] = _add_effects(work, collected.effects)
        return
    one = max(reversed(pools), key=lambda each: each.k)
    work.facts |= {"pool": one, "effects": _add_effects(work, one.effects)}
    if one.pooled is not None:
        rows = one.to_estimates()
        work.rows += rows[rows["quantity"] == "pooled effect"].to_dict("records")


def list_differences(work: Work) -> None:
    """List the differences at every visit, none pooled."""
    work.facts["effects"] = _add_effects(work, _collect(work).effects)


def list_changes(work: Work) -> None:
    """List changes from baseline as printed, beside the sizes that they are held against."""
    marks = read_marks(work.check)
    work.facts |= {"changes": work.select(), "marks": marks}
    for row in work.facts["changes"]:
        work.add(
            row["citation"],
            endpoint=row["endpoint_domain"],
            subgroup=row["trial"],
            week=row["week"],
            arm=row["arm"],
            quantity="change",
            threshold=next(iter(marks.values()), math.nan),
            estimate=float(row["value"]),
            n_arm=row["n"],
            unit=row["unit"],
            favours="improvement" if SIGN.get(row["higher"], 0.0) * row["value"] > 0 else "",
        )


def compare_means(work: Work) -> None:
    """Compare a mean at two visits: how far it fell, over the earlier one."""
    before, after = sorted(work.select(), key=lambda row: float(row["week"]))
    fall = 1 - after["value"] / before["value"]
    work.facts |= {"before": before, "after": after, "fall": fall}
    work.add(
        before["citation"],
        endpoint=before["outcome"],
        subgroup=before["trial"],
        week=after["week"],
        quantity="ratio",
        estimate=fall,
        unit="fall over the mean before",
    )


def share_gain(work: Work) -> None:
    """Find how much of the gain came with placebo too: a ratio with Fieller's interval."""
    arms = {row["arm_role"]: row for row in work.select()}
    arm, placebo = arms["active"], arms["placebo"]
    ratio = fieller_interval(
        placebo["value"], _read_se(placebo), arm["value"], _read_se(arm), work.level
    )
    place = {"endpoint": arm["outcome"], "subgroup": arm["trial"], "week": arm["week"]}
    work.add(
        arm["citation"],
        **place,
        arm=placebo["arm"],
        comparator=arm["arm"],
        quantity="ratio",
        n_arm=placebo["n"],
        n_comparator=arm["n"],
        unit=f"gain with {placebo['arm']} over gain with {arm['arm']}",
        **ratio,
    )
    sign = turn_sign(arm)
    rest = sign * (arm["value"] - placebo["value"])
    spread = math.hypot(_read_se(placebo), _read_se(arm))
    low, high = norm.interval(work.level, rest, spread)
    work.add(
        **place,
        arm=arm["arm"],
        comparator=placebo["arm"],
        quantity="difference",
        estimate=rest,
        se=spread,
        distribution="normal",
        level=work.level,
        ci_low=low,
        ci_high=high,
        n_arm=arm["n"],
        n_comparator=placebo["n"],
        unit=arm["unit"],
        favours=arm["arm"] if rest > 0 else placebo["arm"],
    )
    work.facts |= {"ratio": ratio, "arm": arm, "placebo": placebo, "rest": rest}


def recalculate_pool(work: Work) -> None:
    """Recalculate a published pool by the method that it was made with."""
    (pool,) = (each for each in list_pools(work.pack) if each.name == work.check["pool"])
    found = recalculate(work.pack, pool)
    first = found.variants.iloc[0].to_dict()
    work.facts["recalculated"] = found
    work.citations += found.citations
    work.rows.append(
        {
            **found.describe(first),
            "subgroup": "",
            "week": pool.printed["week"],
            "comparator": pool.printed["comparator"],
            "favours": pool.printed["arm" if first["estimate"] > 0 else "comparator"],
        }
    )


def _read_se(row: Row) -> float:
    """Return the printed SE of a change, else its SD over the root of n."""
    if row["se"] == row["se"]:
        return float(row["se"])
    n, sd, _ = read_spread(row)
    return sd / math.sqrt(n)


def _collect(work: Work) -> Collected:
    check = work.check
    return collect(
        work.pack,
        check["joint"],
        check["domain"],
        check["comparator_role"],
        measure="MD",
        condition=check["condition"],
    )


def _add_effects(work: Work, effects: pd.DataFrame) -> list[dict[str, Any]]:
    return [_add_effect(work, row) for row in effects.to_dict("records")]


def _add_effect(work: Work, row: Row) -> dict[str, Any]:
    """Add one trial's effect, positive in favour of the treatment; return it with its citation."""
    se = math.sqrt(row["vi"])
    low, high = norm.interval(work.level, row["yi"], se)
    effect = {
        "endpoint": row["outcome"],
        "subgroup": row["trial"],
        "week": row["week"],
        "arm": row["arm"],
        "comparator": row["comparator"],
        "quantity": "difference",
        "estimate": row["yi"],
        "se": se,
        "distribution": "normal",
        "level": work.level,
        "ci_low": low,
        "ci_high": high,
        "n_arm": row["n_arm"],
        "n_comparator": row["n_comparator"],
        "unit": row["unit"],
        "favours": row["arm"] if row["yi"] > 0 else row["comparator"],
    }
    work.add(row["citation"], **effect)
    return {**effect, "citation": row["citation"]}
