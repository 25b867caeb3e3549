"""What a study and the numbers of a report hold, as the items of a checklist ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.analysis.stages import ALLOCATED, ANALYSED
from outcomes.estimates import HARMS
from outcomes.evidence import find_claims, find_echo, load_designs
from outcomes.evidence.packaged import same_joint
from outcomes.evidence.schema import TRIALS_FOR_FUNNEL
from outcomes.prose.published import is_about_dextrose
from outcomes.study.study import Study
from outcomes.study.treatment import Treatment

if TYPE_CHECKING:
    import pandas as pd

RESULTS = ("difference", "change", "share")
"""Quantities that a result of a study's own may be."""


def asks_primary(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a report is about the primary result, estimated or not."""
    return bool(len(_primary(study, estimates)))


def has_primary(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the primary result was estimated."""
    return _is_estimated(_primary(study, estimates))


def has_result(
    study: Study, estimates: pd.DataFrame, endpoint: str, *, alone: bool = False
) -> bool:
    """Whether a result of an endpoint was estimated after baseline.

    A difference between arms, or in a study without one a change or a share; there a mean may
    stand ``alone``, of what has no baseline.
    """
    if study.comparisons:
        return _is_estimated(_rows_of(estimates, endpoint, ("difference",)))
    wanted = (*RESULTS, "mean") if alone else RESULTS
    return _is_estimated(_rows_of(estimates, endpoint, wanted))


def has_secondary(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a result of a secondary endpoint was estimated."""
    return any(has_result(study, estimates, name) for name in study.file.plan.secondary)


def has_undeclared(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a result was estimated of an endpoint that the plan does not name."""
    return any(has_result(study, estimates, name) for name in list_undeclared(study))


def list_undeclared(study: Study) -> list[str]:
    """Return the endpoints that the plan does not name."""
    plan = study.file.plan
    return [
        name for name in study.endpoints if name not in (plan.primary.endpoint, *plan.secondary)
    ]


def has_tipping(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the primary result was estimated again with the missing scores made worse."""
    return _is_estimated(estimates[estimates["quantity"] == "shifted difference"])


def has_missing(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether scores of the primary endpoint are missing at the primary visit, as counted."""
    return bool((_missing(study, estimates) > 0).any())


def has_none_missing(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether it was counted that no score is missing at the primary visit."""
    counts = _missing(study, estimates)
    return bool(len(counts)) and bool((counts == 0).all())


def has_missing_in_comparison(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether arms were compared although scores are missing."""
    return (
        has_missing(study, estimates) and bool(study.comparisons) and has_primary(study, estimates)
    )


def counts_missing(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether missing scores were counted."""
    return _is_estimated(estimates[estimates["quantity"] == "missing"])


def counts_seen(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether participants with a score were counted at a visit."""
    rows = estimates[(estimates["quantity"] == "n") & estimates["endpoint"].isin(study.endpoints)]
    return _is_estimated(rows[rows["visit"] != ""])


def has_flow(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether those allocated to each arm were counted."""
    return all(is_stage_known(estimates, ALLOCATED, arm) for arm in study.arms)


def counts_analysed(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether those in the primary analysis were counted, in every arm that is compared."""
    arms = study.file.plan.primary.comparison or tuple(study.arms)
    return all(is_stage_known(estimates, ANALYSED, arm) for arm in arms)


def is_stage_known(estimates: pd.DataFrame, stage: str, arm: str) -> bool:
    """Whether the participants of an arm at a stage of the study are known."""
    rows = estimates[(estimates["quantity"] == "stage") & (estimates["subgroup"] == stage)]
    return _is_estimated(rows[rows["arm"] == arm])


def has_baseline(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether participants were described at baseline."""
    described = estimates["quantity"].isin(("mean", "share"))
    at_start = (estimates["week"] == 0) & estimates["endpoint"].isin(study.endpoints)
    covariate = (estimates["visit"] == "") & estimates["endpoint"].isin(study.participants.columns)
    return _is_estimated(estimates[described & (at_start | covariate)])


def counts_harms(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether harms were recorded, and counted in every arm."""
    rows = estimates[(estimates["quantity"] == "risk") & (estimates["endpoint"] == HARMS)]
    counted = set(rows.loc[rows["estimate"].notna(), "arm"])
    return study.events is not None and counted >= set(study.arms)


def has_claims(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the primary result stands beside published findings on the same joint."""
    return (
        asks_primary(study, estimates)
        and is_about_dextrose(study)
        and bool(len(find_claims(study.file.joint)))
    )


def has_echo(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a published number is set beside the primary result."""
    primary = study.file.plan.primary
    if not (asks_primary(study, estimates) and is_about_dextrose(study)):
        return False
    endpoint = study.endpoints[primary.endpoint]
    week = next(visit.week for visit in study.visits if visit.name == primary.visit)
    roles: set[str] = {study.arms[other].role for _, other in study.comparisons}
    return any(
        find_echo(
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


def has_effects(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether an effect of a published trial was read."""
    return bool(list_trials(estimates))


def list_trials(estimates: pd.DataFrame) -> set[str]:
    """Return the published trials of which an effect was read."""
    effects = estimates["quantity"].isin(("difference", "standardised effect"))
    rows = estimates[effects & estimates["estimate"].notna() & (estimates["subgroup"] != "")]
    return set(rows["subgroup"]) & set(load_designs()["trial"])


def has_pool(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether trials were pooled, and how far they differ was estimated."""
    return _is_estimated(estimates[estimates["quantity"] == "between-trial variance"])


def has_large_pool(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a pool has as many trials as a funnel plot needs."""
    weights = estimates[estimates["quantity"] == "weight"]
    sizes = weights.groupby(["endpoint", "comparator", "visit"]).size()
    return bool((sizes >= TRIALS_FOR_FUNNEL).any())


def has_left_out(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a randomised trial on the joint is known of which no effect was read."""
    return bool(_known_trials(study) - list_trials(estimates))


def judges_bias_of_trials(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether a judgement on the risk of bias of a trial was read."""
    designs = load_designs().set_index("trial")["risk_of_bias"]
    return any(designs[trial] != "" for trial in list_trials(estimates))


def judges_bias(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the study file judges the risk of bias of the trials together."""
    return "risk-of-bias" in study.file.certainty


def judges_publication_bias(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the study file judges whether trials were left unpublished."""
    return "publication-bias" in study.file.certainty


def judges_certainty(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the study file judges how certain the evidence is, in any domain."""
    return bool(study.file.certainty)


def may_be_added(study: Study, estimates: pd.DataFrame) -> bool:
    """Whether the study's own result may stand among the published ones: its data are collected."""
    return (
        study.file.provenance == "collected"
        and bool(study.comparisons)
        and is_about_dextrose(study)
        and has_effects(study, estimates)
    )


def _known_trials(study: Study) -> set[str]:
    designs = load_designs()
    here = designs["joint"].map(lambda joint: same_joint(joint, study.file.joint))
    return set(designs.loc[here & (designs["randomised"] == "yes"), "trial"])


def _primary(study: Study, estimates: pd.DataFrame) -> pd.DataFrame:
    primary = study.file.plan.primary
    if primary.comparison is None:
        rows = _rows_of(estimates, primary.endpoint, RESULTS)
    else:
        arm, comparator = primary.comparison
        rows = _rows_of(estimates, primary.endpoint, ("difference",))
        rows = rows[(rows["arm"] == arm) & (rows["comparator"] == comparator)]
    return rows[rows["visit"] == primary.visit]


def _rows_of(estimates: pd.DataFrame, endpoint: str, quantities: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of an endpoint after baseline that hold one of some quantities."""
    rows = estimates[(estimates["endpoint"] == endpoint) & estimates["quantity"].isin(quantities)]
    return rows[(rows["visit"] != "") & (rows["week"] != 0)]


def _missing(study: Study, estimates: pd.DataFrame) -> pd.Series:
    primary = study.file.plan.primary
    rows = estimates[(estimates["quantity"] == "missing") & estimates["estimate"].notna()]
    here = (rows["endpoint"] == primary.endpoint) & (rows["visit"] == primary.visit)
    return rows.loc[here, "estimate"]


def _is_estimated(rows: pd.DataFrame) -> bool:
    return bool(rows["estimate"].notna().any())


def _treatments(study: Study) -> list[Treatment]:
    return [arm.treatment for arm in study.arms.values() if arm.treatment is not None]
