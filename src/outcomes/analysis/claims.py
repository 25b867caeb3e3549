"""The arithmetic behind the verdicts on the article's claims, wherever numbers exist.

Each figure is recomputed from the packaged evidence. A claim without an entry here has no number
behind it, and says so under its own ``reason``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from outcomes.analysis.claims_of_effect import (
    weigh_motion,
    weigh_pain,
    weigh_placebo,
    weigh_pools,
    weigh_stiffness,
)
from outcomes.analysis.claims_of_fact import (
    weigh_bruises,
    weigh_concentrations,
    weigh_cost,
    weigh_decades,
    weigh_duration,
    weigh_sessions,
    weigh_share,
    weigh_studies,
)
from outcomes.analysis.claims_shared import Figures
from outcomes.analysis.intervals import check_level
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates
from outcomes.evidence import load_claims

WEIGHED: dict[str, Callable[[float], Figures]] = {
    "C01": weigh_pain,
    "C02": weigh_stiffness,
    "C03": weigh_motion,
    "C05": weigh_duration,
    "C06": weigh_share,
    "C07": weigh_concentrations,
    "C08": weigh_sessions,
    "C09": weigh_bruises,
    "C11": weigh_cost,
    "C13": weigh_placebo,
    "C14": weigh_studies,
    "C15": weigh_pools,
    "C16": weigh_decades,
}
"""Claims with numbers behind them, and the function that recomputes these."""


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """What could be recomputed for one claim.

    Attributes
    ----------
    claim_id : str
        As in `outcomes.evidence.load_claims`.
    estimates : pandas.DataFrame
        Rows of the estimates frame; ``analysis`` is ``claim C13``. Empty where the arithmetic has
        no estimate.
    steps : tuple of str
        The arithmetic in plain text, one step each, with what was assumed.
    citations : tuple of str
        Keys of the sources of its numbers.
    """

    claim_id: str
    estimates: pd.DataFrame
    steps: tuple[str, ...]
    citations: tuple[str, ...]


def weigh_claim(claim_id: str, level: float = 0.95) -> Arithmetic | None:
    """Recompute the figures of one claim; None where no number stands behind it.

    Parameters
    ----------
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
    >>> row = weigh_claim("C13").estimates.iloc[0]
    >>> row[["estimate", "ci_low", "ci_high"]].astype(float).round(2).tolist()
    [0.5, 0.06, 1.14]
    """
    check_level(level)
    known = list(load_claims()["claim_id"])
    if claim_id not in known:
        raise AnalysisError(f"there is no claim {claim_id!r}; use one of {', '.join(known)}")
    if claim_id not in WEIGHED:
        return None
    figures = WEIGHED[claim_id](level)
    return Arithmetic(
        claim_id,
        figures.frame(f"claim {claim_id}"),
        tuple(figures.steps),
        tuple(dict.fromkeys(figures.citations)),
    )


def weigh_claims(level: float = 0.95) -> dict[str, Arithmetic]:
    """Recompute the figures of every claim that has numbers behind it, in the claims' order."""
    weighed = ((claim, weigh_claim(claim, level)) for claim in load_claims()["claim_id"])
    return {claim: arithmetic for claim, arithmetic in weighed if arithmetic is not None}


def estimate_claims(level: float = 0.95) -> pd.DataFrame:
    """Return the estimates of every claim in one frame."""
    return combine_estimates(arithmetic.estimates for arithmetic in weigh_claims(level).values())
