"""The tables of responders: cells of a small trial, and what was not estimated."""

from __future__ import annotations

from outcomes.analysis import compare_responders
from outcomes.estimates import make_estimates
from outcomes.tables import (
    table_responders,
    table_response_handling,
    table_response_ratios,
    table_response_room,
)
from tests.analysis.test_responders import make_threshold, make_trial

FALLS = {"dextrose": [3.0, 3.0, 0.0, float("nan")], "saline": [3.0, 0.0, 0.0, 0.0]}


def test_a_row_holds_counts_and_what_compares_them() -> None:
    study = make_trial(FALLS, make_threshold(2.0))
    table = table_responders(compare_responders(study), study.labels)
    row = table.rows[0]
    assert row[:5] == (
        "Dextrose against Saline injection",
        "Pain, week 52, improved by at least 2 points",
        "2 of 4 (50%)",
        "1 of 4 (25%)",
        "+25.0",
    )
    assert row[6].startswith("NNTB 4.0 (NNTB ")
    ratios = table_response_ratios(compare_responders(study), study.labels)
    assert ratios is not None
    assert ratios.rows[0][:2] == row[:2]
    assert ratios.rows[0][2].startswith("2.00 (")
    assert ratios.rows[0][3].startswith("3.00 (")
    assert "Pain, improved by at least 2 points: found in somebody." in table.notes


def test_ways_of_handling_missing_scores_stand_beside_each_other() -> None:
    study = make_trial(FALLS, make_threshold(2.0))
    table = table_response_handling(compare_responders(study), study.labels)
    assert table is not None
    row = table.rows[0]
    assert [cell.split(" ")[0] for cell in row[2:4]] == ["+25.0", "+41.7"]
    assert row[5] == "–"


def test_who_could_not_respond_is_shown_only_where_somebody_could_not() -> None:
    study = make_trial(FALLS, make_threshold(9.0))
    table = table_response_room(compare_responders(study), study.labels)
    assert table is not None
    assert table.rows[0][2:4] == ("4 of 4 (100%)", "4 of 4 (100%)")
    assert table_response_room(make_estimates([]), study.labels) is None


def test_without_a_threshold_the_table_says_so() -> None:
    study = make_trial(FALLS)
    table = table_responders(compare_responders(study), study.labels)
    assert table.rows == ()
    assert "No endpoint has a threshold" in table.empty
    assert table_response_ratios(compare_responders(study), study.labels) is None
    assert table_response_handling(compare_responders(study), study.labels) is None
