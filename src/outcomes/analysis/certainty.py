"""How certain a pool is at most, by a stated rule from its numbers alone.

The rule follows GRADE as far as numbers go. A pool of randomised trials starts as high.

1. Imprecision: down one level for fewer than `ENOUGH` participants (of shares: fewer than
   `ENOUGH_EVENTS` who responded), and one for an interval that holds both no difference and a
   difference that matters, or differences between groups that matter and such that do not. Without
   a difference that is known to matter any other than none may.
2. Inconsistency: down one level where the interval excludes no difference and the prediction
   interval does not. One or two trials cannot show it.

3. Risk of bias: down one level while nobody has judged it, since none of the trials can be counted
   on to be free of it.

Indirectness and publication bias take a reader of the trials, so the level is one at most. What a
study file says of risk of bias, indirectness and publication bias takes the place of the rule.

Guyatt GH, Oxman AD, Kunz R, et al. GRADE guidelines 6: imprecision; 7: inconsistency. J Clin
Epidemiol 2011;64:1283-1293 and 1294-1302.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from outcomes.analysis.important import Important
from outcomes.analysis.synthesis import DomainPool
from outcomes.study.judgement import GradeDomain, Judgement

Level = Literal["very low", "low", "moderate", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)

ENOUGH = 400
"""Participants from which a difference of scores is not called imprecise for their number."""

ENOUGH_EVENTS = 300
"""Participants who responded, for a difference of shares."""

Lowered = Literal["few", "no-difference", "not-important", "unlike-trials", "unjudged", "judged"]
"""Why a level is lower; `outcomes.vocabulary.certainty` puts each in words."""

_STEPS = {"serious": 1, "very serious": 2, "suspected": 1}


@dataclass(frozen=True)
class Certainty:
    """How certain a pool is at most.

    Parameters
    ----------
    level : str
        One of `LEVELS`.
    reasons : tuple of (str, str)
        Why it is no higher: one of `Lowered`, and of what the study file judges the domain.
    """

    level: Level
    reasons: tuple[tuple[Lowered, str], ...]


def rate_pool(
    one: DomainPool,
    important: Important | None,
    judged: Mapping[GradeDomain, Judgement],
) -> Certainty:
    """Return how certain a pool, or the one trial that stands for it, is at most.

    Parameters
    ----------
    one : DomainPool
        Of randomised trials.
    important : Important or None
        The difference that matters, on the pool's own scale.
    judged : mapping of str to Judgement
        What the study file says, by domain of GRADE.
    """
    reasons: list[tuple[Lowered, str]] = [(reason, "") for reason in _find_reasons(one, important)]
    if "risk-of-bias" not in judged:
        reasons.append(("unjudged", ""))
    steps = len(reasons)
    for domain, judgement in judged.items():
        if judgement.rating in _STEPS and domain not in ("imprecision", "inconsistency"):
            steps += _STEPS[judgement.rating]
            reasons.append(("judged", domain))
    return Certainty(LEVELS[max(len(LEVELS) - 1 - steps, 0)], tuple(reasons))


def count_people(one: DomainPool) -> float:
    """Return how many participants were compared; NaN where a trial does not say."""
    sizes = one.effects[["n_arm", "n_comparator"]].to_numpy()
    return float(sizes.sum())


def _find_reasons(one: DomainPool, important: Important | None) -> Iterator[Lowered]:
    low, high = find_ends(one)
    includes_none = low <= 0 <= high
    if _are_few(one):
        yield "few"
    if includes_none and max(-low, high) > (0.0 if important is None else important.low):
        yield "no-difference"
    if not includes_none and important is not None and important.is_between_groups:
        near, far = sorted((abs(low), abs(high)))
        if near < important.low <= far:
            yield "not-important"
    if one.pooled is not None and not includes_none:
        predicted = one.pooled.pi
        if predicted.low <= 0 <= predicted.high:
            yield "unlike-trials"


def _are_few(one: DomainPool) -> bool:
    if one.measure not in ("MD", "SMD"):
        events = sum(how.counts[0] + how.counts[2] for how in one.effects["how"])
        return bool(events < ENOUGH_EVENTS)
    people = count_people(one)
    return math.isnan(people) or people < ENOUGH


def find_ends(one: DomainPool) -> tuple[float, float]:
    """Return the interval of the average, or the only trial's own."""
    if one.pooled is not None:
        return one.pooled.ci
    row = one.effects.iloc[0]
    return float(row["ci_low"]), float(row["ci_high"])
