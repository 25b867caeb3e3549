"""All that the published trials of a joint say, by domain, comparator and time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from outcomes.analysis.meta.heterogeneity import TAU2_ESTIMATORS
from outcomes.analysis.meta.mixed_fit import make_interval
from outcomes.analysis.meta.pool import Pooled, pool
from outcomes.analysis.placebo_changes import PlaceboChanges, tabulate_placebo_changes
from outcomes.analysis.synthesis import (
    WINDOWS,
    Collected,
    DomainPool,
    Recalculated,
    collect,
    pool_each_window,
    rebuild_published,
)
from outcomes.analysis.synthesis.effects import name_measured
from outcomes.analysis.synthesis.tabulate import tabulate_effects
from outcomes.estimates import combine_estimates
from outcomes.evidence import (
    Pack,
    list_directions,
    list_harm_citations,
    list_known_trials,
    list_review_citations,
)
from outcomes.evidence.relevance import same_condition
from outcomes.evidence.schema import COMPARATOR_ROLES
from outcomes.evidence.thresholds import list_thresholds
from outcomes.overview import Overview, Rows, describe, list_under
from outcomes.study.study import Study

DOMAINS = ("pain", "stiffness", "function", "range of motion", "symptoms")
"""Domains of outcome in the order that reports show them."""

COUNTED = (*DOMAINS, "global", "other")
"""Domains in which participants may be counted as responders."""

COMPARATORS = tuple(role for role in COMPARATOR_ROLES if role != "mixed")


@dataclass(frozen=True, eq=False, repr=False)
class DomainEvidence(Overview):
    """What is published of one domain.

    Attributes
    ----------
    pack : Pack
        The evidence that it is of.
    joint, domain : str
        Which.
    counts : bool
        Whether shares of participants are compared, by risk differences; scores else.
    level : float
        Confidence level of every interval.
    pools : tuple of DomainPool
        One a comparator, group of conditions and window that holds a trial, in this order. Mean
        differences where all trials of the domain share one scale, else standardised ones.
    visits : pandas.DataFrame
        Every effect, all visits: not independent, for the trajectory.
    unused : pandas.DataFrame
        Trials with such a comparison that gave no effect, with ``comparator_kind`` and ``reason``.
    """

    pack: Pack = field(repr=False)
    joint: str
    domain: str
    counts: bool
    level: float
    pools: tuple[DomainPool, ...]
    visits: pd.DataFrame
    unused: pd.DataFrame

    def _overview(self) -> tuple[str, Rows]:
        pools = [
            f"{one.comparator}, {one.window.label}, k = {one.k}: {describe(one.pooled)}"
            for one in self.pools
        ]
        return f"DomainEvidence {self.joint}, {self.label}", (
            ("level", describe(self.level)),
            *list_under("pools", pools),
            ("visits", describe(self.visits)),
            ("unused", describe(self.unused)),
        )

    @property
    def label(self) -> str:
        """What was measured: the domain, or of shares ``pain (responders)``."""
        return name_measured(self.domain, "RD" if self.counts else "MD")

    @property
    def main(self) -> tuple[DomainPool, ...]:
        """The pools of the window with most effects, the later of two alike."""
        counts = {
            name: sum(one.k for one in self.pools if one.window == window)
            for name, window in WINDOWS.items()
        }
        best = max(counts, key=lambda name: (counts[name], WINDOWS[name].target))
        return tuple(one for one in self.pools if one.window == WINDOWS[best])


def gather_evidence(pack: Pack, joint: str, level: float = 0.95) -> tuple[DomainEvidence, ...]:
    """Collect and pool what is published of a joint, a domain after another.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.
    level : float
        Confidence level of every interval.

    Returns
    -------
    tuple of DomainEvidence
        One a domain of `DOMAINS`, also where nothing could be read; then one a domain in which
        trials print how many responded in each arm.
    """
    scores = (_gather_scores(pack, joint, domain, level) for domain in DOMAINS)
    counts = (_gather_counts(pack, joint, domain, level) for domain in COUNTED)
    return (*scores, *(one for one in counts if one.pools))


def gather_evidence_for(study: Study, level: float = 0.95) -> tuple[DomainEvidence, ...]:
    """Collect and pool what is published of a study's joint, the domain that it asks about first.

    Within a domain the pools of the study's own condition stand first. See `gather_evidence` and
    `put_question_first`.
    """
    primary = study.endpoints[study.file.plan.primary.endpoint]
    gathered = gather_evidence(study.beside, study.file.joint, level)
    ordered = [
        replace(
            each,
            pools=tuple(sorted(each.pools, key=lambda one: not _is_of_condition(one, study))),
        )
        for each in gathered
    ]
    return put_question_first(ordered, primary.domain)


def _is_of_condition(one: DomainPool, study: Study) -> bool:
    first = one.effects.iloc[0]
    return same_condition(
        one.pack, first["trial"], first["condition"], study.file.condition, study.file.joint
    )


def put_question_first(
    evidence: Sequence[DomainEvidence], domain: str
) -> tuple[DomainEvidence, ...]:
    """Order domains so that the one that was asked about comes first, then pain, then the others.

    Responders stand after scores, and what could not be pooled after what could.
    """
    return tuple(
        sorted(
            evidence,
            key=lambda each: (
                not each.pools,
                each.counts,
                each.domain != domain,
                each.domain != "pain",
            ),
        )
    )


def list_citations(evidence: Sequence[DomainEvidence]) -> list[str]:
    """Return the keys of every citation behind the effects and the trials without one."""
    frames = [frame["citation"] for each in evidence for frame in (each.visits, each.unused)]
    return [key for key in dict.fromkeys(pd.concat(frames)) if key]


def list_evidence_references(evidence: Sequence[DomainEvidence]) -> list[str]:
    """Return the keys of all that a page of evidence cites.

    Those of `list_citations`, of the trials that are known, of directions, of the pools that are
    rebuilt and of published harms.
    """
    pack, joint = evidence[0].pack, evidence[0].joint
    rebuilt = (key for one in rebuild_published(pack, joint) for key in one.citations)
    known = (
        trial["citation"]
        for randomised in (True, False)
        for trial in list_known_trials(pack, joint, randomised=randomised)
    )
    directions = (row["citation"] for row in list_directions(pack, joint))
    sizes = (row["citation"] for domain in DOMAINS for row in list_thresholds(pack, joint, domain))
    return [
        *list_citations(evidence),
        *known,
        *directions,
        *sizes,
        *list_review_citations(pack, joint),
        *rebuilt,
        *list_harm_citations(pack, joint),
        *pack.find_keys(pack.topic.bias),
    ]


def tabulate_evidence(
    evidence: Sequence[DomainEvidence],
    rebuilt: Sequence[Recalculated] = (),
    placebo: PlaceboChanges | None = None,
) -> pd.DataFrame:
    """Return every effect and pool as an estimates frame, for ``results.json``.

    Effects of visits that enter no pool follow; one trial's effects are not independent. The
    published pools that were rebuilt come last, after what changed with placebo.
    """
    frames = []
    for each in evidence:
        pooled = combine_estimates(one.to_estimates() for one in each.pools)
        visits = tabulate_effects(each.visits, each.pack.topic, each.level)
        frames.append(pd.concat([pooled, visits], ignore_index=True).drop_duplicates())
    frames += [tabulate_placebo_changes(placebo)] if placebo else []
    return combine_estimates([*frames, *(one.to_estimates() for one in rebuilt)])


def compare_estimators(
    evidence: Sequence[DomainEvidence],
) -> tuple[tuple[DomainPool, tuple[Pooled, ...]], ...]:
    """Pool the main pools of three trials or more by every estimator of tau2, with the floor.

    The floor holds Knapp and Hartung's standard error to no less than the normal one.
    """
    return tuple(
        (
            one,
            tuple(
                pool(
                    one.effects["yi"],
                    one.effects["vi"],
                    tau2=name,
                    test="knapp-hartung-floor",
                    level=each.level,
                )
                for name in TAU2_ESTIMATORS
            ),
        )
        for each in evidence
        for one in each.main
        if one.k > 2
    )


def _gather_counts(pack: Pack, joint: str, domain: str, level: float) -> DomainEvidence:
    """Collect and pool risk differences; trials that print no count are not named here."""
    collected = [collect(pack, joint, domain, role, measure="RD") for role in COMPARATORS]
    kept = [replace(one, unused=one.unused[one.unused["outcome"] != ""]) for one in collected]
    return _pool(kept, counts=True, level=level)


def _gather_scores(pack: Pack, joint: str, domain: str, level: float) -> DomainEvidence:
    """Collect and pool mean differences on one scale, standardised ones on several."""
    collected = [collect(pack, joint, domain, role) for role in COMPARATORS]
    scales = pd.concat([one.effects[["unit", "scale_low", "scale_high"]] for one in collected])
    if _is_one_scale(scales.drop_duplicates()):
        collected = [collect(pack, joint, domain, role, measure="MD") for role in COMPARATORS]
    return _pool(collected, counts=False, level=level)


def _is_one_scale(scales: pd.DataFrame) -> bool:
    """Whether all effects are on one scale; points of a scale that is not known may be any."""
    if len(scales) != 1:
        return False
    only = scales.iloc[0]
    return only["unit"] != "points" or not math.isnan(only["scale_high"])


def _pool(collected: Sequence[Collected], *, counts: bool, level: float) -> DomainEvidence:
    visits = pd.concat([at_level(one.effects, level) for one in collected], ignore_index=True)
    pools = [
        pool
        for one in collected
        for own in one.split_conditions()
        for pool in pool_each_window(own, level=level)
    ]
    unused = [one.unused.assign(comparator_kind=one.comparator) for one in collected]
    kept = tuple(
        replace(
            one,
            effects=at_level(one.effects, level),
            left_out=at_level(one.left_out, level),
            level=level,
        )
        for one in pools
    )
    first = collected[0]
    return DomainEvidence(
        first.pack,
        first.joint,
        first.domain,
        counts,
        level,
        kept,
        visits,
        pd.concat(unused, ignore_index=True),
    )


def at_level(effects: pd.DataFrame, level: float) -> pd.DataFrame:
    """Give each effect its normal interval at a level."""
    ends = [
        make_interval(float(yi), math.sqrt(vi), math.inf, level)
        for yi, vi in zip(effects["yi"], effects["vi"], strict=True)
    ]
    return effects.assign(ci_low=[end.low for end in ends], ci_high=[end.high for end in ends])
