"""Costs are price times sessions, and numbers needed to treat times that."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from outcomes.analysis import compare_responders, cost_responders
from outcomes.prose import write_costs
from outcomes.study import Study, load_study
from outcomes.study.treatment import Price, Treatment


def give(study: Study, **treatments: Treatment) -> Study:
    arms = {
        name: arm.model_copy(update={"treatment": treatments.get(name)})
        for name, arm in study.file.arms.items()
    }
    return replace(study, file=study.file.model_copy(update={"arms": arms}))


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study("knee-dextrose-saline")


@pytest.fixture(scope="module")
def responders(knee: Study) -> pd.DataFrame:
    return compare_responders(knee)


DEXTROSE = Treatment(sessions=3, price=Price(amount=100, currency="EUR"))


def test_one_more_responder_costs_the_number_needed_to_treat_times_the_courses(
    knee: Study, responders: pd.DataFrame
) -> None:
    study = give(
        knee,
        dextrose=DEXTROSE,
        saline=Treatment(sessions=3, price=Price(amount=40, currency="EUR")),
    )
    costs = cost_responders(responders, study)
    courses = costs[costs["quantity"] == "cost of a course"].set_index("arm")["estimate"]
    assert courses.to_dict() == {"dextrose": 300.0, "saline": 120.0}
    pain = costs[(costs["endpoint"] == "womac.pain") & (costs["comparator"] == "saline")]
    (row,) = pain.to_dict("records")
    # 15 of 30 against 11 of 29: 1 / (1/2 - 11/29) = 58/7 = 8.29 treated for one more.
    assert row["estimate"] == pytest.approx(180 * 58 / 7)
    assert row["ci_high"] < 0, "the interval reaches through infinity"
    assert row["unit"] == "EUR"


def test_another_price_takes_the_place_of_the_study_files(
    knee: Study, responders: pd.DataFrame
) -> None:
    costs = cost_responders(responders, give(knee, dextrose=DEXTROSE), price=400.0)
    assert costs["estimate"].iloc[0] == 1200.0
    bare = give(knee, dextrose=Treatment(sessions=3))
    assert cost_responders(responders, bare).empty
    assert cost_responders(responders, bare, price=400.0)["estimate"].iloc[0] == 1200.0


def test_without_sessions_or_a_price_nothing_is_known(
    knee: Study, responders: pd.DataFrame
) -> None:
    study = give(knee, dextrose=Treatment(price=Price(amount=100, currency="EUR")))
    assert cost_responders(responders, study).empty
    assert write_costs(cost_responders(responders, study), study) is None
    course = Treatment(price=Price(amount=500, currency="EUR", per="course"))
    costs = cost_responders(responders, give(knee, dextrose=course))
    assert costs["estimate"].iloc[0] == 500.0


def test_words_say_what_is_counted_and_where_there_is_no_upper_end(
    knee: Study, responders: pd.DataFrame
) -> None:
    study = give(knee, dextrose=DEXTROSE)
    passage = write_costs(cost_responders(responders, study), study)
    assert passage is not None
    assert "A course as planned costs: dextrose injections 300 EUR." in passage.text
    pain = next(text for text in passage.sentences if text.startswith("WOMAC pain"))
    assert "2486 EUR for one more who responds (95% CI from 862 EUR up, without" in pain
    assert "no price is known of saline injections" in pain


def test_a_course_that_costs_no_more_has_no_cost_of_one_more(
    knee: Study, responders: pd.DataFrame
) -> None:
    dear = Treatment(price=Price(amount=300, currency="EUR", per="course"))
    costs = cost_responders(responders, give(knee, dextrose=DEXTROSE, saline=dear))
    assert "saline" not in set(costs["comparator"])


def test_where_no_more_responded_there_is_no_cost_of_one_more(
    knee: Study, responders: pd.DataFrame
) -> None:
    study = give(knee, dextrose=DEXTROSE)
    turned = responders.assign(estimate=-responders["estimate"])
    passage = write_costs(cost_responders(turned, study), study)
    assert passage is not None
    assert "no more responded, so there is no cost of one more" in passage.text
    assert not math.isnan(cost_responders(turned, study)["estimate"].iloc[0])
