"""Whom an estimate favours, decided once: tables, figures, sentences and cards read it from here.

An arm is favoured only where the whole interval lies on its side of no difference. Where it does
not, the estimate may lean to an arm, but only if it is more than noise beside its own interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NOISE = 1 / 3
"""Share of the interval's half width below which an estimate does not lean to either side."""

_ROUNDING = 1e-9


class Reason(StrEnum):
    """Why a verdict is what it is."""

    EXCLUDES = "the whole interval lies on one side of no difference"
    INCLUDES = "the interval includes no difference"
    ENDS_AT_NONE = "the interval ends at no difference"
    EQUAL = "there is no difference at all"
    NO_INTERVAL = "no interval could be calculated"
    NOT_JUDGED = "neither direction is declared better"
    NOT_ESTIMATED = "it was not estimated"


@dataclass(frozen=True)
class Verdict:
    """What an estimate and its interval allow to be said.

    Attributes
    ----------
    reason : Reason
        Why.
    favoured : str
        Arm id (or ``improvement``, ``worsening``) that the whole interval favours; empty if none.
    leaning : str
        The side that the estimate is on where nobody is favoured and it is more than noise.
    excludes_none : bool
        Whether the whole interval lies on one side of no difference, also where neither direction
        is declared better.
    spans_none : bool
        Whether the interval reaches to both sides of no difference.
    """

    reason: Reason
    favoured: str = ""
    leaning: str = ""
    excludes_none: bool = False
    spans_none: bool = False

    @property
    def is_estimated(self) -> bool:
        """Whether there is an estimate."""
        return self.reason is not Reason.NOT_ESTIMATED


def judge(row: Mapping[Any, Any], *, judged: bool = True, digits: int | None = None) -> Verdict:
    """Decide what one row of an estimates frame allows to be said.

    Parameters
    ----------
    row : mapping
        Has ``estimate``, ``ci_low``, ``ci_high`` and ``favours``, the side that the estimate's
        sign is on.
    judged : bool
        Whether one direction of what was measured is declared better.
    digits : int, optional
        Decimals that the estimate is shown with: it leans to no side if it is shown as none.

    Returns
    -------
    Verdict
        An interval that ends exactly at no difference includes it.

    Examples
    --------
    >>> judge({"estimate": -7.7, "ci_low": -15.3, "ci_high": -0.2, "favours": "drug"}).favoured
    'drug'
    >>> judge({"estimate": -0.2, "ci_low": -8.1, "ci_high": 7.7, "favours": "drug"}).leaning
    ''
    """
    estimate, low, high = (float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    if math.isnan(estimate):
        return Verdict(Reason.NOT_ESTIMATED)
    equal = rounds_to_none(estimate)
    if math.isnan(low) or math.isnan(high):
        return Verdict(Reason.EQUAL if equal else Reason.NO_INTERVAL)
    excludes, spans = low > 0 or high < 0, low < 0 < high
    if not judged:
        return Verdict(Reason.NOT_JUDGED, excludes_none=excludes, spans_none=spans)
    favours = str(row["favours"] or "")
    if excludes:
        return Verdict(Reason.EXCLUDES, favoured=favours, excludes_none=True)
    leaning = favours if _is_more_than_noise(estimate, low, high, digits) else ""
    if equal:
        return Verdict(Reason.EQUAL, spans_none=spans)
    ends = low == 0 or high == 0
    reason = Reason.ENDS_AT_NONE if ends else Reason.INCLUDES
    return Verdict(reason, leaning=leaning, spans_none=spans)


def rounds_to_none(difference: float) -> bool:
    """Whether a difference is 0 but for what floating point leaves of it."""
    return abs(difference) <= _ROUNDING


def _is_more_than_noise(estimate: float, low: float, high: float, digits: int | None) -> bool:
    if digits is not None and round(abs(estimate), digits) == 0:
        return False
    return abs(estimate) >= NOISE * (high - low) / 2
