"""A codebook that says something else than the data: sex is 1 and 2, and not 0 and 1."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from outcomes.study import check_study, load_study
from tests.cases.meaning_study import change
from tests.study.small_study import write_small_study

CODEBOOK = {"0": "female", "1": "male"}
"""As the manual of `oai_knee_missing` has it."""


@pytest.fixture
def osteoarthritis(shared: Path, tmp_path: Path) -> Path:
    """Return a study of the people of `oai_knee_missing`, with one made-up score."""
    people = pd.read_csv(shared / "data" / "oai_knee_missing" / "data.csv")
    people["participant"] = range(1, len(people) + 1)
    folder = tmp_path / "knees"
    folder.mkdir()
    people.to_csv(folder / "people.csv", index=False)
    times = ("before", "after")
    rows = [
        (who, when, (7 * who + len(when)) % 61) for who in people["participant"] for when in times
    ]
    scores = pd.DataFrame(rows, columns=["participant", "visit", "pain"])
    scores.to_csv(folder / "scores.csv", index=False)
    (folder / "study.yaml").write_text(
        "id: knees\ntitle: Made-up pain of real people\nprovenance: collected\n"
        "design: single-arm\njoint: knee\narms:\n  all: {label: All, role: active}\n"
        "visits: [{name: before, week: 0}, {name: after, week: 6}]\n"
        "tables: {participants: people.csv, scores: scores.csv}\n"
        "measures: {pain: {instrument: pain-vas}}\n"
        "characteristics: [{column: SEX, levels: {0: female, 1: male}}, BMI]\n"
        "plan: {primary: {endpoint: pain, visit: after}}\nreports: [before-after]\n",
        encoding="utf-8",
    )
    return folder


def test_declared_levels_that_the_data_do_not_follow_are_one_fault(osteoarthritis: Path) -> None:
    (fault,) = check_study(osteoarthritis)
    assert (fault.file, fault.column, fault.value) == ("people.csv", "SEX", "2")
    assert fault.message.startswith("1591 cells hold a level that the study file does not name")
    assert "nobody has `0`" in fault.message
    change(osteoarthritis / "study.yaml", ("{0: female, 1: male}", "{1: male, 2: female}"))
    assert check_study(osteoarthritis) == ()
    assert (load_study(osteoarthritis).participants["SEX"] == "male").sum() == 994


def _labelled(parent: Path, codes: list[float], labels: dict[float, str]) -> Path:
    """Write the small study with sex as codes in a file of SPSS that has labels."""
    folder = write_small_study(parent)
    people = pd.read_csv(folder / "participants.csv").assign(sex=codes)
    pyreadstat.write_sav(people, folder / "people.sav", variable_value_labels={"sex": labels})
    change(folder / "study.yaml", ("participants: participants.csv", "participants: people.sav"))
    return folder


@pytest.mark.parametrize(
    ("codes", "labels", "says"),
    [
        ([1, 2, 2, 1, 2, 2], {0: "f", 1: "m"}, "4 of 6 cells hold a code to which the codebook"),
        ([1, 2, 2, 1, 2, 2], {0: "f", 1: "m"}, "no cell holds `0`"),
        ([0, 1, 2, 1, 0, 0], {0: "f", 1: "m"}, "1 of 6 cells"),
        ([3, 1, 2, 1, 4, 1], {1: "a", 2: "b"}, "2 of 6 cells"),
    ],
)
def test_labels_of_a_file_that_lack_a_code_are_asked_about(
    tmp_path: Path, codes: list[float], labels: dict[float, str], says: str
) -> None:
    (query, *others) = load_study(_labelled(tmp_path, codes, labels)).queries
    assert (query.kind, query.column) == ("codebook-against-data", "sex")
    assert says in query.message
    assert {other.kind for other in others} <= {"whole-numbers-as-category"}


@pytest.mark.parametrize(
    ("codes", "labels"),
    [([0, 1, 0, 1, 1, 1], {0: "f", 1: "m", 9: "other"}), ([31, 32, 27, 25, 40, 38], {99: "?"})],
)
def test_labels_that_fit_are_not(
    tmp_path: Path, codes: list[float], labels: dict[float, str]
) -> None:
    assert load_study(_labelled(tmp_path, codes, labels)).queries == ()
