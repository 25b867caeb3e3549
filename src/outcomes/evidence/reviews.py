"""What published reviews pooled: differences of no trial that the designs know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.evidence.designs import index_designs
from outcomes.evidence.published import list_published
from outcomes.evidence.schema import COMPARATOR_ROLES, CONTRASTS, SIGN


def list_reviews(joint: str) -> list[Mapping[str, Any]]:
    """Return the differences that reviews of a joint pooled, by kind of comparator.

    Parameters
    ----------
    joint : str
        As a study file gives it; reviews of all joints together are among them.

    Returns
    -------
    list of mapping
        Rows of `load_published` whose direction is known.
    """
    trials = index_designs()
    rows = (
        row
        for row in list_published(joint)
        if row["statistic"] in CONTRASTS and row["higher"] in SIGN and row["trial"] not in trials
    )
    roles = list(COMPARATOR_ROLES)
    return sorted(rows, key=lambda row: (roles.index(row["comparator_role"]), row["comparator"]))


def list_review_citations(joint: str) -> list[str]:
    """Return the keys of the reviews of a joint that pooled something."""
    return list(dict.fromkeys(row["citation"] for row in list_reviews(joint)))
