"""Generated sentences about a study, claiming no more than its intervals allow.

Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lazy import load_when_used

if TYPE_CHECKING:
    from outcomes.displays.passage import Passage
    from outcomes.prose.answer import write_answer, write_rest
    from outcomes.prose.banner import write_banner
    from outcomes.prose.certainty import say_certainty
    from outcomes.prose.chance import write_chance
    from outcomes.prose.claims import (
        write_arithmetic,
        write_claims_scope,
        write_unconfirmed,
        write_verdict_rule,
        write_verdicts,
    )
    from outcomes.prose.costs import write_costs
    from outcomes.prose.crossover import (
        write_crossover_limits,
        write_pairs,
        write_period_effects,
        write_period_harms,
        write_site_limits,
    )
    from outcomes.prose.described_methods import list_described_methods
    from outcomes.prose.directions import write_directions
    from outcomes.prose.distribution import write_no_curve
    from outcomes.prose.evidence_answer import (
        write_evidence_answer,
        write_evidence_limits,
        write_evidence_scope,
        write_published_harms,
    )
    from outcomes.prose.evidence_patients import write_evidence_for_patients
    from outcomes.prose.harms import write_harms
    from outcomes.prose.hypotheses import write_hypotheses
    from outcomes.prose.limits import write_limits
    from outcomes.prose.matching import write_all_matches, write_match, write_matches
    from outcomes.prose.methods import write_methods
    from outcomes.prose.motion_gains import write_motion_gains
    from outcomes.prose.notable import write_notable
    from outcomes.prose.participants import write_attrition
    from outcomes.prose.patients import write_for_patients
    from outcomes.prose.placebo_changes import write_placebo_beside, write_placebo_changes
    from outcomes.prose.pooling import (
        write_added,
        write_evidence,
        write_small_studies,
        write_without_effect,
    )
    from outcomes.prose.primary import write_primary_result
    from outcomes.prose.protected import (
        write_left_out,
        write_protected_result,
        write_protection,
    )
    from outcomes.prose.published import write_published
    from outcomes.prose.question import write_design
    from outcomes.prose.recalculated_pool import write_rebuilt
    from outcomes.prose.responders import (
        write_responders,
        write_response_limits,
        write_response_methods,
        write_response_room,
    )
    from outcomes.prose.secondary import write_secondary_results, write_undeclared
    from outcomes.prose.single_arm import write_no_control
    from outcomes.prose.subgroups import write_subgroups
    from outcomes.prose.ways import write_ways

__all__ = [
    "Passage",
    "list_described_methods",
    "say_certainty",
    "write_added",
    "write_all_matches",
    "write_answer",
    "write_arithmetic",
    "write_attrition",
    "write_banner",
    "write_chance",
    "write_claims_scope",
    "write_costs",
    "write_crossover_limits",
    "write_design",
    "write_directions",
    "write_evidence",
    "write_evidence_answer",
    "write_evidence_for_patients",
    "write_evidence_limits",
    "write_evidence_scope",
    "write_for_patients",
    "write_harms",
    "write_hypotheses",
    "write_left_out",
    "write_limits",
    "write_match",
    "write_matches",
    "write_methods",
    "write_motion_gains",
    "write_no_control",
    "write_no_curve",
    "write_notable",
    "write_pairs",
    "write_period_effects",
    "write_period_harms",
    "write_placebo_beside",
    "write_placebo_changes",
    "write_primary_result",
    "write_protected_result",
    "write_protection",
    "write_published",
    "write_published_harms",
    "write_rebuilt",
    "write_responders",
    "write_response_limits",
    "write_response_methods",
    "write_response_room",
    "write_rest",
    "write_secondary_results",
    "write_site_limits",
    "write_small_studies",
    "write_subgroups",
    "write_unconfirmed",
    "write_undeclared",
    "write_verdict_rule",
    "write_verdicts",
    "write_ways",
    "write_without_effect",
]

_HOMES = {
    "list_described_methods": ".described_methods",
    "write_period_harms": ".crossover",
    "write_crossover_limits": ".crossover",
    "write_period_effects": ".crossover",
    "write_pairs": ".crossover",
    "Passage": "..displays.passage",
    "write_added": ".pooling",
    "write_arithmetic": ".claims",
    "write_attrition": ".participants",
    "write_banner": ".banner",
    "write_chance": ".chance",
    "write_unconfirmed": ".claims",
    "write_claims_scope": ".claims",
    "write_design": ".question",
    "write_hypotheses": ".hypotheses",
    "write_match": ".matching",
    "write_matches": ".matching",
    "write_answer": ".answer",
    "write_costs": ".costs",
    "write_rest": ".answer",
    "say_certainty": ".certainty",
    "write_all_matches": ".matching",
    "write_directions": ".directions",
    "write_evidence": ".pooling",
    "write_evidence_answer": ".evidence_answer",
    "write_evidence_for_patients": ".evidence_patients",
    "write_evidence_limits": ".evidence_answer",
    "write_evidence_scope": ".evidence_answer",
    "write_for_patients": ".patients",
    "write_harms": ".harms",
    "write_left_out": ".protected",
    "write_limits": ".limits",
    "write_methods": ".methods",
    "write_no_control": ".single_arm",
    "write_no_curve": ".distribution",
    "write_motion_gains": ".motion_gains",
    "write_placebo_beside": ".placebo_changes",
    "write_placebo_changes": ".placebo_changes",
    "write_notable": ".notable",
    "write_primary_result": ".primary",
    "write_protected_result": ".protected",
    "write_protection": ".protected",
    "write_published": ".published",
    "write_published_harms": ".evidence_answer",
    "write_rebuilt": ".recalculated_pool",
    "write_responders": ".responders",
    "write_response_limits": ".responders",
    "write_response_methods": ".responders",
    "write_response_room": ".responders",
    "write_secondary_results": ".secondary",
    "write_small_studies": ".pooling",
    "write_without_effect": ".pooling",
    "write_undeclared": ".secondary",
    "write_verdict_rule": ".claims",
    "write_subgroups": ".subgroups",
    "write_ways": ".ways",
    "write_verdicts": ".claims",
    "write_site_limits": ".crossover",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_when_used(__name__, _HOMES)
