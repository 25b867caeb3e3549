"""All that the published trials of a joint say, by domain, comparator and time; a study added."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from outcomes.analysis.meta.heterogeneity import TAU2_ESTIMATORS
from outcomes.analysis.meta.mixed_fit import make_interval
from outcomes.analysis.meta.pool import Pooled, pool
from outcomes.analysis.synthesis import (
    WINDOWS,
    DomainPool,
    add_study,
    collect_effects,
    pool_domain,
)
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates, read_results
from outcomes.evidence import load_citations
from outcomes.evidence.schema import COMPARATOR_ROLES
from outcomes.study.places import find_root
from outcomes.study.study import Study

DOMAINS = ("pain", "stiffness", "function", "range of motion", "symptoms")
"""Domains of outcome in the order that reports show them."""

COMPARATORS = tuple(role for role in COMPARATOR_ROLES if role != "mixed")
_QUANTITY = {"MD": "difference", "SMD": "standardised effect"}


@dataclass(frozen=True, eq=False)
class DomainEvidence:
    """What is published of one domain.

    Attributes
    ----------
    joint, domain : str
        Which.
    level : float
        Confidence level of every interval.
    pools : tuple of DomainPool
        One a comparator and window that holds a trial, in order of comparator, then time. Mean
        differences where all trials of the domain share one scale, else standardised ones.
    visits : pandas.DataFrame
        Every effect, all visits: not independent, for the trajectory.
    unused : pandas.DataFrame
        Trials with such a comparison that gave no effect, with ``comparator_kind`` and ``reason``.
    """

    joint: str
    domain: str
    level: float
    pools: tuple[DomainPool, ...]
    visits: pd.DataFrame
    unused: pd.DataFrame

    @property
    def main(self) -> tuple[DomainPool, ...]:
        """The pools of the window with most effects, the later of two alike."""
        counts = {
            name: sum(one.k for one in self.pools if one.window == window)
            for name, window in WINDOWS.items()
        }
        best = max(counts, key=lambda name: (counts[name], WINDOWS[name].target))
        return tuple(one for one in self.pools if one.window == WINDOWS[best])


@dataclass(frozen=True, eq=False)
class StudyAdded:
    """A study's own estimates beside the published ones, or why they are not there.

    Attributes
    ----------
    refused : str
        Why no estimate was added at all; empty if some was.
    pairs : tuple of (DomainPool, DomainPool)
        A pool before and after.
    """

    refused: str
    pairs: tuple[tuple[DomainPool, DomainPool], ...] = ()


def gather_evidence(joint: str, level: float = 0.95) -> tuple[DomainEvidence, ...]:
    """Collect and pool what is published of a joint, a domain after another.

    Parameters
    ----------
    joint : str
        As a study file gives it.
    level : float
        Confidence level of every interval.

    Returns
    -------
    tuple of DomainEvidence
        One a domain of `DOMAINS`, also where nothing could be read.
    """
    return tuple(_gather(joint, domain, level) for domain in DOMAINS)


def list_citations(evidence: Sequence[DomainEvidence]) -> list[str]:
    """Return the keys of every citation behind the effects and the trials without one."""
    frames = [frame["citation"] for each in evidence for frame in (each.visits, each.unused)]
    return [key for key in dict.fromkeys(pd.concat(frames)) if key]


def tabulate_evidence(evidence: Sequence[DomainEvidence]) -> pd.DataFrame:
    """Return every effect and pool as an estimates frame, for ``results.json``."""
    return combine_estimates([one.to_estimates() for each in evidence for one in each.pools])


def compare_estimators(one: DomainPool, level: float = 0.95) -> tuple[Pooled, ...]:
    """Pool the same effects by every estimator of tau2; nothing with fewer than two trials."""
    if one.k < 2:
        return ()
    return tuple(
        pool(one.effects["yi"], one.effects["vi"], tau2=name, level=level)
        for name in TAU2_ESTIMATORS
    )


def add_own_study(
    evidence: Sequence[DomainEvidence], study: Study, results: str | Path | None = None
) -> StudyAdded:
    """Add a study's own estimates to the pools that they belong to.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `gather_evidence` for the study's joint.
    study : Study
        Gives provenance, directions and roles of arms.
    results : str or Path, optional
        The study's own ``results.json`` of the report treatment-effect; the one in ``reports`` of
        the project that the working directory is in, if left out.

    Returns
    -------
    StudyAdded
        Simulated data, a missing file and estimates that fit no pool are told in ``refused``.
    """
    if study.file.provenance != "collected":
        return StudyAdded(
            f"its data are {study.file.provenance}; only collected data enter a pool or a forest "
            "plot"
        )
    if results is None:
        results = find_root() / "reports" / study.id / "treatment-effect" / "results.json"
    if not Path(results).is_file():
        return StudyAdded("its report treatment-effect has not been run, so it has no results yet")
    estimates = read_results(results)
    pairs = []
    for one in (one for each in evidence for one in each.main):
        after = _add(one, study, estimates)
        if after is not None:
            pairs.append((one, after))
    if not pairs:
        return StudyAdded("none of its estimates is of a domain, comparator, time and scale here")
    return StudyAdded("", tuple(pairs))


def name_series(evidence: DomainEvidence) -> pd.DataFrame:
    """Return the effects of every visit with the series that each belongs to, for a trajectory.

    Where a trial prints several outcomes of the domain, the first is kept.
    """
    visits = evidence.visits[evidence.visits["week"].notna()]
    visits = visits.drop_duplicates(["trial", "comparator_kind", "week"])
    against = visits["comparator"].astype(str)
    return visits.assign(series=visits["trial"].map(_name_trial) + ", against " + against)


def _name_trial(trial: str) -> str:
    citation = load_citations().get(trial)
    return trial if citation is None else citation.short


def _gather(joint: str, domain: str, level: float) -> DomainEvidence:
    visits = pd.concat([_at_level(collect_effects(joint, domain, c), level) for c in COMPARATORS])
    scales = visits[["unit", "scale_low", "scale_high"]].drop_duplicates()
    measure: Any = "MD" if len(scales) == 1 else "SMD"
    if measure == "MD":
        visits = pd.concat(
            [
                _at_level(collect_effects(joint, domain, role, measure="MD"), level)
                for role in COMPARATORS
            ]
        )
    pools = [
        pool_domain(joint, domain, role, name, measure=measure, level=level)
        for role in COMPARATORS
        for name in WINDOWS
    ]
    unused = [
        one.unused.assign(comparator_kind=one.comparator)
        for one in pools
        if one.window == WINDOWS["long"]
    ]
    kept = tuple(replace(one, effects=_at_level(one.effects, level)) for one in pools if one.k)
    return DomainEvidence(
        joint,
        domain,
        level,
        kept,
        visits.reset_index(drop=True),
        pd.concat(unused, ignore_index=True),
    )


def _at_level(effects: pd.DataFrame, level: float) -> pd.DataFrame:
    """Give each effect its normal interval at a level."""
    ends = [
        make_interval(float(yi), math.sqrt(vi), math.inf, level)
        for yi, vi in zip(effects["yi"], effects["vi"], strict=True)
    ]
    return effects.assign(ci_low=[end.low for end in ends], ci_high=[end.high for end in ends])


def _add(before: DomainPool, study: Study, estimates: pd.DataFrame) -> DomainPool | None:
    row = _find_estimate(before, study, estimates)
    if row is None:
        return None
    level = before.pooled.level if before.pooled else float(row["level"])
    try:
        effects = add_study(
            before.effects,
            row,
            study=study.id,
            provenance=study.file.provenance,
            joint=study.file.joint,
            condition=study.file.condition,
            endpoint=study.endpoints[row["endpoint"]],
            comparator_kind=before.comparator,
        )
    except AnalysisError:
        return None
    pooled = pool(effects["yi"], effects["vi"], level=level)
    return replace(before, effects=_at_level(effects, level), pooled=pooled)


def _find_estimate(
    before: DomainPool, study: Study, estimates: pd.DataFrame
) -> dict[Any, Any] | None:
    """Find the study's estimate nearest to the window's target, the primary endpoint first.

    Of the first analysis that makes it, outside subgroups; on the pool's own scale.
    """
    rows = estimates[
        (estimates["quantity"] == _QUANTITY[before.measure])
        & (estimates["subgroup"] == "")
        & (estimates["side"] == "")
        & estimates["se"].gt(0)
        & estimates["week"].between(before.window.low, before.window.high)
    ]
    primary = study.file.plan.primary.endpoint
    found = []
    for place, row in enumerate(rows.to_dict("records")):
        endpoint = study.endpoints.get(row["endpoint"])
        if (
            endpoint is None
            or endpoint.domain != before.domain
            or study.arms[row["arm"]].role != "active"
            or study.arms[row["comparator"]].role != before.comparator
            or not _same_scale(before, endpoint.unit, endpoint.low, endpoint.high)
        ):
            continue
        away = abs(row["week"] - before.window.target)
        found.append((row["endpoint"] != primary, away, place, row))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _same_scale(before: DomainPool, unit: str, low: float, high: float) -> bool:
    if before.measure == "SMD" or not before.k:
        return True
    first = before.effects.iloc[0]
    return (unit, low, high) == (first["unit"], first["scale_low"], first["scale_high"])
