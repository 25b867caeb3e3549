"""Tables of what a rule of disclosure lets pass: small counts in words, small arms not at all."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes.estimates import HARMS, HARMS_BY_EVENT, make_estimates
from outcomes.prose import write_left_out
from outcomes.study.disclosure import Disclosure
from outcomes.tables import (
    table_protected_characteristics,
    table_protected_harms,
    table_protected_levels,
    table_protected_sizes,
)
from tests.tables.examples import make_study

OF_25: dict[str, Any] = {"arm": "dextrose", "n_arm": 25}


@pytest.fixture
def study():
    return make_study(disclosure={"minimum": 5})


def test_sizes_are_shown_of_arms_that_are_described(study):
    rows = [
        {**OF_25, "quantity": "n", "estimate": 25},
        {**OF_25, "quantity": "n", "estimate": 20, "endpoint": "flexion", "visit": "week 12"},
        {"arm": "saline", "n_arm": 10, "quantity": "n", "estimate": 10},
    ]
    table = table_protected_sizes(make_estimates(rows), study)
    assert table.rows == (
        ("Enrolled", "all", "25", "10", "not shown"),
        ("Knee flexion", "week 12", "20", "not shown", "not shown"),
    )


def test_what_is_rounded_to_nothing_is_fewer_than_the_minimum(study):
    affected = {**OF_25, "quantity": "affected"}
    rows = [
        {**affected, "endpoint": HARMS_BY_EVENT, "subgroup": "bruising", "estimate": 5},
        {**affected, "endpoint": HARMS, "subgroup": "serious event", "estimate": 0},
    ]
    table = table_protected_harms(make_estimates(rows), study)
    assert [row[:2] for row in table.rows] == [
        ("Serious event", "fewer than 5 of 25"),
        ("Bruising", "5 of 25 (20%)"),
    ]
    assert any("none is exact" in note for note in table.notes)


def test_characteristics_have_means_and_levels_have_answers(study):
    rows = [
        {**OF_25, "endpoint": "age", "quantity": "mean", "estimate": 51.2},
        {**OF_25, "endpoint": "sex", "quantity": "count", "subgroup": "f", "estimate": 15},
        {**OF_25, "endpoint": "effective", "visit": "week 52", "quantity": "count",
         "threshold": 1, "estimate": 10},
    ]  # fmt: skip
    estimates = make_estimates(rows)
    described = table_protected_characteristics(estimates, study)
    assert [row[:3] for row in described.rows] == [
        ("Age", "mean", "51.2"),
        ("Sex", "f, of those with a value", "15 of 25 (60%)"),
    ]
    (level,) = table_protected_levels(estimates, study).rows
    assert level[1:4] == ("week 52", "yes", "10 of 25 (40%)")


def test_without_a_rule_numbers_are_exact_and_nothing_is_said_to_be_left_out():
    open_study = make_study()
    row = {**OF_25, "endpoint": HARMS, "subgroup": "any event", "quantity": "affected"}
    table = table_protected_harms(make_estimates([{**row, "estimate": 0}]), open_study)
    assert table.rows[0][1] == "0 of 25 (0%)"
    assert table.notes == ()
    assert write_left_out(open_study) is None


def test_what_is_left_out_is_listed_with_reasons(study):
    assert study.file.disclosure == Disclosure(minimum=5)
    passage = write_left_out(study)
    assert passage is not None
    assert all(": " in sentence for sentence in passage.sentences)
    assert "Responders by a threshold" in passage.text
