"""Published numbers, what they were printed in, and the article's claims set beside them."""

from outcomes.evidence.citations import Citation, load_citations
from outcomes.evidence.claims import find_claims, load_claims
from outcomes.evidence.published import find_published, load_published

__all__ = [
    "Citation",
    "find_claims",
    "find_published",
    "load_citations",
    "load_claims",
    "load_published",
]
