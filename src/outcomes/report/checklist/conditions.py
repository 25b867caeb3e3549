"""What a study and the numbers of a report hold, as the items of a checklist ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from outcomes.analysis.stages import ALLOCATED, ANALYSED
from outcomes.estimates import HARMS
from outcomes.evidence import find_claims, find_matches
from outcomes.evidence.read_tables import same_joint
from outcomes.evidence.schema import TRIALS_FOR_FUNNEL
from outcomes.report.checklist.material import Numbers, Row, any_estimated
from outcomes.study.study import Study
from outcomes.study.treatment import Treatment

RESULTS = ("difference", "change", "share")
"""Quantities that a result of a study's own may be."""


def asks_primary(study: Study, numbers: Numbers) -> bool:
    """Whether a report is about the primary result, estimated or not."""
    return bool(len(_primary(study, numbers)))


def has_primary(study: Study, numbers: Numbers) -> bool:
    """Whether the primary result was estimated."""
    return any_estimated(_primary(study, numbers))


def has_result(study: Study, numbers: Numbers, endpoint: str, *, alone: bool = False) -> bool:
    """Whether a result of an endpoint was estimated after baseline.

    A difference between arms, or in a study without one a change or a share; there a mean may
    stand ``alone``, of what has no baseline.
    """
    if study.comparisons:
        return any_estimated(_rows_of(numbers, endpoint, "difference"))
    wanted = (*RESULTS, "mean") if alone else RESULTS
    return any_estimated(_rows_of(numbers, endpoint, *wanted))


def has_secondary(study: Study, numbers: Numbers) -> bool:
    """Whether a result of a secondary endpoint was estimated."""
    return any(has_result(study, numbers, name) for name in study.file.plan.secondary)


def has_undeclared(study: Study, numbers: Numbers) -> bool:
    """Whether a result was estimated of an endpoint that the plan does not name."""
    return any(has_result(study, numbers, name) for name in list_undeclared(study))


def list_undeclared(study: Study) -> list[str]:
    """Return the endpoints that the plan does not name."""
    plan = study.file.plan
    return [
        name for name in study.endpoints if name not in (plan.primary.endpoint, *plan.secondary)
    ]


def has_tipping(study: Study, numbers: Numbers) -> bool:
    """Whether the primary result was estimated again with the missing scores made worse."""
    return any_estimated(numbers.find("shifted difference"))


def has_missing(study: Study, numbers: Numbers) -> bool:
    """Whether scores of the primary endpoint are missing at the primary visit, as counted."""
    return any(count > 0 for count in _missing(study, numbers))


def has_none_missing(study: Study, numbers: Numbers) -> bool:
    """Whether it was counted that no score is missing at the primary visit."""
    counts = _missing(study, numbers)
    return bool(counts) and not any(counts)


def has_missing_in_comparison(study: Study, numbers: Numbers) -> bool:
    """Whether arms were compared although scores are missing."""
    return has_missing(study, numbers) and bool(study.comparisons) and has_primary(study, numbers)


def counts_missing(study: Study, numbers: Numbers) -> bool:
    """Whether missing scores were counted."""
    return any_estimated(numbers.find("missing"))


def counts_seen(study: Study, numbers: Numbers) -> bool:
    """Whether participants with a score were counted at a visit."""
    rows = [row for row in numbers.find("n") if row["endpoint"] in study.endpoints]
    return any_estimated([row for row in rows if row["visit"]])


def has_flow(study: Study, numbers: Numbers) -> bool:
    """Whether those allocated to each arm were counted."""
    return all(is_stage_known(numbers, ALLOCATED, arm) for arm in study.arms)


def counts_analysed(study: Study, numbers: Numbers) -> bool:
    """Whether those in the primary analysis were counted, in every arm that is compared."""
    arms = study.file.plan.primary.comparison or tuple(study.arms)
    return all(is_stage_known(numbers, ANALYSED, arm) for arm in arms)


def is_stage_known(numbers: Numbers, stage: str, arm: str) -> bool:
    """Whether the participants of an arm at a stage of the study are known."""
    return any_estimated(numbers.find("stage", subgroup=stage, arm=arm))


def has_baseline(study: Study, numbers: Numbers) -> bool:
    """Whether participants were described at baseline."""
    columns = set(study.participants.columns)
    return any_estimated(
        [
            row
            for row in numbers.find("mean", "share")
            if (row["week"] == 0 and row["endpoint"] in study.endpoints)
            or (not row["visit"] and row["endpoint"] in columns)
        ]
    )


def counts_harms(study: Study, numbers: Numbers) -> bool:
    """Whether harms were recorded, and counted in every arm."""
    counted = [
        any_estimated(numbers.find("risk", endpoint=HARMS, arm=arm)) for arm in study.treatments
    ]
    return study.events is not None and all(counted)


def has_claims(study: Study, numbers: Numbers) -> bool:
    """Whether the primary result stands beside published findings on the same joint."""
    return (
        asks_primary(study, numbers)
        and study.evidence is not None
        and bool(len(find_claims(study.evidence, study.file.joint)))
    )


