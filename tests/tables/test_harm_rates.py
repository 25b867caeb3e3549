from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from outcomes.analysis import summarise_harm_rates, summarise_harms
from outcomes.estimates import combine_estimates, make_estimates
from outcomes.study.study import Study
from outcomes.tables import Table, table_harm_rates, table_repeated_harms
from tests.analysis.test_harm_rates import make_seen

SEEN = {"dextrose": [52.0] * 10, "saline": [52.0] * 10}


def make_rows(study: Study) -> pd.DataFrame:
    return combine_estimates([summarise_harms(study), summarise_harm_rates(study)])


def table_of(table: Table | None) -> Table:
    assert table is not None
    return table


def make_study_of(**columns: list[Any]) -> Study:
    return make_seen(SEEN, **columns)


def test_rates_stand_with_their_participants_and_time() -> None:
    study = make_study_of(
        participant=["dextrose-0", "dextrose-1", "saline-0"], week=[26.0] * 3, event=["pain"] * 3
    )
    table = table_of(table_harm_rates(make_rows(study), study.labels))
    assert table.caption == "Participants with a first adverse event per 100 person-years"
    assert [row[0] for row in table.rows] == ["Any event", "Pain"]
    assert table.rows[0][:3] == ("Any event", "22.2 (2 in 9.0)", "10.5 (1 in 9.5)")
    assert table.rows[0][3:] == ("+11.7", "\u221240.0 to 71.1", "2.11", "0.28 to 16.11")
    notes = " ".join(table.notes)
    assert "for as long as followed" in notes
    assert "interval by Zou-Donner" in notes
    assert "interval by Graham" in notes
    turned = make_rows(study).sample(frac=1, random_state=1)
    assert table_of(table_harm_rates(turned, study.labels)).columns == table.columns


def test_why_a_number_is_not_there_is_said_once() -> None:
    study = make_study_of(
        participant=["dextrose-0", "dextrose-1"], event=["pain", "fever"], week=[3.0, float("nan")]
    )
    table = table_of(table_harm_rates(make_rows(study), study.labels))
    assert [row[0] for row in table.rows] == ["Any event", "Fever", "Pain"]
    assert table.rows[1][1] == "\u2013"
    assert [note for note in table.notes if note.startswith("Not given")] == [
        "Not given where the times of events with dextrose are not known.",
        "Not given where nobody in the arm compared with had an event.",
    ]


def test_times_that_were_filled_in_are_said() -> None:
    people = [f"dextrose-{n}" for n in range(10)]
    study = make_study_of(participant=people, week=[float("nan"), *[26.0] * 9])
    table = table_of(table_harm_rates(make_rows(study), study.labels))
    assert (
        "Participants whose event has no recorded time count as at risk for as long as followed "
        "(at most 1 in an arm)."
    ) in table.notes


def test_no_known_rate_is_no_table() -> None:
    unseen = make_seen({"dextrose": [0.0] * 3, "saline": [0.0] * 3}, participant=["dextrose-0"])
    for rows in (make_rows(unseen), make_estimates([])):
        assert table_harm_rates(rows, unseen.labels) is None
    nothing = replace(unseen, events=None)
    assert table_repeated_harms(make_rows(nothing), nothing.labels) is None


def test_repeated_events_have_a_table_of_their_own_only_where_there_are_any() -> None:
    people = [f"{arm}-{n}" for arm in SEEN for n in range(5)]
    once = make_study_of(participant=people, week=[26.0] * 10)
    assert table_repeated_harms(make_rows(once), once.labels) is None
    study = make_study_of(participant=[*people, "dextrose-0"], week=[26.0] * 11)
    table = table_of(table_repeated_harms(make_rows(study), study.labels))
    assert table.rows == (
        ("Any event", "6 (0.60)", "60.0", "5 (0.50)", "50.0", "1.20", "0.42 to 3.41"),
    )
    assert "interval by t distribution with 18 df" in " ".join(table.notes)


def test_one_arm_has_no_comparison() -> None:
    study = make_seen({"dextrose": [52.0] * 4}, participant=["dextrose-1"] * 2, week=[13.0, 26.0])
    rows = make_rows(study)
    assert table_of(table_harm_rates(rows, study.labels)).rows == (
        ("Any event", "30.8 (1 in 3.2)"),
    )
    assert table_of(table_repeated_harms(rows, study.labels)).rows == (
        ("Any event", "2 (0.50)", "50.0"),
    )
