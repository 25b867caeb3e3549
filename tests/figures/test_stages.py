"""The flow diagram: every stage in its box, boxes that hold their text, and gaps that are said."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from outcomes.figures import plot_stages

from .drawing import read_corners, read_marks, read_texts
from .examples import HOSTILE, make_labels, make_rows

Frame = tuple[float, float, float, float]


def read_frames(svg: str) -> list[Frame]:
    """Return left, top, right and bottom of every outline."""
    closed = [line for line in read_corners(svg, "line") if len(line) == 5 and line[0] == line[-1]]
    return [
        (min(x for x, _ in line), min(y for _, y in line), max(x for x, _ in line),
         max(y for _, y in line))
        for line in closed
    ]  # fmt: skip


@pytest.mark.parametrize("arms", [("Dextrose",), ("Dextrose", "Saline", "Exercise"), HOSTILE])
def test_boxes_hold_their_text_and_do_not_overlap(arms: tuple[str, ...]) -> None:
    labels = make_labels(arms)
    svg = plot_stages(make_rows(labels), labels).svg
    frames = read_frames(svg)
    assert len(frames) == 3 + 3 * len(arms)
    for box in read_texts(svg):
        if not box.text.strip() or box.text in ("Enrolment", "Allocation", "Follow-up", "Analysis"):
            continue
        around = [
            frame
            for frame in frames
            if frame[0] <= box.left and frame[1] <= box.top and frame[3] >= box.bottom
        ]
        assert any(frame[2] >= box.right for frame in around), box
    for place, one in enumerate(frames):
        for other in frames[place + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart


def test_every_stage_is_said_with_its_number_or_that_it_has_none() -> None:
    labels = make_labels(("Dextrose", "Saline"))
    figure = plot_stages(make_rows(labels), labels)
    for said in (
        "Assessed for eligibility: 120; Excluded: not recorded; Randomised: 60.",
        "Dextrose: Allocated: 30; Analysed at week 52: 24.",
    ):
        assert said in figure.alternative
    texts = [box.text for box in read_texts(figure.svg)]
    assert "Excluded: not recorded" in texts
    assert texts.count("Reasons: not recorded") == 2
    assert "Not recorded in the study's data: excluded, received" in figure.caption
    assert len(figure.data) == 3 + 2 * 6


def test_each_arm_has_its_own_mark() -> None:
    labels = make_labels(("Dextrose", "Saline", "Exercise"))
    svg = plot_stages(make_rows(labels), labels).svg
    arms = [mark.arm for mark in read_marks(svg) if mark.arm]
    assert arms == [1, 2, 3]


def test_reasons_stand_under_their_stage_and_what_has_none_is_counted() -> None:
    labels = make_labels(("Dextrose", "Saline"))
    rows = make_rows(labels)
    shared = rows[(rows["quantity"] == "stage") & (rows["subgroup"] == "not seen")].iloc[0]
    told = [
        {**shared, "subgroup": "not seen: moved away", "estimate": 2},
        {
            **shared,
            "subgroup": "excluded: declined",
            "estimate": 60,
            "arm": "",
            "visit": "",
            "week": math.nan,
        },
    ]
    figure = plot_stages(pd.concat([rows, pd.DataFrame(told)], ignore_index=True), labels)
    texts = [box.text for box in read_texts(figure.svg)]
    assert "\u2013 declined: 60" in texts
    assert "\u2013 moved away: 2" in texts
    assert "Reasons of 3: not recorded" in texts
    assert "Excluded: not recorded; declined: 60; " in figure.alternative
