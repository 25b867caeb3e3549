"""Differences between arms: places, sides, words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from outcomes.figures import plot_difference

from .drawing import place_on, read_axis, read_marks, read_segments, read_texts
from .examples import FLEXION, PAIN, make_labels, make_rows, mean_of

LABELS = make_labels()
ROWS = make_rows(LABELS)
TWO = make_labels(("Dextrose", "Saline"))
TWO_ROWS = make_rows(TWO)


@pytest.mark.parametrize("endpoint", ["pain", "flexion"])
def test_differences_and_intervals_are_where_the_axis_says(endpoint: str) -> None:
    svg = plot_difference(TWO_ROWS, TWO, endpoint).svg
    axis = read_axis(svg, "middle")
    marks = read_marks(svg)
    assert len(marks) == 5
    level = {round(y0, 2): (x0, x1) for x0, y0, x1, y1 in read_segments(svg, 1) if y0 == y1}
    for visit, mark in enumerate(marks, start=1):
        value = mean_of(1, visit) - mean_of(2, visit)
        assert mark.x == pytest.approx(place_on(axis, value), abs=0.1)
        ends = sorted([place_on(axis, value - 4), place_on(axis, value + 4)])
        assert sorted(level[round(mark.y, 2)]) == pytest.approx(ends, abs=0.1)


def test_what_favours_the_arm_is_on_the_right() -> None:
    for endpoint, sign in (("pain", -1), ("flexion", 1)):
        svg = plot_difference(TWO_ROWS, TWO, endpoint).svg
        axis = sorted(read_axis(svg, "middle"), key=lambda tick: tick[1])
        assert (axis[-1][0] - axis[0][0]) * sign > 0
        boxes = {box.text: box for box in read_texts(svg)}
        left, right = boxes["\u2190 favours Saline"], boxes["favours Dextrose \u2192"]
        assert left.left < place_on(axis, 0) < right.right
        assert left.right < right.left


@pytest.mark.parametrize(
    ("interval", "favours", "expected", "said"),
    [
        ((-9.0, -1.0), "arm1", "Dextrose", ", favours Dextrose."),
        (
            (-9.0, 0.0),
            "arm1",
            "undecided (estimate favours Dextrose)",
            ", undecided (estimate favours Dextrose).",
        ),
        (
            (-9.0, 3.0),
            "arm2",
            "undecided (estimate favours Saline)",
            ", undecided (estimate favours Saline).",
        ),
        ((-9.0, -1.0), "", "not judged", "\u22121.0)."),
        ((np.nan, np.nan), "arm1", "no interval", "(no interval)."),
    ],
)
def test_a_side_is_favoured_only_by_the_whole_interval(
    interval: tuple[float, float], favours: str, expected: str, said: str
) -> None:
    rows = TWO_ROWS[(TWO_ROWS["quantity"] == "difference") & (TWO_ROWS["visit"] == "week 52")]
    rows = rows.assign(ci_low=interval[0], ci_high=interval[1], favours=favours)
    figure = plot_difference(rows, TWO, "pain")
    assert figure.data["favours"].tolist() == [expected]
    assert figure.alternative.endswith(said)


def test_direction_neither_favours_nobody() -> None:
    labels = make_labels(("A", "B"), endpoints=(replace(PAIN, higher="neither"),))
    figure = plot_difference(make_rows(labels).assign(favours=""), labels, "pain")
    assert "favours" not in figure.alternative
    assert "higher with A \u2192" in [box.text for box in read_texts(figure.svg)]


def test_zero_is_marked_in_every_panel() -> None:
    svg = plot_difference(ROWS, LABELS, "pain").svg
    axis = read_axis(svg, "middle")
    axis = axis[: len(axis) // 2]
    zero = place_on(axis, 0)
    upright = [x0 for x0, y0, x1, y1 in read_segments(svg, 0) if x0 == x1 and abs(y1 - y0) > 50]
    assert sum(abs(x - zero) < 0.1 for x in upright) == 2


def test_panels_share_their_axis() -> None:
    axis = read_axis(plot_difference(ROWS, LABELS, "pain").svg, "middle")
    half = len(axis) // 2
    assert axis[:half] == axis[half:]


def test_alternative_and_data_say_difference_interval_and_side() -> None:
    figure = plot_difference(ROWS, LABELS, "pain")
    said = "week 52 \u22127.2 (95% CI \u221211.2 to \u22123.2), favours Dextrose"
    assert f"Dextrose minus Saline injection: {said}" in figure.alternative
    early = plot_difference(ROWS[ROWS["week"] < 9], LABELS, "pain").alternative
    assert (
        "week 5 \u22122.2 (95% CI \u22126.2 to 1.8), undecided (estimate favours Dextrose)" in early
    )
    assert "Dextrose minus Home exercise" in figure.alternative
    assert set(figure.data["favours"]) == {"Dextrose", "undecided (estimate favours Dextrose)"}
    first = figure.data.iloc[0]
    assert first["difference"] == mean_of(1, 1) - mean_of(2, 1)
    assert (first["n"], first["n_comparator"], first["df"]) == (29, 29, 26)
    assert "95% confidence intervals (t distribution with 26 df)" in figure.caption


def test_a_within_patient_threshold_is_not_passed_off_as_one_between_arms() -> None:
    figure = plot_difference(TWO_ROWS, TWO, "pain")
    texts = [box.text for box in read_texts(figure.svg)]
    assert "Minimal important change (12 points), within a patient" in texts
    assert "judges no difference between arms" in figure.caption
    between = replace(
        PAIN,
        thresholds=(
            *PAIN.thresholds,
            replace(PAIN.thresholds[0], meaning="minimal important difference", value=9.5),
        ),
    )
    labels = make_labels(("Dextrose", "Saline"), endpoints=(between,))
    figure = plot_difference(make_rows(labels), labels, "pain")
    texts = [box.text for box in read_texts(figure.svg)]
    assert "Minimal important difference (9.5 points)" in texts
    assert "judges no difference" not in figure.caption
    axis = read_axis(figure.svg, "middle")
    upright = [x0 for x0, y0, x1, y1 in read_segments(figure.svg, 0) if x0 == x1]
    for value in (-9.5, 9.5):
        assert min(abs(x - place_on(axis, value)) for x in upright) < 0.1


def test_no_threshold_no_dashes() -> None:
    labels = make_labels(("A", "B"), endpoints=(replace(FLEXION, thresholds=()),))
    figure = plot_difference(make_rows(labels), labels, "flexion")
    assert "Dashed" not in figure.caption
    assert "stroke-dasharray" not in figure.svg


def test_a_difference_that_is_not_there_keeps_its_row() -> None:
    rows = TWO_ROWS.copy()
    absent = (rows["quantity"] == "difference") & (rows["visit"] == "week 9")
    rows.loc[absent, ["estimate", "ci_low", "ci_high"]] = np.nan
    figure = plot_difference(rows, TWO, "pain")
    texts = [box.text for box in read_texts(figure.svg)]
    assert "Week 9" in texts
    assert "not estimated" in texts
    assert len(read_marks(figure.svg)) == 4
    assert "Not estimated: 1 of 5 differences." in figure.caption
