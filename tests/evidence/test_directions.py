"""Results that were printed as a direction only, and what makes a table of them wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.evidence import list_directions
from tests.evidence.conftest import Check
from tests.packs import PACK


def test_every_direction_that_was_read_is_entered(shared: Path) -> None:
    read = pd.read_csv(shared / "evidence" / "additions" / "directions.csv")
    ours = PACK.directions
    refused = read["notes"].str.contains("do not enter")
    assert set(read.loc[~refused, "trial"]) <= set(ours["trial"])
    assert set(read.loc[refused, "trial"]).isdisjoint(ours["trial"])
    turned = {"dextrose better": "better", "dextrose worse": "worse"}
    for row in read[~refused].to_dict("records"):
        same = ours[(ours["trial"] == row["trial"]) & (ours["comparator"] == row["comparator"])]
        direction = turned.get(row["direction"], row["direction"])
        assert direction in set(same["direction"]), row["outcome"]


def test_a_placebo_controlled_motion_result_is_there_and_finds_no_difference() -> None:
    rows = PACK.directions
    motion = rows[(rows["domain"] == "range of motion") & (rows["comparator_role"] == "placebo")]
    assert motion["direction"].tolist() == ["no difference"]


def test_trials_bring_their_condition_n_and_blinding_from_the_designs() -> None:
    rows = list_directions(PACK, "foot and ankle")
    assert {row["joint"] for row in rows} <= {"foot", "ankle", "foot and ankle"}
    designs = PACK.trials
    for row in rows:
        assert row["condition"]
        if row["trial"] in designs:
            assert row["blinding"] == designs[row["trial"]]["blinding"]
        else:
            assert row["blinding"] == "a review"
            assert row["n"] > 0
    roles = [row["comparator_role"] for row in rows]
    assert roles == sorted(roles, key=["placebo", "control", "active-comparator", "mixed"].index)


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("direction", "leans", "leans"),
        ("citation", "nobody1999", "nobody1999"),
        ("locator", "", "column locator: empty"),
        ("comparator_role", "control", "not among those of the design"),
        ("n", 12.0, "those of a trial stand in designs.csv"),
        ("trial", "review1999", "a review gives its own"),
    ],
)
def test_a_wrong_row_is_found(check: Check, column: str, value: object, found: str) -> None:
    table = PACK.directions
    assert check(table, "directions.csv") == []
    table.loc[0, column] = value
    assert any("row 2" in fault and found in fault for fault in check(table, "directions.csv"))


def test_a_result_that_stands_twice_is_found(check: Check) -> None:
    table = PACK.directions
    twice = pd.concat([table, table.iloc[[0]]], ignore_index=True)
    assert any("stands twice" in fault for fault in check(twice, "directions.csv"))
