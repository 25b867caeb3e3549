"""Effect sizes from events in two arms.

Zero cells. A ratio does not exist where an arm has no event (or, for the odds ratio, nobody
without). With ``zero_cells="half"`` (the default, as metafor's ``only0``) every cell of such a
trial, and of no other, gets 0.5 before anything is computed, the risk difference included; with
``"refuse"`` such a trial is an error. A trial with no event in either arm, or nobody without one in
either, says nothing about a ratio and is an error in both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, check_choice
from outcomes.analysis.meta.effects.sizes import EffectSizes, read_columns, refuse

ZERO_CELLS = ("half", "refuse")


def risk_ratio(
    events: ArrayLike,
    n: ArrayLike,
    events_comparator: ArrayLike,
    n_comparator: ArrayLike,
    *,
    zero_cells: str = "half",
) -> EffectSizes:
    """Log risk ratio, arm over comparator.

    Parameters
    ----------
    events, n : array_like, shape (k,)
        Participants with the event, and all, in the arm.
    events_comparator, n_comparator : array_like, shape (k,)
        The same of the comparator.
    zero_cells : str
        ``half`` or ``refuse``; see the module.

    Returns
    -------
    EffectSizes
        ``log((a / n) / (c / n_c))``, variance ``1/a - 1/n + 1/c - 1/n_c``.

    Examples
    --------
    >>> effects = risk_ratio([30], [60], [15], [60])
    >>> effects.back(float(effects.yi[0]))
    2.0
    """
    a, b, c, d = _fill_zeros(
        read_counts(events, n, events_comparator, n_comparator), zero_cells, ratio=True
    )
    control = 1 / c - 1 / (c + d)
    return EffectSizes(
        "risk ratio",
        np.log(a / (a + b)) - np.log(c / (c + d)),
        1 / a - 1 / (a + b) + control,
        control,
        np.zeros_like(control),
    )


def odds_ratio(
    events: ArrayLike,
    n: ArrayLike,
    events_comparator: ArrayLike,
    n_comparator: ArrayLike,
    *,
    zero_cells: str = "half",
) -> EffectSizes:
    """Log odds ratio, arm over comparator; arguments as in `risk_ratio`.

    Returns
    -------
    EffectSizes
        ``log(a d / (b c))``, variance ``1/a + 1/b + 1/c + 1/d`` (Woolf).
    """
    a, b, c, d = _fill_zeros(
        read_counts(events, n, events_comparator, n_comparator), zero_cells, ratio=True
    )
    control = 1 / c + 1 / d
    return EffectSizes(
        "odds ratio",
        np.log(a / b) - np.log(c / d),
        1 / a + 1 / b + control,
        control,
        np.zeros_like(control),
    )


def risk_difference(
    events: ArrayLike,
    n: ArrayLike,
    events_comparator: ArrayLike,
    n_comparator: ArrayLike,
    *,
    zero_cells: str = "half",
) -> EffectSizes:
    """Difference of risks, arm minus comparator, -1 to 1; arguments as in `risk_ratio`.

    Returns
    -------
    EffectSizes
        Variance ``p (1 - p) / n`` of the arm plus that of the comparator. With
        ``zero_cells="refuse"`` a single zero cell is allowed, as long as the variance is above 0.
    """
    a, b, c, d = _fill_zeros(
        read_counts(events, n, events_comparator, n_comparator), zero_cells, ratio=False
    )
    n1, n2 = a + b, c + d
    control = c * d / n2**3
    variance = a * b / n1**3 + control
    refuse("variance", variance <= 0, variance, "no arm has both outcomes; use zero_cells='half'")
    return EffectSizes(
        "risk difference", a / n1 - c / n2, variance, control, np.zeros_like(control)
    )


def read_counts(
    events: ArrayLike, n: ArrayLike, events_comparator: ArrayLike, n_comparator: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the four cells: with and without the event, arm and comparator."""
    a, n1, c, n2 = read_columns(
        events=events,
        participants=n,
        events_of_the_comparator=events_comparator,
        participants_of_the_comparator=n_comparator,
    )
    for count, total in ((a, n1), (c, n2)):
        refuse("participants", total < 1, total, "one or more an arm; leave the trial out")
        refuse(
            "events",
            (count < 0) | (count > total),
            count,
            "from 0 to the number of participants; correct the counts",
        )
    return a, n1 - a, c, n2 - c


def _fill_zeros(
    cells: tuple[FloatArray, FloatArray, FloatArray, FloatArray], zero_cells: str, *, ratio: bool
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    check_choice("zero_cells", zero_cells, ZERO_CELLS)
    a, b, c, d = cells
    empty = (a == 0) | (b == 0) | (c == 0) | (d == 0)
    if ratio:
        nothing = ((a == 0) & (c == 0)) | ((b == 0) & (d == 0))
        refuse(
            "events",
            nothing,
            a,
            "nobody, or everybody, had the event in both arms, which says nothing about a ratio; "
            "leave the trial out and say so, or use the risk difference",
        )
        if zero_cells == "refuse":
            refuse("events", empty, a, "a cell of the table is 0; use zero_cells='half'")
    half = 0.5 * empty * (zero_cells == "half")
    return a + half, b + half, c + half, d + half
