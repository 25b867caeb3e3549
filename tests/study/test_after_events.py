"""Scores after intercurrent events, by the strategy of each."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.instruments.definition import Endpoint
from outcomes.study.after_events import carry_out, find_event_weeks, worst_score
from outcomes.study.intercurrent import Intercurrent

ENDPOINTS = {
    "pain": Endpoint("pain", "Pain", 0, 10, "points", "worse"),
    "flexion": Endpoint("flexion", "Flexion", 0, 150, "degrees", "better"),
}
WEEKS = (0, 4, 8, 12)
SCORES = pd.DataFrame(
    [
        (person, "drug", f"week {week}", float(week), endpoint, float(value + week), "")
        for endpoint, value in (("pain", -5), ("flexion", 100))
        for person in "abc"
        for week in WEEKS
    ],
    columns=["participant", "arm", "visit", "week", "endpoint", "value", "side"],
)
PEOPLE = pd.DataFrame({"participant": list("abc"), "arm": "drug", "rescue": [5.0, None, None]})
EVENTS = pd.DataFrame(
    {"participant": ["b", "b", "c"], "event": ["Surgery", "surgery", "fall"], "week": [9.0, 4, 2]}
)


def _values(
    declared: dict[str, Intercurrent], scores: pd.DataFrame = SCORES, endpoint: str = "pain"
) -> dict[str, list[float]]:
    weeks = find_event_weeks(declared, PEOPLE, EVENTS)
    changed, _ = carry_out(declared, weeks, PEOPLE, scores, ENDPOINTS)
    own = changed[changed["endpoint"] == endpoint]
    return {person: list(rows["value"]) for person, rows in own.groupby("participant")}


def _rescue(strategy: str) -> dict[str, Intercurrent]:
    return {"rescue": Intercurrent(strategy=strategy, week="rescue")}


@pytest.mark.parametrize(
    ("strategy", "pain", "flexion"),
    [
        ("treatment-policy", [-5, -1, 3, 7], [100, 104, 108, 112]),
        ("hypothetical", [-5, -1], [100, 104]),
        ("composite", [-5, -1, 10, 10], [100, 104, 0, 0]),
        ("while-on-treatment", [-5, -1, -1, -1], [100, 104, 104, 104]),
    ],
)
def test_only_scores_later_than_the_event_change(
    strategy: str, pain: list[float], flexion: list[float]
) -> None:
    assert _values(_rescue(strategy))["a"] == pain
    assert _values(_rescue(strategy), endpoint="flexion")["a"] == flexion
    assert _values(_rescue(strategy))["b"] == [-5, -1, 3, 7]


def test_the_first_of_several_events_counts_and_its_own_visit_is_before_it() -> None:
    declared = {"surgery": Intercurrent(strategy="composite", event="surgery")}
    assert _values(declared) == {"a": [-5, -1, 3, 7], "b": [-5, -1, 10, 10], "c": [-5, -1, 3, 7]}


def test_missing_scores_after_the_event_are_failures_or_the_last_one() -> None:
    gone = SCORES[(SCORES["participant"] != "a") | (SCORES["week"] < 8)]
    assert _values(_rescue("composite"), gone)["a"] == [-5, -1, 10, 10]
    assert _values(_rescue("while-on-treatment"), gone)["a"] == [-5, -1, -1, -1]
    assert _values(_rescue("hypothetical"), gone)["a"] == [-5, -1]


def test_who_never_had_a_score_has_the_worst_but_no_last_one() -> None:
    gone = SCORES[SCORES["participant"] != "a"]
    assert _values(_rescue("composite"), gone)["a"] == [10, 10]
    assert "a" not in _values(_rescue("while-on-treatment"), gone)


def test_the_worst_goes_before_the_last_and_this_before_setting_aside() -> None:
    people = PEOPLE.assign(stopped=[6.0, None, None], died=[9.0, None, None])
    declared = _rescue("hypothetical") | {
        "stopping": Intercurrent(strategy="while-on-treatment", week="stopped"),
        "death": Intercurrent(strategy="composite", week="died"),
    }
    weeks = find_event_weeks(declared, people, None)
    changed, after = carry_out(declared, weeks, PEOPLE, SCORES, ENDPOINTS)
    own = changed[(changed["participant"] == "a") & (changed["endpoint"] == "pain")]
    assert list(own["value"]) == [-5, -1, -1, 10]
    told = after[after["endpoint"] == "pain"]
    assert list(zip(told["visit"], told["event"], strict=True)) == [
        ("week 8", "stopping"), ("week 12", "death")
    ]  # fmt: skip


def test_each_side_has_its_own_last_score() -> None:
    sides = pd.concat(
        [SCORES.assign(side="left"), SCORES.assign(side="right", value=SCORES["value"] + 1)]
    )
    declared = _rescue("while-on-treatment")
    weeks = find_event_weeks(declared, PEOPLE, EVENTS)
    changed, after = carry_out(declared, weeks, PEOPLE, sides, ENDPOINTS)
    own = changed[(changed["participant"] == "a") & (changed["endpoint"] == "pain")]
    assert list(own.loc[own["side"] == "right", "value"]) == [-4, 0, 0, 0]
    assert list(own.loc[own["side"] == "left", "value"]) == [-5, -1, -1, -1]
    assert len(after) == 2 * 2 * 2


def test_time_is_read_in_its_unit() -> None:
    people = PEOPLE.assign(rescue=[35.0, None, None])
    declared = {"rescue": Intercurrent(strategy="hypothetical", day="rescue")}
    assert find_event_weeks(declared, people, None)["rescue"].tolist()[0] == 5


def test_no_worst_score_without_an_end_or_a_direction() -> None:
    assert worst_score(ENDPOINTS["pain"]) == 10
    assert worst_score(ENDPOINTS["flexion"]) == 0
    assert worst_score(Endpoint("x", "X", 0, float("inf"), "s", "worse")) is None
    assert worst_score(Endpoint("x", "X", 0, 10, "points", "neither")) is None


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 14)), min_size=3, max_size=3),
    st.sampled_from(["treatment-policy", "hypothetical", "composite", "while-on-treatment"]),
)
def test_what_is_before_the_event_never_changes_and_order_stays(
    when: list[float | None], strategy: str
) -> None:
    declared = _rescue(strategy)
    weeks = find_event_weeks(declared, PEOPLE.assign(rescue=when), None).astype(float)
    changed, after = carry_out(declared, weeks, PEOPLE, SCORES, ENDPOINTS)
    first = SCORES["participant"].map(weeks["rescue"])
    before = SCORES[~(SCORES["week"] > first)]
    keys = ["participant", "visit", "endpoint"]
    merged = before.merge(changed, on=keys, suffixes=("", "_now"))
    assert len(merged) == len(before)
    assert (merged["value"] == merged["value_now"]).all()
    assert len(after) == len(SCORES) - len(before)
    expected = SCORES if strategy != "hypothetical" else before
    assert list(changed.columns) == list(SCORES.columns)
    assert changed[keys].to_numpy().tolist() == expected[keys].to_numpy().tolist()
