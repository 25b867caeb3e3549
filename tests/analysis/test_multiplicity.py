"""Adjusted p values: reference values, special cases of each other, and a plan's hypotheses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from outcomes.analysis.multiplicity import (
    adjust_by_graph,
    adjust_for_multiplicity,
    adjust_p_values,
)
from outcomes.analysis_record import Reason
from outcomes.study.multiplicity import Multiplicity
from tests.tables.examples import difference, frame, make_study

Array = NDArray[np.float64]
NAN = float("nan")

P_VALUES = arrays(float, st.integers(1, 7), elements=st.floats(0, 1))


def adjust(method: str, *p_values: float) -> list[float]:
    return adjust_p_values(p_values, Multiplicity(method=method)).tolist()


def holm_graph(number: int) -> tuple[list[float], list[list[float]]]:
    """Every hypothesis starts with the same share and passes it to the others in equal parts."""
    others = 1 / max(number - 1, 1)
    rows = [[0 if i == j else others for j in range(number)] for i in range(number)]
    return [1 / number] * number, rows


SUCCESSIVE = (
    (0.5, 0.5, 0, 0),
    ((0, 0.5, 0.5, 0), (0.5, 0, 0, 0.5), (0, 1, 0, 0), (1, 0, 0, 0)),
)
"""Two primary hypotheses, each with a secondary one that is tested after it."""


def test_a_graph_gives_the_adjusted_p_values_of_the_reference() -> None:
    # R package graphicalMCP, vignette "shortcut-testing" (repository, commit 83f575b):
    # graph_test_shortcut(graph_create(hypotheses, transitions), p = c(0.018, 0.01, 0.105, 0.006),
    # alpha = 0.025)$outputs$adjusted_p, printed with three decimals; exact by hand: 0.01/0.5,
    # then 0.018/0.75, then 0.006/0.5 (below the one before it), then 0.105/1
    found = adjust_by_graph(np.array([0.018, 0.01, 0.105, 0.006]), *SUCCESSIVE)
    assert found == pytest.approx([0.024, 0.020, 0.105, 0.024], abs=1e-12)


def test_parallel_gatekeeping_needs_a_primary_hypothesis_first() -> None:
    # by hand: 0.02/0.5 is rejected and leaves 0.25 to each secondary one; 0.01/0.25 = 0.04, which
    # goes to the other secondary one: 0.03/0.5 = 0.06; the second primary one keeps its half
    weights = (0.5, 0.5, 0, 0)
    rows = ((0, 0, 0.5, 0.5), (0, 0, 0.5, 0.5), (0, 0, 0, 1), (0, 0, 1, 0))
    found = adjust_by_graph(np.array([0.02, 0.3, 0.01, 0.03]), weights, rows)
    assert found == pytest.approx([0.04, 0.6, 0.04, 0.06], abs=1e-12)
    assert adjust_by_graph(np.array([0.4, 0.9, 0.0, 0.0]), weights, rows).tolist()[2:] == [0.8, 0.8]


def test_holm_hochberg_and_the_fixed_sequence_by_hand() -> None:
    # Holm 3 x 0.01, then 2 x 0.03, then no smaller; Hochberg from the largest down: 0.04,
    # min(0.04, 2 x 0.03), min(0.04, 3 x 0.01)
    assert adjust("holm", 0.01, 0.04, 0.03) == pytest.approx([0.03, 0.06, 0.06])
    assert adjust("hochberg", 0.01, 0.04, 0.03) == pytest.approx([0.03, 0.04, 0.04])
    assert adjust("fixed-sequence", 0.01, 0.04, 0.03) == [0.01, 0.04, 0.04]


def test_a_hypothesis_without_a_p_value_counts_as_one() -> None:
    assert adjust("holm", 0.01, NAN) == pytest.approx([0.02, 1])
    assert adjust("fixed-sequence", 0.01, NAN, 0.01) == [0.01, 1, 1]
    given = Multiplicity(method="graphical", weights=(1, 0), transitions=((0, 1), (0, 0)))
    assert adjust_p_values([NAN, 0.01], given).tolist() == [1, 1]


@settings(max_examples=5)  # statsmodels collects garbage at each call
@given(P_VALUES)
def test_holm_is_a_graph(p_values: Array) -> None:
    found = adjust_by_graph(p_values, *holm_graph(len(p_values)))
    assert found == pytest.approx(adjust("holm", *p_values), abs=1e-9)


@given(P_VALUES)
def test_a_fixed_sequence_is_a_chain(p_values: Array) -> None:
    chain = np.eye(len(p_values), k=1)
    found = adjust_by_graph(p_values, np.eye(len(p_values))[0], chain)
    assert found == pytest.approx(adjust("fixed-sequence", *p_values), abs=1e-12)


def reject(p_values: Array, alpha: float) -> list[bool]:
    """Follow algorithm 1 of Bretz 2009 on `SUCCESSIVE`: reject what its own share allows."""
    weights = dict(enumerate(SUCCESSIVE[0]))
    edges = {(i, j): g for i, row in enumerate(SUCCESSIVE[1]) for j, g in enumerate(row)}
    while able := [i for i, weight in weights.items() if p_values[i] <= weight * alpha]:
        j = able[-1]
        share = weights.pop(j)
        before = dict(edges)
        for i in weights:
            weights[i] += share * before[j, i]
            for k in weights:
                through = before[i, j] * before[j, i]
                passed = before[i, k] + before[i, j] * before[j, k]
                edges[i, k] = passed / (1 - through) if i != k and through < 1 else 0
    return [i not in weights for i in range(len(p_values))]


@given(arrays(float, 4, elements=st.floats(1e-6, 0.2)), st.sampled_from([0.01, 0.05, 0.1]))
def test_adjusted_p_values_reject_what_the_sequential_algorithm_rejects(
    p_values: Array, alpha: float
) -> None:
    found = adjust_by_graph(p_values, *SUCCESSIVE)
    if np.abs(found - alpha).min() > 1e-9:
        assert (found <= alpha).tolist() == reject(p_values, alpha)


@settings(max_examples=5)
@given(P_VALUES, st.sampled_from(["holm", "hochberg", "fixed-sequence"]))
def test_no_adjusted_p_value_is_smaller_than_its_own(p_values: Array, method: str) -> None:
    found = np.array(adjust(method, *p_values))
    assert (found >= p_values - 1e-12).all()
    assert (found <= 1).all()


PAIN = {"endpoint": "womac.pain", "visit": "week 52", "comparison": ["dextrose", "saline"]}
FLEXION = difference(endpoint="flexion", p_value=0.03)


def test_rows_are_the_hypotheses_of_the_plan_in_its_order() -> None:
    plan = {"primary": PAIN, "secondary": ["flexion"], "multiplicity": "holm", "alpha": 0.1}
    others = (difference(visit="week 12"), difference(comparator="exercise", p_value=0.001))
    found = adjust_for_multiplicity(frame(FLEXION, *others, difference()), make_study(plan=plan))
    assert found["endpoint"].tolist() == ["womac.pain", "flexion"]
    assert found["p_value"].tolist() == [0.045, 0.03]
    assert found["estimate"].tolist() == pytest.approx([0.06, 0.06])
    assert set(found["threshold"]) == {0.1}
    assert set(found["analysis"]) == {"holm"}
    assert (found["visit"] == "week 52").all()


def test_a_hypothesis_that_was_not_estimated_keeps_its_row_and_reason() -> None:
    plan = {"primary": PAIN, "secondary": ["flexion"], "multiplicity": "holm"}
    why = Reason("no-scores", arms=("saline",), visits=("week 52",))
    absent = difference(NAN, NAN, NAN, endpoint="flexion", p_value=NAN, reason=why)
    for rows, reason in (((absent,), why), ((), Reason("no-scores", visits=("week 52",)))):
        found = adjust_for_multiplicity(frame(difference(), *rows), make_study(plan=plan))
        assert found["estimate"].tolist() == pytest.approx([0.09, 1])
        assert np.isnan(found["p_value"].iloc[1])
        assert found["reason"].iloc[1] == reason


def test_without_an_adjustment_there_are_no_rows() -> None:
    assert adjust_for_multiplicity(frame(difference()), make_study()).empty
