from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import RunError, StudyError
from outcomes.study import check_study, find_root, list_studies, load_study

from .small_study import write_small_study


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    raw = tmp_path / "project" / "data" / "raw"
    raw.mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def test_the_root_is_found_upwards(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_root() == project
    monkeypatch.chdir(project / "data" / "raw")
    assert find_root() == project


def test_outside_a_project_the_error_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RunError, match="data/raw"):
        find_root()


def test_studies_are_the_folders_with_a_study_file(project: Path) -> None:
    assert list_studies(project) == ()
    write_small_study(project / "data" / "raw")
    (project / "data" / "raw" / "notes").mkdir()
    assert list_studies(project) == ("small-study",)


def test_what_a_study_is_does_not_depend_on_the_notebooks_beside_it(project: Path) -> None:
    folder = write_small_study(project / "data" / "raw")
    assert check_study(folder) == ()
    (project / "notebooks").mkdir()
    (project / "notebooks" / "10_other.ipynb").touch()
    assert check_study(folder) == ()
    assert load_study(folder).file.reports


def test_a_study_is_loaded_by_id_or_by_folder(project: Path) -> None:
    folder = write_small_study(project / "data" / "raw")
    by_id, by_folder = load_study("small-study"), load_study(folder)
    assert by_id.fingerprint == by_folder.fingerprint == load_study(str(folder)).fingerprint


def test_an_unknown_study_is_a_fault_that_names_those_there_are(project: Path) -> None:
    write_small_study(project / "data" / "raw")
    with pytest.raises(StudyError, match="The studies here are: small-study"):
        load_study("smal-study")
    (fault,) = check_study("smal-study")
    assert fault.value == "smal-study"


def test_a_folder_without_a_study_file_is_a_fault(project: Path) -> None:
    (fault,) = check_study(project)
    assert "no study file" in fault.message


@pytest.mark.parametrize("name", ["../small-study", "/etc", "a/b", "A b", ""])
def test_what_is_no_id_is_looked_up_as_a_folder(project: Path, name: str) -> None:
    (fault,) = check_study(name)
    assert fault.file == "study.yaml"
