"""What a pool of published trials allows to be said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.verdict import Verdict, judge
from outcomes.vocabulary.trials import digits_of_measure

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.analysis.meta import Pooled
    from outcomes.analysis.synthesis import DomainPool

COMPARATOR = "the comparator"
"""What effects below 0 favour, as sentences call it."""

Interval = tuple[float, float]


def judge_pool(one: DomainPool) -> Verdict:
    """Decide what the trials of one comparator and time allow to be said together.

    Of two trials the verdict holds only if they estimate one effect.
    """
    return judge_effect(one, find_effect(one), find_interval(one))


def judge_effect(one: DomainPool, effect: float, interval: Interval) -> Verdict:
    """Decide what an effect of a pool with one interval allows to be said; above 0 favours."""
    row = {
        "estimate": effect,
        "ci_low": interval[0],
        "ci_high": interval[1],
        "favours": name_favoured(one, effect),
    }
    return judge(row, digits=digits_of_measure(one.measure))


def name_favoured(one: DomainPool, effect: float) -> str:
    """Return the side that an effect's sign favours; empty for no effect."""
    return one.pack.topic.arm if effect > 0 else COMPARATOR if effect < 0 else ""


def find_effect(one: DomainPool) -> float:
    """Return the pooled effect, or the only trial's own."""
    return float(one.effects["yi"].iloc[0]) if one.pooled is None else one.pooled.estimate


def find_interval(one: DomainPool) -> Interval:
    """Return the interval of the average, or the only trial's own."""
    if one.pooled is not None:
        return one.pooled.ci
    row = one.effects.iloc[0]
    return float(row["ci_low"]), float(row["ci_high"])


def name_against(one: DomainPool) -> str:
    """Return what the treatment is compared with in a pool, and in which condition."""
    against = one.name_comparator()
    return f"{against} in {one.condition}" if one.condition else against


def is_same_question(one: DomainPool, other: DomainPool | None) -> bool:
    """Whether two pools are of one kind of comparator and one group of conditions."""
    return other is not None and (one.comparator, one.condition) == (
        other.comparator,
        other.condition,
    )


def name_interval(pooled: Pooled) -> str:
    """Return which interval a pool has, as tables and captions name it."""
    if pooled.k == 2:
        return "if both trials estimate one effect"
    return "Knapp-Hartung" if pooled.test == "knapp-hartung" else "normal distribution"


def find_pool(estimates: pd.DataFrame) -> Mapping[Any, Any] | None:
    """Return the first pooled effect of published trials that has an interval, or None."""
    pools = estimates[
        (estimates["quantity"] == "pooled effect")
        & (estimates["analysis"] == "meta-analysis of published trials")
        & estimates["ci_low"].notna()
    ]
    return None if pools.empty else pools.iloc[0].to_dict()
