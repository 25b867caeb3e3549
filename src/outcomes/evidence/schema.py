"""The columns of the table of published numbers, and the words that they may hold."""

from __future__ import annotations

from typing import get_args

from outcomes.evidence.read_tables import Schema
from outcomes.instruments.definition import Domain

DOMAINS = (*get_args(Domain), "harm")
HIGHER = ("better", "worse", "neither", "unknown")
SIGN = {"better": 1.0, "worse": -1.0}
"""What makes a printed number one that is better when higher."""

ARM_ROLES = ("active", "placebo", "control", "active-comparator", "")
COMPARATOR_ROLES = {
    "placebo": "placebo",
    "control": "usual care or no treatment",
    "active-comparator": "another active treatment",
    "mixed": "comparators of several kinds",
}
"""What a treatment is compared with, by the role of the comparator's arm; packs may say more."""

CERTAINTY = ("high", "moderate", "low", "very low", "")
"""GRADE's certainty of a pooled number, as the review that pooled it judged it."""

STATISTICS = {
    "mean": "mean score at the visit",
    "change": "mean change from baseline, with the sign it was printed with",
    "change within a period": "mean change over a later period of a crossover, not from baseline",
    "percent change": "change of the mean in percent of baseline, a fall being negative",
    "difference": "arm minus comparator",
    "standardised mean difference": "arm against comparator, in standard deviations",
    "share": "share of participants, 0 to 1; the count under events",
    "count": "number of participants, or of what the unit names",
}
"""What the ``statistic`` column may hold."""

TRIALS_FOR_FUNNEL = 10
"""Trials below which a funnel plot says nothing (Cochrane Handbook, section 13.3.5.4)."""

CONTRASTS = ("difference", "standardised mean difference")
"""Statistics that compare two arms."""

PRINTED_LEVEL = 0.95
"""Confidence level of the intervals that tables hold, as printed."""

HOW_READ = {
    "primary": "read in the trial's own table",
    "abstract": "read in the trial's or review's abstract",
    "secondary": "printed by another publication, not read in the trial",
    "derived": "part of it computed from what is printed; notes say how",
}
"""What the ``how_read`` column may hold."""

PUBLISHED = Schema(
    "published.csv",
    columns=(
        "trial",
        "citation",
        "joint",
        "condition",
        "design",
        "arm",
        "arm_role",
        "comparator",
        "comparator_role",
        "intervention",
        "n",
        "endpoint_domain",
        "outcome",
        "unit",
        "scale_low",
        "scale_high",
        "higher",
        "week",
        "statistic",
        "value",
        "sd",
        "se",
        "ci_low",
        "ci_high",
        "p_value",
        "events",
        "reported",
        "locator",
        "url",
        "how_read",
        "conversions",
        "certainty",
        "notes",
    ),
    numbers=(
        "n",
        "scale_low",
        "scale_high",
        "week",
        "value",
        "sd",
        "se",
        "ci_low",
        "ci_high",
        "p_value",
        "events",
    ),
    filled=("trial", "citation", "joint", "arm", "outcome", "unit", "value", "locator"),
    words={
        "arm_role": ARM_ROLES,
        "comparator_role": (*COMPARATOR_ROLES, ""),
        "endpoint_domain": DOMAINS,
        "higher": HIGHER,
        "statistic": tuple(STATISTICS),
        "how_read": tuple(HOW_READ),
        "certainty": CERTAINTY,
    },
)
"""The table of published numbers, one row a number, none converted.

``citation``: key of what was read. ``comparator``, ``comparator_role``: of a difference.
``higher``: whether a higher ``value``, as printed here, is better, worse, neither or unknown; two
rows of unlike direction may not be set beside each other without turning one. ``value``, ``sd``,
``se``, ``ci_low``, ``ci_high`` (95 %), ``p_value``, ``events``: only what is printed.
``reported``: the result of the authors' own test between arms, in a clause; on the row of the
active arm or of the difference. ``conversions``: what was computed or converted on entering the
row. ``certainty``: GRADE's, as a review judged its own pool.
"""
