"""The curves of improvement are where the axes say, with responders and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from outcomes.figures import plot_cumulative

from .drawing import (
    place_on,
    read_axis,
    read_corners,
    read_marks,
    read_segments,
    read_texts,
)
from .examples import make_labels, make_rows

LABELS = make_labels()
ROWS = make_rows(LABELS)
PAIN = ROWS[(ROWS["endpoint"] == "pain") & (ROWS["quantity"] == "cumulative share")]


def read_shares(svg: str) -> list[tuple[float, float]]:
    return [(value, y) for value, y in read_axis(svg, "end")]


def read_sizes(svg: str) -> list[tuple[float, float]]:
    return read_axis(svg.replace(">+", ">"), "middle")


def test_curves_step_down_at_each_size() -> None:
    svg = plot_cumulative(PAIN, LABELS).svg
    up, along = read_shares(svg), read_sizes(svg)
    curves = read_corners(svg, "line")
    assert len(curves) == 3
    for number, curve in enumerate(curves, start=1):
        shares = (1.0, 0.7, 0.6 - number / 10, 0.1, 0.0)
        sizes = (-10.5 + number, 2.5, 12.0, 30.0 + number)
        assert [y for _, y in curve[::2]] == pytest.approx(
            [place_on(up, 100 * share) for share in shares], abs=0.1
        )
        drops = [x for x, _ in curve[1:-1:2]]
        assert drops == pytest.approx([place_on(along, size) for size in sizes], abs=0.1)


def test_no_areas_lie_over_one_another() -> None:
    figure = plot_cumulative(PAIN, LABELS)
    assert read_corners(figure.svg, "area") == []
    assert figure.data[["ci_low", "ci_high"]].notna().all(axis=None), "the table has the intervals"


def test_responders_stand_at_the_important_change_with_their_intervals() -> None:
    figure = plot_cumulative(PAIN, LABELS)
    svg = figure.svg
    up, along = read_shares(svg), read_sizes(svg)
    marks = [mark for mark in read_marks(svg) if mark.x < 500]
    for number, mark in enumerate(marks, start=1):
        assert mark.y == pytest.approx(place_on(up, 60 - 10 * number), abs=0.1)
        assert mark.x == pytest.approx(place_on(along, 12), abs=7.5)
        at = round(mark.x, 1)
        spans = [abs(y1 - y0) for x0, y0, x1, y1 in read_segments(svg, number) if x0 == x1 == at]
        assert min(abs(span - abs(place_on(up, 20) - place_on(up, 0))) for span in spans) < 0.11
    texts = [box.text for box in read_texts(svg)]
    assert "minimal important change (12 points)" in texts
    assert "50% (40% to 60%)" in texts
    assert "improved by 12 points or more: Dextrose 50% (95% CI 40% to 60%)" in figure.alternative


def test_without_a_threshold_nobody_is_called_a_responder() -> None:
    figure = plot_cumulative(ROWS[ROWS["endpoint"] == "flexion"], LABELS)
    assert "important" not in figure.caption + figure.alternative
    assert len(read_marks(figure.svg)) == 3, "the keys of the names alone"


def test_an_arm_that_was_not_estimated_is_named() -> None:
    rows = PAIN[(PAIN["arm"] != "arm2") | (PAIN["threshold"] == 12.0)].copy()
    gone = rows["arm"] == "arm2"
    rows.loc[gone, ["estimate", "ci_low", "ci_high", "threshold", "level"]] = np.nan
    figure = plot_cumulative(rows, LABELS)
    assert "Saline injection not estimated" in figure.alternative
    assert "Not estimated: Saline injection." in figure.caption
    assert len(read_corners(figure.svg, "line")) == 2
