"""Harms by the time at risk: worked by hand, a real trial's, and studies that lack something."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from outcomes.analysis import summarise_harm_rates
from outcomes.analysis.follow_up import choose_unit, measure_follow_up
from outcomes.analysis.harm_events import tidy_events
from outcomes.study.study import Study, StudyVisit
from tests.analysis.patch_trial import ARMS, NAMES, date_events, read_patch_trial
from tests.tables.examples import make_study

WEEK = {"week 12": 12.0, "week 52": 52.0}


def make_seen(last: dict[str, list[float]], **events: list[Any]) -> Study:
    """Return a study whose participants, by arm, were last seen at these weeks."""
    study = make_study(provenance="collected", calibrated_to=[])
    people = [
        (f"{arm}-{n}", arm, week) for arm, weeks in last.items() for n, week in enumerate(weeks)
    ]
    scores = pd.DataFrame(
        [
            (person, arm, f"week {week:g}", week, "flexion", 90.0, "")
            for person, arm, end in people
            for week in (0.0, end)
            if week <= end
        ],
        columns=list(study.scores),
    ).drop_duplicates()
    enrolled = pd.DataFrame([person[:2] for person in people], columns=["participant", "arm"])
    return replace(study, participants=enrolled, scores=scores, events=pd.DataFrame(events))


def one(rows: pd.DataFrame, quantity: str, kind: str = "any event", **keys: str) -> dict[str, Any]:
    keys = {"endpoint": "harms", "arm": "dextrose", "comparator": "", **keys}
    rows = rows[(rows["quantity"] == quantity) & (rows["subgroup"] == kind)]
    for column, value in keys.items():
        rows = rows[rows[column] == value]
    (row,) = rows.to_dict("records")
    return row


def test_time_ends_at_the_first_event_or_when_last_seen() -> None:
    study = make_seen(
        {"dextrose": [52.0, 52.0, 12.0, 0.0], "saline": [52.0, 52.0]},
        # twice the same; one after the last visit, who was seen for as long; one never seen again
        participant=["dextrose-0", "dextrose-0", "dextrose-2", "dextrose-3", "saline-1"],
        week=[26.0, 39.0, 20.8, 5.2, -1.0],
        event=["pain", "fever", "pain", "fever", "pain"],
    )
    rows = summarise_harm_rates(study)
    # followed 52, 52, 20.8 and 5.2 weeks; at risk 26, 52, 20.8 and 5.2
    assert one(rows, "follow-up", "")["estimate"] == pytest.approx(130 / 4)
    assert one(rows, "time at risk")["estimate"] == pytest.approx(104 / 52)
    rate = one(rows, "incidence rate")
    assert rate["estimate"] == pytest.approx(100 * 3 / 2)
    assert rate["unit"] == "per 100 person-years"
    low, high = stats.chi2.ppf([0.025, 0.975], [6, 8]) / 2
    assert (rate["ci_low"], rate["ci_high"]) == pytest.approx((100 * low / 2, 100 * high / 2))
    fever = {"endpoint": "harms by event", "kind": "fever"}
    assert one(rows, "time at risk", **fever)["estimate"] == pytest.approx(
        (39 + 52 + 20.8 + 5.2) / 52
    )
    # saline: nobody in 2 years, as that event came before the baseline
    assert one(rows, "incidence rate", arm="saline")["estimate"] == 0
    pair = {"comparator": "saline"}
    difference = one(rows, "incidence rate difference", **pair)
    assert (difference["estimate"], difference["favours"]) == (pytest.approx(150), "saline")
    assert one(rows, "incidence rate ratio", **pair)["reason"].code == "no-events"
    # four events in 130 / 52 years
    assert one(rows, "events per participant")["estimate"] == pytest.approx(4 / 4)
    assert one(rows, "event rate")["estimate"] == pytest.approx(100 * 4 / 2.5)
    assert one(rows, "event rate ratio", **pair)["reason"].code == "few-events"


def test_ratios_of_first_and_of_all_events() -> None:
    study = make_seen(
        {"dextrose": [52.0] * 10, "saline": [52.0] * 10},
        participant=[f"dextrose-{n}" for n in (0, 1, 2, 3, 4, 5, 5, 5)]
        + [f"saline-{n}" for n in range(5)],
        week=[26.0] * 6 + [39.0, 52.0] + [26.0] * 5,
    )
    rows = summarise_harm_rates(study)
    pair = {"comparator": "saline"}
    ratio = one(rows, "incidence rate ratio", **pair)
    assert ratio["estimate"] == pytest.approx((6 / 7.0) / (5 / 7.5))
    assert ratio["distribution"] == "graham"
    assert ratio["done"].model == "rate ratio"
    again = one(rows, "event rate ratio", **pair)
    # 8 against 5 events in 10 years each; residuals y - 0.8 and y - 0.5, 10 / 9 for each arm
    assert again["estimate"] == pytest.approx(8 / 5)
    ours = 10 / 9 * (5 * 0.2**2 + 2.2**2 + 4 * 0.8**2) / 8**2
    theirs = 10 / 9 * (5 * 0.5**2 + 5 * 0.5**2) / 5**2
    half = stats.t.ppf(0.975, 18) * math.sqrt(ours + theirs)
    assert math.log(again["ci_high"] / again["estimate"]) == pytest.approx(half)
    assert (again["df"], again["done"].standard_error) == (18, "sandwich")


def test_without_times_of_events_no_rate_of_first_events_is_given() -> None:
    people = ["dextrose-0", "dextrose-1", "dextrose-1"]
    study = make_seen({"dextrose": [52.0] * 3, "saline": [12.0] * 3}, participant=people)
    rows = summarise_harm_rates(study)
    for quantity in ("time at risk", "incidence rate"):
        row = one(rows, quantity)
        assert math.isnan(row["estimate"])
        assert (row["reason"].code, row["reason"].arms) == ("undated-events", ("dextrose",))
    assert one(rows, "incidence rate", arm="saline")["estimate"] == 0
    compared = one(rows, "incidence rate difference", comparator="saline")
    assert compared["reason"].code == "undated-events"
    # all events need no times but how long everybody was followed
    assert one(rows, "event rate")["estimate"] == pytest.approx(100 * 3 / 3)


@pytest.mark.parametrize(("undated", "known"), [(1, True), (2, False)])
def test_a_tenth_of_first_events_may_lack_a_time(undated: int, known: bool) -> None:
    weeks = [math.nan] * undated + [26.0] * (10 - undated)
    study = make_seen(
        {"dextrose": [52.0] * 20},
        participant=[f"dextrose-{n}" for n in range(10)],
        week=weeks,
    )
    row = one(summarise_harm_rates(study), "time at risk")
    assert (row["reason"] is None) is known
    if known:
        assert row["estimate"] == pytest.approx((11 * 52 + 9 * 26) / 52)
        assert [(count.arm, count.n) for count in row["done"].imputed] == [("dextrose", 1)]


def test_those_who_were_never_seen_again_are_no_time_at_risk() -> None:
    """Only who had an event would be followed there, and the rate be far too high."""
    study = make_seen(
        {"dextrose": [0.0] * 5, "saline": [52.0] * 5}, participant=["dextrose-1"], week=[3.0]
    )
    rows = summarise_harm_rates(study)
    assert one(rows, "incidence rate")["reason"].code == "no-time"
    assert one(rows, "event rate")["reason"].code == "no-time"
    assert one(rows, "incidence rate ratio", comparator="saline")["reason"].code == "no-time"
    assert one(rows, "incidence rate", arm="saline")["estimate"] == 0


def test_one_arm_and_an_arm_without_anybody() -> None:
    single = make_seen({"dextrose": [52.0] * 4}, participant=["dextrose-1"], week=[13.0])
    rows = summarise_harm_rates(single)
    assert set(rows["arm"]) == {"dextrose"}
    assert set(rows["comparator"]) == {""}
    assert one(rows, "incidence rate")["estimate"] == pytest.approx(100 / 3.25)


def test_no_events_and_no_table_of_events() -> None:
    seen = {"dextrose": [52.0] * 4, "saline": [52.0] * 4}
    rows = summarise_harm_rates(make_seen(seen, participant=[], week=[]))
    assert one(rows, "incidence rate")["estimate"] == 0
    assert one(rows, "incidence rate difference", comparator="saline")["favours"] == ""
    assert summarise_harm_rates(replace(make_seen(seen), events=None)).empty


@pytest.mark.parametrize(
    ("weeks", "unit"),
    [((52.0,), "year"), ((51.0,), "month"), ((52 / 12,), "month"), ((4.0,), "week"),
     ((1 / 7, 6 / 7), "day"), ((1 / 42,), "hour"), ((), "minute")],
)  # fmt: skip
def test_the_unit_of_time_is_the_longest_that_the_visits_span(
    weeks: tuple[float, ...], unit: str
) -> None:
    visits = tuple(StudyVisit(f"v{week}", week, "") for week in (0.0, *weeks))
    assert choose_unit(replace(make_study(), visits=visits)) == unit


def test_a_short_study_says_how_long_in_its_own_unit() -> None:
    study = make_seen({"dextrose": [1 / 7] * 3}, participant=["dextrose-0"], week=[1 / 14])
    visits = (StudyVisit("baseline", 0.0, ""), StudyVisit("day 1", 1 / 7, ""))
    rows = summarise_harm_rates(replace(study, visits=visits))
    followed = one(rows, "follow-up", "")
    assert (followed["estimate"], followed["unit"]) == (pytest.approx(1), "days")
    rate = one(rows, "incidence rate")
    assert (rate["estimate"], rate["unit"]) == (pytest.approx(100 / 2.5), "per 100 person-days")


def test_events_of_strangers_do_not_count() -> None:
    study = make_seen({"dextrose": [52.0] * 2}, participant=["stranger"], week=[3.0])
    events = tidy_events(study)
    assert events.empty
    assert measure_follow_up(study, events)["weeks"].tolist() == [52.0, 52.0]


@given(
    last=st.lists(st.sampled_from([0.0, 12.0, 52.0]), min_size=2, max_size=12),
    told=st.lists(st.tuples(st.integers(0, 11), st.floats(0, 60)), max_size=20),
)
def test_time_at_risk_is_no_longer_than_followed_whatever_the_order(
    last: list[float], told: list[tuple[int, float]]
) -> None:
    kept = [(n, week) for n, week in told if n < len(last)]
    people = [f"dextrose-{n}" for n, _ in kept]
    study = make_seen({"dextrose": last}, participant=people, week=[week for _, week in kept])
    rows = summarise_harm_rates(study)
    if not any(last):
        assert one(rows, "time at risk")["reason"].code == "no-time"
        return
    years = one(rows, "follow-up", "")["estimate"] * len(last) / 52
    at_risk = one(rows, "time at risk")["estimate"]
    assert 0 <= at_risk <= years + 1e-9
    affected = len(set(people))
    assert one(rows, "incidence rate")["estimate"] * at_risk / 100 == pytest.approx(affected)
    assert one(rows, "event rate")["estimate"] * years / 100 == pytest.approx(len(kept))
    assert study.events is not None
    turned = replace(
        study,
        events=study.events.iloc[::-1].reset_index(drop=True),
        scores=study.scores.iloc[::-1].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(summarise_harm_rates(turned), rows)


def test_a_patch_trials_rates(shared: Path) -> None:
    # README: with an event on or after day 1 65, 77 and 76. Followed from first to last dose, or
    # to a later event; the days are summed here again, one participant at a time.
    study, people, events = read_patch_trial(shared)
    study = date_events(study, events)
    treated = people[people["last_dose"].notna()]
    weeks = (treated["last_dose"] - treated["first_dose"]).dt.days / 7
    scores = pd.DataFrame(
        {
            "participant": treated["subject"], "arm": treated["arm"].map(NAMES), "visit": "last",
            "week": weeks, "endpoint": "flexion", "value": 90.0, "side": "",
        }
    )  # fmt: skip
    rows = summarise_harm_rates(replace(study, scores=scores))
    first: dict[str, float] = {}
    latest: dict[str, float] = dict(zip(treated["subject"], 7 * weeks, strict=True))
    for subject, day in zip(events["subject"], events["start_day"], strict=True):
        if day >= 1:
            first[subject] = min(first.get(subject, math.inf), day - 1)
            latest[subject] = max(latest.get(subject, 0.0), day - 1)
    counts = dict(zip(ARMS, (65, 77, 76), strict=True))
    for label, arm in NAMES.items():
        subjects = people.loc[people["arm"] == label, "subject"]
        days = sum(first.get(subject, latest.get(subject, 0.0)) for subject in subjects)
        time = one(rows, "time at risk", arm=arm)
        assert time["estimate"] == pytest.approx(days / 7 / 52)
        rate = one(rows, "incidence rate", arm=arm)
        assert rate["estimate"] * time["estimate"] / 100 == pytest.approx(counts[arm])
    ratio = one(rows, "incidence rate ratio", arm="high", comparator="placebo")
    # Many left early in the active arms: by time at risk they had three times as many events,
    # by shares 1.2 times (76 of 84 against 65 of 86).
    assert ratio["ci_low"] > 2 > (76 / 84) / (65 / 86)
