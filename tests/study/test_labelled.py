"""Labels of codes, from SPSS: arms and visits by code or label, sex shown in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from outcomes import load_study
from outcomes.errors import StudyError
from tests.study.small_study import write_small_study

ARMS = {1: "Dextrose 20 %", 2: "Saline"}
SEX = {1: "female", 2: "male"}


def _with_spss(tmp_path: Path, arms: dict[int, str], *edits: tuple[str, str]) -> Path:
    """Return the small study with its participants in a file of SPSS."""
    folder = write_small_study(tmp_path)
    people = pd.read_csv(folder / "participants.csv").assign(sex=[1, 2, 1, 2, 1, 2])
    labels = {"arm": arms, "sex": SEX}
    pyreadstat.write_sav(people, folder / "people.sav", variable_value_labels=labels)
    study_file = folder / "study.yaml"
    text = study_file.read_text(encoding="utf-8")
    for old, new in (("participants: participants.csv", "participants: people.sav"), *edits):
        assert old in text
        text = text.replace(old, new)
    study_file.write_text(text, encoding="utf-8")
    return folder


def _arms(folder: Path) -> list[str]:
    return list(load_study(folder).participants["arm"])


def test_an_arm_is_named_by_its_code_or_by_its_label(tmp_path: Path) -> None:
    by_code = _with_spss(tmp_path, ARMS)
    expected = ["dextrose"] * 3 + ["saline"] * 3
    assert _arms(by_code) == expected
    text = (by_code / "study.yaml").read_text(encoding="utf-8")
    by_label = text.replace("code: 1}", 'code: "Dextrose 20 %"}').replace(
        ", code: 2}", ", code: Saline}"
    )
    (by_code / "study.yaml").write_text(by_label, encoding="utf-8")
    assert _arms(by_code) == expected


def test_characteristics_show_labels_where_every_code_has_one(tmp_path: Path) -> None:
    study = load_study(_with_spss(tmp_path, ARMS))
    assert list(study.participants["sex"]) == ["female", "male"] * 3


def test_a_code_that_file_and_study_file_give_to_different_arms_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as failed:
        load_study(_with_spss(tmp_path, {1: "saline", 2: "Dextrose"}))
    first, second = failed.value.faults
    assert (first.file, first.column, first.value) == ("people.sav", "arm", "1")
    assert "1 stands for `saline`, in study.yaml for the arm `dextrose`" in first.message
    assert second.value == "2"
