from __future__ import annotations

import math
from dataclasses import replace

import pytest

from outcomes.instruments.definition import Threshold
from outcomes.rounding import ABSENT, MINUS
from outcomes.study.study import Labels
from outcomes.tables import table_change, table_shares
from tests.tables.examples import CHANGE, ENDPOINTS, change, frame, make_labels
from tests.tables.reading import column

LABELS = make_labels()
NAN = math.nan


def test_a_change_is_told_with_interval_df_and_reading() -> None:
    table = table_change(frame(change("saline", -7.6, 5), change("dextrose", -15.3, 6)), LABELS)
    assert table.rows == (
        (
            "WOMAC pain (points, 0 to 100, lower is better)", "week 52", "Dextrose", "25",
            f"{MINUS}15.3", f"{MINUS}21.3 to {MINUS}9.3", "24", "improvement",
        ),
        (
            "WOMAC pain (points, 0 to 100, lower is better)", "week 52", "Saline injection", "25",
            f"{MINUS}7.6", f"{MINUS}12.6 to {MINUS}2.6", "24", "improvement",
        ),
    )  # fmt: skip
    assert any("regression to the mean" in note for note in table.notes)


@pytest.mark.parametrize(
    ("estimate", "half", "endpoint", "expected"),
    [
        (-5, 2, "womac.pain", "improvement"),
        (5, 2, "womac.pain", "worsening"),
        (-5, 2, "flexion", "worsening"),
        (-5, 9, "womac.pain", "undecided (estimate favours improvement)"),
        (5, 5, "womac.pain", "undecided (estimate favours worsening)"),
        (0, 5, "womac.pain", "no change"),
        (5, 2, "steps", "not judged"),
        (NAN, NAN, "womac.pain", "not estimated"),
        (-5, NAN, "womac.pain", "no interval"),
    ],
)
def test_the_reading_claims_no_more_than_the_interval(
    estimate: float, half: float, endpoint: str, expected: str
) -> None:
    more = {"favours": ""} if endpoint == "steps" else {}
    row = change("saline", estimate, half, endpoint=endpoint, **more)
    assert column(table_change(frame(row), LABELS), "Reading") == [expected]


def share(**more: object) -> dict[str, object]:
    return {
        **change("saline", 0.806, 0.1), "quantity": "share", "estimate": 0.806, "ci_low": 0.691,
        "ci_high": 0.886, "distribution": "wilson", "df": NAN, "n_arm": 62, "unit": "share", **more,
    }  # fmt: skip


def test_shares_say_what_was_counted() -> None:
    rows = [share(endpoint="effective", threshold=1), share(threshold=9.7)]
    table = table_shares(frame(*rows), LABELS)
    assert column(table, "Counted") == ["improved by at least 9.7 points", "yes"]
    assert column(table, "share") == ["81%", "81%"]
    assert column(table, "95% CI") == ["69% to 89%"] * 2
    assert any("CI: Wilson." in note for note in table.notes)


def test_a_threshold_in_percent_of_baseline_keeps_its_unit() -> None:
    threshold = Threshold("minimal important change", 30, "percent of baseline", "", "x", "primary")
    endpoint = replace(ENDPOINTS["womac.pain"], thresholds=(threshold, CHANGE))
    labels = Labels(LABELS.arms, LABELS.visits, {"womac.pain": endpoint})
    table = table_shares(frame(share(threshold=30)), labels)
    assert column(table, "Counted") == ["improved by at least 30% of baseline"]


def test_a_share_without_an_interval_has_a_dash() -> None:
    table = table_shares(frame(share(ci_low=NAN, ci_high=NAN)), LABELS)
    assert column(table, "CI") == [ABSENT]


def test_baseline_shares_of_who_came_in_are_not_shares_at_a_visit() -> None:
    rows = [share(visit="", subgroup="female", endpoint="sex")]
    assert table_shares(frame(*rows), LABELS).rows == ()
