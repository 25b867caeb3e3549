"""Means over time: what is drawn is what the estimates say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from outcomes.errors import ArgumentError
from outcomes.figures import plot_profile

from .drawing import place_on, read_axis, read_marks, read_segments, read_size, read_texts
from .examples import HOSTILE, PAIN, THREE_ARMS, WEEKS, make_labels, make_rows, mean_of

LABELS = make_labels()
ROWS = make_rows(LABELS)


def test_means_and_intervals_are_where_the_axes_say() -> None:
    svg = plot_profile(ROWS, LABELS, "pain").svg
    up, along = read_axis(svg, "end"), read_axis(svg, "middle")
    for arm in (1, 2, 3):
        marks = [mark for mark in read_marks(svg) if mark.arm == arm][: len(WEEKS)]
        upright = {round(x0, 2): {y0, y1} for x0, y0, x1, y1 in read_segments(svg, arm) if x0 == x1}
        for visit, (mark, week) in enumerate(zip(marks, WEEKS, strict=True)):
            mean = mean_of(arm, visit)
            assert mark.y == pytest.approx(place_on(up, mean), abs=0.1)
            assert mark.x == pytest.approx(place_on(along, week), abs=7.5)
            ends = [place_on(up, mean + 6), place_on(up, mean - 6)]
            assert sorted(upright[round(mark.x, 2)]) == pytest.approx(ends, abs=0.1)


def test_arms_differ_by_colour_marker_and_line() -> None:
    marks = read_marks(plot_profile(ROWS, LABELS, "pain").svg)
    assert len({mark.arm for mark in marks}) == 3
    assert len({mark.shape for mark in marks}) == 3


def test_an_arm_looks_the_same_when_others_are_left_out() -> None:
    svg = plot_profile(ROWS[ROWS["arm"] == "arm2"], LABELS, "pain").svg
    assert {mark.arm for mark in read_marks(svg)} == {2}


def test_a_gap_is_not_bridged_and_is_named() -> None:
    gap = ROWS.copy()
    absent = (gap["visit"] == "week 12") & (gap["arm"] == "arm2")
    gap.loc[absent, ["estimate", "ci_low", "ci_high"]] = np.nan
    figure = plot_profile(gap, LABELS, "pain")
    slanted = [line for line in read_segments(figure.svg, 2) if line[0] != line[2]]
    long = [line for line in slanted if line[2] - line[0] > 21]
    assert len(long) == 3, "five steps, of which the two beside the gap are not drawn"
    assert "Not estimated, and left as gaps: Saline injection at week 12." in figure.caption
    left_out = plot_profile(gap[~absent], LABELS, "pain")
    assert left_out.caption == figure.caption


def test_alternative_says_every_mean_with_its_interval() -> None:
    alternative = plot_profile(ROWS, LABELS, "pain").alternative
    assert "lower is better" in alternative
    assert "Dextrose: baseline 51.0 (95% CI 45.0 to 57.0)" in alternative
    assert "week 52 49.8 (95% CI 43.8 to 55.8)" not in alternative
    for arm, name in enumerate(THREE_ARMS, start=1):
        last = mean_of(arm, 5)
        assert name in alternative
        assert f"week 52 {last:.1f} (95% CI {last - 6:.1f} to {last + 6:.1f})" in alternative


def test_many_visits_are_told_by_the_first_and_the_last() -> None:
    labels = make_labels(weeks=tuple(float(week) for week in range(20)))
    alternative = plot_profile(make_rows(labels), labels, "pain").alternative
    assert "Dextrose: baseline 51.0" in alternative
    assert "week 19 3.5" in alternative
    assert "week 7" not in alternative


def test_data_are_at_full_precision_and_in_words() -> None:
    data = plot_profile(ROWS, LABELS, "pain").data
    assert list(data.columns[:6]) == ["side", "arm", "visit", "week", "n", "mean"]
    last = data[(data["arm"] == "Home exercise") & (data["week"] == 52)].iloc[0]
    assert last["mean"] == mean_of(3, 5)
    assert (last["n"], last["df"], last["distribution"]) == (25, 26, "t")


def test_adjusted_means_on_request() -> None:
    figure = plot_profile(ROWS, LABELS, "pain", "adjusted mean")
    assert "adjusted mean" in figure.data
    assert figure.caption.startswith("Adjusted mean of WOMAC pain")
    assert "baseline 52.0" in figure.alternative


def test_axis_says_direction_unit_and_range() -> None:
    texts = [box.text for box in read_texts(plot_profile(ROWS, LABELS, "pain").svg)]
    assert "points, 0 to 100, lower is better" in texts
    texts = [box.text for box in read_texts(plot_profile(ROWS, LABELS, "flexion").svg)]
    assert "degrees, 0 to 150, higher is better" in texts


def test_important_change_is_drawn_from_the_mean_baseline() -> None:
    figure = plot_profile(ROWS, LABELS, "pain")
    up = read_axis(figure.svg, "end")
    baseline = np.mean([mean_of(arm, 0) for arm in (1, 2, 3)])
    wanted = place_on(up, baseline - 12)
    level = [y0 for x0, y0, x1, y1 in read_segments(figure.svg, 0) if y0 == y1 and x1 - x0 > 300]
    assert min(abs(y - wanted) for y in level) < 0.1
    assert "minimal important change (12 points)" in figure.caption
    assert "judges no difference between arms" in figure.caption
    without = plot_profile(ROWS[ROWS["week"] > 0], LABELS, "pain")
    assert "important change" not in without.caption


def test_an_assumed_threshold_is_called_assumed() -> None:
    assumed = replace(PAIN, thresholds=(replace(PAIN.thresholds[0], evidence_level="assumed"),))
    labels = make_labels(endpoints=(assumed,))
    assert "(12 points, assumed)" in plot_profile(make_rows(labels), labels, "pain").caption


def test_visits_are_truly_spaced_and_labels_are_thinned() -> None:
    labels = make_labels(weeks=(0.0, 1.0, 2.0, 3.0, 104.0))
    svg = plot_profile(make_rows(labels), labels, "pain").svg
    along = read_axis(svg, "middle")
    assert [value for value, _ in along] == [0, 3, 104] or [v for v, _ in along] == [0, 104]
    ticks = [x0 for x0, y0, x1, y1 in read_segments(svg, 0) if x0 == x1 and abs(y1 - y0) == 4]
    assert ticks == pytest.approx([place_on(along, week) for week in (0, 1, 2, 3, 104)], abs=0.1)


def test_days_are_called_days() -> None:
    labels = make_labels(weeks=(0.0, 1 / 7, 2 / 7))
    visits = tuple(
        replace(visit, name=f"visit {day}", time=f"day {day}")
        for day, visit in enumerate(labels.visits)
    )
    labels = replace(labels, visits=visits)
    rows = make_rows(labels)
    figure = plot_profile(rows, labels, "pain")
    texts = [box.text for box in read_texts(figure.svg)]
    assert "Days since baseline" in texts
    assert [value for value, _ in read_axis(figure.svg, "middle")] == [0, 1, 2]
    assert "visit 2 (day 2)" in figure.alternative


def test_labels_taller_than_the_plot_make_it_taller() -> None:
    names = tuple(f"{letter} {HOSTILE[1]}" for letter in "abcdef")
    heights = []
    for arms in (THREE_ARMS, names):
        labels = make_labels(arms)
        heights.append(read_size(plot_profile(make_rows(labels), labels, "pain").svg)[1])
    assert heights[1] > heights[0] + 100


def test_both_sides_have_a_panel_each() -> None:
    rows = make_rows(LABELS, ("left", "right"))
    figure = plot_profile(rows, LABELS, "flexion")
    texts = [box.text for box in read_texts(figure.svg)]
    assert {"Knee flexion, mean: left side", "Knee flexion, mean: right side"} <= set(texts)
    assert "Dextrose, left side: baseline" in figure.alternative


def test_two_analyses_at_once_are_refused() -> None:
    twice = ROWS.copy()
    twice["estimate"] += 1
    both = np.concatenate([np.arange(len(ROWS)), np.arange(len(ROWS))])
    rows = ROWS.iloc[both].reset_index(drop=True)
    assert plot_profile(rows, LABELS, "pain") is not None, "the same row twice is one row"
    rows.loc[len(ROWS) :, "estimate"] += 1
    with pytest.raises(ValueError, match="more than once"):
        plot_profile(rows, LABELS, "pain")


def test_names_that_labels_lack_are_refused() -> None:
    with pytest.raises(ValueError, match="arms that the labels lack: arm3"):
        plot_profile(ROWS, make_labels(THREE_ARMS[:2]), "pain")
    with pytest.raises(ArgumentError, match=r"no endpoint 'mood'\. Its endpoints are pain,"):
        plot_profile(ROWS, LABELS, "mood")
