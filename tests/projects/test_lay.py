"""A project is laid whole or not at all, and its notebooks are brought up to date beside edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import outcomes
from outcomes.errors import RunError
from outcomes.projects.lay import EXAMPLE, lay_project
from outcomes.projects.notebook_copies import RECORD, find_packaged, update_notebooks
from outcomes.runs import find_notebooks
from outcomes.runs.check_notebooks import check_notebooks
from outcomes.study import list_studies

NOTEBOOK = "notebooks/10_data_quality.ipynb"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return lay_project(tmp_path / "my-project")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_project_has_all_that_a_run_needs(project: Path) -> None:
    assert list_studies(project) == (EXAMPLE,)
    assert check_notebooks(find_notebooks(project)) == ()
    assert {path.name for path in project.iterdir()} == {
        *(".github", ".gitignore", "README.md", "data", "environment.yml", "notebooks", "reports")
    }
    assert f"!data/raw/{EXAMPLE}" in (project / ".gitignore").read_text()
    assert (
        f"outcomes-notebooks=={outcomes.__version__}" in (project / "environment.yml").read_text()
    )
    assert "name: my-project" in (project / "environment.yml").read_text()
    assert not list(project.parent.glob(".*being-laid"))


def test_an_empty_folder_is_filled_and_any_other_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    lay_project(tmp_path / "empty")
    with pytest.raises(RunError, match="not empty"):
        lay_project(tmp_path / "empty")
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="not empty"):
        lay_project(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "x"


def test_what_cannot_be_laid_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("outcomes.projects.lay.shutil.copytree", fail)
    with pytest.raises(OSError, match="No space"):
        lay_project(tmp_path / "project")
    assert list(tmp_path.iterdir()) == []


def test_notebooks_as_laid_are_updated_and_edited_ones_kept(project: Path) -> None:
    record = project / "notebooks" / RECORD
    assert {one.state for one in update_notebooks(project)} == {"unchanged"}

    laid = json.loads(record.read_text())
    older = project / "notebooks/20_treatment_effect.ipynb"
    edit(older, "## Harms", "## Harm")
    from outcomes.projects.notebook_copies import _hash

    record.write_text(json.dumps({**laid, older.name: _hash(older)}))
    edit(project / NOTEBOOK, "## What is missing", "## Gaps")
    (project / "notebooks/90_claims.ipynb").unlink()
    mine = (project / NOTEBOOK).read_bytes()

    states = {one.name: one for one in update_notebooks(project)}
    assert states[older.name].state == "updated"
    assert older.read_bytes() == (find_packaged() / older.name).read_bytes()
    assert states["90_claims.ipynb"].state == "new"
    edited = states["10_data_quality.ipynb"]
    assert edited.state == "edited"
    assert "-## Gaps" in edited.difference
    assert "+## What is missing" in edited.difference
    assert (project / NOTEBOOK).read_bytes() == mine
    assert edited.beside is not None
    assert edited.beside.read_bytes() == (find_packaged() / "10_data_quality.ipynb").read_bytes()
    assert set(find_notebooks(project)) == set(find_notebooks(find_packaged().parent))


def test_running_a_notebook_is_no_edit(project: Path) -> None:
    content = json.loads((project / NOTEBOOK).read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
    content["metadata"]["language_info"]["version"] = "3.11"
    (project / NOTEBOOK).write_text(json.dumps(content), encoding="utf-8")
    states = {one.name: one.state for one in update_notebooks(project)}
    assert states["10_data_quality.ipynb"] == "unchanged"


def test_the_packages_own_notebooks_are_not_touched(root: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="with git"):
        update_notebooks(root)
    with pytest.raises(RunError, match="Nothing is to be done"):
        update_notebooks(tmp_path)
