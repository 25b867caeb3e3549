"""What is known of each outcome, one row each: the summary of findings of a page of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outcomes.analysis.certainty import Certainty, rate_pool
from outcomes.analysis.important import Important, find_important, important_of_review
from outcomes.analysis.joint_evidence import DOMAINS, DomainEvidence
from outcomes.analysis.synthesis import DomainPool
from outcomes.evidence import list_directions, list_reviews
from outcomes.evidence.relevance import same_condition
from outcomes.evidence.schema import COMPARATOR_ROLES
from outcomes.overview import Overview
from outcomes.study.study import Study

Row = Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Finding(Overview):
    """What is known of one outcome against one kind of comparator.

    Attributes
    ----------
    domains : tuple of str
        What was measured: one domain; where nothing is known, all of these.
    role : str
        Kind of comparator; empty where nothing is known.
    pool : DomainPool or None
        Trials with a number, pooled or one alone.
    review : mapping or None
        A published pool with the certainty that its review gave it, where no trial has a number.
    directions : tuple of mapping
        Results without a number, where there is neither.
    important : Important or None
        The difference that matters.
    certainty : Certainty or None
        Of a pool, by our rule; a review brings its own.
    """

    domains: tuple[str, ...]
    role: str = ""
    pool: DomainPool | None = None
    review: Row | None = None
    directions: tuple[Row, ...] = ()
    important: Important | None = None
    certainty: Certainty | None = None


def summarise_findings(evidence: Sequence[DomainEvidence], study: Study) -> tuple[Finding, ...]:
    """Return what is known of each domain, the one that the study asks about first.

    Of that domain every kind of comparator is there, of others the first of which anything is
    known: in the study's own condition before others, placebo before usual care before other
    treatments. What is known is the pool of the window with most effects; else what a review pooled
    and judged; else directions.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence_for`.
    study : Study
        Asks the question; its file may judge the certainty.
    """
    asked = study.endpoints[study.file.plan.primary.endpoint].domain
    domains = sorted(DOMAINS, key=lambda domain: domain != asked)
    found = {
        domain: _summarise(domain, evidence, study, whole=domain == asked) for domain in domains
    }
    known = [finding for of_domain in found.values() for finding in of_domain]
    silent = [domain for domain, of_domain in found.items() if not of_domain]
    return (*known, *([Finding(tuple(silent))] if silent else []))


def _summarise(
    domain: str, evidence: Sequence[DomainEvidence], study: Study, *, whole: bool
) -> list[Finding]:
    found = [
        *_from_pools(domain, evidence, study),
        *_from_reviews(domain, evidence[0], study),
        *_from_directions(domain, evidence[0]),
    ]
    by_role: dict[str, Finding] = {}
    for finding in found:
        by_role.setdefault(finding.role, finding)
    roles = [role for role in COMPARATOR_ROLES if role in by_role]
    roles.sort(key=lambda role: not _is_own(by_role[role], evidence[0], study))
    order = [by_role[role] for role in roles]
    return order if whole else order[:1]


def _is_own(finding: Finding, each: DomainEvidence, study: Study) -> bool:
    """Whether a finding is of the condition that the study asks about."""
    rows = list(finding.directions)
    rows += [finding.review] if finding.review is not None else []
    if finding.pool is not None:
        rows += finding.pool.effects.to_dict("records")
    file = study.file
    return any(
        same_condition(each.pack, row["trial"], row["condition"], file.condition, file.joint)
        for row in rows
    )


def _from_pools(domain: str, evidence: Sequence[DomainEvidence], study: Study) -> Iterator[Finding]:
    """Yield pools of scores, then of responders; of the study's own condition first."""
    for each in evidence:
        if each.domain == domain and each.pools:
            for one in each.main:
                important = find_important(one, study)
                certainty = rate_pool(one, important, study.file.certainty)
                yield Finding(
                    (domain,), one.comparator, one, important=important, certainty=certainty
                )


def _from_reviews(domain: str, each: DomainEvidence, study: Study) -> Iterator[Finding]:
    for row in list_reviews(each.pack, each.joint):
        if row["endpoint_domain"] == domain and row["certainty"]:
            important = important_of_review(row, each.pack, each.joint)
            yield Finding((domain,), row["comparator_role"], review=row, important=important)


def _from_directions(domain: str, each: DomainEvidence) -> Iterator[Finding]:
    by_role: dict[str, list[Row]] = {}
    for row in list_directions(each.pack, each.joint):
        if row["domain"] == domain:
            by_role.setdefault(row["comparator_role"], []).append(row)
    for role, rows in by_role.items():
        yield Finding((domain,), role, directions=tuple(rows))
