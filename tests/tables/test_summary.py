"""The summary's table says what the results say, the question of the study first."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_responders, compare_with_control, summarise_change
from outcomes.estimates import combine_estimates
from outcomes.rounding import format_interval, format_signed
from outcomes.study import Study, load_study
from outcomes.tables import tables_summary

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study(RAW / "knee-dextrose-saline")


@pytest.fixture(scope="module")
def estimates(knee: Study) -> pd.DataFrame:
    return combine_estimates(
        [compare_with_control(knee), summarise_change(knee), compare_responders(knee)]
    )


def test_every_endpoint_has_a_row_with_the_numbers_of_the_plan(
    knee: Study, estimates: pd.DataFrame
) -> None:
    (table,) = tables_summary(estimates, knee)
    assert table.rows[0][0] == "WOMAC composite; the question of the study"
    assert len(table.rows) == len(knee.endpoints)
    labels = {endpoint.label: name for name, endpoint in knee.endpoints.items()}
    at_end = estimates[estimates["visit"] == "week 52"]
    for row in table.rows:
        name = labels[row[0].partition(";")[0]]
        (found,) = at_end[
            (at_end["quantity"] == "difference")
            & (at_end["endpoint"] == name)
            & (at_end["arm"] == "dextrose")
            & (at_end["comparator"] == "saline")
        ].to_dict("records")
        ends = format_interval(found["ci_low"], found["ci_high"])
        assert row[3] == f"{format_signed(found['estimate'])} ({ends})"
        (change,) = at_end[
            (at_end["quantity"] == "change")
            & (at_end["endpoint"] == name)
            & (at_end["arm"] == "dextrose")
        ]["estimate"]
        assert row[1] == format_signed(change)
    assert {row[5] for row in table.rows} == {"Not clear"}


def test_responders_are_counted_in_100_of_all_who_were_enrolled(
    knee: Study, estimates: pd.DataFrame
) -> None:
    (table,) = tables_summary(estimates, knee)
    pain = next(row for row in table.rows if row[0] == "WOMAC pain")
    assert pain[4] == "50 and 38", "15 of 30 and 11 of 29"
    assert any("whoever has no score did not improve" in note for note in table.notes)


def test_without_responders_nothing_is_counted(knee: Study, estimates: pd.DataFrame) -> None:
    (table,) = tables_summary(estimates[estimates["quantity"] != "response"], knee)
    assert {row[4] for row in table.rows} == {"\u2013"}


def test_a_study_without_a_comparator_has_changes() -> None:
    foot = load_study(RAW / "foot-ankle-dextrose")
    (table,) = tables_summary(summarise_change(foot), foot)
    assert table.rows[0][0].endswith("the question of the study")
    assert table.rows[0][1] == "\u221241.4 (\u221248.3 to \u221234.6)"
    assert "not the effect of a treatment" in table.notes[0]
