from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from outcomes.analysis.harms import summarise_harms
from outcomes.estimates import make_estimates
from outcomes.prose import Passage, write_harms
from outcomes.study.query import Query
from outcomes.study.study import Study
from tests.tables.examples import make_study

COLLECTED = {"provenance": "collected", "calibrated_to": []}


def with_events(**columns: list[Any]) -> Study:
    return replace(make_study(**COLLECTED), events=pd.DataFrame(columns))


def write(study: Study) -> Passage:
    return write_harms(summarise_harms(study), study)


def people(arm: str, number: int) -> list[str]:
    return [f"{arm}-{each}" for each in range(number)]


def test_participants_are_named_by_arm_with_what_they_had() -> None:
    study = with_events(
        participant=["dextrose-1", "dextrose-1", "dextrose-2", "saline-3"],
        event=["bruising", "bruising", "pain", "bruising"],
    )
    sentences = list(write(study).sentences)
    assert sentences[0] == (
        "Participants with a recorded adverse event: 2 of 30 with dextrose (bruising 1, pain 1), 1 "
        "of 29 with saline injection (bruising 1) and 0 of 31 with home exercise."
    )
    assert sentences[1].startswith(
        "The share with an event was 3.2 percentage points higher with dextrose than with saline "
        "injection (95% CI from 11.3 lower to 18.1 higher; Newcombe). The interval "
        "includes no difference: the data are compatible with more harm in either arm."
    )
    assert (
        "Not recorded: whether an event was serious, how severe it was and whether it was held to "
        "come from the treatment."
    ) in sentences
    zero = "with 0 of 31 with home exercise, the true risk could be up to 11% (95% CI, exact"
    assert any(zero in sentence for sentence in sentences)


def test_what_may_stand_in_columns_that_are_not_read_is_not_called_unrecorded() -> None:
    study = with_events(participant=["dextrose-1"])
    query = Query("event-column-not-read", "1 column is not read.", "Say so.", "events.csv")
    open_one, answered = (
        replace(study, queries=(replace(query, answer=answer),)) for answer in ("", "A counter.")
    )
    assert "Not read: whether an event was serious" in write(open_one).text
    assert "Not recorded: whether an event was serious" in write(answered).text


def test_of_many_kinds_the_most_frequent_are_named() -> None:
    study = with_events(
        participant=[*people("dextrose", 3), *people("dextrose", 2), *["dextrose-9"] * 3],
        event=["pain"] * 3 + ["bruising"] * 2 + ["fever", "rash", "itch"],
    )
    assert "(pain 3, bruising 2, fever 1, 2 other kinds)" in write(study).text


@pytest.mark.parametrize(
    ("ours", "theirs"), [(n, m) for n in (0, 1, 6, 15, 30) for m in (0, 1, 14, 29)]
)
def test_harm_favours_an_arm_exactly_where_the_interval_lies_on_its_side(
    ours: int, theirs: int
) -> None:
    study = with_events(participant=people("dextrose", ours) + people("saline", theirs))
    rows = summarise_harms(study)
    pair = rows[(rows["quantity"] == "risk difference") & (rows["comparator"] == "saline")]
    low, high = pair[["ci_low", "ci_high"]].iloc[0]
    text = write(study).text
    found = re.findall(r"which favours ([a-z ]+)\.", text)
    if low > 0:
        assert found == ["saline injection"]
    elif high < 0:
        assert found == ["dextrose"]
    else:
        assert found == []
        assert "includes no difference" in text


def test_what_events_do_not_say_is_told() -> None:
    study = with_events(
        participant=["dextrose-1", "saline-1", "saline-2"],
        serious=["yes", "", "no"],
        week=[3.0, 4.0, -2.0],
    )
    sentences = list(write(study).sentences)
    assert (
        "Serious events: 1 of 30 with dextrose, 0 of 29 with saline injection and 0 of 31 with "
        "home exercise. One event does not say, and counts as none. The share with a serious event "
        "was 3.3 percentage points higher with dextrose than with saline injection (95% CI from "
        "8.7 lower to 16.7 higher; Newcombe). The interval includes no difference: the data are "
        "compatible with more harm in either arm."
    ) in sentences
    assert "Left out: one event that began before the baseline." in sentences


def test_harms_that_were_not_recorded_are_not_no_harm() -> None:
    study = make_study(**COLLECTED)
    (only,) = write(study).sentences
    assert only.startswith("Harms were not recorded in this study's files")
    assert only.endswith("that is not the same as no harm.")
    (other,) = write_harms(make_estimates([]), study).sentences
    assert other.startswith("Harms are not among the estimates of this report")


def test_no_absence_of_events_is_called_safe() -> None:
    columns: dict[str, Any] = {"participant": [], "event": []}
    text = write(replace(make_study(**COLLECTED), events=pd.DataFrame(columns))).text
    assert "0 of 30 with dextrose" in text
    assert "no difference found is not evidence of safety" in text
    assert not re.search(r"\b(is|are|was|were) safe\b|harmless|well tolerated", text)


def test_simulated_events_say_nothing_about_safety() -> None:
    study = replace(make_study(), events=pd.DataFrame({"participant": ["saline-1"]}))
    assert "they say nothing about the safety of anything" in write(study).text
    assert "simulated" not in write(with_events(participant=["saline-1"])).text


def test_how_harms_were_assessed_is_reported_where_the_study_file_says_it() -> None:
    events = pd.DataFrame({"participant": ["dextrose-1"]})
    silent = replace(make_study(**COLLECTED), events=events)
    assert "whether participants were asked about harms" in write(silent).text
    told = replace(make_study(**COLLECTED, harms_assessment="An open question."), events=events)
    text = write(told).text
    assert "How harms were assessed: as the study file says: An open question." in text
    assert "whether participants were asked" not in text
