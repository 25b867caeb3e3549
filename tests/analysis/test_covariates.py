"""Which columns are covariates, and as what they enter."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.analysis.covariates import (
    clean_covariate,
    is_yes_no,
    list_baseline_covariates,
    select_covariates,
)
from outcomes.errors import AnalysisError

SCORES = [("1", "active", "week 12", 4), ("2", "saline", "week 12", 5)]
PEOPLE = pd.DataFrame(
    {
        "participant": ["1", "2", "3"],
        "arm": ["active", "saline", "saline"],
        "age": [50, 60, 70],
        "sex": ["f", "m", "f"],
        "initials": ["AB", "CD", "EF"],
        "pain_before": [60, 50, 40],
        "empty": [None, None, None],
    }
)


def test_identifiers_scores_and_empty_columns_do_not_describe_who_came_in(make_study):
    study = make_study(SCORES, participants=PEOPLE, measure={"baseline": "pain_before"})
    assert list_baseline_covariates(study) == ("age", "sex")


def test_the_endpoints_own_baseline_is_not_entered_twice(make_study):
    study = make_study(
        SCORES,
        participants=PEOPLE,
        measure={"baseline": "pain_before"},
        covariates=("age", "pain_before"),
    )
    assert list(select_covariates(study, "pain").columns) == ["age"]


def test_an_unknown_covariate_is_named(make_study):
    study = make_study(SCORES, participants=PEOPLE, covariates=("age", "weight"))
    with pytest.raises(AnalysisError, match="weight"):
        select_covariates(study, "pain")


def test_empty_text_is_absent():
    cleaned = clean_covariate(pd.Series(["f", "", "  ", None]))
    assert cleaned.notna().to_list() == [True, False, False, False]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1, None], True),
        ([True, False], True),
        ([0, 2], False),
        (["0", "1"], True),
        (["1", "2"], False),
        ([1, 2], False),
    ],
)
def test_yes_no(values, expected):
    assert is_yes_no(pd.Series(values)) is expected
