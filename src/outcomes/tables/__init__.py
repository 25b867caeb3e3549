"""Tables of estimates and of what a study declares; numbers in, text in cells out."""

from outcomes.displays.table import Column, Table
from outcomes.tables.baseline import table_baseline
from outcomes.tables.certainty import table_certainty
from outcomes.tables.change import table_change, table_shares
from outcomes.tables.claims import table_claims
from outcomes.tables.comparison import table_comparison
from outcomes.tables.counts import table_counts
from outcomes.tables.evidence import table_effects, table_estimators, table_pools, table_unused
from outcomes.tables.flow import table_flow
from outcomes.tables.harms import table_harms
from outcomes.tables.plan import table_plan
from outcomes.tables.published import table_published
from outcomes.tables.references import table_references
from outcomes.tables.scores import table_scores
from outcomes.tables.sources import table_sources
from outcomes.tables.thresholds import table_thresholds

__all__ = [
    "Column",
    "Table",
    "table_baseline",
    "table_certainty",
    "table_change",
    "table_claims",
    "table_comparison",
    "table_counts",
    "table_effects",
    "table_estimators",
    "table_flow",
    "table_harms",
    "table_plan",
    "table_pools",
    "table_published",
    "table_references",
    "table_scores",
    "table_shares",
    "table_sources",
    "table_thresholds",
    "table_unused",
]
