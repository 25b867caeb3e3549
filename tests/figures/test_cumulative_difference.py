"""Differences in the share who improved: a row a size, in percentage points."""

from __future__ import annotations

import pytest

from outcomes.figures import plot_cumulative_difference

from .drawing import place_on, read_axis, read_marks, read_texts
from .examples import make_labels, make_rows

LABELS = make_labels()
ROWS = make_rows(LABELS)
PAIN = ROWS[(ROWS["endpoint"] == "pain") & (ROWS["quantity"] == "cumulative difference")]


def test_each_size_stands_at_its_difference_in_percentage_points() -> None:
    figure = plot_cumulative_difference(PAIN, LABELS)
    assert figure is not None
    along = [(value, x) for value, x in read_axis(figure.svg.replace(">+", ">"), "middle")]
    marks = read_marks(figure.svg)
    assert len(marks) == 4
    for mark, points in zip(marks, (10, 10, 20, 20), strict=True):
        assert mark.x == pytest.approx(place_on(along[: len(along) // 2], points), abs=0.2)
    texts = [box.text for box in read_texts(figure.svg)]
    assert "12 points (important)" in " ".join(texts)
    assert "+10.0 (\u221210.0 to 30.0)" in texts


def test_its_numbers_are_those_of_the_estimates() -> None:
    figure = plot_cumulative_difference(PAIN, LABELS)
    assert figure is not None
    assert list(figure.data["size"]) == ["6 points", "12 points (important)"] * 2
    assert list(figure.data["difference"]) == pytest.approx([10, 10, 20, 20])
    assert set(figure.data["unit"]) == {"percentage points"}


def test_nothing_is_drawn_without_a_comparison() -> None:
    assert plot_cumulative_difference(ROWS[ROWS["quantity"] == "change"], LABELS) is None
