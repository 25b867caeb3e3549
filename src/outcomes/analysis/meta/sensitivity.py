"""How a pooled effect changes as trials leave it one by one, or join it in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, read_column, read_effects
from outcomes.analysis.meta.design import read_groups
from outcomes.analysis.meta.mixed_fit import check_options, make_interval, two_sided_p
from outcomes.analysis.meta.pool import Pooled, pool


def leave_one_out(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    tau2: str = "REML",
    test: str = "knapp-hartung",
    level: float = 0.95,
) -> pd.DataFrame:
    """Pool again without each trial in turn.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances; k >= 3.
    labels : sequence of str, optional
        Names of the trials; else ``1`` to ``k``.
    tau2, test, level
        As in `pool`.

    Returns
    -------
    pandas.DataFrame
        One row a trial left out: trial, k, estimate, se, df, ci_low, ci_high, p_value, tau2, i2
        (percent), q, q_p, pi_low, pi_high.
    """
    effects, variances = read_effects(yi, vi, at_least=3, what="leaving out one trial")
    rows = []
    for place, label in enumerate(_name_trials(labels, effects.size)):
        kept = np.arange(effects.size) != place
        one = pool(effects[kept], variances[kept], tau2=tau2, test=test, level=level)
        rows.append({"trial": label, **_summarise(one)})
    return pd.DataFrame(rows)


def accumulate(
    yi: ArrayLike,
    vi: ArrayLike,
    order: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    tau2: str = "REML",
    test: str = "knapp-hartung",
    level: float = 0.95,
) -> pd.DataFrame:
    """Pool the first trial, the first two, and so on (cumulative meta-analysis).

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances.
    order : array_like, shape (k,)
        Number to sort by, as the year; equal ones stay in the order given.
    labels, tau2, test, level
        As in `leave_one_out`.

    Returns
    -------
    pandas.DataFrame
        Columns as `leave_one_out`, one row a trial added. The first is that trial alone, with its
        normal interval. The intervals are not corrected for looking repeatedly.
    """
    effects, variances = read_effects(yi, vi, what="a cumulative meta-analysis")
    check_options(tau2, test, level)
    names = _name_trials(labels, effects.size)
    places = np.argsort(read_column("order", order, effects.size), kind="stable")
    first = places[0]
    rows = [{"trial": names[first], **_alone(effects[first], variances[first], level)}]
    for number in range(2, effects.size + 1):
        inside = places[:number]
        one = pool(effects[inside], variances[inside], tau2=tau2, test=test, level=level)
        rows.append({"trial": names[inside[-1]], **_summarise(one)})
    return pd.DataFrame(rows)


def _name_trials(labels: Sequence[str] | None, k: int) -> tuple[str, ...]:
    if labels is None:
        return tuple(str(number) for number in range(1, k + 1))
    return read_groups("labels", np.asarray(labels, dtype=object), k)


def _summarise(one: Pooled) -> dict[str, Any]:
    return {
        "k": one.k,
        "estimate": one.estimate,
        "se": one.se,
        "df": one.df,
        "ci_low": one.ci.low,
        "ci_high": one.ci.high,
        "p_value": one.p_value,
        "tau2": one.tau2,
        "i2": one.i2,
        "q": one.q,
        "q_p": one.q_p,
        "pi_low": one.pi.low,
        "pi_high": one.pi.high,
    }


def _alone(effect: FloatArray, variance: FloatArray, level: float) -> dict[str, Any]:
    estimate, se = float(effect), float(np.sqrt(variance))
    interval = make_interval(estimate, se, np.inf, level)
    absent = dict.fromkeys(("tau2", "i2", "q", "q_p", "pi_low", "pi_high"), np.nan)
    return {
        "k": 1,
        "estimate": estimate,
        "se": se,
        "df": np.inf,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "p_value": two_sided_p(estimate / se, np.inf),
        **absent,
    }
