"""Shares with intervals, beside a published share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.figures import plot_shares

from .drawing import place_on, read_axis, read_marks, read_segments, read_texts
from .examples import PAIN, make_labels, make_rows

LABELS = make_labels(("Dextrose",), weeks=(0.0, 130.0), endpoints=(PAIN,))
ROWS = make_rows(LABELS)


def test_share_interval_and_reference_are_where_the_axis_says() -> None:
    figure = plot_shares(ROWS, LABELS, ("Published share", 0.81))
    axis = read_axis(figure.svg, "middle")
    assert (axis[0][0], axis[-1][0]) == (0, 100)
    (mark,) = read_marks(figure.svg)
    assert mark.x == pytest.approx(place_on(axis, 50), abs=0.1)
    level = [(x0, x1) for x0, y0, x1, y1 in read_segments(figure.svg, 1) if y0 == y1]
    assert sorted(level[0]) == pytest.approx([place_on(axis, 30), place_on(axis, 70)], abs=0.1)
    upright = [x0 for x0, y0, x1, y1 in read_segments(figure.svg, 0) if x0 == x1]
    assert min(abs(x - place_on(axis, 81)) for x in upright) < 0.1
    assert "Published share: 81%" in [box.text for box in read_texts(figure.svg)]


def test_words() -> None:
    figure = plot_shares(ROWS, LABELS, ("Published share", 0.81))
    assert "participants who improved by at least 12 points" in figure.alternative
    assert "Dextrose at week 130 50% (30% to 70%)" in figure.alternative
    assert figure.alternative.endswith("Published share: 81%.")
    assert "(Wilson)" in figure.caption
    without = plot_shares(ROWS, LABELS)
    assert "Published" not in without.caption + without.alternative + without.svg
    assert "<td" in without.write_html()
    assert "30% to 70%" in without.write_html()


def test_percent_of_baseline_and_yes_or_no_are_named_as_such() -> None:
    percent = replace(PAIN.thresholds[0], value=30, unit="percent of baseline")
    labels = make_labels(("A",), endpoints=(replace(PAIN, thresholds=(percent,)),))
    rows = make_rows(labels).assign(threshold=30.0)
    assert "at least 30% of baseline" in plot_shares(rows, labels).alternative
    labels = make_labels(("A",), endpoints=(replace(PAIN, kind="binary", thresholds=()),))
    assert "participants with a yes" in plot_shares(make_rows(labels), labels).alternative
