"""What an answer of a checklist does not say, for one study; empty where it says all."""

from __future__ import annotations

from outcomes.analysis.stages import RECEIVED
from outcomes.report.checklist import conditions
from outcomes.report.checklist.material import Numbers
from outcomes.study.judgement import GRADE_DOMAINS
from outcomes.study.study import Study
from outcomes.study.treatment import Treatment


def of_analysis_plan(study: Study) -> str:
    """Say that it is not told where the analysis plan can be read."""
    return "" if study.file.analysis_plan else "no analysis plan"


def of_protocol(study: Study) -> str:
    """Say that it is not told where the protocol can be read."""
    return "" if study.file.protocol else "no protocol"


def of_data_access(study: Study) -> str:
    """Say that it is not told where the participants' data can be had."""
    return "" if study.file.data_access else "nothing on the participants' own data"


def of_design(study: Study) -> str:
    """Name the allocation ratio and the framework, where they are not given."""
    file = study.file
    absent = []
    if file.allocation is None and study.comparisons:
        absent.append("allocation")
    if file.allocation == "randomised" and (file.sequence is None or file.sequence.ratio is None):
        absent.append("ratio")
    if study.comparisons and file.framework is None:
        absent.append("framework")
    return f"not given: {', '.join(absent)}" if absent else ""


def of_outcomes(study: Study) -> str:
    """Say that no secondary outcome is named, where there is more than one endpoint."""
    named = study.file.plan.secondary or len(study.endpoints) == 1
    return "" if named else "no secondary outcome is named"


def of_blinding(study: Study) -> str:
    """Say that it is not told how alike the treatments were."""
    blinding = study.file.blinding
    return "" if blinding and blinding.similarity else "not how alike the treatments were"


def of_treatment(study: Study) -> str:
    """Name what is needed to repeat each arm's treatment and not given."""
    absent = []
    for arm in study.treatments.values():
        one = arm.treatment or Treatment()
        needed = {
            "what was done": one.substance or one.procedure,
            "dose or volume": one.dose or one.volume or not one.substance,
            "sessions": one.sessions is not None,
        }
        parts = [name for name, there in needed.items() if not there]
        if parts:
            absent.append(f"{arm.label}: {', '.join(parts)}")
    return f"not given for {'; '.join(absent)}" if absent else ""


def of_treatment_given(study: Study) -> str:
    """Name the arms of which it is not said what was given in fact, or by whom."""
    absent = []
    for arm in study.treatments.values():
        one = arm.treatment or Treatment()
        needed = {"as given": one.as_given, "given by": one.given_by}
        parts = [name for name, there in needed.items() if not there]
        if parts:
            absent.append(f"{arm.label}: {', '.join(parts)}")
    return f"not given for {'; '.join(absent)}" if absent else ""


def of_other_care(study: Study) -> str:
    """Name the arms of which no other care is told."""
    told = study.file.other_care or {}
    absent = [arm.label for name, arm in study.treatments.items() if name not in told]
    return f"not given for {', '.join(absent)}" if absent else ""


def of_restrictions(study: Study) -> str:
    """Say that neither blocks nor strata are given, unless the sequence is a simple one."""
    sequence = study.file.sequence
    if sequence is None:
        return ""
    absent = [] if sequence.type else ["type"]
    if "simple" not in (sequence.type or "").lower() and not (sequence.blocks or sequence.strata):
        absent.append("blocks or strata")
    return f"not given: {', '.join(absent)}" if absent else ""


def of_reasons(study: Study, numbers: Numbers) -> str:
    """Say that the reasons for losses or exclusions are not recorded, or not for all."""
    flow = study.file.flow
    told = flow.excluded and all(
        name in flow.arms and "lost" in flow.arms[name].model_fields_set for name in study.arms
    )
    return "" if told else "reasons are not recorded, or not for all"


def of_treated(study: Study, numbers: Numbers) -> str:
    """Say that it is not recorded who received the treatment."""
    told = all(conditions.is_stage_known(numbers, RECEIVED, arm) for arm in study.arms)
    return "" if told else "who received the treatment is not recorded"


def of_harm_methods(study: Study, numbers: Numbers) -> str:
    """Say that there is no method for harms, where none were counted."""
    return "" if conditions.counts_harms(study, numbers) else "no method for harms"


def of_results(study: Study, numbers: Numbers) -> str:
    """Name the secondary endpoints of which no result was estimated."""
    absent = [
        study.endpoints[name].label
        for name in study.file.plan.secondary
        if not conditions.has_result(study, numbers, name, alone=True)
    ]
    return f"not estimated: {', '.join(absent)}" if absent else ""


def of_certainty(study: Study, numbers: Numbers) -> str:
    """Say that certainty is judged for all outcomes together, and in which domains it is not."""
    absent = [name.replace("-", " ") for name in GRADE_DOMAINS if name not in study.file.certainty]
    parts = ["for the evidence as a whole, not by outcome"]
    parts += [f"not judged: {', '.join(absent)}"] if absent else []
    return "; ".join(parts)


def of_bias_by_trial(study: Study, numbers: Numbers) -> str:
    """Say that the risk of bias is not judged for each trial."""
    judged = conditions.judges_bias_of_trials(study, numbers)
    return "only where a judgement was read" if judged else "no risk of bias by trial"
