"""Tables of what was observed: scores, counts, flow and who was enrolled."""

from __future__ import annotations

import math
from typing import Any

from outcomes.rounding import ABSENT, MINUS
from outcomes.tables import table_baseline, table_counts, table_flow, table_scores
from tests.tables.examples import frame, make_labels
from tests.tables.reading import column

LABELS = make_labels()
NAN = math.nan


def number(quantity: str, arm: str, estimate: float, **more: Any) -> dict[str, Any]:
    base = {"endpoint": "womac.pain", "visit": "week 52", "week": 52, "n_arm": 25}
    return {**base, "quantity": quantity, "arm": arm, "estimate": estimate, **more}


def test_scores_stand_by_arm_and_visit_in_the_files_order() -> None:
    rows = [
        number("n", "saline", 25),
        number("mean", "saline", 54.96),
        number("sd", "saline", 17.04),
        number("n", "dextrose", 30, visit="baseline", week=0),
        number("mean", "dextrose", 63.1, visit="baseline", week=0),
        number("sd", "dextrose", 15, visit="baseline", week=0),
    ]
    table = table_scores(frame(*rows), LABELS)
    assert [c.group for c in table.columns[2::3]] == ["Dextrose", "Saline injection"]
    assert table.rows == (
        ("WOMAC pain (points, 0 to 100, lower is better)", "baseline", "30", "63.1", "15.0")
        + (ABSENT,) * 3,
        ("WOMAC pain (points, 0 to 100, lower is better)", "week 52") + (ABSENT,) * 3
        + ("25", "55.0", "17.0"),
    )  # fmt: skip


def test_a_single_score_has_no_sd_and_short_scales_have_two_decimals() -> None:
    rows = [
        number("n", "saline", 1, endpoint="grade"),
        number("mean", "saline", 2.25, endpoint="grade"),
    ]
    table = table_scores(frame(*rows), LABELS)
    assert table.rows[0][2:] == ("1", "2.25", ABSENT)


def test_yes_or_no_endpoints_are_counted_rather_than_averaged() -> None:
    rows = [number("mean", "saline", 0.8, endpoint="effective")]
    assert table_scores(frame(*rows), LABELS).rows == ()


def test_counts_hold_every_level_with_its_share() -> None:
    rows = [
        number("count", "dextrose", count, endpoint="grade", threshold=level)
        for level, count in enumerate((6, 10, 0, 3, 1))
    ] + [
        number("count", "saline", count, endpoint="grade", threshold=level)
        for level, count in enumerate((0, 0, 0, 0, 0))
    ]
    table = table_counts(frame(*rows), LABELS)
    assert table is not None
    assert column(table, "Level") == ["0", "1", "2", "3", "4"]
    assert column(table, "n", "Dextrose") == ["6", "10", "0", "3", "1"]
    assert column(table, "share", "Dextrose") == ["30%", "50%", "0%", "15%", "5%"]
    assert column(table, "n", "Saline injection") == [ABSENT] * 5


def test_a_level_that_only_one_arm_has_counts_nobody_in_the_other() -> None:
    rows = [
        number("count", "dextrose", 4, endpoint="grade", threshold=1.5),
        number("count", "saline", 5, endpoint="grade", threshold=2),
    ]
    table = table_counts(frame(*rows), LABELS)
    assert table is not None
    assert column(table, "Level") == ["1.5", "2"]
    assert column(table, "n", "Dextrose") == ["4", "0"]
    assert column(table, "n", "Saline injection") == ["0", "5"]


def test_binary_levels_are_yes_and_no() -> None:
    rows = [
        number("count", "dextrose", count, endpoint="effective", threshold=level)
        for level, count in ((0, 12), (1, 50))
    ]
    table = table_counts(frame(*rows), LABELS)
    assert table is not None
    assert column(table, "Level") == ["no", "yes"]
    assert column(table, "share") == ["19%", "81%"]


def test_flow_begins_with_who_came_in() -> None:
    rows = [
        number("n", "dextrose", 30, endpoint="", visit="", week=NAN),
        number("n", "saline", 29, endpoint="", visit="", week=NAN),
        number("n", "dextrose", 28),
        number("missing", "dextrose", 2),
        number("n", "saline", 25),
        number("missing", "saline", 4),
    ]
    table = table_flow(frame(*rows), LABELS)
    assert table.rows == (
        ("Enrolled", "all", "30", "", "29", ""),
        ("WOMAC pain", "week 52", "28", "2", "25", "4"),
    )


def test_baseline_has_means_shares_and_standardised_differences_but_no_p() -> None:
    base = {"visit": "", "week": NAN}
    pair = {"comparator": "saline", **base}
    rows = [
        number("mean", "dextrose", 56.44, endpoint="age", **base, n_arm=30),
        number("sd", "dextrose", 7.24, endpoint="age", **base, n_arm=30),
        number("mean", "saline", 55.1, endpoint="age", **base, n_arm=28),
        number("standardised difference", "dextrose", 0.187, endpoint="age", **pair),
        number("share", "dextrose", 0.4, endpoint="sex", subgroup="female", **base, n_arm=30),
        number("share", "saline", 0.5, endpoint="sex", subgroup="female", **base, n_arm=28),
        number(
            "standardised difference", "dextrose", -0.2, endpoint="sex", subgroup="female", **pair
        ),
        number("mean", "dextrose", 63.1, visit="baseline", week=0, n_arm=30),
        number("mean", "dextrose", 45.0),
    ]
    table = table_baseline(frame(*rows), LABELS)
    assert table.rows == (
        ("Age", "mean (sd)", "30", "56.4 (7.2)", "28", f"55.1 ({ABSENT})", "+0.19"),
        ("Sex", "female, n (share)", "30", "12 (40%)", "28", "14 (50%)", f"{MINUS}0.20"),
        (
            "WOMAC pain (points, 0 to 100, lower is better)", "mean (sd)",
            "30", f"63.1 ({ABSENT})", "0", ABSENT, ABSENT,
        ),
    )  # fmt: skip
    assert not any(c.title == "p" for c in table.columns)
    assert table.columns[-1].title == "Dextrose against Saline injection"


def test_a_share_at_baseline_from_another_summary_is_not_a_second_row() -> None:
    base = {"endpoint": "effective", "visit": "baseline", "week": 0}
    rows = [
        number("share", "dextrose", 0.1, subgroup="yes", **base),
        number("share", "dextrose", 0.1, threshold=1, **base),
    ]
    table = table_baseline(frame(*rows), LABELS)
    assert [row[1:] for row in table.rows] == [("yes, n (share)", "25", "2 (10%)")]


def test_baseline_of_a_single_arm_has_no_differences() -> None:
    rows = [number("mean", "dextrose", 3.14, endpoint="years_in_pain", visit="", week=NAN)]
    table = table_baseline(frame(*rows), LABELS)
    assert table.rows == (("Years in pain", "mean (sd)", "25", f"3.14 ({ABSENT})"),)
    assert len(table.notes) == 1


def test_without_levels_there_is_no_table_of_them() -> None:
    assert table_counts(frame(number("mean", "dextrose", 4)), LABELS) is None
