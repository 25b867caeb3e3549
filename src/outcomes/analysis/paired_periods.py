"""Paired analysis of a crossover: differences within persons, compared between sequences.

Hills M, Armitage P. Br J Clin Pharmacol 1979;8:7-20. Senn S. Cross-over Trials in Clinical
Research, 2nd ed. Wiley 2002, chapter 3. Method note: ``docs/methods/crossover.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis.intervals import t_interval, vary
from outcomes.analysis_record import Reason
from outcomes.errors import NotEstimableError

Sequences = Mapping[str, Sequence[str]]


def compare_within(
    scores: pd.DataFrame, sequences: Sequences, pair: tuple[str, str], level: float
) -> dict[str, Any]:
    """Estimate the difference of two treatments from persons who had both.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row a person and period: ``participant, sequence, treatment, value``; none absent.
    sequences : mapping of str to sequence of str
        By sequence its treatments, in order of the periods.
    pair : (str, str)
        Treatment and comparator.
    level : float
        Confidence level.

    Returns
    -------
    dict
        As `outcomes.analysis.intervals.t_interval`, with ``statistic``, ``p_value`` and ``n_arm``,
        the persons. The estimate is the mean over sequences, each counting alike, of the mean
        within-person difference (treatment minus comparator; of several periods of a treatment
        their mean); in a 2 x 2 crossover half the difference between the sequences of the mean
        difference of the periods. Its variance is pooled over sequences, with as many degrees of
        freedom as persons less sequences.

    Raises
    ------
    NotEstimableError
        Where the period does not cancel out, or too few had both treatments.
    """
    own = {name: given for name, given in sequences.items() if set(pair) <= set(given)}
    if not own or not _is_balanced(list(own.values()), pair):
        raise NotEstimableError(Reason("periods-not-balanced"))
    differences = _differ(scores, own, pair)
    groups = [differences[differences["sequence"] == name]["difference"] for name in own]
    return _pool(groups, [1 / len(groups)] * len(groups), list(own), level)


def compare_carry_over(scores: pd.DataFrame, sequences: Sequences, level: float) -> dict[str, Any]:
    """Estimate how much the sums of both periods differ between two sequences: the carry-over.

    Parameters
    ----------
    scores, sequences, level
        As in `compare_within`; two sequences of the same two treatments.

    Returns
    -------
    dict
        As `compare_within`; first sequence minus second, in which a difference of any other cause
        between the sequences is contained too. Persons with both periods only.

    Raises
    ------
    NotEstimableError
        In another design, or if too few have both periods.
    """
    first, second = (*map(tuple, sequences.values()), (), ())[:2]
    if len(sequences) != 2 or len(set(first)) != 2 or len(first) != 2 or second != first[::-1]:
        raise NotEstimableError(Reason("not-two-by-two"))
    people = scores.groupby(["participant", "sequence"], observed=True)["value"]
    sums = people.agg(["sum", "count"]).reset_index()
    whole = sums[sums["count"] == 2]
    groups = [whole.loc[whole["sequence"] == name, "sum"] for name in sequences]
    return _pool(groups, [1.0, -1.0], list(sequences), level)


def _is_balanced(sequences: list[Sequence[str]], pair: tuple[str, str]) -> bool:
    """Whether what a period adds to every score cancels out of the mean over sequences."""
    signs = np.zeros(len(sequences[0]))
    for given in sequences:
        for name, sign in zip(pair, (1.0, -1.0), strict=True):
            at = np.array([one == name for one in given])
            signs += sign * at / at.sum()
    return bool(np.allclose(signs, 0.0))


def _differ(scores: pd.DataFrame, sequences: Sequences, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the difference of each person with every period of both treatments."""
    own = scores[scores["sequence"].isin(list(sequences)) & scores["treatment"].isin(pair)]
    found = own.pivot_table(
        index=["participant", "sequence"],
        columns="treatment",
        values="value",
        aggfunc=["mean", "count"],
        observed=True,
    )
    rows = found.reset_index()
    if rows.empty or any(("mean", name) not in rows for name in pair):
        return pd.DataFrame({"sequence": [], "difference": []})
    due = {name: Counter(given) for name, given in sequences.items()}
    whole = np.logical_and.reduce(
        [
            rows["count", name] == rows["sequence"].map({s: due[s][name] for s in due})
            for name in pair
        ]
    )
    difference = rows["mean", pair[0]] - rows["mean", pair[1]]
    return pd.DataFrame({"sequence": rows["sequence"], "difference": difference})[whole]


def _pool(
    groups: list[pd.Series], weights: list[float], names: list[str], level: float
) -> dict[str, Any]:
    """Return a weighted sum of means of independent groups that share one variance."""
    sizes = [len(group) for group in groups]
    df = sum(sizes) - len(groups)
    if min(sizes) < 1 or df < 1:
        short = tuple(name for name, size in zip(names, sizes, strict=True) if size < 2)
        raise NotEstimableError(Reason("too-few", short))
    residuals = np.concatenate([group - group.mean() for group in groups])
    if not vary(residuals):
        raise NotEstimableError(Reason("same-change"))
    estimate = float(sum(w * g.mean() for w, g in zip(weights, groups, strict=True)))
    scale = sum(w**2 / n for w, n in zip(weights, sizes, strict=True))
    se = float(np.sqrt(np.sum(residuals**2) / df * scale))
    statistic = estimate / se
    return {
        **t_interval(estimate, se, df, level),
        "statistic": statistic,
        "p_value": float(2 * stats.t.sf(abs(statistic), df)),
        "n_arm": sum(sizes),
    }
