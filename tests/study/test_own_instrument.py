"""An instrument of the study's own: the guide's example at the first try, and faults by line."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from outcomes.instruments import score_items
from outcomes.study import check_study, load_study
from outcomes.study.own_instrument import read_own_instrument
from tests.study.keys import hidden

from .small_study import STUDY, write_small_study

FORMS = {
    "A1": (0, 1, 2, 4, 1, 0),
    "A2": (0, "", "", 4, "", 0),
    "B1": (4, 4, 4, 0, 0, 0),
    "B2": (0, 0, 0, 4, 4, 4),
    "B3": (0, "", "", 4, "", ""),
}
BY_HAND = {"A1": 100 * 14 / 24, "A2": 100 * 8 / 12, "B1": 0.0, "B2": 100.0}
"""Of 4 points each: 4 + 3 + 2 + 4 + 1 + 0; 4 + 4 + 0 of three answered; the worst; the best."""


@pytest.fixture
def example(root: Path) -> str:
    page = (root / "docs" / "how-to-add" / "instrument.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- example: stiff-foot.yaml -->\n```yaml\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def study(tmp_path: Path, example: str) -> Path:
    folder = write_small_study(tmp_path)
    stiff = '  stiff: {instrument: stiff-foot.yaml, items: "stiff_{item}"}\n'
    text = STUDY.replace("  stairs:", f"{stiff}  stairs:")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (folder / "stiff-foot.yaml").write_text(example, encoding="utf-8")
    scores = pd.read_csv(folder / "scores.csv", dtype=str, keep_default_na=False)
    for number in range(6):
        scores[f"stiff_q{number + 1}"] = [
            str(FORMS[who][number]) if when == "week 12" and who in FORMS else ""
            for who, when in zip(scores["participant"], scores["visit"], strict=True)
        ]
    scores.to_csv(folder / "scores.csv", index=False)
    return folder


def test_the_example_of_the_guide_scores_reversed_items_right_at_the_first_try(
    study: Path,
) -> None:
    assert check_study(study) == ()
    loaded = load_study(study)
    scores = loaded.scores[loaded.scores["endpoint"] == "stiff"].set_index("participant")["value"]
    assert scores.loc[hidden(*BY_HAND)].tolist() == pytest.approx(list(BY_HAND.values()))
    assert len(scores) == len(BY_HAND)
    endpoint = loaded.endpoints["stiff"]
    assert (endpoint.label, endpoint.higher) == ("Stiff Foot Score", "better")
    assert endpoint.important_change is not None
    assert endpoint.important_change.value == 10
    assert "stiff-foot.yaml" in loaded.files


def test_a_change_of_the_file_changes_the_fingerprint(study: Path) -> None:
    before = load_study(study).fingerprint
    path = study / "stiff-foot.yaml"
    path.write_text(path.read_text("utf-8").replace("best: high", "best: low"), encoding="utf-8")
    assert load_study(study).fingerprint != before


def test_every_fault_of_the_file_is_reported_at_once_with_its_line(
    study: Path, example: str
) -> None:
    damaged = (
        example.replace("q1 to q3, answers: [0, 4]", "q1 to q3, answers: [4, 0]")
        .replace("items: q1 to q6", "items: q1 to q7")
        .replace("total:", "total:", 1)
    )
    (study / "stiff-foot.yaml").write_text(damaged, encoding="utf-8")
    faults = check_study(study)
    lines = damaged.splitlines()
    assert {fault.file for fault in faults} == {"stiff-foot.yaml"}
    found = {(lines[(fault.row or 1) - 1].strip()[:20], fault.message) for fault in faults}
    assert found == {
        ("- {codes: q1 to q3, ", "The answers do not run from a smaller to a larger number."),
        ("items: q1 to q7", "No such item: q7."),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (", best: high", "", "`best` is missing."),
        ("best: high", "best: top", "`best` cannot be this."),
        ("range: [0, 100]", "range: [0, 24]", "The items give 0 to 100, not 0 to 24."),
        ("scored_as: percent", "scored_as: sum", "The items give 0 to 24, not 0 to 100."),
        ("may_be_empty: half", "may_be_empty: 6", "6 of 6 items cannot be empty."),
        ("label: Stiff Foot Score\nabout", "name: x\nabout", "`label` is missing."),
        ("answers: [0, 4]", "answers: [none, 4]", "`answers` is not a number."),
        (
            "may_be_empty: half",
            "may_be_empty: one",
            "`may_be_empty` is neither a number of items nor `half` nor `none`.",
        ),
        ("licence:", "license:", "There is no key `license` here."),
    ],
)
def test_a_slip_is_named_with_its_line(example: str, old: str, new: str, message: str) -> None:
    instrument, faults = read_own_instrument(example.replace(old, new).encode(), "stiff-foot.yaml")
    assert instrument is None
    assert message in [fault.message for fault in faults]
    assert not any("Input should" in str(fault) or "study.md" in fault.fix for fault in faults)
    assert all(fault.row and fault.fix for fault in faults)


def test_a_file_that_is_not_there_is_a_fault_of_the_study_file(study: Path) -> None:
    (study / "stiff-foot.yaml").unlink()
    (fault,) = check_study(study)
    assert (fault.file, fault.value) == ("study.yaml", "stiff-foot.yaml")
    assert fault.message == "There is no such file in the study's folder."


def test_a_value_set_counts_its_own_points() -> None:
    text = """
