"""What is said of a crossover: pairs, periods, carry-over, missing periods and harms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_periods, summarise_period_harms
from outcomes.displays.passage import Passage
from outcomes.prose import (
    write_crossover_limits,
    write_pairs,
    write_period_effects,
    write_period_harms,
)
from outcomes.study import Study, load_study
from tests.cases.crossover_study import SENN, write_crossover
from tests.study.keys import write_key

EVENTS = ("  scores: scores.csv\n", "  scores: scores.csv\n  events: events.csv\n")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return load_study(write_key(write_crossover(tmp_path)))


def say(passage: Passage) -> str:
    return " ".join(passage.sentences)


def test_a_period_with_its_size_and_what_it_does_to_the_comparison(study: Study) -> None:
    said = say(write_period_effects(compare_periods(study), study))
    assert "the mean was 15.8 l/min higher (95% CI from 7.7 lower to 39.4 higher" in said
    assert "The comparison of treatments allows for it." in said
    assert "It does not decide which analysis is used." in said


def test_why_no_pairs_were_compared(study: Study) -> None:
    alone = study.participants.groupby("arm")["participant"].first()
    few = replace(study, scores=study.scores[study.scores["participant"].isin(alone)])
    said = say(write_pairs(compare_periods(few), few))
    assert "was not made, because too few participants" in said
    assert "was not made" not in say(write_pairs(compare_periods(study), study))


def test_missing_periods_are_a_limit_where_there_are_some(tmp_path: Path, study: Study) -> None:
    assert "Missing periods" not in say(write_crossover_limits(compare_periods(study), study))
    values = {name: dict(own) for name, own in SENN.items()}
    values["FS"]["1"], values["FS"]["4"] = (310, None), (None, None)
    other = load_study(write_key(write_crossover(tmp_path / "other", values)))
    said = say(write_crossover_limits(compare_periods(other), other))
    assert (
        "one participant has a score in some periods only and one participant has no score" in said
    )


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (
            "participant,event,week\n1,rash,2\n",
            "under the treatment of the period",
        ),
        ("participant,event\n1,rash\n", "harms stand by sequence"),
        (None, "Harms were not recorded"),
    ],
)
def test_by_what_harms_are_counted(tmp_path: Path, events: str | None, said: str) -> None:
    changes = [] if events is None else [EVENTS]
    folder = write_crossover(tmp_path, SENN, ("week 1", "week 3"), *changes)
    if events is not None:
        (folder / "events.csv").write_text(events, encoding="utf-8")
    study = load_study(write_key(folder))
    harms: pd.DataFrame = summarise_period_harms(study)
    assert said in say(write_period_harms(harms, study))
