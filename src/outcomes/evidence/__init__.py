"""Packs of published evidence: numbers, what they were printed in, and claims beside them."""

from outcomes.evidence.citations import Citation
from outcomes.evidence.claims import find_claims
from outcomes.evidence.designs import find_arm_size, list_known_trials
from outcomes.evidence.directions import list_directions
from outcomes.evidence.matching import Match, find_matches
from outcomes.evidence.pack import Pack, check_pack, list_packs, load_pack
from outcomes.evidence.placebo_response import list_placebo_responses
from outcomes.evidence.preload import preload_packs
from outcomes.evidence.published import find_published, list_harm_citations, list_published
from outcomes.evidence.reviews import list_review_citations, list_reviews
from outcomes.evidence.thresholds import list_thresholds
from outcomes.evidence.topic import Topic

__all__ = [
    "Citation",
    "Match",
    "Pack",
    "Topic",
    "check_pack",
    "find_arm_size",
    "find_claims",
    "find_matches",
    "find_published",
    "list_directions",
    "list_harm_citations",
    "list_known_trials",
    "list_packs",
    "list_placebo_responses",
    "list_published",
    "list_review_citations",
    "list_reviews",
    "list_thresholds",
    "load_pack",
    "preload_packs",
]
