from __future__ import annotations

import pytest

from outcomes.figures import plot_harms
from outcomes.figures.harms import FEWEST

from .drawing import read_texts
from .examples import THREE_ARMS, make_labels, make_rows


def test_each_comparison_is_a_panel_with_the_largest_difference_first() -> None:
    labels = make_labels()
    drawn = plot_harms(make_rows(labels), labels)
    assert drawn is not None
    assert list(drawn.data["comparator"]) == [THREE_ARMS[1]] * 3 + [THREE_ARMS[2]] * 3
    assert list(drawn.data["difference"]) == pytest.approx(
        [100 / 30] * 2 + [0] + [200 / 30] * 2 + [0]
    )
    assert list(drawn.data["event"])[:3] == [
        *("Bruising", "Pain, for longer than a day or two", "Fever")
    ]
    words = [box.text for box in read_texts(drawn.svg)]
    assert "20% against 17%" in words
    assert f"\u2190 more with {THREE_ARMS[1]}" in " ".join(words)
    assert "No interval is adjusted for the number of events." in drawn.caption
    assert "0 of 3 exclude no difference" in drawn.alternative


def test_values_lie_where_the_axis_says() -> None:
    labels = make_labels(THREE_ARMS[:2])
    drawn = plot_harms(make_rows(labels), labels)
    assert drawn is not None
    (panel,) = drawn.drawing.panels
    row = panel.rows[0]  # type: ignore[attr-defined]
    assert (row.estimate, row.low, row.high) == pytest.approx((10 / 3, 10 / 3 - 15, 10 / 3 + 15))
    assert not panel.reversed  # type: ignore[attr-defined]


def test_few_events_need_no_figure() -> None:
    labels = make_labels()
    rows = make_rows(labels)
    few = rows[rows["subgroup"] != "fever"]
    assert few.loc[few["endpoint"] == "harms by event", "subgroup"].nunique() == FEWEST - 1
    assert plot_harms(few, labels) is None
