"""How a published effect was made, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from outcomes.rounding import format_count, format_df
from outcomes.vocabulary.sentences import join_words

if TYPE_CHECKING:
    from outcomes.analysis.synthesis.derivation import Derivation

SPREADS = {
    "sd": "SD as printed",
    "se": "SE as printed",
    "se for sd": "SE x sqrt(n) standing in for the SD",
    "interval": "SD derived from the 95% CI with t on n - 1 df",
}
"""By `outcomes.analysis.synthesis.derivation.Spread`."""

NO_EFFECT = {
    "n-not-seen": "n of the arm was not seen",
    "one-participant": "fewer than two in an arm",
    "no-direction": "whether a higher number is better was not seen",
    "no-spread": "neither SD, SE nor interval was printed",
    "no-interval": "a difference without an interval",
    "sizes-not-seen": "the sizes of the arms were not seen",
    "counts-not-seen": "events or n of an arm were not seen",
    "no-counts": "a difference of means has no counts",
    "percent-changes": "percent changes were printed, of which no difference can be made",
    "no-number": "no number read",
    "withheld": "its numbers are kept out of every pool",
    "refused": "no effect could be calculated from the printed numbers",
}
"""By `outcomes.analysis.synthesis.derivation.NoEffect`."""


WHY_WIDER = (
    "Where the authors report a difference and the interval here includes none, the interval is "
    "wider than their test: it is made from the printed means and standard errors of two arms, "
    "taken as independent, while their model can use each participant's other visits and baseline "
    "values, which are not printed."
)
"""Why a recomputed interval and the authors' own test may part."""


def say_derivation(how: Derivation) -> str:
    """Return how an effect was made, in one clause.

    Examples
    --------
    >>> from outcomes.analysis.synthesis.derivation import Derivation
    >>> say_derivation(Derivation("final scores", spreads=("sd",), turned=True))
    'difference of final scores, SD as printed; sign turned, so that positive favours the treatment'
    """
    return "; ".join([", ".join(_say_difference(how)), *_say_rest(how)])


def _say_difference(how: Derivation) -> Iterator[str]:
    if how.as_printed:
        by = (
            "normal quantile" if how.quantile == "normal" else f"t quantile, {format_df(how.df)} df"
        )
        yield f"difference as printed, SE from its 95% CI ({by})"
        if how.implied_sd:
            yield "standardised by the SD that this SE and the arm sizes imply"
        return
    yield "as analysed" if how.score == "as analysed" else f"difference of {how.score}"
    if how.spreads:
        yield join_words([SPREADS[spread] for spread in how.spreads])
    if how.counts:
        events, n, others, n_others = (format_count(count) for count in how.counts)
        yield f"{events} of {n} against {others} of {n_others}"
    if how.half_added:
        yield "half a case added to each cell because one is empty"


def _say_rest(how: Derivation) -> Iterator[str]:
    if how.turned:
        yield "sign turned, so that positive favours the treatment"
    if how.counted:
        yield f"n counts {how.counted}, so the variance is too small"
