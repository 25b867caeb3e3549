"""Who has a score, and who has none."""

from __future__ import annotations

import pytest

from outcomes.figures import plot_flow, plot_missing

from .drawing import place_on, read_axis, read_marks, read_texts
from .examples import make_labels, make_rows

LABELS = make_labels()
ROWS = make_rows(LABELS)


def test_counts_are_where_the_axis_says_and_stand_under_their_visits() -> None:
    figure = plot_flow(ROWS, LABELS)
    up = read_axis(figure.svg, "end")
    marks = [mark for mark in read_marks(figure.svg) if mark.arm == 1][:6]
    assert [mark.y for mark in marks] == pytest.approx(
        [place_on(up, 30 - visit) for visit in range(6)], abs=0.1
    )
    numbers = [value for value, _ in read_axis(figure.svg, "middle")]
    assert numbers[6:12] == [30, 29, 28, 27, 26, 25]
    assert up[0][0] == 0, "counts start at zero"


def test_endpoints_with_the_same_counts_share_a_panel() -> None:
    figure = plot_flow(ROWS, LABELS)
    assert set(figure.data["endpoint"]) == {"WOMAC pain and Knee flexion"}
    other = ROWS.copy()
    other.loc[(other["endpoint"] == "flexion") & (other["quantity"] == "n"), "estimate"] -= 1
    assert list(dict.fromkeys(plot_flow(other, LABELS).data["endpoint"])) == [
        "WOMAC pain",
        "Knee flexion",
    ]


def test_flow_in_words() -> None:
    alternative = plot_flow(ROWS, LABELS).alternative
    assert "Dextrose (30 participants): baseline 30, week 5 29" in alternative
    assert "week 52 25" in alternative


def test_arm_totals_alone_are_no_flow() -> None:
    assert plot_flow(ROWS[ROWS["visit"] == ""], LABELS) is None


def test_missing_shares_and_their_cells() -> None:
    figure = plot_missing(ROWS, LABELS)
    texts = [box.text for box in read_texts(figure.svg)]
    assert texts.count("17%") == 3, "5 of 30 in each of three arms; endpoints alike are one block"
    last = figure.data[(figure.data["week"] == 52)].iloc[0]
    assert (last["missing"], last["expected"]) == (5, 30)
    assert last["missing share"] == pytest.approx(5 / 30)
    assert "Dextrose 15 of 180 (8%), most at week 52 (17%)" in figure.alternative


def test_where_nothing_was_due_nothing_is_missing() -> None:
    rows = ROWS.copy()
    rows.loc[(rows["visit"] == "week 9") & rows["quantity"].isin(["n", "missing"]), "estimate"] = 0
    figure = plot_missing(rows, LABELS)
    assert "\u2013" in [box.text for box in read_texts(figure.svg)]
    assert "nan" not in figure.write_html().lower()
