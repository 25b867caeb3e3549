"""The map of shifts: each cell in its place, marks only where the whole interval favours an arm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis_record import Reason
from outcomes.estimates import make_estimates
from outcomes.figures import plot_tipping

from .drawing import read_marks, read_texts
from .examples import PAIN, make_labels, make_rows

LABELS = make_labels()
ROWS = make_rows(LABELS)
SHIFTED = ROWS[ROWS["quantity"] == "shifted difference"]


def test_marks_stand_where_the_whole_interval_favours_an_arm() -> None:
    figure = plot_tipping(ROWS, LABELS)
    excluded = SHIFTED[(SHIFTED["ci_low"] > 0) | (SHIFTED["ci_high"] < 0)]
    assert 0 < len(excluded) < len(SHIFTED)
    marks = read_marks(figure.svg)
    # One mark more for each arm that is favoured anywhere: the key.
    for number, arm in ((1, "arm1"), (2, "arm2")):
        favoured = excluded[excluded["favours"] == arm]
        assert sum(mark.arm == number for mark in marks) == len(favoured) + (len(favoured) > 0)
        label = LABELS.arms[arm].label
        assert f"{label} in {len(favoured)}" in figure.alternative
        assert (figure.data["favours"] == label).sum() == len(favoured)


def test_better_shifts_are_at_the_right_and_at_the_top() -> None:
    for endpoint, sign in ((PAIN, 1), (replace(PAIN, higher="better"), -1)):
        labels = make_labels(endpoints=(endpoint,))
        texts = read_texts(plot_tipping(make_rows(labels), labels).svg)
        bottom = max(box.bottom for box in texts if box.text in ("\u221230", "+30"))
        along = {
            b.text: b.left for b in texts if b.text in ("\u221230", "+30") and b.bottom == bottom
        }
        down = {b.text: b.top for b in texts if b.text in ("\u221230", "+30") and b.bottom < bottom}
        assert sign * (along["\u221230"] - along["+30"]) > 0
        assert sign * (down["\u221230"] - down["+30"]) < 0


def test_cells_hold_their_difference_over_its_interval() -> None:
    texts = [box.text for box in read_texts(plot_tipping(ROWS, LABELS).svg)]
    for row in SHIFTED.itertuples():
        minus = "\u2212" if row.estimate < 0 else "+" if row.estimate > 0 else ""
        assert f"{minus}{abs(row.estimate):.1f}" in texts
    assert "\u221210.5 to 0.5" in texts


def test_the_alternative_says_no_shift_the_corners_and_how_often() -> None:
    said = plot_tipping(ROWS, LABELS).alternative
    assert (
        "No shift: \u22125.0 (95% CI \u221210.5 to 0.5), undecided (estimate favours Dextrose)."
        in said
    )
    assert "Of 49 pairs of shifts" in said


def test_where_nothing_was_estimated_there_is_no_map() -> None:
    row = {**SHIFTED.iloc[0].to_dict(), "done": None, "reason": Reason("no-missing-score")}
    for name in ("estimate", "ci_low", "ci_high", "threshold", "threshold2", "level", "df"):
        row[name] = np.nan
    assert plot_tipping(make_estimates([row]), LABELS) is None


def test_one_map_shows_one_comparison() -> None:
    other = SHIFTED.assign(comparator="arm3")
    with pytest.raises(ValueError, match="one comparison"):
        plot_tipping(pd.concat([SHIFTED, other]), LABELS)
    with pytest.raises(ValueError, match="more than once"):
        plot_tipping(pd.concat([SHIFTED, SHIFTED.assign(estimate=1.0)]), LABELS)


def test_the_table_does_not_repeat_what_its_caption_says() -> None:
    figure = plot_tipping(ROWS, LABELS)
    head = figure.write_html().split("<thead>")[1].split("</thead>")[0]
    assert "Shift in the arm (points)" in head
    assert "Compared with" not in head
    assert "Dextrose minus Saline injection" in figure.title
