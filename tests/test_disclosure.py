"""The rule itself: counts keep their order and their secret, and nothing unnamed passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.disclosure import DisclosureRule
from outcomes.estimates import HARMS, HARMS_BY_EVENT, QUANTITIES, make_estimates
from outcomes.instruments.definition import Endpoint

MINIMA = st.integers(4, 12)


@st.composite
def rules(draw: st.DrawFn) -> DisclosureRule:
    minimum = draw(MINIMA)
    return DisclosureRule(minimum, draw(st.integers(1, minimum)))


@given(rules(), st.integers(0, 200), st.integers(0, 200))
def test_rounding_keeps_order_and_stays_within_the_minimum(rule, one, other):
    low, high = sorted((one, other))
    assert rule.round(low) <= rule.round(high)
    assert abs(rule.round(one) - one) < rule.minimum
    assert rule.round(rule.minimum * one) == rule.minimum * one


@given(rules(), st.integers(0, 200))
def test_no_group_up_to_the_minimum_is_described(rule, count):
    assert rule.describes(count) == (rule.round(count) >= 2 * rule.minimum)
    assert not rule.describes(min(count, rule.minimum))
    assert not rule.describes(float("nan"))


@given(MINIMA, st.integers(1, 100))
def test_a_count_that_grows_by_one_is_not_unique_from_both_roundings(minimum, count):
    every = [DisclosureRule(minimum, offset) for offset in range(1, minimum + 1)]
    for before in every:
        for after in every:
            shown = before.round(count), after.round(count + 1)
            alike = {
                other
                for other in range(count + 2 * minimum)
                for one in every
                for two in every
                if (one.round(other), two.round(other + 1)) == shown
            }
            assert len(alike) > 1


def pain(name: str = "pain", kind: str = "continuous") -> Endpoint:
    return Endpoint(
        name=name, label="Pain", low=0, high=100, higher="worse", unit="points", kind=kind
    )


@pytest.mark.parametrize("quantity", sorted(QUANTITIES))
def test_only_named_quantities_pass_and_none_with_what_tells_a_count(quantity):
    row = {
        "endpoint": "pain", "arm": "a", "quantity": quantity, "estimate": 43.21, "se": 1.23,
        "df": 30, "p_value": 0.04, "n_arm": 33,
    }  # fmt: skip
    kept = DisclosureRule(5, 3).protect(make_estimates([row]), {"pain": pain()})
    assert len(kept) == (quantity in ("n", "mean", "change", "difference"))
    assert kept[["se", "df", "p_value"]].isna().all(axis=None)
    assert set(kept["n_arm"]) <= {35.0}
    assert set(kept["estimate"]) <= {45.0 if quantity == "n" else 43.2}


def test_small_groups_counts_of_answers_and_ends_of_the_range_do_not_pass():
    shared = {"endpoint": "pain", "arm": "a", "quantity": "mean"}
    rows = [
        {**shared, "estimate": 50, "n_arm": 5},
        {**shared, "estimate": 50, "n_arm": 40, "comparator": "b", "n_comparator": 4},
        {**shared, "estimate": 50, "n_arm": 40, "subgroup": "women"},
        {**shared, "estimate": 0.04, "n_arm": 40},
        {**shared, "estimate": 0.5, "n_arm": 40, "endpoint": "better"},
        {**shared, "estimate": 50, "n_arm": 40, "endpoint": "unknown"},
    ]
    endpoints = {"pain": pain(), "better": pain("better", "binary")}
    rule = DisclosureRule(5, 3)
    kept = rule.protect(make_estimates(rows), endpoints)
    assert kept.empty
    assert rule.protect(kept, endpoints).equals(kept)


@pytest.mark.parametrize(("spacing", "step"), [(0.0, 0.1), (1, 0.2), (5, 1), (10, 2), (0.25, 0.1)])
def test_means_are_rounded_as_coarsely_as_scores_are_apart(spacing, step):
    assert DisclosureRule(5, 1, {"pain": spacing}).step("pain") == pytest.approx(step)


@pytest.mark.parametrize(("week", "measured", "count"), [(0, 1, 1), (12, 1, 0), (12, 0, 1)])
def test_means_of_what_was_measured_at_baseline_are_those_of_the_baseline(week, measured, count):
    row = {"endpoint": "pain", "arm": "a", "quantity": "mean", "estimate": 43, "n_arm": 33}
    rule = DisclosureRule(5, 3, with_baseline=frozenset(["pain"] * measured))
    kept = rule.protect(make_estimates([{**row, "week": week}]), {"pain": pain()})
    assert len(kept) == count


def test_protecting_twice_changes_nothing():
    row = {"endpoint": "pain", "arm": "a", "quantity": "mean", "estimate": 43.21, "n_arm": 33}
    rule = DisclosureRule(5, 3, {"pain": 10})
    once = rule.protect(make_estimates([row]), {"pain": pain()})
    assert once["estimate"].tolist() == [44.0]
    assert rule.protect(once, {"pain": pain()}).equals(once)


COUNTED = {"endpoint": "grade", "arm": "a", "quantity": "count"}


@given(rules(), st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_parts_add_up_to_their_rounded_whole_whatever_their_order(rule, sizes):
    whole = sum(sizes)
    rows = [
        {**COUNTED, "threshold": level, "estimate": size, "n_arm": whole}
        for level, size in enumerate(sizes)
    ]
    ordinal = {"grade": pain("grade", "ordinal")}
    kept = rule.protect(make_estimates(rows), ordinal)
    assert len(kept) == (len(sizes) if rule.describes(whole) else 0)
    assert not len(kept) or kept["estimate"].sum() == rule.round(whole)
    assert rule.protect(kept, ordinal).equals(kept)
    other = rule.protect(make_estimates([*reversed(rows), rows[0]]), ordinal)
    assert other.sort_values("threshold")["estimate"].tolist() == kept["estimate"].tolist()


def test_of_characteristics_means_and_categories_pass_and_no_rare_category_is_named():
    rule = DisclosureRule(5, 1, {"age": 1}, {"age": (30.0, 80.0), "sex": (float("nan"),) * 2})
    shared = {"arm": "a", "n_arm": 30}
    rows = [
        {**shared, "endpoint": "age", "quantity": "mean", "estimate": 51.23},
        {**shared, "endpoint": "age", "quantity": "mean", "estimate": 30.1},
        {**shared, "endpoint": "weight", "quantity": "mean", "estimate": 71.2},
        {**shared, "endpoint": "sex", "quantity": "mean", "estimate": 1.5},
        {**shared, "endpoint": "sex", "quantity": "count", "subgroup": "f", "estimate": 20},
        {**shared, "endpoint": "sex", "quantity": "count", "subgroup": "x", "estimate": 0},
        {**shared, "endpoint": "sex", "quantity": "share", "subgroup": "f", "estimate": 0.6},
    ]
    kept = rule.protect(make_estimates(rows), {})
    assert list(zip(kept["endpoint"], kept["estimate"], strict=True)) == [
        ("age", 51.2),
        ("sex", 20),
    ]


@pytest.mark.parametrize(("bruising", "named"), [(10, ["bruising"]), (6, [])])
def test_events_by_name_that_add_up_to_less_than_any_event_are_left_out(bruising, named):
    shared = {"arm": "a", "quantity": "affected", "n_arm": 30}
    rows = [
        {**shared, "endpoint": HARMS, "subgroup": "any event", "estimate": 10},
        {**shared, "endpoint": HARMS, "subgroup": "serious event", "estimate": 1},
        {**shared, "endpoint": HARMS_BY_EVENT, "subgroup": "bruising", "estimate": bruising},
        {**shared, "endpoint": HARMS_BY_EVENT, "subgroup": "fall", "estimate": 4},
    ]
    rule = DisclosureRule(5, 5)
    kept = rule.protect(make_estimates(rows), {})
    assert kept.loc[kept["endpoint"] == HARMS, "estimate"].tolist() == [10, 0]
    assert kept.loc[kept["endpoint"] == HARMS_BY_EVENT, "subgroup"].tolist() == named
    assert rule.protect(kept, {}).equals(kept)


@pytest.mark.parametrize(("half", "is_kept"), [(20, True), (30, False)])
def test_an_interval_that_no_larger_group_could_have_is_left_out(half, is_kept):
    row = {
        "endpoint": "pain", "arm": "a", "quantity": "change", "estimate": -40, "n_arm": 15,
        "ci_low": -40 - half, "ci_high": -40 + half, "level": 0.95,
    }  # fmt: skip
    rule = DisclosureRule(5, 5)
    kept = rule.protect(make_estimates([row]), {"pain": pain()})
    assert kept["estimate"].tolist() == [-40]
    assert kept["ci_low"].notna().tolist() == [is_kept]
    assert rule.protect(kept, {"pain": pain()}).equals(kept)


@pytest.mark.parametrize(("change", "is_kept"), [(-30, True), (-39.95, False), (-45, False)])
def test_a_change_to_an_end_of_the_range_is_left_out(change, is_kept):
    shared = {"endpoint": "pain", "arm": "a", "n_arm": 15}
    rows = [
        {**shared, "quantity": "mean", "week": 0, "estimate": 40},
        {**shared, "quantity": "change", "week": 12, "estimate": change},
    ]
    rule = DisclosureRule(5, 5)
    kept = rule.protect(make_estimates(rows), {"pain": pain()})
    assert len(kept) == 1 + is_kept
    assert rule.protect(kept, {"pain": pain()}).equals(kept)
