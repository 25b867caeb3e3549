"""How an effect was made of what a trial printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outcomes.analysis_record import AnalysisRecord

Score = Literal["final scores", "changes from baseline", "shares", "as analysed"]
Spread = Literal["sd", "se", "se for sd", "interval"]

NoEffect = Literal[
    "n-not-seen",
    "one-participant",
    "no-direction",
    "no-spread",
    "no-interval",
    "sizes-not-seen",
    "counts-not-seen",
    "no-counts",
    "percent-changes",
    "no-number",
    "withheld",
    "refused",
]
"""Why a trial gives no effect; `outcomes.vocabulary.derivations` puts each in words."""

LeftOutOfPool = Literal[
    "interim-report", "another-visit", "another-outcome", "shared-comparator", "another-score"
]
"""Why an effect within a window is not counted in the pool, whose trial may be in it or not."""


@dataclass(frozen=True)
class Derivation:
    """How one effect was made.

    Parameters
    ----------
    score : str
        What was compared.
    spreads : tuple of str
        What each kind of standard deviation was made of: ``sd`` as printed, ``se`` as printed,
        ``se for sd`` where SE x sqrt(n) stands in for the SD, ``interval`` where it was derived
        from the 95 % interval with t on n - 1 degrees of freedom.
    counts : tuple of float
        Of shares: events and participants of the arm, then of the comparator.
    half_added : bool
        Whether half a case was added to each cell because one is empty.
    as_printed : bool
        Whether the difference itself was printed, without the means of the arms.
    quantile : str
        Of such a difference: what its interval is taken to be made with, ``normal`` or ``t``.
    df : float
        Degrees of freedom of that t.
    implied_sd : bool
        Whether it was standardised by the SD that its standard error and the arm sizes imply.
    turned : bool
        Whether the sign was turned, so that positive favours the treatment.
    counted : str
        What ``n`` counts where that is not participants, as ``knees``: the variance is too small.
    done : AnalysisRecord or None
        The analysis of a reader's own study.
    """

    score: Score
    spreads: tuple[Spread, ...] = ()
    counts: tuple[float, ...] = ()
    half_added: bool = False
    as_printed: bool = False
    quantile: Literal["normal", "t"] = "normal"
    df: float = 0.0
    implied_sd: bool = False
    turned: bool = False
    counted: str = ""
    done: AnalysisRecord | None = None
