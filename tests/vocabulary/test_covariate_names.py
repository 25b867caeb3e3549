from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.vocabulary.names import name_covariate, name_endpoint, name_side, say_endpoint
from tests.tables.examples import make_labels


@pytest.mark.parametrize(
    ("column", "words", "head"),
    [("bmi", "BMI", "BMI"), ("age_years", "age years", "Age years"),
     ("vas_at_rest", "VAS at rest", "VAS at rest"), ("sex", "sex", "Sex")],
)  # fmt: skip
def test_a_column_is_named_in_words(column: str, words: str, head: str) -> None:
    assert name_covariate(make_labels(), column) == words
    assert name_endpoint(make_labels(), column) == head


def test_a_label_stands_for_a_column_and_a_name_without_one_keeps_its_capital() -> None:
    labels = replace(make_labels(), covariates={"bmi_t0": "BMI", "alter": "Age in years"})
    assert name_covariate(labels, "bmi_t0") == name_endpoint(labels, "bmi_t0") == "BMI"
    assert name_covariate(labels, "alter") == say_endpoint(labels, "alter") == "age in years"
    assert name_endpoint(labels, "alter") == "Age in years"
    assert say_endpoint(labels, "Geschlecht") == "Geschlecht"


@pytest.mark.parametrize(
    ("side", "named"), [("", ""), ("left", "left side"), ("Left side", "Left side")]
)
def test_a_side_is_called_one_once(side: str, named: str) -> None:
    assert name_side(side) == named