def has_echo(study: Study, numbers: Numbers) -> bool:
    """Whether a published number is set beside the primary result."""
    primary = study.file.plan.primary
    if study.evidence is None or not asks_primary(study, numbers):
        return False
    endpoint = study.endpoints[primary.endpoint]
    week = next(visit.week for visit in study.visits if visit.name == primary.visit)
    roles: set[str] = {study.treatments[other].role for _, other in study.comparisons}
    return any(
        find_matches(
            study.evidence,
            study.file.joint,
            endpoint.domain,
            week,
            role,
            condition=study.file.condition,
            outcome=endpoint.label,
        )
        for role in roles or {""}
    )


def tells_what_was_done(study: Study) -> bool:
    """Whether the study file says of any arm what the treatment was."""
    return any(one.substance or one.procedure for one in _treatments(study))


def tells_what_was_given(study: Study) -> bool:
    """Whether the study file says of any arm what was given in fact, or by whom."""
    return any(one.as_given or one.given_by for one in _treatments(study))


def tells_restrictions(study: Study) -> bool:
    """Whether the study file says of which kind the random sequence is."""
    sequence = study.file.sequence
    return sequence is not None and bool(sequence.type or sequence.blocks or sequence.strata)


def has_effects(study: Study, numbers: Numbers) -> bool:
    """Whether an effect of a published trial was read."""
    return bool(list_trials(study, numbers))


def list_trials(study: Study, numbers: Numbers) -> set[str]:
    """Return the published trials of which an effect was read."""
    rows = numbers.find("difference", "standardised effect")
    known = _index_trials(study)
    return {row["subgroup"] for row in rows if any_estimated([row]) and row["subgroup"] in known}


def has_pool(study: Study, numbers: Numbers) -> bool:
    """Whether trials were pooled, and how far they differ was estimated."""
    return any_estimated(numbers.find("between-trial variance"))


def has_large_pool(study: Study, numbers: Numbers) -> bool:
    """Whether a pool has as many trials as a funnel plot needs."""
    pools = Counter(
        (row["endpoint"], row["comparator"], row["visit"]) for row in numbers.find("weight")
    )
    return any(size >= TRIALS_FOR_FUNNEL for size in pools.values())


def has_left_out(study: Study, numbers: Numbers) -> bool:
    """Whether a randomised trial on the joint is known of which no effect was read."""
    return bool(_known_trials(study) - list_trials(study, numbers))


def judges_bias_of_trials(study: Study, numbers: Numbers) -> bool:
    """Whether a judgement on the risk of bias of a trial was read."""
    found = list_trials(study, numbers)
    return any(_index_trials(study)[trial]["risk_of_bias"] for trial in found)


def judges_bias(study: Study, numbers: Numbers) -> bool:
    """Whether the study file judges the risk of bias of the trials together."""
    return "risk-of-bias" in study.file.certainty


def judges_publication_bias(study: Study, numbers: Numbers) -> bool:
    """Whether the study file judges whether trials were left unpublished."""
    return "publication-bias" in study.file.certainty


def judges_certainty(study: Study, numbers: Numbers) -> bool:
    """Whether the study file judges how certain the evidence is, in any domain."""
    return bool(study.file.certainty)


def may_be_added(study: Study, numbers: Numbers) -> bool:
    """Whether the study's own result may stand among the published ones: its data are collected."""
    return (
        study.file.provenance == "collected"
        and bool(study.comparisons)
        and study.evidence is not None
        and has_effects(study, numbers)
    )


def _index_trials(study: Study) -> Mapping[str, Row]:
    """Return the designs of the study's evidence by trial; none without evidence."""
    return study.evidence.trials if study.evidence else {}


def _known_trials(study: Study) -> set[str]:
    return {
        trial
        for trial, design in _index_trials(study).items()
        if design["randomised"] == "yes" and same_joint(design["joint"], study.file.joint)
    }


def _primary(study: Study, numbers: Numbers) -> list[Row]:
    primary = study.file.plan.primary
    if primary.comparison is None:
        rows = _rows_of(numbers, primary.endpoint, *RESULTS)
    else:
        pair = primary.comparison
        rows = _rows_of(numbers, primary.endpoint, "difference")
        rows = [row for row in rows if (row["arm"], row["comparator"]) == pair]
    return [row for row in rows if row["visit"] == primary.visit]


def _rows_of(numbers: Numbers, endpoint: str, *quantities: str) -> list[Row]:
    """Return the rows of an endpoint after baseline that hold one of some quantities."""
    rows = numbers.find(*quantities, endpoint=endpoint)
    return [row for row in rows if row["visit"] and row["week"] != 0]


def _missing(study: Study, numbers: Numbers) -> list[float]:
    primary = study.file.plan.primary
    rows = numbers.find("missing", endpoint=primary.endpoint, visit=primary.visit)
    return [row["estimate"] for row in rows if any_estimated([row])]


def _treatments(study: Study) -> list[Treatment]:
    return [arm.treatment for arm in study.treatments.values() if arm.treatment is not None]
