"""A real trial of 254 people with 1191 adverse events, on a study with its arms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from outcomes.study import Study
from outcomes.study.event_words import meanings
from outcomes.study.events_file import EventValues
from tests.tables.examples import make_study

ARMS = ("placebo", "low", "high")
NAMES = {"Placebo": "placebo", "Xanomeline Low Dose": "low", "Xanomeline High Dose": "high"}


def read_patch_trial(shared: Path) -> tuple[Study, pd.DataFrame, pd.DataFrame]:
    """Return the study, and the files of people and events as they are."""
    folder = shared / "data" / "patch_trial_safety"
    people = pd.read_csv(folder / "subjects.csv", parse_dates=["first_dose", "last_dose"])
    events = pd.read_csv(folder / "data.csv")
    file = make_study(
        provenance="collected",
        arms={
            "low": {"label": "Low dose", "role": "active"},
            "high": {"label": "High dose", "role": "active"},
            "placebo": {"label": "Placebo patch", "role": "placebo"},
        },
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    enrolled = pd.DataFrame({"participant": people["subject"], "arm": people["arm"].map(NAMES)})
    table = events.rename(columns={"subject": "participant", "term": "event"})
    for column in ("serious", "severity", "related"):
        words = meanings(column, EventValues())
        table[column] = table[column].fillna("").map(lambda text, words=words: words[text.lower()])
    study = replace(file, participants=enrolled, events=table.drop(columns="arm"))
    return study, people, events


def date_events(study: Study, events: pd.DataFrame) -> Study:
    """Give the events the file has a day of their week, and drop the others; day 1 is week 0."""
    day = events["start_day"]
    week = (day - (day > 0)) / 7
    assert study.events is not None
    return replace(study, events=study.events.assign(week=week)[day.notna()])
