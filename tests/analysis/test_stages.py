"""Participants at each stage: what the data record is counted, what they do not is said."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.change import summarise_change
from outcomes.analysis.comparison import compare_with_control
from outcomes.analysis.stages import count_stages
from outcomes.estimates import make_estimates
from outcomes.study import load_study
from outcomes.study.participant_flow import ArmFlow, ParticipantFlow
from outcomes.study.study import Study


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    """Return the knee study with its allocation declared."""
    loaded = load_study(str(root / "data/raw/knee-dextrose-saline"))
    return replace(loaded, file=loaded.file.model_copy(update={"allocation": "randomised"}))


@pytest.fixture(scope="module")
def stages(study: Study) -> pd.DataFrame:
    return count_stages(study, compare_with_control(study))


def number(stages: pd.DataFrame, stage: str, arm: str = "", visit: str = "") -> float:
    rows = stages[(stages["subgroup"] == stage) & (stages["arm"] == arm)]
    rows = rows[rows["visit"] == visit] if visit else rows
    (value,) = rows["estimate"]
    return float(value)


def test_those_allocated_add_up_to_those_randomised(study: Study, stages: pd.DataFrame) -> None:
    allocated = [number(stages, "allocated", arm) for arm in study.arms]
    assert sum(allocated) == number(stages, "randomised") == len(study.participants)


def test_nobody_is_said_to_be_randomised_unless_the_study_file_says_so(study: Study) -> None:
    for allocation in ("not-randomised", "observational", None):
        file = study.file.model_copy(update={"allocation": allocation})
        stages = count_stages(replace(study, file=file), make_estimates([]))
        assert "randomised" not in set(stages["subgroup"])
        assert number(stages, "enrolled") == len(study.participants)


def test_those_seen_and_not_seen_are_everybody(study: Study, stages: pd.DataFrame) -> None:
    for arm in study.arms:
        seen = number(stages, "seen", arm, "week 52")
        absent = number(stages, "not seen", arm, "week 52")
        assert seen + absent == number(stages, "allocated", arm)
        parts = stages[
            (stages["arm"] == arm) & stages["subgroup"].isin(["last seen", "seen later"])
        ]
        assert parts["estimate"].sum() == absent


def test_analysed_are_those_that_the_comparison_counts(study: Study, stages: pd.DataFrame) -> None:
    differences = compare_with_control(study)
    row = differences[
        (differences["quantity"] == "difference")
        & (differences["endpoint"] == "womac.composite")
        & (differences["visit"] == "week 52")
        & (differences["comparator"] == "saline")
    ].iloc[0]
    # The mixed model has four and four more, who were seen at earlier visits only.
    assert (row["n_arm"], row["n_comparator"]) == (26, 25)
    assert number(stages, "analysed", "dextrose") == row["done"].participants_of("dextrose") == 30
    assert number(stages, "analysed", "saline") == row["done"].participants_of("saline") == 29


def test_what_is_not_recorded_has_a_row_that_says_so(stages: pd.DataFrame) -> None:
    for stage in ("assessed for eligibility", "excluded", "received the allocated treatment"):
        rows = stages[stages["subgroup"] == stage]
        assert len(rows)
        assert rows["estimate"].isna().all()
        assert {reason.code for reason in rows["reason"]} == {"not-recorded"}


def test_a_single_arm_is_enrolled_and_analysed_by_its_change(root: Path) -> None:
    study = load_study(str(root / "data/raw/foot-ankle-dextrose"))
    stages = count_stages(study, summarise_change(study))
    assert "randomised" not in set(stages["subgroup"])
    assert number(stages, "enrolled") == 86
    assert number(stages, "analysed", "injections") == 64


def test_without_an_analysis_nobody_is_said_to_be_analysed(study: Study) -> None:
    stages = count_stages(study, make_estimates([]))
    assert math.isnan(number(stages, "analysed", "saline"))


def test_somebody_who_was_never_seen_and_somebody_who_came_back(study: Study) -> None:
    primary = study.file.plan.primary.endpoint
    middle = study.file.plan.primary.model_copy(update={"visit": "week 24"})
    file = study.file.model_copy(
        update={"plan": study.file.plan.model_copy(update={"primary": middle})}
    )
    people = study.participants.loc[study.participants["arm"] == "saline", "participant"].tolist()
    of_endpoint = study.scores["endpoint"] == primary
    never = of_endpoint & (study.scores["participant"] == people[0])
    absent = of_endpoint & (study.scores["visit"] == "week 24")
    scores = study.scores[~never & ~absent]
    stages = count_stages(replace(study, file=file, scores=scores), make_estimates([]))
    rows = stages[(stages["arm"] == "saline") & (stages["subgroup"] == "last seen")]
    assert rows[rows["visit"] == ""]["estimate"].tolist() == [1]
    assert number(stages, "not seen", "saline") == len(people)
    assert number(stages, "seen later", "saline") > 0


def test_what_the_study_file_says_of_the_flow_is_counted_with_its_reasons(study: Study) -> None:
    flow = ParticipantFlow(
        assessed=130,
        excluded={"declined": 25, "not eligible": 15},
        arms={"saline": ArmFlow(received=28, lost={"moved away": 1, "rather not": 2})},
    )
    told = replace(study, file=study.file.model_copy(update={"flow": flow}))
    stages = count_stages(told, compare_with_control(told))
    assert number(stages, "assessed for eligibility") == 130
    assert number(stages, "excluded") == 40
    assert number(stages, "excluded: declined") == 25
    assert number(stages, "received the allocated treatment", "saline") == 28
    assert math.isnan(number(stages, "received the allocated treatment", "dextrose"))
    assert number(stages, "not seen: rather not", "saline", "week 52") == 2
