"""Items sum exactly to the score that they were split from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.study.simulation.items import split_totals, split_visa_a
from outcomes.study.simulation.moments import make_generator


@given(number=st.sampled_from([2, 5, 17]), share=st.floats(0, 1), seed=st.integers(0, 1000))
def test_items_sum_to_their_total(number: int, share: float, seed: int) -> None:
    total = round(share * 100 * number)
    offsets = make_generator(seed).normal(0, 12, size=(1, number))
    items = split_totals(np.array([total]), offsets, 100)
    assert items.sum() == total
    assert items.min() >= 0
    assert items.max() <= 100


def test_items_differ_as_their_offsets_do() -> None:
    items = split_totals(np.array([250]), np.array([[-10.0, -5.0, 0.0, 5.0, 10.0]]), 100)
    assert items.tolist() == [[40, 45, 50, 55, 60]]


def test_the_ends_leave_no_choice() -> None:
    offsets = np.array([[-20.0, 20.0], [20.0, -20.0]])
    assert split_totals(np.array([0, 200]), offsets, 100).tolist() == [[0, 0], [100, 100]]


@pytest.mark.parametrize("total", [-1, 201])
def test_a_total_that_no_items_give_is_refused(total: int) -> None:
    with pytest.raises(ValueError, match="no 2 items"):
        split_totals(np.array([total]), np.zeros((1, 2)), 100)


@pytest.mark.parametrize("total", range(101))
def test_every_visa_a_total_can_be_split(total: int) -> None:
    items = split_visa_a(total, make_generator(total))
    assert items.sum() == total
    assert items.shape == (8,)
    assert 0 <= items[:6].min() <= items[:6].max() <= 10
    assert items[6] in {0, 4, 7, 10}
    assert items[7] in {0, 2, 4, 5, 7, 10, 14, 20, 21, 30}
