from __future__ import annotations

import pytest

from outcomes.vocabulary.names import name_covariate, name_endpoint, name_side
from tests.tables.examples import make_labels


@pytest.mark.parametrize(
    ("column", "words", "head"),
    [("bmi", "BMI", "BMI"), ("age_years", "age years", "Age years"),
     ("vas_at_rest", "VAS at rest", "VAS at rest"), ("sex", "sex", "Sex")],
)  # fmt: skip
def test_a_column_is_named_in_words(column: str, words: str, head: str) -> None:
    assert name_covariate(column) == words
    assert name_endpoint(make_labels(), column) == head


@pytest.mark.parametrize(
    ("side", "named"), [("", ""), ("left", "left side"), ("Left side", "Left side")]
)
def test_a_side_is_called_one_once(side: str, named: str) -> None:
    assert name_side(side) == named
