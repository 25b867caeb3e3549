"""How many to treat for one more, from a pooled difference or ratio of risks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomes.analysis.meta.checks import check_choice
from outcomes.analysis.meta.mixed_fit import Interval
from outcomes.errors import AnalysisError
from outcomes.overview import Overview


@dataclass(frozen=True, repr=False)
class NumberNeeded(Overview):
    """A number needed to treat.

    Attributes
    ----------
    number : float
        Participants treated for one more (or one fewer) with the event; infinite at no difference.
    direction : str
        ``more`` events or ``fewer`` with the treatment, or ``none``.
    limits : Interval
        The limits of the risk difference, inverted, lower and upper by size, if they are on one
        side of no difference. Otherwise the number for one side, through infinity, to that for the
        other: ``low`` the limit for fewer events, ``high`` the limit for more.
    through_infinity : bool
        Whether the interval includes no difference. Then it is *not* the range from ``low`` to
        ``high``, but all above ``low`` (fewer) and all above ``high`` (more).
    risk_difference, difference_ci : float, Interval
        Behind it, arm minus comparator.
    """

    number: float
    direction: str
    limits: Interval
    through_infinity: bool
    risk_difference: float
    difference_ci: Interval


def number_from_difference(estimate: float, ci: tuple[float, float]) -> NumberNeeded:
    """Return the number needed to treat for a risk difference.

    Parameters
    ----------
    estimate : float
        Risk difference, arm minus comparator, -1 to 1.
    ci : tuple of float
        Its confidence interval.

    Notes
    -----
    ``1 / |difference|``; Altman DG, BMJ 1998;317:1309-1312 on intervals through infinity.

    Examples
    --------
    >>> needed = number_from_difference(0.25, (0.20, 0.40))
    >>> needed.number, needed.limits.low, needed.limits.high
    (4.0, 2.5, 5.0)
    """
    low, high = float(ci[0]), float(ci[1])
    estimate = float(estimate)
    if not (np.isfinite([estimate, low, high]).all() and -1 <= estimate <= 1 and low <= high):
        raise AnalysisError(
            f"risk difference {estimate:g} ({low:g} to {high:g}): give a difference of shares, -1 "
            "to 1, with its lower and upper limit"
        )
    through = low <= 0 <= high
    first, second = (low, high) if through or high < 0 else (high, low)
    direction = "more" if estimate > 0 else "fewer" if estimate < 0 else "none"
    return NumberNeeded(
        number=_invert(estimate),
        direction=direction,
        limits=Interval(_invert(first), _invert(second)),
        through_infinity=through,
        risk_difference=estimate,
        difference_ci=Interval(low, high),
    )


def number_from_ratio(
    estimate: float, ci: tuple[float, float], control_risk: float, *, measure: str = "risk ratio"
) -> NumberNeeded:
    """Return the number needed to treat for a ratio, where the comparator's risk is as given.

    Parameters
    ----------
    estimate : float
        Risk ratio or odds ratio (not its logarithm), arm over comparator.
    ci : tuple of float
        Its confidence interval.
    control_risk : float
        Share with the event in the comparator, 0 to 1, taken as known; the number is for patients
        with that risk and no other.
    measure : str
        ``risk ratio`` or ``odds ratio``.

    Raises
    ------
    AnalysisError
        For a ratio that is not above 0, or one that lifts the risk itself above 1.
    """
    check_choice("measure", measure, ("risk ratio", "odds ratio"))
    if not 0 < control_risk < 1:
        raise AnalysisError(f"control risk {control_risk:g}: give a share between 0 and 1")
    if not all(np.isfinite(value) and value > 0 for value in (estimate, *ci)):
        raise AnalysisError(f"{measure} {estimate:g} ({ci[0]:g} to {ci[1]:g}): ratios are above 0")

    def to_difference(ratio: float) -> float:
        if measure == "odds ratio":
            odds = ratio * control_risk / (1 - control_risk)
            return odds / (1 + odds) - control_risk
        return min(1.0, ratio * control_risk) - control_risk

    if measure == "risk ratio" and estimate * control_risk > 1:
        raise AnalysisError(
            f"risk ratio {estimate:g} at a control risk of {control_risk:g} gives a risk above 1; "
            "pool the odds ratio instead"
        )
    return number_from_difference(
        to_difference(estimate), (to_difference(ci[0]), to_difference(ci[1]))
    )


def _invert(difference: float) -> float:
    return float("inf") if difference == 0 else 1 / abs(difference)
