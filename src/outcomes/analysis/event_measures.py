"""A pool of risk differences by the other measures that readers know: ratios, and NNT."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outcomes.analysis.joint_evidence import DomainEvidence
from outcomes.analysis.meta import MantelHaenszel, Pooled, pool_counts
from outcomes.analysis.synthesis import DomainPool, pool_domain
from outcomes.analysis.synthesis.effects import Measure
from outcomes.errors import AnalysisError
from outcomes.overview import Overview

_IN_ALL = 100.0
"""Percentage points of everybody."""


@dataclass(frozen=True, eq=False, repr=False)
class EventMeasures(Overview):
    """How many responded, compared in several ways.

    Attributes
    ----------
    differences : DomainPool
        The pool of risk differences, in percentage points.
    risk_ratios, odds_ratios : DomainPool or None
        The same trials by logarithms of ratios, random effects; None where a trial allows none.
    mantel_haenszel : MantelHaenszel or None
        The risk ratio under one common effect; None where an arm has no event in any trial.
    needed : mapping of str to float
        Number needed to treat from the pooled risk difference, as a row of estimates:
        ``estimate``, ``ci_low``, ``ci_high``, positive for a benefit (Altman, BMJ 1998;317:1309).
    """

    differences: DomainPool
    risk_ratios: DomainPool | None
    odds_ratios: DomainPool | None
    mantel_haenszel: MantelHaenszel | None
    needed: Mapping[str, float]


def measure_events(evidence: Sequence[DomainEvidence]) -> tuple[EventMeasures, ...]:
    """Give each main pool of risk differences of two trials or more by the other measures.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.
    """
    pools = [one for each in evidence if each.counts for one in each.main]
    return tuple(_measure(one, one.pooled) for one in pools if one.pooled is not None)


def _measure(one: DomainPool, pooled: Pooled) -> EventMeasures:
    return EventMeasures(
        one,
        _pool_again(one, "RR"),
        _pool_again(one, "OR"),
        _pool_as_one(one),
        {
            "estimate": _invert(pooled.estimate),
            "ci_low": _invert(pooled.ci.high),
            "ci_high": _invert(pooled.ci.low),
        },
    )


def _pool_as_one(one: DomainPool) -> MantelHaenszel | None:
    rows = [
        how.counts[2:] + how.counts[:2] if how.turned else how.counts for how in one.effects["how"]
    ]
    try:
        return pool_counts(*zip(*rows, strict=True), measure="risk ratio", level=one.level)
    except AnalysisError:
        return None


def _invert(points: float) -> float:
    """Return the participants treated for one more who responds."""
    return _IN_ALL / points if points else math.nan


def _pool_again(one: DomainPool, measure: Measure) -> DomainPool | None:
    try:
        again = pool_domain(
            one.pack,
            one.joint,
            one.domain,
            one.comparator,
            one.window,
            measure=measure,
            condition=one.condition,
            level=one.level,
        )
    except AnalysisError:
        return None
    return again if again.pooled is not None and math.isfinite(again.pooled.estimate) else None
