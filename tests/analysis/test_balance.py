"""The baseline table, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.balance import (
    compare_baseline,
    split_covariate,
    standardised_difference,
    summarise_baseline,
)

PEOPLE = pd.DataFrame(
    {
        "participant": ["1", "2", "3", "4", "5", "6"],
        "arm": ["active", "active", "active", "saline", "saline", "saline"],
        "age": [50.0, 60, 70, 55, 65, None],
        "sex": ["f", "f", "m", "m", "m", "f"],
        "diabetes": [0, 1, 1, 0, 0, 1],
        "smoker": [True, False, False, False, False, False],
        "code": ["A1", "B2", "C3", "D4", "E5", "F6"],
    }
)
SCORES = [
    (who, arm, "baseline", value)
    for who, arm, value in zip(
        PEOPLE["participant"], PEOPLE["arm"], [40, 50, 60, 50, 60, 70], strict=True
    )
]


@pytest.fixture(name="baseline")
def _baseline(make_study) -> pd.DataFrame:
    return summarise_baseline(make_study(SCORES, participants=PEOPLE))


def pick(frame: pd.DataFrame, **where) -> pd.DataFrame:
    for name, value in where.items():
        frame = frame[frame[name] == value]
    return frame


def value_of(frame: pd.DataFrame, **where) -> float:
    (value,) = pick(frame, **where)["estimate"]
    return float(value)


def test_numbers(baseline):
    age = pick(baseline, endpoint="age")
    assert value_of(age, arm="active", quantity="mean") == 60
    assert value_of(age, arm="active", quantity="sd") == 10
    assert value_of(age, arm="saline", quantity="n") == 2
    # (60 - 60) whatever the variances.
    assert value_of(age, quantity="standardised difference") == 0


def test_an_arm_of_which_nothing_is_known_has_no_mean_and_one_number_no_spread(make_study):
    known = {"active": [50.0, None, None], "saline": [None, None, None]}
    people = PEOPLE.assign(age=known["active"] + known["saline"])
    age = pick(summarise_baseline(make_study(SCORES, participants=people)), endpoint="age")
    assert value_of(age, arm="active", quantity="mean") == 50
    assert set(pick(age, arm="active", comparator="")["quantity"]) == {"n", "mean"}
    assert set(pick(age, arm="saline", comparator="")["quantity"]) == {"n"}


def test_categories(baseline):
    sex = pick(baseline, endpoint="sex")
    assert value_of(sex, arm="active", subgroup="f", quantity="share") == pytest.approx(2 / 3)
    assert value_of(sex, arm="active", subgroup="m", quantity="share") == pytest.approx(1 / 3)
    # p 2/3 and 1/3, each with variance 2/9: (1/3) / sqrt(2/9).
    expected = (1 / 3) / np.sqrt(2 / 9)
    assert value_of(sex, subgroup="f", quantity="standardised difference") == pytest.approx(
        expected
    )
    assert value_of(sex, subgroup="m", quantity="standardised difference") == pytest.approx(
        -expected
    )


def test_yes_and_no_are_one_category(baseline):
    assert value_of(
        baseline, endpoint="diabetes", arm="active", subgroup="yes", quantity="share"
    ) == (pytest.approx(2 / 3))
    assert (
        value_of(baseline, endpoint="smoker", arm="saline", subgroup="yes", quantity="share") == 0
    )


def test_baseline_scores(baseline):
    pain = pick(baseline, endpoint="pain")
    assert set(pain["visit"]) == {"baseline"}
    assert value_of(pain, arm="saline", quantity="mean") == 60
    assert value_of(pain, quantity="standardised difference") == pytest.approx(-1)


def test_identifiers_are_left_out_and_nothing_is_tested(baseline):
    assert "code" not in set(baseline["endpoint"])
    assert baseline["p_value"].isna().all()


def test_the_comparison_holds_what_each_difference_between_categories_consists_of(make_study):
    found = compare_baseline(make_study(SCORES, participants=PEOPLE))
    apart = pick(found, quantity="standardised difference")
    assert set(found["quantity"]) == {"standardised difference", "share"}
    for row in apart[apart["subgroup"] != ""].itertuples():
        shares = pick(found, endpoint=row.endpoint, subgroup=row.subgroup, quantity="share")
        assert list(shares["arm"]) == [row.arm, row.comparator]


def test_a_single_arm_is_described_without_comparison(make_study):
    people = PEOPLE[PEOPLE["arm"] == "active"]
    found = summarise_baseline(make_study(SCORES[:3], arms=("active",), participants=people))
    assert "standardised difference" not in set(found["quantity"])
    assert value_of(found, endpoint="age", quantity="mean") == 60


def test_standardised_difference_flips_and_ignores_scale():
    ours, theirs = pd.Series([1.0, 2, 4]), pd.Series([3.0, 5, 9])
    found = standardised_difference(ours, theirs)
    assert standardised_difference(theirs, ours) == pytest.approx(-found)
    assert standardised_difference(ours * 25.4, theirs * 25.4) == pytest.approx(found)


@pytest.mark.parametrize(
    ("ours", "theirs", "shares", "expected"),
    [
        ([1.0, 1.0], [1.0, 1.0], True, 0.0),
        ([1.0, 1.0], [0.0, 0.0], True, np.nan),
        ([], [1.0, 2.0], False, np.nan),
        ([1.0], [2.0, 3.0], False, np.nan),
    ],
)
def test_standardised_difference_at_its_edges(ours, theirs, shares, expected):
    found = standardised_difference(
        pd.Series(ours, dtype=float), pd.Series(theirs, dtype=float), shares=shares
    )
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["1", "2", "1"], {"1", "2"}),
        (["1", "1", "1"], {"1"}),
        (["yes", "no", "sometimes"], {"no", "sometimes", "yes"}),
        (["0", "1", "1"], {"yes"}),
        (["No", "Yes", None], {"yes"}),
        ([False, True, None], {"yes"}),
    ],
)
def test_only_what_answers_yes_or_no_is_called_so(codes, names):
    parts = split_covariate(pd.Series(codes))
    assert set(parts) == names
    if names == {"yes"}:
        assert parts["yes"].to_list()[:2] == [0.0, 1.0]


def test_absent_categories_are_absent_in_every_part():
    parts = split_covariate(pd.Series(["f", None, "m"]))
    assert parts["f"].to_list()[0::2] == [1.0, 0.0]
    assert all(np.isnan(part.iloc[1]) for part in parts.values())
