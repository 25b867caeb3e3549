from __future__ import annotations

from dataclasses import replace

import pandas as pd

from outcomes.analysis.harms import summarise_harms
from outcomes.estimates import make_estimates
from outcomes.tables import Table, table_harms
from tests.tables.examples import make_labels, make_study


def make_rows(**columns: list[str]) -> pd.DataFrame:
    return summarise_harms(replace(make_study(), events=pd.DataFrame(columns)))


def table_of(rows: pd.DataFrame) -> Table:
    table = table_harms(rows, make_labels())
    assert table is not None
    return table


def test_participants_shares_and_differences_stand_by_kind_and_event() -> None:
    rows = make_rows(
        participant=["dextrose-1", "dextrose-2", "dextrose-2", "saline-1"],
        event=["bruising", "bruising", "bruising", "pain"],
        serious=["no", "no", "no", "yes"],
    )
    table = table_of(rows)
    assert [row[0] for row in table.rows] == [
        *("Any event", "Serious event", "Serious: pain", "Bruising", "Pain"),
    ]
    assert table.rows[0][:6] == (
        "Any event", "2 of 30 (7%)", "1 of 29 (3%)", "0 of 31 (0%)", "+3.2",
        "\u221211.3 to 18.1",
    )  # fmt: skip
    assert table.rows[1][4] == "\u22123.4"
    assert any("interval by Newcombe" in note for note in table.notes)
    assert table_of(rows.sample(frac=1, random_state=1)).columns == table.columns


def test_of_many_events_the_common_ones_are_shown_and_the_others_counted() -> None:
    people = [f"dextrose-{number}" for number in range(20)]
    events = [f"event {number}" for number in range(18)] + ["common", "common"]
    table = table_of(make_rows(participant=people, event=events))
    assert [row[0] for row in table.rows] == ["Any event", "Common"]
    assert table.notes[-1] == "18 more events, each in fewer than 5% of every arm, not shown."


def test_of_many_serious_events_the_most_frequent_are_shown() -> None:
    people = [f"dextrose-{number}" for number in range(15)]
    events = [f"event {number:02}" for number in range(15)]
    table = table_of(make_rows(participant=people, event=events, serious=["yes"] * 15))
    assert [row[0] for row in table.rows if "Serious: " in row[0]] == [
        f"Serious: event {number:02}" for number in range(12)
    ]
    assert "Of the serious events by name, the 12 that most participants had." in table.notes


def test_harms_that_were_not_recorded_are_no_table_of_zeros() -> None:
    for rows in (summarise_harms(make_study()), make_estimates([])):
        assert table_harms(rows, make_labels()) is None
