"""Ids of sections by heading, until notebooks give them in their front matter: then this goes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from outcomes.report.outline import read_headings

SECTION_IDS: Mapping[str, str] = {
    "What was asked": "question",
    "The answer": "answer",
    "In plain words": "patients",
    "Beside placebo, chance and what has been published": "comparators",
    "Beside what has been published": "comparators",
    "Harms": "harms",
    "What limits it": "limits",
    "What limits it, and what it cannot show": "limits",
    "What limits it, and how certain it is": "certainty",
    "Participant flow": "participant-flow",
    "How many changed by how much": "distribution",
    "How many improved by an important amount": "distribution",
    "The other endpoints": "secondary",
    "Every endpoint and visit": "every-visit",
    "Every change": "every-visit",
    "The scores as observed": "scores",
    "The scores": "scores",
    "How large is large?": "thresholds",
    "The article's findings, one by one": "published",
    "Methods and references": "methods",
    "What was planned, and where the data come from": "sources",
    "Where the data come from": "sources",
    "Were the arms alike at baseline?": "baseline",
    "Who was seen": "seen",
    "What is missing": "missing",
    "Domain by domain": "domains",
    "This study added": "study-added",
    "Over the weeks": "over-time",
    "Does the way of pooling matter?": "sensitivity",
    "A published pool, rebuilt": "rebuilt",
    "Every effect, and how it was made": "effects",
    "The 2.5 years and the 81%": "chapter",
    "Claim by claim, with the arithmetic": "arithmetic",
}


def list_section_ids(page: Path) -> list[str]:
    """Return the ids of the sections on a finished page."""
    return [heading.anchor for heading in read_headings(page.read_text(encoding="utf-8"))]
