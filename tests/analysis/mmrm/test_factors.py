"""Levels as numbers: as given, in another order, with gaps, and refused where not known."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.analysis.mmrm.factors import codes_of
from outcomes.errors import DesignError

LEVELS = ("placebo", "low", "high")
GIVEN = ["low", None, "placebo", "high", "low"]
CODES = [1, -1, 0, 2, 1]


@pytest.mark.parametrize("order", [None, LEVELS, LEVELS[::-1], (*LEVELS, "never")])
def test_a_value_gets_the_place_of_its_level(order: tuple[str, ...] | None) -> None:
    values = GIVEN if order is None else pd.Categorical(GIVEN, order)
    assert codes_of(pd.Series(values, name="arm"), LEVELS).tolist() == CODES


@pytest.mark.parametrize("order", [None, ("other", *LEVELS)])
def test_a_value_that_is_no_level_is_named(order: tuple[str, ...] | None) -> None:
    given = [*GIVEN, "other"]
    series = pd.Series(given if order is None else pd.Categorical(given, order), name="arm")
    with pytest.raises(DesignError, match="column arm holds 'other', which is not one of its"):
        codes_of(series, LEVELS)


@pytest.mark.parametrize("order", [None, LEVELS])
def test_a_column_that_is_empty_has_no_level(order: tuple[str, ...] | None) -> None:
    values = [None, None] if order is None else pd.Categorical([None, None], order)
    assert codes_of(pd.Series(values, name="arm", dtype=None), LEVELS).tolist() == [-1, -1]
