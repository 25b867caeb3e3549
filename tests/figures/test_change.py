"""Changes from baseline: improvement on the right, thresholds where they belong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.figures import plot_change
from outcomes.instruments.definition import Threshold
from outcomes.tables import table_change
from tests.tables.reading import column

from .drawing import place_on, read_axis, read_marks, read_segments, read_texts
from .examples import ERROR, FLEXION, PAIN, make_labels, make_rows, mean_of

ONE = make_labels(("Dextrose",))
ROWS = make_rows(ONE)
PAIN_ROWS = ROWS[ROWS["endpoint"] == "pain"]
FLEXION_ROWS = ROWS[ROWS["endpoint"] == "flexion"]


def test_changes_are_where_the_axis_says_and_better_is_right() -> None:
    for rows, better in ((PAIN_ROWS, -1), (FLEXION_ROWS, 1)):
        svg = plot_change(rows, ONE).svg
        axis = sorted(read_axis(svg, "middle"), key=lambda tick: tick[1])
        assert (axis[-1][0] - axis[0][0]) * better > 0
        for visit, mark in enumerate(read_marks(svg), start=1):
            change = mean_of(1, visit) - mean_of(1, 0)
            assert mark.x == pytest.approx(place_on(axis, change), abs=0.1)
        boxes = {box.text: box for box in read_texts(svg)}
        assert boxes["\u2190 worse"].right < boxes["better \u2192"].left


def test_important_change_is_on_the_better_side() -> None:
    svg = plot_change(PAIN_ROWS, ONE).svg
    axis = read_axis(svg, "middle")
    upright = [x0 for x0, y0, x1, y1 in read_segments(svg, 0) if x0 == x1 and abs(y1 - y0) > 50]
    assert sorted(upright) == pytest.approx(
        sorted([place_on(axis, 0), place_on(axis, -12)]), abs=0.1
    )
    assert "Minimal important change (12 points)" in [box.text for box in read_texts(svg)]


@pytest.mark.parametrize("meaning", ["measurement error", "minimal detectable change"])
def test_errors_of_one_reading_are_not_held_against_means(meaning: str) -> None:
    error = Threshold(**{**vars(ERROR), "meaning": meaning})
    labels = make_labels(("A",), endpoints=(replace(FLEXION, thresholds=(error,)),))
    bare = make_labels(("A",), endpoints=(replace(FLEXION, thresholds=()),))
    figure = plot_change(make_rows(labels), labels)
    assert figure.svg == plot_change(make_rows(bare), bare).svg
    assert meaning not in (figure.svg + figure.caption).lower()


def test_a_threshold_in_percent_of_baseline_is_no_line_on_the_scale() -> None:
    percent = replace(PAIN.thresholds[0], value=30, unit="percent of baseline")
    labels = make_labels(("A",), endpoints=(replace(PAIN, thresholds=(percent,)),))
    figure = plot_change(make_rows(labels), labels)
    assert "Dashed" not in figure.caption
    assert "stroke-dasharray" not in figure.svg


def test_alternative_and_data_say_change_interval_and_favour() -> None:
    figure = plot_change(ROWS, ONE)
    said = "Dextrose at week 52 \u221212.5 (95% CI \u221217.5 to \u22127.5), improvement"
    assert said in figure.alternative
    assert "WOMAC pain (points, 0 to 100, lower is better)" in figure.alternative
    assert "Improvement is on the right." in figure.caption
    assert set(figure.data["endpoint"]) == {"WOMAC pain", "Knee flexion"}
    assert figure.data.iloc[0]["change"] == mean_of(1, 1) - mean_of(1, 0)


def test_a_change_is_an_improvement_only_if_the_whole_interval_is() -> None:
    row = PAIN_ROWS[(PAIN_ROWS["quantity"] == "change") & (PAIN_ROWS["visit"] == "week 52")]
    for high, expected in (
        (-0.1, "improvement"),
        (0.0, "undecided (estimate favours improvement)"),
    ):
        rows = row.assign(ci_high=high)
        assert plot_change(rows, ONE).alternative.endswith(f", {expected}.")
        assert column(table_change(rows, ONE), "Reading") == [expected]


def test_rows_name_the_arm_only_where_there_are_several() -> None:
    assert "Week 5" in [box.text for box in read_texts(plot_change(ROWS, ONE).svg)]
    two = make_labels(("Dextrose", "Saline"))
    texts = [box.text for box in read_texts(plot_change(make_rows(two), two).svg)]
    assert "Saline, week 5" in texts
