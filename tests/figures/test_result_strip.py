"""The small drawing of a result: its numbers, its sides, its text alternative."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from outcomes.estimates import make_estimates
from outcomes.figures.result_strip import draw_result
from outcomes.study import load_study
from outcomes.study.study import Study
from tests.small_project import write_study

from .drawing import read_corners, read_marks, read_segments

ROW = {
    "endpoint": "pain",
    "visit": "week 12",
    "week": 12,
    "arm": "dextrose",
    "comparator": "saline",
    "quantity": "difference",
    "estimate": -8.25,
    "ci_low": -12.0,
    "ci_high": -4.5,
    "level": 0.95,
    "distribution": "t",
    "df": 5,
    "unit": "points",
    "favours": "dextrose",
}


@pytest.fixture
def study(tmp_path) -> Study:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "10_data_quality.ipynb").touch()
    return load_study(write_study(tmp_path, "knee-small", ["data-quality"]))


def place_of(svg: str) -> tuple[float, float, float, float]:
    """Return where no difference, the estimate and the ends of the interval are."""
    upright = [x0 for x0, y0, x1, y1 in read_segments(svg, 0) if x0 == x1]
    (mark,) = read_marks(svg)
    ((low, _, high, _),) = read_segments(svg, 1)
    zero = upright[0]
    return zero, mark.x, low, high


def test_the_difference_is_drawn_to_scale_with_its_side_on_the_right(study: Study) -> None:
    svg = draw_result(make_estimates([ROW]), study)
    zero, mark, low, high = place_of(svg)
    assert zero < high < mark < low, "less pain is better, so it stands on the right"
    assert (mark - zero) / (low - zero) == pytest.approx(8.25 / 12.0, abs=0.01)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    said = root.get("aria-label")
    for number in ("\u22128.2", "\u221212.0", "\u22124.5", "95% CI", "Dextrose minus Saline"):
        assert number in said
    texts = [
        "".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")
    ]
    assert any("favours Dextrose \u2192" in text for text in texts)
    assert all(0 <= float(e.get("x")) <= 260 for e in root.iter("{http://www.w3.org/2000/svg}text"))


def test_arms_with_hostile_names_are_text(study: Study) -> None:
    arms = {
        name: arm.model_copy(update={"label": '"><script>' * 12})
        for name, arm in study.arms.items()
    }
    hostile = study.file.model_copy(update={"arms": arms})
    svg = draw_result(make_estimates([ROW]), replace(study, file=hostile))
    ET.fromstring(svg)
    assert "<script" not in svg


def test_a_pool_of_published_trials_is_drawn_where_there_is_no_own_result(study: Study) -> None:
    row = {
        **ROW,
        "endpoint": "function",
        "visit": "39 to 64 weeks",
        "quantity": "pooled effect",
        "estimate": 10.0,
        "ci_low": -2.0,
        "ci_high": 22.0,
        "comparator": "placebo",
        "analysis": "meta-analysis of published trials",
    }
    svg = draw_result(make_estimates([row]), study)
    zero, mark, low, high = place_of(svg)
    assert low < zero < mark < high
    assert "published trials" in svg


def test_who_was_seen_is_drawn_where_there_is_no_result(study: Study) -> None:
    rows = [
        {"quantity": "n", "arm": arm, "estimate": came, "analysis": "participants", **place}
        for arm in ("dextrose", "saline")
        for came, place in ((3, {}), (2, {"endpoint": "pain", "visit": "week 12"}))
    ]
    svg = draw_result(make_estimates(rows), study)
    assert svg.count("2 of 3") >= 2
    track, bar = read_corners(svg, "fill")[:2]
    assert bar[0][0] == track[0][0], "both begin at nothing"
    width = max(x for x, _ in bar) - bar[0][0]
    assert width / (max(x for x, _ in track) - track[0][0]) == pytest.approx(2 / 3, abs=0.01)


def test_nothing_to_draw_is_nothing(study: Study) -> None:
    assert draw_result(make_estimates([]), study) == ""
    assert draw_result(make_estimates([{**ROW, "ci_low": None, "ci_high": None}]), study) == ""
