"""Attendance has the published numbers; participants come and go."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.study.simulation.dropout import draw_attendance
from outcomes.study.simulation.moments import make_generator


@given(
    total=st.integers(5, 40),
    missing=st.lists(st.integers(0, 5), min_size=1, max_size=6),
    seed=st.integers(0, 1000),
)
def test_numbers_seen_are_exact(total: int, missing: list[int], seed: int) -> None:
    seen = [total - number for number in missing]
    attendance = draw_attendance(total, seen, make_generator(seed))
    assert attendance.sum(axis=0).tolist() == seen


def test_saline_comes_and_goes() -> None:
    attendance = draw_attendance(29, [29, 26, 24, 25, 25], make_generator(1))
    back = attendance[:, 3] & ~attendance[:, 2]
    assert back.sum() == 1, "24 rise to 25: one comes back"
    gone = ~attendance[:, 1]
    assert not attendance[gone, 2:].any(), "the three who leave first are gone for good"


def test_falling_numbers_are_dropout_for_good() -> None:
    attendance = draw_attendance(20, [18, 15, 15, 12], make_generator(2))
    assert (np.diff(attendance.astype(int), axis=1) <= 0).all()


def test_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="31 participants seen"):
        draw_attendance(30, [30, 31], make_generator(3))
