"""Tables of estimates and of what a study declares; numbers in, text in cells out.

Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lazy import load_when_used

if TYPE_CHECKING:
    from outcomes.displays.table import Column, Table
    from outcomes.tables.baseline import table_baseline
    from outcomes.tables.certainty import table_certainty
    from outcomes.tables.change import table_change, table_shares
    from outcomes.tables.characteristics import table_characteristics
    from outcomes.tables.claims import list_claim_citations, table_claims
    from outcomes.tables.comparison import table_comparison
    from outcomes.tables.counts import table_counts
    from outcomes.tables.crossover import table_periods, table_seen_periods, table_treatments
    from outcomes.tables.directions import table_directions
    from outcomes.tables.evidence import table_effects, table_estimators, table_pools, table_trials
    from outcomes.tables.findings import table_findings
    from outcomes.tables.flow import table_flow
    from outcomes.tables.harm_rates import table_harm_rates
    from outcomes.tables.harms import table_harms
    from outcomes.tables.hypotheses import table_hypotheses
    from outcomes.tables.many_trials import (
        table_all_effects,
        table_event_measures,
        table_moderators,
        table_small_studies,
        tables_influence,
    )
    from outcomes.tables.plan import table_plan
    from outcomes.tables.protected import table_protected
    from outcomes.tables.protected_counts import (
        table_protected_characteristics,
        table_protected_harms,
        table_protected_levels,
        table_protected_sizes,
    )
    from outcomes.tables.queries import table_queries
    from outcomes.tables.references import table_references
    from outcomes.tables.repeated_harms import table_repeated_harms
    from outcomes.tables.responders import (
        table_responders,
        table_response_handling,
        table_response_ratios,
        table_response_room,
    )
    from outcomes.tables.reviews import table_reviews
    from outcomes.tables.scores import table_scores
    from outcomes.tables.sources import table_sources
    from outcomes.tables.summary import tables_summary
    from outcomes.tables.thresholds import table_thresholds

__all__ = [
    "Column",
    "Table",
    "list_claim_citations",
    "table_all_effects",
    "table_baseline",
    "table_certainty",
    "table_change",
    "table_characteristics",
    "table_claims",
    "table_comparison",
    "table_counts",
    "table_directions",
    "table_effects",
    "table_estimators",
    "table_event_measures",
    "table_findings",
    "table_flow",
    "table_harm_rates",
    "table_harms",
    "table_hypotheses",
    "table_moderators",
    "table_periods",
    "table_plan",
    "table_pools",
    "table_protected",
    "table_protected_characteristics",
    "table_protected_harms",
    "table_protected_levels",
    "table_protected_sizes",
    "table_queries",
    "table_references",
    "table_repeated_harms",
    "table_responders",
    "table_response_handling",
    "table_response_ratios",
    "table_response_room",
    "table_reviews",
    "table_scores",
    "table_seen_periods",
    "table_shares",
    "table_small_studies",
    "table_sources",
    "table_thresholds",
    "table_treatments",
    "table_trials",
    "tables_influence",
    "tables_summary",
]

_HOMES = {
    "table_findings": ".findings",
    "tables_summary": ".summary",
    "tables_influence": ".many_trials",
    "table_small_studies": ".many_trials",
    "table_moderators": ".many_trials",
    "table_event_measures": ".many_trials",
    "table_all_effects": ".many_trials",
    "table_seen_periods": ".crossover",
    "table_periods": ".crossover",
    "table_treatments": ".crossover",
    "Column": "..displays.table",
    "Table": "..displays.table",
    "list_claim_citations": ".claims",
    "table_baseline": ".baseline",
    "table_certainty": ".certainty",
    "table_change": ".change",
    "table_claims": ".claims",
    "table_comparison": ".comparison",
    "table_counts": ".counts",
    "table_characteristics": ".characteristics",
    "table_directions": ".directions",
    "table_effects": ".evidence",
    "table_estimators": ".evidence",
    "table_flow": ".flow",
    "table_harm_rates": ".harm_rates",
    "table_harms": ".harms",
    "table_hypotheses": ".hypotheses",
    "table_plan": ".plan",
    "table_pools": ".evidence",
    "table_protected": ".protected",
    "table_protected_characteristics": ".protected_counts",
    "table_protected_harms": ".protected_counts",
    "table_protected_levels": ".protected_counts",
    "table_protected_sizes": ".protected_counts",
    "table_queries": ".queries",
    "table_references": ".references",
    "table_reviews": ".reviews",
    "table_repeated_harms": ".repeated_harms",
    "table_responders": ".responders",
    "table_response_handling": ".responders",
    "table_response_ratios": ".responders",
    "table_response_room": ".responders",
    "table_scores": ".scores",
    "table_shares": ".change",
    "table_sources": ".sources",
    "table_thresholds": ".thresholds",
    "table_trials": ".evidence",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_when_used(__name__, _HOMES)
