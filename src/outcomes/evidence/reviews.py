"""What published reviews pooled: differences of no trial that the designs know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.evidence.published import list_published
from outcomes.evidence.schema import COMPARATOR_ROLES, CONTRASTS, SIGN

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack


def list_reviews(pack: Pack, joint: str) -> list[Mapping[str, Any]]:
    """Return the differences that reviews of a joint pooled, by kind of comparator.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it; reviews of all joints together are among them.

    Returns
    -------
    list of mapping
        Rows of the published numbers whose direction is known.
    """
    rows = (
        row
        for row in list_published(pack, joint)
        if row["statistic"] in CONTRASTS
        and row["higher"] in SIGN
        and row["trial"] not in pack.trials
    )
    roles = list(COMPARATOR_ROLES)
    return sorted(rows, key=lambda row: (roles.index(row["comparator_role"]), row["comparator"]))


def list_review_citations(pack: Pack, joint: str) -> list[str]:
    """Return the keys of the reviews of a joint that pooled something."""
    return list(dict.fromkeys(row["citation"] for row in list_reviews(pack, joint)))
