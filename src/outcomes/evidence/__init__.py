"""Published numbers, what they were printed in, and the article's claims set beside them."""

from outcomes.evidence.citations import Citation, load_citations
from outcomes.evidence.claims import find_claims, load_claims
from outcomes.evidence.designs import (
    find_arm_size,
    index_designs,
    list_known_trials,
    load_designs,
)
from outcomes.evidence.directions import list_directions, load_directions
from outcomes.evidence.matching import Match, find_matches
from outcomes.evidence.preload import preload_tables
from outcomes.evidence.published import (
    find_published,
    list_harm_citations,
    list_published,
    load_published,
)
from outcomes.evidence.reviews import list_review_citations, list_reviews

__all__ = [
    "Citation",
    "Match",
    "find_arm_size",
    "find_claims",
    "find_matches",
    "find_published",
    "index_designs",
    "list_directions",
    "list_harm_citations",
    "list_known_trials",
    "list_published",
    "list_review_citations",
    "list_reviews",
    "load_citations",
    "load_claims",
    "load_designs",
    "load_directions",
    "load_published",
    "preload_tables",
]
