from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import StudyError
from outcomes.study import check_study, load_study, new_study
from outcomes.study.disclosure import Disclosure
from outcomes.study.read_study_file import read_study_file

FILLED_IN = {
    '"<one line, as it stands above the report>"': "Injection against exercise",
    '"<one or two sentences: who was treated, with what, against what>"': "Adults with knee pain.",
    '"<the diagnosis>"': "knee osteoarthritis",
}


REPORTS = {"parallel": ("mine", "yours"), "single-arm": ("mine",)}


def _fill_in(folder: Path) -> None:
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8")
    for placeholder, words in FILLED_IN.items():
        assert placeholder in text
        text = text.replace(placeholder, words)
    text = text.replace('"<what readers see>"', "Injection", 1)
    text = text.replace('"<what readers see>"', "Exercise", 1)
    file.write_text(text, encoding="utf-8")
    with (folder / "participants.csv").open("a", encoding="utf-8") as people:
        people.write("1,treatment,50,f\n2,control,60,m\n3,treatment,40,f\n4,control,70,m\n")
    with (folder / "scores.csv").open("a", encoding="utf-8") as scores:
        for person in range(1, 5):
            scores.write(f"{person},baseline,{60 + person}\n{person},week 12,{40 + person}\n")


def test_a_new_study_passes_the_check_once_filled_in(tmp_path: Path) -> None:
    folder = new_study("knee-injection", tmp_path, REPORTS)
    assert folder == tmp_path / "data" / "raw" / "knee-injection"
    _fill_in(folder)
    assert check_study(folder) == ()
    study = load_study(folder)
    assert study.id == "knee-injection"
    assert len(study.scores) == 8


def test_a_new_study_asks_for_the_reports_that_suit_it(tmp_path: Path) -> None:
    text = (new_study("knee-injection", tmp_path, REPORTS) / "study.yaml").read_text("utf-8")
    assert text.endswith("\nreports: [mine, yours]\n# single-arm: [mine]\n")


def test_a_new_study_says_what_is_still_to_be_filled_in(tmp_path: Path) -> None:
    faults = check_study(new_study("knee-injection", tmp_path, REPORTS))
    unfilled = [fault for fault in faults if "still to be filled in" in fault.message]
    assert {fault.column for fault in unfilled} == {
        "title", "summary", "condition", "arms.treatment.label", "arms.control.label",
    }  # fmt: skip
    empty = [fault.file for fault in faults if "no rows" in fault.message]
    assert empty == ["participants.csv", "scores.csv"]
    assert len(faults) == len(unfilled) + len(empty)


@pytest.mark.parametrize("study_id", ["../x", "A", "a b", "a/b", "", "a--b", "-a", "x" * 65])
def test_an_impossible_id_writes_nothing(tmp_path: Path, study_id: str) -> None:
    with pytest.raises(StudyError, match="cannot be a study's id"):
        new_study(study_id, tmp_path / "root", REPORTS)
    assert list(tmp_path.iterdir()) == []


def test_a_study_that_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = new_study("knee-injection", tmp_path, REPORTS)
    (folder / "study.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="already"):
        new_study("knee-injection", tmp_path, REPORTS)
    assert (folder / "study.yaml").read_text(encoding="utf-8") == "mine"


def test_reports_about_more_than_the_study_stand_in_a_remark(tmp_path: Path) -> None:
    folder = new_study("knee-injection", tmp_path, REPORTS, ("theirs",))
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert text.endswith("reports: [mine, yours]\n# single-arm: [mine]\n# if wanted: theirs\n")


def test_the_remark_on_disclosure_can_be_taken_as_it_is(tmp_path: Path) -> None:
    path = new_study("knee-injection", tmp_path, REPORTS) / "study.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("# disclosure:", "disclosure:"), encoding="utf-8")
    draft, faults = read_study_file(path.read_bytes())
    assert draft is not None
    assert draft.file.disclosure == Disclosure(minimum=5)
    assert not [fault for fault in faults if "disclosure" in str(fault)]
