"""Sizes of change are those that were read, and agree with what the instruments know."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.evidence import list_thresholds
from outcomes.evidence.thresholds import IMPORTANT, READING
from outcomes.instruments.shipped.goniometry import KNEE_FLEXION
from tests.packs import PACK

from .conftest import Check


def test_the_important_change_of_flexion_is_as_read(shared: Path) -> None:
    read = pd.read_csv(shared / "evidence" / "additions" / "thresholds_additions.csv", dtype=object)
    flexion = read[read["instrument"] == "knee flexion"].iloc[0]
    row = next(row for row in PACK.thresholds.to_dict("records") if row["statistic"] == IMPORTANT)
    assert f"{row['low']} to {row['high']}" == flexion["value"]
    assert row["url"] == flexion["url"]
    assert row["unit"] == flexion["unit"]


def test_they_agree_with_the_instrument() -> None:
    known = {
        (threshold.meaning, threshold.value)
        for endpoint in KNEE_FLEXION.endpoints
        for threshold in endpoint.thresholds
    }
    rows = {row["statistic"]: row for row in list_thresholds(PACK, "knee", "range of motion")}
    for end in ("low", "high"):
        assert ("minimal important difference", rows[IMPORTANT][end]) in known
        assert ("measurement error", rows[READING][end]) in known


def test_another_joint_or_domain_has_none() -> None:
    assert list_thresholds(PACK, "ankle", "range of motion") == []
    assert list_thresholds(PACK, "knee", "pain") == []


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("statistic", "important", "column statistic"),
        ("citation", "nobody1999", "nobody1999"),
        ("low", 7.0, "column high"),
        ("low", 0.0, "column high"),
        ("population", "", "column population: empty"),
    ],
)
def test_a_wrong_row_is_found(check: Check, column: str, value: object, found: str) -> None:
    table = PACK.thresholds
    assert check(table, "thresholds.csv") == []
    table.loc[0, column] = value
    assert any("row 2" in fault and found in fault for fault in check(table, "thresholds.csv"))


def test_a_size_that_stands_twice_is_found(check: Check) -> None:
    table = PACK.thresholds
    twice = pd.concat([table, table.iloc[[0]]], ignore_index=True)
    assert any("stands twice" in fault for fault in check(twice, "thresholds.csv"))