label: Index
about: Two dimensions of an index; the numbers are invented.
items:
  - {codes: mobility, answers: [1, 3], allowed: [1, 2, 3], points: [0, -0.1, -0.5], best: low}
  - {codes: pain, answers: [1, 3], allowed: [1, 2, 3], points: [0, -0.2, -0.9], best: low}
scores:
  index:
    label: Index
    items: [mobility, pain]
    scored_as: sum
    start: 1
    range: [-0.4, 1]
    higher: better
    missing: {source: assumed}
sources: [invented]
licence: none
"""
    instrument, faults = read_own_instrument(text.encode(), "index.yaml")
    assert faults == ()
    assert instrument is not None
    forms = pd.DataFrame({"mobility": [1, 2, 3, 1], "pain": [1, 3, 3, None]}, dtype=float)
    scores = score_items(instrument, forms)["index"]
    assert scores[:3].tolist() == pytest.approx([1, 0, -0.4])
    assert pd.isna(scores[3])


def test_a_weighted_mean_of_parts_and_a_table() -> None:
    text = """
label: Parts
about: Two parts, one read from a table.
items:
  - {codes: a1 to a2, answers: [0, 2], best: low}
  - {codes: b1, answers: [1, 5], best: high}
scores:
  first:
    {label: First, items: a1 to a2, scored_as: table, table: [0, 10, 40, 80, 100],
     range: [0, 100], higher: better, missing: {source: assumed}}
  second: {label: Second, items: b1, range: [0, 100], higher: better, missing: {source: assumed}}
  both:
    {label: Both, mean_of: {first: 3, second: 1}, range: [0, 100], higher: better,
     missing: {source: assumed}}
sources: [invented]
licence: none
"""
    instrument, faults = read_own_instrument(text.encode(), "parts.yaml")
    assert faults == ()
    assert instrument is not None
    forms = pd.DataFrame({"a1": [0, 2, 2], "a2": [0, 1, 2], "b1": [5, 2, 1]}, dtype=float)
    scores = score_items(instrument, forms)
    # Sums 0, 3 and 4 lie 4, 1 and 0 steps from the low end, where the answers are worst.
    assert scores["first"].tolist() == [100, 10, 0]
    assert scores["second"].tolist() == [100, 25, 0]
    assert scores["both"].tolist() == [100, (3 * 10 + 25) / 4, 0]
