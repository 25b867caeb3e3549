"""A reader's own study in the pools of published trials; simulated data never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from outcomes.analysis.joint_evidence import DomainEvidence, at_level
from outcomes.analysis.meta.few_trials import pool_few
from outcomes.analysis.synthesis import DomainPool, add_study
from outcomes.analysis.synthesis.own import QUANTITY
from outcomes.errors import AnalysisError
from outcomes.evidence.relevance import same_condition
from outcomes.overview import Overview
from outcomes.study.study import Study

Refused = Literal[
    "not-collected",
    "nothing-to-compare",
    "several-treatments-each",
    "treatment-is-comparator",
    "other-treatment",
    "no-estimates",
    "no-match",
    "",
]
"""Why no estimate of a study enters a pool; `outcomes.prose.pooling` puts each in words."""


@dataclass(frozen=True, eq=False, repr=False)
class StudyAdded(Overview):
    """A study's own estimates beside the published ones, or why they are not there.

    Attributes
    ----------
    refused : str
        Why no estimate was added at all, one of `Refused`; empty if some was.
    pairs : tuple of (DomainPool, DomainPool)
        A pool before and after.
    """

    refused: Refused
    pairs: tuple[tuple[DomainPool, DomainPool], ...] = ()


def add_own_study(
    evidence: Sequence[DomainEvidence], study: Study, estimates: pd.DataFrame | None
) -> StudyAdded:
    """Add a study's own estimates to the pools that they belong to.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `gather_evidence` for the study's joint.
    study : Study
        Gives provenance, directions and roles of arms.
    estimates : pandas.DataFrame or None
        The estimates of the study's own comparison; None where no report made them.

    Returns
    -------
    StudyAdded
        Simulated data, another treatment than that of the evidence, and estimates that are missing
        or fit no pool are named in ``refused``.
    """
    refused = _refuse(study, estimates)
    if refused or estimates is None:
        return StudyAdded(refused)
    pairs = []
    for one in (one for each in evidence for one in each.pools):
        after = _add(one, study, estimates)
        if after is not None:
            pairs.append((one, after))
    if not pairs:
        return StudyAdded("no-match")
    return StudyAdded("", tuple(pairs))


def _refuse(study: Study, estimates: pd.DataFrame | None) -> Refused:
    """Return why nothing of a study can enter a pool; empty if something may."""
    if study.file.provenance != "collected":
        return "not-collected"
    if not study.comparisons:
        return "nothing-to-compare"
    if study.file.design != "parallel":
        return "several-treatments-each"
    if not any(study.compares_topic(*pair) for pair in study.comparisons):
        turned = any(study.compares_topic(*pair[::-1]) for pair in study.comparisons)
        return "treatment-is-comparator" if turned else "other-treatment"
    return "no-estimates" if estimates is None else ""


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
    pooled = pool_few(effects["yi"], effects["vi"], level=level)
    return replace(before, effects=at_level(effects, level), pooled=pooled)


def _find_estimate(
    before: DomainPool, study: Study, estimates: pd.DataFrame
) -> dict[Any, Any] | None:
    """Find the study's estimate nearest to the window's target, the primary endpoint first.

    Of the first analysis that makes it, outside subgroups; on the pool's own scale.
    """
    if before.measure not in QUANTITY:
        return None
    rows = estimates[
        (estimates["quantity"] == QUANTITY[before.measure])
        & (estimates["subgroup"] == "")
        & (estimates["side"] == "")
        & estimates["se"].gt(0)
        & estimates["week"].between(before.window.low, before.window.high)
    ]
    if not _of_one_condition(before, study):
        return None
    primary = study.file.plan.primary.endpoint
    found = []
    for place, row in enumerate(rows.to_dict("records")):
        endpoint = study.endpoints.get(row["endpoint"])
        if (
            endpoint is None
            or endpoint.domain != before.domain
            or not study.compares_topic(row["arm"], row["comparator"])
            or study.treatments[row["comparator"]].role != before.comparator
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


def _of_one_condition(before: DomainPool, study: Study) -> bool:
    return all(
        same_condition(
            before.pack, row["trial"], row["condition"], study.file.condition, study.file.joint
        )
        for row in before.effects.to_dict("records")
    )
