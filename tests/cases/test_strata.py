"""By what the allocation was stratified enters the model, where the study file names columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.analysis import compare_with_control
from outcomes.study import check_study
from tests.cases.meaning_study import PEOPLE, add_lines, change, load_sound, scores_of, write_study
from tests.cases.pages import make_pages
from tests.study.keys import write_key

MEASURE = "{kind: continuous, range: [0, 100], higher: worse, label: Pain, column: score}"
SCORES = scores_of([50, 31, 28, 47, 36, 30, 55, 29, 24, 58, 41, 39, 44])
PRIMARY = "comparison: [d, p]}\n"


def _write(parent: Path, strata: str, covariates: str = "[]") -> Path:
    sites = ["north" if number % 4 < 2 else "south" for number in range(len(PEOPLE))]
    folder = write_study(parent, MEASURE, SCORES, site=sites)
    change(folder / "study.yaml", (PRIMARY, f"{PRIMARY}  covariates: {covariates}\n"))
    add_lines(folder, "allocation: randomised", f"sequence: {{strata: {strata}}}")
    return write_key(folder)


def test_strata_are_adjusted_for_as_covariates_are(tmp_path: Path) -> None:
    named = compare_with_control(load_sound(_write(tmp_path / "strata", "[site]")))
    asked = compare_with_control(load_sound(_write(tmp_path / "plan", "none", "[site]")))
    assert list(named["estimate"]) == list(asked["estimate"])
    assert named["done"].iloc[0].covariates == ("site",)


def test_strata_in_words_are_said_not_to_be_in_the_model(root: Path, tmp_path: Path) -> None:
    folder = _write(tmp_path, "by centre")
    page = make_pages(folder, root, tmp_path / "project")["treatment-effect"]
    assert "the allocation was stratified (\u201cby centre\u201d)" in page
    named = make_pages(_write(tmp_path / "b", "[site]"), root, tmp_path / "other")
    assert "adjusted for baseline score and site" in named["treatment-effect"]
    assert "the allocation was stratified" not in named["treatment-effect"]


def test_a_stratum_without_a_column_is_a_fault(tmp_path: Path) -> None:
    (fault,) = check_study(_write(tmp_path, "[centre]"))
    assert fault.message == "The table has no column `centre`."
    assert "`sequence.strata`" in fault.fix


@pytest.mark.parametrize("strata", ["[]", "none"])
def test_no_strata_change_nothing(tmp_path: Path, strata: str) -> None:
    assert load_sound(_write(tmp_path, strata)).file.covariates == ()
