"""Participants with an adverse event: worked by hand, and a real trial's."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from outcomes.analysis.harms import summarise_harms
from outcomes.analysis.intervals import exact_interval
from outcomes.errors import AnalysisError
from outcomes.study import Study, load_study
from tests.analysis.patch_trial import date_events, read_patch_trial
from tests.tables.examples import make_study


def with_events(study: Study, **columns: list[object]) -> Study:
    return replace(study, events=pd.DataFrame(columns))


def pick(rows: pd.DataFrame, quantity: str, **keys: str) -> pd.DataFrame:
    rows = rows[rows["quantity"] == quantity]
    for column, value in keys.items():
        rows = rows[rows[column] == value]
    return rows


def risk(rows: pd.DataFrame, arm: str, kind: str, endpoint: str = "harms") -> tuple[int, int]:
    (row,) = pick(rows, "risk", arm=arm, subgroup=kind, endpoint=endpoint).to_dict("records")
    return round(row["estimate"] * row["n_arm"]), int(row["n_arm"])


def test_participants_are_counted_once_whatever_the_number_of_rows() -> None:
    study = with_events(
        make_study(),
        participant=["dextrose-1", "dextrose-1", "dextrose-2", "saline-3", "stranger"],
        event=["bruising", "bruising", "pain", "bruising", "bruising"],
    )
    rows = summarise_harms(study)
    assert risk(rows, "dextrose", "any event") == (2, 30)
    assert risk(rows, "saline", "any event") == (1, 29)
    assert risk(rows, "exercise", "any event") == (0, 31)
    by_event = pick(rows, "risk", endpoint="harms by event", arm="dextrose")
    assert list(by_event["subgroup"]) == ["bruising", "pain"]
    assert risk(rows, "dextrose", "bruising", "harms by event") == (1, 30)
    recorded = pick(rows, "events", subgroup="any event").set_index("arm")["estimate"]
    assert dict(recorded) == {"dextrose": 3, "saline": 1, "exercise": 0}


def test_a_risk_difference_is_newcombes_and_favours_the_smaller_risk() -> None:
    # 6 of 30 against 1 of 29; Newcombe 1998, method 10, by hand from Wilson's limits.
    people = [f"dextrose-{number}" for number in range(6)] + ["saline-0"]
    rows = summarise_harms(with_events(make_study(), participant=people))
    (row,) = pick(rows, "risk difference", comparator="saline").to_dict("records")
    wilson = {}
    for count, n in ((6, 30), (1, 29)):
        p, z2 = count / n, 1.959963984540054**2
        half = math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n)))
        middle = p + z2 / (2 * n)
        wilson[n] = ((middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n))
    p1, p2 = 6 / 30, 1 / 29
    low = p1 - p2 - math.hypot(p1 - wilson[30][0], wilson[29][1] - p2)
    high = p1 - p2 + math.hypot(wilson[30][1] - p1, p2 - wilson[29][0])
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=1e-12)
    assert row["favours"] == "saline"
    assert math.isnan(row["p_value"])


def test_what_events_say_and_what_they_do_not_say_are_counted() -> None:
    study = with_events(
        make_study(),
        participant=["dextrose-1", "dextrose-2", "saline-1"],
        serious=["yes", "", "no"],
        severity=["severe", "mild", ""],
        related=["yes", "no", "no"],
    )
    rows = summarise_harms(study)
    assert risk(rows, "dextrose", "serious event") == (1, 30)
    assert risk(rows, "saline", "serious event") == (0, 29)
    assert risk(rows, "dextrose", "severe event") == (1, 30)
    assert risk(rows, "dextrose", "related event") == (1, 30)
    unclear = pick(rows, "events", subgroup="serious event, not stated").set_index("arm")
    assert dict(unclear["estimate"]) == {"dextrose": 1, "saline": 0, "exercise": 0}
    assert dict(
        pick(rows, "events", subgroup="severe event, not stated").set_index("arm")["estimate"]
    ) == {"dextrose": 0, "saline": 1, "exercise": 0}
    assert pick(rows, "events", subgroup="related event, not stated").empty


def test_events_from_before_the_baseline_are_left_out_and_counted() -> None:
    study = with_events(
        make_study(),
        participant=["dextrose-1", "dextrose-2", "dextrose-3", "saline-1"],
        week=[-1.0, 0.0, math.nan, math.nan],
    )
    rows = summarise_harms(study)
    assert risk(rows, "dextrose", "any event") == (2, 30)
    assert risk(rows, "saline", "any event") == (1, 29)
    before = pick(rows, "events", subgroup="before baseline").set_index("arm")["estimate"]
    assert dict(before) == {"dextrose": 1, "saline": 0, "exercise": 0}


def test_no_table_of_events_is_not_a_risk_of_nothing() -> None:
    rows = summarise_harms(make_study())
    assert list(rows["quantity"]) == ["risk"] * 3
    assert rows["estimate"].isna().all()
    assert {reason.code for reason in rows["reason"]} == {"not-recorded"}
    assert list(rows["n_arm"]) == [30, 29, 31]


def test_a_table_without_rows_is_nobody_of_everybody() -> None:
    study = replace(make_study(), events=pd.DataFrame({"participant": [], "event": []}))
    rows = summarise_harms(study)
    assert risk(rows, "dextrose", "any event") == (0, 30)
    (row,) = pick(rows, "risk", arm="dextrose").to_dict("records")
    assert row["ci_high"] > 0.1, "nobody of thirty does not exclude one in ten"
    assert pick(rows, "risk", endpoint="harms by event").empty


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(AnalysisError, match="confidence level"):
        summarise_harms(make_study(), 95)


@given(n=st.integers(1, 200), share=st.floats(0, 1), level=st.sampled_from([0.8, 0.95, 0.99]))
def test_the_exact_interval_is_the_one_that_inverts_two_binomial_tests(
    n: int, share: float, level: float
) -> None:
    count = round(share * n)
    row = exact_interval(count, n, level)
    tail = (1 - level) / 2
    low = beta.ppf(tail, count, n - count + 1) if count else 0.0
    high = beta.ppf(1 - tail, count + 1, n - count) if count < n else 1.0
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))
    assert row["ci_low"] <= row["estimate"] <= row["ci_high"]


@pytest.fixture(scope="module")
def patches(shared: Path) -> tuple[Study, pd.DataFrame]:
    study, _, events = read_patch_trial(shared)
    return study, events


def test_a_patch_trials_participants_with_events(patches: tuple[Study, pd.DataFrame]) -> None:
    # The data's README, recomputed there: placebo 69, low 77, high 79; serious 0, 1, 2; and five
    # events by name.
    study, _ = patches
    rows = summarise_harms(study)
    printed = {
        ("any event", "harms"): (69, 77, 79),
        ("serious event", "harms"): (0, 1, 2),
        ("APPLICATION SITE PRURITUS", "harms by event"): (6, 22, 22),
        ("PRURITUS", "harms by event"): (8, 23, 26),
        ("ERYTHEMA", "harms by event"): (9, 15, 14),
        ("APPLICATION SITE ERYTHEMA", "harms by event"): (3, 12, 15),
        ("DIZZINESS", "harms by event"): (2, 8, 12),
        # not in the README: the three serious rows of data.csv, each of somebody else
        ("SYNCOPE", "serious harms by event"): (0, 1, 1),
        ("PARTIAL SEIZURES WITH SECONDARY GENERALISATION", "serious harms by event"): (0, 0, 1),
    }
    for (kind, endpoint), counts in printed.items():
        found = [risk(rows, arm, kind, endpoint) for arm in ("placebo", "low", "high")]
        assert found == list(zip(counts, (86, 84, 84), strict=True)), kind
    recorded = pick(rows, "events", subgroup="any event").set_index("arm")["estimate"]
    # Rows by severity there: placebo 219 + 74 + 8, low 245 + 165 + 25, high 306 + 139 + 10.
    assert dict(recorded) == {"placebo": 301, "low": 435, "high": 455}


def test_a_patch_trials_events_after_the_first_dose(
    patches: tuple[Study, pd.DataFrame],
) -> None:
    # README: with an event on or after day 1: 65, 77, 76; rows without a day are not counted there.
    study, events = patches
    rows = summarise_harms(date_events(study, events))
    counts = [risk(rows, arm, "any event")[0] for arm in ("placebo", "low", "high")]
    assert counts == [65, 77, 76]


def test_the_bundled_knee_study_has_the_published_bruises(root: Path) -> None:
    rows = summarise_harms(load_study(root / "data" / "raw" / "knee-dextrose-saline"))
    assert risk(rows, "dextrose", "bruising", "harms by event") == (3, 30)
    assert risk(rows, "saline", "bruising", "harms by event") == (5, 29)
    assert risk(rows, "exercise", "any event") == (0, 31)
