"""Analyses, one module a method: a study in, an estimates frame out.

Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lazy import load_when_used

if TYPE_CHECKING:
    from outcomes.analysis.balance import compare_baseline, summarise_baseline
    from outcomes.analysis.chance import summarise_chance
    from outcomes.analysis.change import summarise_change, summarise_shares
    from outcomes.analysis.claims import estimate_claims, recompute_claims
    from outcomes.analysis.comparison import compare_with_control
    from outcomes.analysis.costs import cost_responders
    from outcomes.analysis.crossover import compare_periods
    from outcomes.analysis.cumulative import accumulate_changes
    from outcomes.analysis.describe import summarise_scores
    from outcomes.analysis.ends import summarise_ends
    from outcomes.analysis.event_measures import measure_events
    from outcomes.analysis.findings import summarise_findings
    from outcomes.analysis.flow import count_flow
    from outcomes.analysis.harm_rates import summarise_harm_rates
    from outcomes.analysis.harms import summarise_harms
    from outcomes.analysis.joint_evidence import (
        compare_estimators,
        gather_evidence_for,
        list_evidence_references,
        tabulate_evidence,
    )
    from outcomes.analysis.many_trials import (
        ask_small_studies,
        explain_differences,
        leave_each_out,
        pool_all_effects,
    )
    from outcomes.analysis.motion_gains import gather_motion_gains, list_motion_citations
    from outcomes.analysis.multiplicity import adjust_for_multiplicity
    from outcomes.analysis.period_harms import summarise_period_harms
    from outcomes.analysis.placebo_changes import (
        gather_placebo_changes,
        list_placebo_citations,
    )
    from outcomes.analysis.protected import summarise_protected
    from outcomes.analysis.residuals import summarise_residuals
    from outcomes.analysis.responders import compare_responders
    from outcomes.analysis.sites import compare_sites
    from outcomes.analysis.stages import count_stages
    from outcomes.analysis.study_added import add_own_study
    from outcomes.analysis.subgroup_effects import compare_subgroups
    from outcomes.analysis.synthesis.recalculate import rebuild_published
    from outcomes.analysis.tipping_point import find_tipping_point
    from outcomes.analysis.ways import compare_ways

__all__ = [
    "accumulate_changes",
    "add_own_study",
    "adjust_for_multiplicity",
    "ask_small_studies",
    "compare_baseline",
    "compare_estimators",
    "compare_periods",
    "compare_responders",
    "compare_sites",
    "compare_subgroups",
    "compare_ways",
    "compare_with_control",
    "cost_responders",
    "count_flow",
    "count_stages",
    "estimate_claims",
    "explain_differences",
    "find_tipping_point",
    "gather_evidence_for",
    "gather_motion_gains",
    "gather_placebo_changes",
    "leave_each_out",
    "list_evidence_references",
    "list_motion_citations",
    "list_placebo_citations",
    "measure_events",
    "pool_all_effects",
    "rebuild_published",
    "recompute_claims",
    "summarise_baseline",
    "summarise_chance",
    "summarise_change",
    "summarise_ends",
    "summarise_findings",
    "summarise_harm_rates",
    "summarise_harms",
    "summarise_period_harms",
    "summarise_protected",
    "summarise_residuals",
    "summarise_scores",
    "summarise_shares",
    "tabulate_evidence",
]

_HOMES = {
    "summarise_findings": ".findings",
    "measure_events": ".event_measures",
    "pool_all_effects": ".many_trials",
    "leave_each_out": ".many_trials",
    "explain_differences": ".many_trials",
    "ask_small_studies": ".many_trials",
    "summarise_period_harms": ".period_harms",
    "accumulate_changes": ".cumulative",
    "add_own_study": ".study_added",
    "adjust_for_multiplicity": ".multiplicity",
    "compare_baseline": ".balance",
    "compare_estimators": ".joint_evidence",
    "compare_periods": ".crossover",
    "compare_responders": ".responders",
    "cost_responders": ".costs",
    "compare_subgroups": ".subgroup_effects",
    "compare_ways": ".ways",
    "compare_with_control": ".comparison",
    "count_flow": ".flow",
    "count_stages": ".stages",
    "estimate_claims": ".claims",
    "find_tipping_point": ".tipping_point",
    "gather_evidence_for": ".joint_evidence",
    "gather_motion_gains": ".motion_gains",
    "gather_placebo_changes": ".placebo_changes",
    "list_motion_citations": ".motion_gains",
    "list_placebo_citations": ".placebo_changes",
    "list_evidence_references": ".joint_evidence",
    "rebuild_published": ".synthesis.recalculate",
    "summarise_baseline": ".balance",
    "summarise_chance": ".chance",
    "summarise_change": ".change",
    "summarise_ends": ".ends",
    "summarise_harm_rates": ".harm_rates",
    "summarise_harms": ".harms",
    "summarise_protected": ".protected",
    "summarise_residuals": ".residuals",
    "summarise_scores": ".describe",
    "summarise_shares": ".change",
    "tabulate_evidence": ".joint_evidence",
    "recompute_claims": ".claims",
    "compare_sites": ".sites",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_when_used(__name__, _HOMES)
