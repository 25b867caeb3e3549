"""Adjusted p values of the hypotheses that a plan tests together.

Method note: ``docs/methods/multiplicity.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.multitest import multipletests

from outcomes.analysis_record import Reason
from outcomes.estimates import make_estimates
from outcomes.study.multiplicity import Hypothesis, Multiplicity, list_hypotheses
from outcomes.study.study import Study

Array = NDArray[np.float64]

CLOSED = 1e-12
"""What rounding leaves of 1 where two hypotheses pass everything on to each other."""

_MULTIPLETESTS = {"holm": "holm", "hochberg": "simes-hochberg"}
_OF_THE_DIFFERENCE = ("week", "p_value", "n_arm", "n_comparator", "done", "reason")


def adjust_for_multiplicity(differences: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Adjust the p values of the hypotheses that the plan tests together.

    Parameters
    ----------
    differences : pandas.DataFrame
        An estimates frame, as from `outcomes.analysis.comparison.compare_with_control`; its
        ``difference`` rows are used.
    study : Study
        A loaded study; its plan names the method, the hypotheses and alpha.

    Returns
    -------
    pandas.DataFrame
        An estimates frame of ``adjusted p value``, a row a hypothesis in the plan's order: the
        adjusted one is ``estimate``, the difference's own two-sided one ``p_value``; alpha is
        ``threshold``, and the difference may be claimed where ``estimate`` does not exceed it.
        ``analysis`` names the method as the study file does; ``done`` is the difference's. A
        hypothesis without a p value counts as 1 and has a ``reason``. No rows where the plan
        declares no adjustment.
    """
    plan = study.file.plan
    rows = differences[(differences["quantity"] == "difference") & (differences["subgroup"] == "")]
    found = {
        Hypothesis(**{each.name: row[each.name] for each in fields(Hypothesis)}): row
        for row in _records(rows)
    }
    made = [_describe(each, found.get(each)) for each in list_hypotheses(plan)]
    if not made:
        return make_estimates([])
    adjusted = adjust_p_values([row["p_value"] for row in made], plan.multiplicity)
    return make_estimates(
        {
            **row,
            "quantity": "adjusted p value",
            "estimate": float(p_value),
            "threshold": plan.alpha,
            "analysis": plan.multiplicity.method,
        }
        for row, p_value in zip(made, adjusted, strict=True)
    )


def adjust_p_values(p_values: ArrayLike, method: Multiplicity) -> Array:
    """Adjust p values by the method that a plan declares.

    Parameters
    ----------
    p_values : array_like, shape (m,)
        In the order of the hypotheses; NaN, where there is none, counts as 1.
    method : Multiplicity
        Weights and transitions are those of a graphical procedure.

    Returns
    -------
    numpy.ndarray, shape (m,)
        A hypothesis is rejected, with family-wise error alpha, where its adjusted p value does not
        exceed alpha. Holm's method, the fixed sequence and the graph hold for p values of any
        dependence, Hochberg's for independent or positively dependent ones.
    """
    values = np.asarray(p_values, dtype=float)
    values = np.where(np.isnan(values), 1.0, values)
    if method.method == "fixed-sequence":
        return np.maximum.accumulate(values)
    if method.method == "graphical":
        return adjust_by_graph(values, method.weights, method.transitions)
    adjusted: Array = multipletests(values, method=_MULTIPLETESTS[method.method])[1]
    return adjusted


def adjust_by_graph(
    p_values: Array, weights: Sequence[float], transitions: Sequence[Sequence[float]]
) -> Array:
    """Adjust p values by a sequentially rejective graphical procedure.

    Parameters
    ----------
    p_values : numpy.ndarray, shape (m,)
        From 0 to 1.
    weights : sequence of float, length m
        Share of alpha that each hypothesis starts with, together 1 at most.
    transitions : sequence of sequence of float, shape (m, m)
        Row i: the shares of the weight of hypothesis i that go to each other once it is rejected,
        together 1 at most; 0 on the diagonal.

    Returns
    -------
    numpy.ndarray, shape (m,)
        Algorithm 2 of Bretz, Maurer, Brannath and Posch, Stat Med 2009;28:586-604.
    """
    shares, passed = np.array(weights, dtype=float), np.array(transitions, dtype=float)
    left = np.ones(len(p_values), dtype=bool)
    adjusted: Array = np.ones(len(p_values))
    largest = 0.0
    while (testable := left & (shares > 0)).any():
        ratio = np.full(len(p_values), np.inf)
        ratio[testable] = p_values[testable] / shares[testable]
        one = int(ratio.argmin())
        largest = adjusted[one] = min(1.0, max(largest, ratio[one]))
        left[one] = False
        shares, passed = _pass_on(shares, passed, one)
    return adjusted


def _pass_on(shares: Array, passed: Array, one: int) -> tuple[Array, Array]:
    """Return the graph without a rejected hypothesis, whose weight and edges the others take."""
    shares = shares + shares[one] * passed[one]
    through = np.outer(passed[:, one], passed[one])
    kept = 1 - np.diag(through)[:, None]
    passed = np.divide(passed + through, kept, out=np.zeros_like(passed), where=kept > CLOSED)
    np.fill_diagonal(passed, 0.0)
    passed[one] = passed[:, one] = shares[one] = 0.0
    return shares, passed


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _describe(hypothesis: Hypothesis, row: dict[str, Any] | None) -> dict[str, Any]:
    """Return what is known of the comparison behind a hypothesis."""
    if row is None:
        reason = Reason("no-scores", visits=(hypothesis.visit,))
        return {**asdict(hypothesis), "p_value": np.nan, "reason": reason}
    return {**asdict(hypothesis), **{name: row[name] for name in _OF_THE_DIFFERENCE}}
