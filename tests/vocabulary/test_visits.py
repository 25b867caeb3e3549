"""What a visit is called in a cell, on an axis and in a sentence."""

from __future__ import annotations

import pytest

from outcomes.study.study import Labels, StudyVisit
from outcomes.study.times import WEEKS_PER
from outcomes.vocabulary.visits import (
    at_visit,
    name_time,
    name_visit,
    say_time,
    say_times,
    time_axis,
)

VISITS = (
    StudyVisit("baseline", 0, "week 0"),
    StudyVisit("week 12", 12, "week 12"),
    StudyVisit("follow-up", 130, "year 2.5"),
)
LABELS = Labels({}, VISITS, {})


def test_a_visit_has_its_time_where_its_name_does_not_say_it() -> None:
    assert [name_time(visit) for visit in VISITS] == ["baseline", "week 12", "follow-up (year 2.5)"]
    assert name_visit("follow-up", 130, LABELS) == "follow-up (year 2.5)"
    assert name_visit("unknown", 3, LABELS) == "unknown"
    assert name_visit("", 14, LABELS) == "week 14"


def test_when_a_visit_is_has_no_name_in_it_that_a_sentence_could_stumble_over() -> None:
    after = StudyVisit("after", 3, "")
    assert [say_time(visit) for visit in (*VISITS, after)] == [
        "baseline", "week 12", "year 2.5", "week 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        ("week 52", "at week 52"), ("Day 7", "on Day 7"), ("after", 'at the visit "after"'),
        ("follow-up (year 2.5)", "at follow-up (year 2.5)"), ("6 months", "at 6 months"),
    ],
)  # fmt: skip
def test_a_visit_in_a_sentence(visit: str, said: str) -> None:
    assert at_visit(visit) == said


def test_an_axis_keeps_the_unit_that_all_its_visits_share() -> None:
    months = Labels(
        {}, (VISITS[0], StudyVisit("a", 26, "month 6"), StudyVisit("b", 52, "month 12")), {}
    )
    assert time_axis([0, 26, 52], months) == (["0", "6", "12"], "Months since baseline")
    assert time_axis([0, 12, 130], LABELS) == (["0", "12", "130"], "Weeks since baseline")


@pytest.mark.parametrize(
    ("times", "ticks", "unit"),
    [
        (["minute 30", "minute 180"], ["30", "180"], "Minutes"),
        (["minute 30", "hour 2"], ["30", "120"], "Minutes"),
        (["hour 1", "hour 6.5", "day 2"], ["1", "6.5", "48"], "Hours"),
        (["day 3", "week 2"], ["3", "14"], "Days"),
        (["month 6", "year 2"], ["6", "24"], "Months"),
    ],
)
def test_an_axis_is_in_the_shortest_unit_that_its_visits_are_given_in(
    times: list[str], ticks: list[str], unit: str
) -> None:
    visits = [
        StudyVisit(f"visit {number}", float(time) * WEEKS_PER[name], f"{name} {time}")
        for number, (name, time) in enumerate(each.split() for each in times)
    ]
    texts, title = time_axis([0, *(visit.week for visit in visits)], Labels({}, tuple(visits), {}))
    assert (texts, title) == (["0", *ticks], f"{unit} since baseline")
    assert [say_time(visit) for visit in visits] == times


def test_whether_names_say_their_times() -> None:
    assert say_times(["baseline", "week 12", "after (hour 2.5)", "6 months", "30 minutes"])
    assert not say_times(["week 12", "follow-up"])
    assert not say_times(["the last week"])
