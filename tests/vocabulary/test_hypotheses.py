"""Hypotheses of a plan as they were tested: in the plan's order, each with its difference."""

from __future__ import annotations

import doctest

from outcomes.study.multiplicity import ADJUSTMENTS
from outcomes.vocabulary import hypotheses as module
from outcomes.vocabulary.hypotheses import count_hypotheses, name_adjustment, read_hypotheses
from tests.tables.examples import adjusted_p_value, difference, frame, make_labels

LABELS = make_labels()


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(module).failed == 0


def test_every_adjustment_has_a_name() -> None:
    assert all(name_adjustment(method) for method in ADJUSTMENTS)


def test_each_is_read_with_its_own_difference() -> None:
    rows = (difference(visit="week 12"), difference(comparator="exercise"), difference(-1, -2, 0))
    tested = read_hypotheses(
        frame(
            adjusted_p_value("flexion", 0.3, 0.3), *rows, adjusted_p_value("womac.pain", 0.01, 0.05)
        ),
        LABELS,
    )
    assert [each.endpoint for each in tested] == ["flexion", "womac.pain"]
    assert tested[0].contrast is None
    assert tested[1].contrast is not None
    assert tested[1].contrast.estimate == -1
    assert [each.may_be_claimed for each in tested] == [False, True]
    assert count_hypotheses(tested) == "the plan's two hypotheses (Holm's method)"
