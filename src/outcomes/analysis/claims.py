"""The arithmetic behind the verdicts on the article's claims, wherever numbers exist.

A claim without an entry here has no number behind it, and says so under its own ``reason``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from outcomes.analysis import claim_figures as figures
from outcomes.analysis.intervals import check_level
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates
from outcomes.evidence import Pack
from outcomes.overview import Overview

RECOMPUTED: dict[str, Callable[[Pack, float], figures.Worked]] = {
    "C01": figures.recompute_pain,
    "C02": figures.recompute_stiffness,
    "C03": figures.recompute_motion,
    "C05": figures.recompute_duration,
    "C06": figures.recompute_share,
    "C07": figures.recompute_concentrations,
    "C08": figures.recompute_sessions,
    "C09": figures.recompute_events,
    "C11": figures.recompute_cost,
    "C13": figures.recompute_placebo,
    "C14": figures.recompute_studies,
    "C15": figures.recompute_pools,
    "C16": figures.recompute_decades,
    "C17": figures.recompute_guidance,
}
"""Claims with numbers behind them, and the function that recomputes these."""


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
    facts : mapping of str to object
        The plain numbers of the arithmetic, by name; `outcomes.prose.claim_steps` says them.
    citations : tuple of str
        Keys of the sources of its numbers.
    """

    pack: Pack = field(repr=False)
    claim_id: str
    estimates: pd.DataFrame
    facts: Mapping[str, Any]
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
    if claim_id not in RECOMPUTED:
        return None
    worked = RECOMPUTED[claim_id](pack, level)
    return ClaimArithmetic(
        pack,
        claim_id,
        worked.frame(f"claim {claim_id}"),
        worked.facts,
        tuple(dict.fromkeys(worked.citations)),
    )


def recompute_claims(pack: Pack, level: float = 0.95) -> dict[str, ClaimArithmetic]:
    """Recompute the figures of every claim that has numbers behind it, in the claims' order."""
    recomputed = ((claim, recompute_claim(pack, claim, level)) for claim in pack.claims["claim_id"])
    return {claim: arithmetic for claim, arithmetic in recomputed if arithmetic is not None}


def estimate_claims(pack: Pack, level: float = 0.95) -> pd.DataFrame:
    """Return the estimates of every claim in one frame."""
    return combine_estimates(
        arithmetic.estimates for arithmetic in recompute_claims(pack, level).values()
    )
