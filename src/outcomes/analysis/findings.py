"""What is known of each outcome, one row each: the summary of findings of a page of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    arm : str
        The active arm that the number is of, where its trial has several; empty else.
    review : mapping or None
        A published pool with the certainty that its review gave it, where no trial has a number.
    directions : tuple of mapping
        Results without a number: of trials that are not in the pool; where there is neither, all.
    important : Important or None
        The difference that matters.
    certainty : Certainty or None
        Of a pool, by our rule; a review brings its own.
    """

    domains: tuple[str, ...]
    role: str = ""
    pool: DomainPool | None = None
    arm: str = ""
    review: Row | None = None
    directions: tuple[Row, ...] = ()
    important: Important | None = None
    certainty: Certainty | None = None


def summarise_findings(evidence: Sequence[DomainEvidence], study: Study) -> tuple[Finding, ...]:
    """Return what is known of each domain, the one that the study asks about first.

    Of that domain every kind of comparator is there, of others the first of which anything is
    known: in the study's own condition before others, a number before a direction, placebo before
    usual care before other treatments. What is known is the pool of the window with most effects,
    each further active arm of its trial by itself; else what a review pooled and judged; else
    directions. Shares of participants who responded have rows of their own.

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
    scores = [
        *_from_pools(domain, evidence, study, counts=False),
        *_from_reviews(domain, evidence[0], study),
        *_from_directions(domain, evidence[0]),
    ]
    counts = list(_from_pools(domain, evidence, study, counts=True))
    return [
        finding
        for found in (scores, counts)
        for finding in _choose(found, evidence[0], study, whole=whole)
    ]


def _choose(
    found: Sequence[Finding], each: DomainEvidence, study: Study, *, whole: bool
) -> list[Finding]:
    """Return the first finding of each comparator, in order, with what belongs beside it."""
    by_role: dict[str, Finding] = {}
    for finding in found:
        by_role.setdefault(finding.role, finding)
    roles = [role for role in COMPARATOR_ROLES if role in by_role]
    roles.sort(key=lambda role: _rank(by_role[role], each, study))
    kept = [by_role[role] for role in (roles if whole else roles[:1])]
    return [one for finding in kept for one in (finding, *_list_other_arms(finding, study))]


def _rank(finding: Finding, each: DomainEvidence, study: Study) -> tuple[bool, bool]:
    has_number = finding.pool is not None or finding.review is not None
    return not _is_own(finding, each, study), not has_number


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


def _from_pools(
    domain: str, evidence: Sequence[DomainEvidence], study: Study, *, counts: bool
) -> Iterator[Finding]:
    """Yield pools of scores or of responders; of the study's own condition first."""
    for each in evidence:
        if each.domain == domain and each.counts == counts and each.pools:
            for one in each.main:
                arm = str(one.effects["arm"].iloc[0]) if len(one.other_arms) else ""
                directions = () if counts else tuple(_list_without_number(one))
                yield _rate(
                    Finding((domain,), one.comparator, one, arm, directions=directions), study
                )


def _rate(finding: Finding, study: Study) -> Finding:
    """Add the difference that matters and the certainty to a pool."""
    if finding.pool is None:
        return finding
    important = find_important(finding.pool, study)
    certainty = rate_pool(finding.pool, important, study.file.certainty)
    return replace(finding, important=important, certainty=certainty)


def _list_other_arms(finding: Finding, study: Study) -> Iterator[Finding]:
    """Yield each further active arm of the trials of a pool, as one trial that stands alone."""
    if finding.pool is None:
        return
    others = finding.pool.other_arms
    for number, arm in enumerate(others["arm"]):
        alone = replace(
            finding.pool,
            effects=others.iloc[[number]].drop(columns="reason"),
            left_out=others.iloc[:0],
            pooled=None,
        )
        yield _rate(Finding(finding.domains, finding.role, alone, str(arm)), study)


def _list_without_number(one: DomainPool) -> Iterator[Row]:
    """Yield directions of trials of the same question that are not in a pool."""
    known = set(one.effects["trial"])
    for row in list_directions(one.pack, one.joint):
        if (row["domain"], row["comparator_role"], row["condition"]) == (
            *(one.domain, one.comparator),
            one.condition,
        ) and row["trial"] not in known:
            yield row


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
