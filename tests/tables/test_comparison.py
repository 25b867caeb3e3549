from __future__ import annotations

import math
from typing import Any

from outcomes.analysis_record import Reason
from outcomes.rounding import ABSENT, MINUS
from outcomes.tables import Table, table_comparison
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from tests.tables.examples import difference, frame, make_labels
from tests.tables.reading import column, read_grid

NAN = math.nan
LABELS = make_labels()


def table_of(*rows: dict[str, Any], **options: Any) -> Table:
    return table_comparison(frame(*rows), LABELS, **options)


def adjusted_mean(arm: str, estimate: float, **more: Any) -> dict[str, Any]:
    row = difference()
    return {**row, "quantity": "adjusted mean", "arm": arm, "comparator": "", "favours": "",
            "estimate": estimate, **more}  # fmt: skip


def test_one_comparison_is_told_in_full() -> None:
    table = table_of(difference(), adjusted_mean("dextrose", 45.24), adjusted_mean("saline", 52.94))
    assert [c.title for c in table.columns] == [
        "Endpoint", "Visit", "n", "adjusted mean", "n", "adjusted mean",
        "difference", "95% CI", "df", "p",
    ]  # fmt: skip
    assert table.rows == (
        (
            "WOMAC pain (points, 0 to 100, lower is better)", "week 52", "28", "45.2", "25", "52.9",
            f"{MINUS}7.7", f"{MINUS}15.3 to {MINUS}0.2", "50", "0.045",
        ),
    )  # fmt: skip
    groups = [c.group for c in table.columns]
    assert groups[2:8:2] == ["Dextrose", "Saline injection", "Dextrose minus Saline injection"]


def test_several_pairs_of_arms_are_named_row_by_row() -> None:
    table = table_of(difference(), difference(comparator="exercise"))
    assert column(table, "Comparison") == [
        "Dextrose against Saline injection",
        "Dextrose against Home exercise",
    ]
    assert "Each comparison names its first arm, then its second." in table.notes


def test_visits_stand_under_the_pair_of_arms_that_they_are_of() -> None:
    rows = [
        difference(visit=visit, comparator=other)
        for visit in ("week 12", "week 52")
        for other in ("saline", "exercise")
    ]
    table = table_of(*rows, endpoint="womac.pain")
    assert column(table, "Visit") == ["week 12", "week 52"] * 2
    assert table.is_banded
    assert [head for head, _ in table.blocks] == [
        "Dextrose against Saline injection",
        "Dextrose against Home exercise",
    ]


def test_what_was_not_estimated_keeps_its_row_and_says_why() -> None:
    why = Reason("no-scores", ("saline",), ("week 52",))
    absent = {"n_arm": NAN, "n_comparator": NAN, "df": NAN, "p_value": NAN}
    row = difference(NAN, NAN, NAN, reason=why, **absent)
    table = table_of(row)
    assert table.rows[0][2:] == (ABSENT,) * 8
    assert table.notes[-1] == (
        "WOMAC pain, week 52, Dextrose against Saline injection: not estimated: nobody with "
        "saline injection has a score at week 52."
    )


def test_a_difference_of_shares_is_in_percentage_points() -> None:
    newcombe = {"distribution": "newcombe", "df": NAN, "p_value": NAN, "unit": "share"}
    row = difference(0.1049, -0.02, 0.2, endpoint="effective", **newcombe)
    table = table_of(row)
    assert column(table, "difference") == ["+10.5"]
    assert column(table, "95% CI") == [f"{MINUS}2.0 to 20.0"]
    assert "Differences of shares are in percentage points." in table.notes
    assert any("CI: Newcombe" in note for note in table.notes)


def test_every_interval_names_its_distribution_and_df() -> None:
    table = table_of(difference(df=50), difference(visit="week 12", df=74.25))
    assert any("t distribution with 50 to 74.2 df" in note for note in table.notes)
    assert column(table, "df") == ["74.2", "50"]


def test_intervals_of_two_levels_are_not_headed_by_one() -> None:
    titles = [
        c.title for c in table_of(difference(), difference(visit="week 12", level=0.9)).columns
    ]
    assert "CI" in titles
    assert "95% CI" not in titles


def test_rows_stand_in_order_of_endpoint_and_time_whatever_came_first() -> None:
    rows = [difference(endpoint="flexion"), difference(), difference(visit="week 12", week=12)]
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        table = table_of(*(rows[i] for i in order))
        assert column(table, "Visit") == ["week 12", "week 52", "week 52"]
        assert column(table, "Endpoint")[-1].startswith("Knee flexion")


def test_one_endpoint_can_be_picked() -> None:
    table = table_of(difference(), difference(endpoint="flexion"), endpoint="flexion")
    assert len(table.rows) == 1
    assert "Endpoint" not in [c.title for c in table.columns]
    assert table.caption.startswith("Knee flexion (degrees, 0 to 160, higher is better)")


def test_sides_and_rival_analyses_have_rows_of_their_own() -> None:
    table = table_of(
        difference(endpoint="flexion", side="left"),
        difference(endpoint="flexion", side="right"),
        endpoint="flexion",
    )
    assert column(table, "Endpoint") == ["Knee flexion, left side", "Knee flexion, right side"]
    rival = table_of(difference(), difference(analysis="MMRM"))
    assert column(rival, "Analysis") == ["ANCOVA, complete cases", "MMRM"]
    assert "Analysis" not in [c.title for c in table.columns]


def test_means_are_those_of_the_same_analysis() -> None:
    table = table_of(
        difference(),
        difference(analysis="MMRM"),
        adjusted_mean("dextrose", 40, analysis="MMRM"),
        adjusted_mean("dextrose", 30),
    )
    assert column(table, "adjusted mean", "Dextrose") == ["30.0", "40.0"]


def test_without_a_comparison_the_table_says_so() -> None:
    assert read_grid(table_of()) == [["No comparison of arms was estimated."]]


def test_differences_within_subgroups_are_left_out() -> None:
    assert len(table_of(difference(), difference(subgroup="women")).rows) == 1


def test_contrasts_know_what_their_interval_allows() -> None:
    def read(*numbers: float) -> Contrast:
        (contrast,) = read_contrasts(frame(difference(*numbers)), LABELS)
        return contrast

    assert read(-7.7, -15.3, -0.2).verdict.excludes_none
    assert not read(-7.7, -15.3, 0).verdict.excludes_none
    assert not read(-7.7, NAN, -0.2).has_interval
    assert not read(NAN, NAN, NAN).is_estimated
