"""Ratios and the number needed to treat: a second program, and what holds for any counts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2

from outcomes.analysis.intervals import newcombe_interval
from outcomes.analysis.response_intervals import (
    needed_to_treat,
    odds_ratio_interval,
    risk_ratio_interval,
)
from outcomes.errors import NotEstimableError

Make = Callable[..., dict[str, Any]]

SHARES = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
INNER = st.integers(2, 60).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))


@given(arm=INNER, comparator=INNER)
def test_ratios_agree_with_a_table_of_two_by_two(
    arm: tuple[int, int], comparator: tuple[int, int]
) -> None:
    table = Table2x2([[count, n - count] for count, n in (arm, comparator)])
    ratio, odds = (
        make(*arm, *comparator, 0.9) for make in (risk_ratio_interval, odds_ratio_interval)
    )
    assert ratio["estimate"] == pytest.approx(table.riskratio)
    assert odds["estimate"] == pytest.approx(table.oddsratio)
    limits = ("ci_low", "ci_high")
    assert [ratio[end] for end in limits] == pytest.approx(table.riskratio_confint(0.1))
    assert [odds[end] for end in limits] == pytest.approx(table.oddsratio_confint(0.1))


@given(arm=INNER, comparator=INNER)
def test_difference_ratios_and_number_needed_point_the_same_way(
    arm: tuple[int, int], comparator: tuple[int, int]
) -> None:
    difference = newcombe_interval(*arm, *comparator, 0.95)["estimate"]
    assume(abs(difference) > 1e-12)
    is_more = difference > 0
    for make in (risk_ratio_interval, odds_ratio_interval):
        assert (make(*arm, *comparator, 0.95)["estimate"] > 1) is is_more
    assert (needed_to_treat(*arm, *comparator, 0.95)["estimate"] > 0) is is_more


@given(arm=SHARES, comparator=SHARES)
def test_a_number_needed_is_the_difference_turned_over_through_infinity_where_it_crosses_none(
    arm: tuple[int, int], comparator: tuple[int, int]
) -> None:
    difference = newcombe_interval(*arm, *comparator, 0.95)
    low, high = difference["ci_low"], difference["ci_high"]
    assume(min(abs(difference["estimate"]), abs(low), abs(high)) > 1e-9)
    needed = needed_to_treat(*arm, *comparator, 0.95)
    assert needed["estimate"] * difference["estimate"] == pytest.approx(1)
    assert (needed["ci_low"], needed["ci_high"]) == pytest.approx((1 / high, 1 / low))
    assert (needed["ci_high"] < 0 < needed["ci_low"]) is bool(low < 0 < high)


@pytest.mark.parametrize("make", [risk_ratio_interval, odds_ratio_interval])
@pytest.mark.parametrize(
    "counts", [(0, 9, 3, 9), (3, 9, 0, 9), (9, 9, 3, 9), (3, 9, 9, 9), (9, 9, 9, 9), (0, 9, 0, 9)]
)
def test_no_ratio_takes_a_share_of_none_or_all_as_known_exactly(
    make: Make, counts: tuple[int, int, int, int]
) -> None:
    with pytest.raises(NotEstimableError) as caught:
        make(*counts, 0.95)
    assert caught.value.reason.code == "empty-cell"


def test_a_limit_at_no_difference_is_infinity(monkeypatch: pytest.MonkeyPatch) -> None:
    difference = {"estimate": 0.25, "ci_low": 0.0, "ci_high": 0.5, "level": 0.95}
    monkeypatch.setattr(
        "outcomes.analysis.response_intervals.newcombe_interval", lambda *_: difference
    )
    needed = needed_to_treat(3, 4, 2, 4, 0.95)
    assert (needed["estimate"], needed["ci_low"]) == (4, 2)
    assert math.isnan(needed["ci_high"])
