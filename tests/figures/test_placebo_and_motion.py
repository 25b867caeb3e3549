"""Placebo arms and gains in motion: drawn where the axis says, named, and said in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.analysis import gather_motion_gains, gather_placebo_changes, summarise_change
from outcomes.analysis.motion_gains import MotionGains
from outcomes.analysis.placebo_changes import PlaceboChanges
from outcomes.drawing.layout import NARROW, WIDE, Layout
from outcomes.drawing.svg import render_svg
from outcomes.figures import Figure, plot_motion_gains, plot_placebo_changes
from outcomes.figures.alternative import MOST
from outcomes.study import Study, load_study
from tests.conftest import ROOT

from .drawing import (
    find_text_faults,
    place_on,
    read_axis,
    read_corners,
    read_marks,
    read_segments,
    read_texts,
)


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study(ROOT / "data" / "raw" / "knee-dextrose-saline")


@pytest.fixture(scope="module")
def changes(knee: Study) -> PlaceboChanges:
    found = gather_placebo_changes(knee, summarise_change(knee))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def placebo(changes: PlaceboChanges, knee: Study) -> Figure:
    figure = plot_placebo_changes(changes, knee.labels)
    assert figure is not None
    return figure


@pytest.fixture(scope="module")
def motion(knee: Study) -> MotionGains:
    found = gather_motion_gains(knee)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def gains(motion: MotionGains) -> Figure:
    figure = plot_motion_gains(motion)
    assert figure is not None
    return figure


def near(places: list[float], wanted: float) -> bool:
    return min(abs(place - wanted) for place in places) < 0.2


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["placebo", "gains"])
def test_no_text_is_clipped_or_overlaps(
    name: str, layout: Layout, request: pytest.FixtureRequest
) -> None:
    figure: Figure = request.getfixturevalue(name)
    assert find_text_faults(render_svg(figure.drawing.draw(layout), "x")) == []
    assert len(figure.alternative) <= MOST


def test_every_change_lies_where_the_axis_says(placebo: Figure, changes: PlaceboChanges) -> None:
    axis = read_axis(placebo.svg, "middle")
    marks = [mark.x for mark in read_marks(placebo.svg)]
    corners = [x for points in read_corners(placebo.svg, "fill") for x, _ in points]
    for row in changes.rows.to_dict("records"):
        diamond = row["kind"] == "review" and row["ci_low"] == row["ci_low"]
        if diamond:
            assert near(corners, place_on(axis, row["ci_low"]))
            assert near(corners, place_on(axis, row["ci_high"]))
        else:
            assert near(marks, place_on(axis, row["change"]))


def test_simulated_changes_are_called_so_and_published_ones_are_not(
    changes: PlaceboChanges, knee: Study, placebo: Figure
) -> None:
    assert placebo.simulated
    assert "this study, whose data are simulated" in placebo.caption
    published = replace(changes, rows=changes.rows[changes.rows["kind"] != "study"])
    alone = plot_placebo_changes(published, knee.labels)
    assert alone is not None
    assert not alone.simulated
    assert "Simulated" not in alone.svg


def test_the_table_has_each_number_as_printed_with_its_source(placebo: Figure) -> None:
    html = placebo.write_html()
    assert "\u22123.3 points of 0 to 20" in html
    assert "+0.03 standard deviations" in html
    assert '<a href="#ref-zhang2008">Zhang 2008</a>' in html
    assert "multiplied by 13.0 points (pain)" in placebo.caption
    assert "Rahimzadeh 2018" in placebo.caption


def test_the_words_set_reviews_and_the_untreated_beside_the_study(placebo: Figure) -> None:
    assert "Pain: This study 7.4; trials 7.4; reviews of placebo 6.6 to 21.8; untreated 0.4." in (
        placebo.alternative
    )


def test_gains_the_band_and_the_error_lie_where_the_axis_says(
    gains: Figure, motion: MotionGains
) -> None:
    axis = read_axis(gains.svg, "middle")
    marks = [mark.x for mark in read_marks(gains.svg)]
    for row in motion.gains:
        assert near(marks, place_on(axis, row["value"]))
    lines = [x for x, _, other, _ in read_segments(gains.svg, 0) if x == other]
    for size in (3.8, 6.4, 10.0):
        assert near(lines, place_on(axis, size))
    band = {round(x, 1) for points in read_corners(gains.svg, "area") for x, _ in points}
    assert near([min(band)], place_on(axis, 3.8))
    assert near([max(band)], place_on(axis, 6.4))


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_name_of_a_size_stands_beside_the_line_of_the_one_above(
    gains: Figure, layout: Layout
) -> None:
    svg = render_svg(gains.drawing.draw(layout), "x")
    name = next(box for box in read_texts(svg) if box.text.startswith("Important in flexion"))
    axis = read_axis(svg, "middle")
    assert name.left <= place_on(axis, 6.4) <= name.right < place_on(axis, 10.0)


def test_the_comparison_with_placebo_is_in_the_figure_although_it_has_no_number(
    gains: Figure,
) -> None:
    shown = " ".join(box.text for box in read_texts(gains.svg))
    assert "Teymouri 2025, against saline" in shown
    assert "no number printed" in shown
    assert gains.data["change"].notna().sum() == 3


def test_a_gain_printed_as_a_fall_is_still_a_gain(motion: MotionGains, gains: Figure) -> None:
    first = {**motion.gains[0], "value": -14.0, "higher": "worse", "ci_low": -20.0, "ci_high": -9.0}
    turned = plot_motion_gains(replace(motion, gains=(first, *motion.gains[1:])))
    assert turned is not None
    assert turned.data["change"].tolist()[:3] == gains.data["change"].tolist()[:3]
    assert turned.data[["ci_low", "ci_high"]].iloc[0].tolist() == [9.0, 20.0]
    assert "no source prints" not in turned.caption.lower()


def test_where_there_is_nothing_there_is_no_figure(knee: Study) -> None:
    assert plot_placebo_changes(None, knee.labels) is None
    assert plot_motion_gains(None) is None
