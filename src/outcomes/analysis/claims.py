"""The arithmetic behind the verdicts on an article's claims, wherever numbers exist.

What a claim is checked with stands in the pack's table of checks; a claim without one has no number
behind it, and says so under its own ``reason``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from outcomes.analysis import claim_counts as counts
from outcomes.analysis import claim_effects as effects
from outcomes.analysis.claim_work import Work
from outcomes.analysis.intervals import check_level
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates, make_estimates
from outcomes.evidence import Pack
from outcomes.evidence.claim_checks import list_checks
from outcomes.evidence.read_tables import split_keys
from outcomes.overview import Overview

RECOMPUTED: dict[str, Callable[[Work], None]] = {
    "pooled difference": effects.pool_differences,
    "differences": effects.list_differences,
    "directions": counts.count_directions,
    "changes": effects.list_changes,
    "fall of a mean": effects.compare_means,
    "share of the gain": effects.share_gain,
    "follow-up": counts.measure_follow_up,
    "sample size": counts.size_share,
    "designs in a range": counts.count_within,
    "designs with a word": counts.count_stated,
    "counts": counts.count_events,
    "count per count": counts.divide_counts,
    "published pool": effects.recalculate_pool,
    "sums": counts.list_sums,
}
"""By kind of check, as `outcomes.evidence.claim_checks.KINDS`, what works it out."""


@dataclass(frozen=True, eq=False, repr=False)
class ClaimArithmetic(Overview):
    """What could be recomputed for one claim.

    Attributes
    ----------
    pack : Pack
        The evidence.
    claim_id : str
        As in its claims.
    estimates : pandas.DataFrame
        Rows of the estimates frame; ``analysis`` is ``claim C13``. Empty where the arithmetic has
        no estimate.
    checks : tuple of Work
        What each of its checks found; `outcomes.prose.claim_steps` says it.
    citations : tuple of str
        Keys of the sources of its numbers.
    """

    pack: Pack = field(repr=False)
    claim_id: str
    estimates: pd.DataFrame
    checks: tuple[Work, ...] = field(repr=False)
    citations: tuple[str, ...]


def recompute_claim(pack: Pack, claim_id: str, level: float = 0.95) -> ClaimArithmetic | None:
    """Recompute the figures of one claim; None where no number stands behind it.

    Parameters
    ----------
    pack : Pack
        The evidence.
    claim_id : str
        As ``C13``.
    level : float
        Confidence level.

    Raises
    ------
    AnalysisError
        For a claim that does not exist, or a level that is not between 0 and 1.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> row = recompute_claim(load_pack("dextrose-prolotherapy"), "C13").estimates.iloc[0]
    >>> row[["estimate", "ci_low", "ci_high"]].astype(float).round(2).tolist()
    [0.5, 0.06, 1.14]
    """
    check_level(level)
    known = list(pack.claims["claim_id"])
    if claim_id not in known:
        raise AnalysisError(f"there is no claim {claim_id!r}; use one of {', '.join(known)}")
    value = float(pack.claims.set_index("claim_id").loc[claim_id, "value"])
    checks = tuple(Work(pack, check, value, level) for check in list_checks(pack, claim_id))
    if not checks:
        return None
    for work in checks:
        RECOMPUTED[work.kind](work)
    rows = [{**row, "analysis": f"claim {claim_id}"} for work in checks for row in work.rows]
    keys = [
        key for work in checks for key in (*work.citations, *split_keys(work.check["citations"]))
    ]
    return ClaimArithmetic(pack, claim_id, make_estimates(rows), checks, tuple(dict.fromkeys(keys)))


def recompute_claims(pack: Pack, level: float = 0.95) -> dict[str, ClaimArithmetic]:
    """Recompute the figures of every claim that has numbers behind it, in the claims' order."""
    recomputed = ((claim, recompute_claim(pack, claim, level)) for claim in pack.claims["claim_id"])
    return {claim: arithmetic for claim, arithmetic in recomputed if arithmetic is not None}


def estimate_claims(pack: Pack, level: float = 0.95) -> pd.DataFrame:
    """Return the estimates of every claim in one frame."""
    return combine_estimates(
        arithmetic.estimates for arithmetic in recompute_claims(pack, level).values()
    )
