"""CONSORT 2025, for randomised trials, in our own words.

Items and numbers: Hopewell S, Chan A-W, Collins GS, et al. CONSORT 2025 statement: updated
guideline for reporting randomised trials. BMJ 2025;389:e081123.
"""

from __future__ import annotations

from outcomes.report.checklist.consort import methods, opening, results

CITATION = (
    "Hopewell S, Chan A-W, Collins GS, et al. CONSORT 2025 statement: updated guideline for "
    "reporting randomised trials. BMJ 2025;389:e081123."
)
ITEMS = (*opening.ITEMS, *methods.ITEMS, *results.ITEMS)
"""In order."""

__all__ = ["CITATION", "ITEMS"]
