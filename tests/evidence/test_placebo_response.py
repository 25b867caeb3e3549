"""Placebo responses are those that were read, and a wrong table is refused with its row."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pandas as pd
import pytest

from outcomes.evidence import list_placebo_responses, list_thresholds, load_pack
from outcomes.evidence.pack import find_pack
from tests.packs import PACK

from .conftest import Check

RENAMED = {"altman2016": "salinearms2016"}
NUMBERS = ("ci_low", "ci_high", "i2", "studies", "participants")


def test_every_number_stands_as_it_was_read(shared: Path) -> None:
    read = pd.read_csv(shared / "evidence" / "additions" / "placebo_response.csv", dtype=object)
    ours = PACK.placebo_response
    assert len(read) == len(ours) == 16
    for theirs, row in zip(read.to_dict("records"), ours.to_dict("records"), strict=True):
        assert row["citation"] == RENAMED.get(theirs["citation"], theirs["citation"])
        assert row["joint"] == theirs["joint"]
        assert row["url"] == theirs["url"]
        printed = {name: float(theirs[name]) for name in NUMBERS}
        printed["value"] = float(str(theirs["value"]).removeprefix("> "))
        for name, value in printed.items():
            assert row[name] == pytest.approx(value, nan_ok=True), name
        scale = str(theirs["unit"])
        assert (f"0-{row['scale_high']:g}" in scale) == ("0-" in scale)
        assert "inferred" not in scale or "inferred" in row["notes"]


def test_a_fall_in_pain_and_a_gain_are_both_improvements() -> None:
    rows = PACK.placebo_response
    changes = rows[rows["statistic"].str.endswith("mean change")]
    for row in changes.to_dict("records"):
        assert (row["value"] < 0) == (row["higher"] == "worse"), row["citation"]


def test_no_trial_whose_numbers_are_withheld_is_quoted() -> None:
    withheld = {trial for trial, row in PACK.trials.items() if row["withheld"]}
    assert withheld
    assert withheld.isdisjoint(PACK.placebo_response["citation"])


@pytest.mark.parametrize(
    ("joint", "condition", "count"),
    [
        ("knee", "knee osteoarthritis", 16),
        ("hip", "hip osteoarthritis", 4),
        ("ankle", "Achilles tendinopathy", 0),
        ("knee", "anterior cruciate ligament laxity", 0),
        ("shoulder", "", 0),
    ],
)
def test_a_study_finds_those_of_its_joint_and_condition(
    joint: str, condition: str, count: int
) -> None:
    rows = list_placebo_responses(PACK, joint, condition)
    assert len(rows) == count
    groups = [row["group"] for row in rows]
    order = ["placebo injection", "any placebo", "untreated"]
    assert groups == sorted(groups, key=order.index)


@pytest.mark.parametrize(
    ("row", "column", "value", "found"),
    [
        (0, "citation", "nobody1999", "nobody1999"),
        (0, "group", "sham", "sham"),
        (0, "unit", "points", "column unit"),
        (0, "scale_high", 10.0, "column scale_high"),
        (0, "studies", math.nan, "column studies"),
        (0, "ci_high", -0.7, "column ci_low"),
        (0, "i2", 101.0, "column i2"),
        (0, "notes", "", "column notes: empty"),
        (4, "value", -33.0, "column value"),
        (4, "scale_high", math.nan, "column scale_high"),
        (8, "value", 50.0, "column value"),
        (15, "value", 0.6, "column value"),
    ],
)
def test_a_wrong_row_is_found(
    check: Check, row: int, column: str, value: object, found: str
) -> None:
    table = PACK.placebo_response
    assert check(table, "placebo_response.csv") == []
    table.loc[row, column] = value
    faults = check(table, "placebo_response.csv")
    assert any(f"row {row + 2}" in fault and found in fault for fault in faults)


def test_a_pack_may_have_neither_placebo_responses_nor_thresholds(tmp_path: Path) -> None:
    folder = tmp_path / "evidence" / "other-topic"
    shutil.copytree(find_pack(PACK.name), folder)
    for file in ("placebo_response.csv", "thresholds.csv"):
        (folder / file).unlink()
    other = load_pack(folder.name, folder.parent)
    assert list_placebo_responses(other, "knee", "knee osteoarthritis") == []
    assert list_thresholds(other, "knee", "range of motion") == []


def test_a_number_that_stands_twice_is_found(check: Check) -> None:
    table = PACK.placebo_response
    twice = pd.concat([table, table.iloc[[0]]], ignore_index=True)
    assert any("stands twice" in fault for fault in check(twice, "placebo_response.csv"))
