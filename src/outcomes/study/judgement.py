"""How a study file judges the certainty of the published evidence, by the domains of GRADE."""

from __future__ import annotations

from typing import Literal, get_args

from outcomes.study.part import Part, Text

GradeDomain = Literal[
    "risk-of-bias", "inconsistency", "indirectness", "imprecision", "publication-bias"
]
GRADE_DOMAINS: tuple[GradeDomain, ...] = get_args(GradeDomain)
"""Domains by which the certainty of evidence is stated."""
OF_PUBLICATION = ("undetected", "suspected")
"""Ratings of publication bias alone."""


class Judgement(Part):
    """How far one domain lowers the certainty of the published evidence, and why."""

    rating: Literal["not serious", "serious", "very serious", "undetected", "suspected"]
    reason: Text
