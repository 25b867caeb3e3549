"""Rates, events by name and how long was looked, as the passage on harms says them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outcomes.analysis import summarise_harm_rates, summarise_harms
from outcomes.estimates import combine_estimates
from outcomes.prose import write_harms
from outcomes.prose.named_harms import MANY, MOST_NAMED
from outcomes.study.study import Study
from outcomes.study.time_columns import TimeColumns
from tests.analysis.test_harm_rates import make_seen

SEEN = {"dextrose": [52.0] * 10, "saline": [52.0, *[39.0] * 9]}


def write(study: Study) -> list[str]:
    rows = combine_estimates([summarise_harms(study), summarise_harm_rates(study)])
    return list(write_harms(rows, study).sentences)


def starting(study: Study, head: str) -> str:
    (sentence,) = (text for text in write(study) if text.startswith(head))
    return sentence


def people(arm: str, *numbers: int) -> list[str]:
    return [f"{arm}-{number}" for number in numbers]


def make_study_of(**columns: list[Any]) -> Study:
    return make_seen(SEEN, **columns)


def test_rates_and_how_they_differ() -> None:
    had = people("dextrose", 0, 1) + people("saline", 0)
    study = make_study_of(participant=had, week=[26.0] * 3)
    assert starting(study, "Participants with a first event") == (
        "Participants with a first event per 100 person-years at risk: 22.2 (95% CI 2.7 to 80.3) "
        "with dextrose and 13.8 (95% CI 0.3 to 76.9) with saline injection; intervals by exact "
        "Garwood. The rate was 8.4 per 100 person-years higher with dextrose than with saline "
        "injection (95% CI from 57.9 lower to 68.3 higher; Zou-Donner), a ratio of 1.61 (95% CI "
        "0.21 to 12.29; Graham). The interval includes no difference: the data are compatible with "
        "more harm in either arm."
    )
    assert "Repeated events: nobody had more than one recorded event." in write(study)


def test_an_arm_is_favoured_where_the_whole_interval_of_rates_lies_on_its_side() -> None:
    study = make_study_of(participant=people("dextrose", *range(9)), week=[4.0] * 9)
    assert ", which favours saline injection." in starting(study, "Participants with a first event")


@pytest.mark.parametrize(
    ("seen", "columns", "said"),
    [
        (
            SEEN,
            {"participant": people("dextrose", 0)},
            "No rate by time at risk is given for dextrose, because the times of events with "
            "dextrose are not known.",
        ),
        (
            SEEN,
            {"participant": people("dextrose", 0) + people("saline", 0)},
            "No rate by time at risk is given, because the times of events are not known.",
        ),
        (
            {"dextrose": [0.0] * 3, "saline": [0.0] * 3},
            {"participant": people("dextrose", 0), "week": [3.0]},
            "No rate by time at risk is given, because nobody is known to have been followed after "
            "baseline.",
        ),
    ],
)
def test_why_no_rate_is_given(
    seen: dict[str, list[float]], columns: dict[str, list[Any]], said: str
) -> None:
    assert any(said in text for text in write(make_seen(seen, **columns)))


def test_events_that_came_again() -> None:
    had = people("dextrose", 0, 0, 1, 2, 3, 4) + people("saline", 0, 1, 2, 3, 4)
    study = make_study_of(participant=had, week=[26.0] * 11)
    assert starting(study, "All events").startswith(
        "All events, repeated ones too: 6 with dextrose (0.60 a participant) and 5 with saline "
        "injection (0.50 a participant). Ratio of rates, Dextrose against Saline injection: 0.93 "
    )
    few = make_study_of(participant=people("dextrose", 0, 0), week=[26.0] * 2)
    assert starting(few, "All events").endswith(
        "No ratio of rates is given for Dextrose against Saline injection, because fewer than five "
        "participants of an arm had one."
    )


def test_events_by_name_whose_interval_excludes_no_difference() -> None:
    common, rare = people("dextrose", *range(8)), people("saline", 1)
    study = make_study_of(
        participant=common + rare, week=[26.0] * 9, event=["pain"] * 8 + ["fever"]
    )
    assert starting(study, "Events by name") == (
        "Events by name, Dextrose against Saline injection: 1 of 2 intervals excludes no "
        "difference: pain (80.0 percentage points higher, 95% CI 38.4 to 94.3 higher). " + MANY
    )
    none = make_study_of(participant=["dextrose-1", "saline-1"], week=[3.0] * 2, event=["a", "b"])
    assert "none of 2 intervals excludes no difference" in starting(none, "Events by name")
    single = make_study_of(participant=common, week=[26.0] * 8, event=["pain"] * 8)
    assert starting(single, "Events by name").partition(": ")[2] == (
        "its interval excludes no difference: pain (80.0 percentage points higher, 95% CI 38.4 to "
        "94.3 higher)."
    )


def test_of_many_such_events_the_largest_are_named() -> None:
    number = MOST_NAMED + 2
    had = [person for size in range(number) for person in people("dextrose", *range(10 - size % 3))]
    events = [f"event {size}" for size in range(number) for _ in range(10 - size % 3)]
    study = make_study_of(participant=had, week=[26.0] * len(had), event=events)
    text = starting(study, "Events by name")
    assert f"{number} of {number} intervals exclude no difference" in text
    assert "and 2 more." in text


def test_how_harms_were_asked_for_and_for_how_long() -> None:
    study = make_study_of(participant=[], week=[])
    assert starting(study, "How long participants were followed") == (
        "How long participants were followed: on average 52.0 weeks with dextrose and 40.3 weeks "
        "with saline injection, from the baseline to the last visit with a score, or to a later "
        "event."
    )
    assert (
        "Not known: whether participants were asked about harms or reported them spontaneously."
    ) in write(study)
    asked = study.file.model_copy(update={"harms_assessment": "An open question."})
    told = write(replace(study, file=asked))
    assert not any(text.startswith("Not known") for text in told)
    silent = write(replace(study, file=asked, events=None))
    assert silent[1:] == ["How harms were assessed: as the study file says: An open question."]


def test_a_column_of_times_followed_is_where_they_come_from() -> None:
    study = make_study_of(participant=[], week=[])
    events = study.file.events.model_copy(update={"followed": TimeColumns(day="days")})
    file = study.file.model_copy(update={"events": events})
    people = study.participants.assign(days=[7.0, float("nan"), *[14.0] * 18])
    text = starting(replace(study, file=file, participants=people), "How long")
    # 1, 52 and eight times 2 weeks
    assert "on average 6.9 weeks with dextrose and 2.0 weeks with saline injection, as" in text
    assert text.endswith("as recorded for each, or to a later event.")
