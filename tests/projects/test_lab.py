"""What `outcomes lab` starts, and that saving there leaves tracked notebooks as they are."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import outcomes
from outcomes.projects.lab import LABEXTENSIONS, write_command, write_environment
from outcomes.projects.lab_launcher import list_choices
from outcomes.projects.lay import EXAMPLE, lay_project
from outcomes.projects.working_copy import open_copy
from tests.lab import LONG, Lab


def test_the_readers_own_options_come_last(tmp_path: Path) -> None:
    command = write_command(tmp_path, ["--port", "8899"])
    assert command[-2:] == ["--port", "8899"]
    assert f"--ServerApp.root_dir={tmp_path}" in command
    assert "--LabApp.default_url=/lab" in command, "there is no folder of notebooks"
    assert f"--LabApp.extra_labextensions_path={LABEXTENSIONS}" in command


def test_the_launchers_card_has_the_version_of_the_package() -> None:
    about = json.loads((LABEXTENSIONS / "outcomes-notebooks" / "package.json").read_text())
    assert about["version"] == outcomes.__version__


def test_kernels_find_the_project_and_a_chosen_provisioner_stays(tmp_path: Path) -> None:
    environment = write_environment(tmp_path, {"JUPYTER_DEFAULT_PROVISIONER_NAME": "mine"})
    assert environment["OUTCOMES_ROOT"] == str(tmp_path)
    assert environment["JUPYTER_DEFAULT_PROVISIONER_NAME"] == "mine"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Path]]:
    folder = tmp_path_factory.mktemp("lab")
    project = lay_project(folder / "project")
    lab = Lab(folder, project)
    yield lab, project
    lab.close()


def ask(lab: Lab, method: str, path: str, content: Any = None) -> Any:
    request = urllib.request.Request(
        f"http://{lab.address}/api/contents/{path}",
        None if content is None else json.dumps(content).encode(),
        {"Authorization": f"token {lab.token}", "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=LONG) as answer:
        return json.loads(answer.read())


def save_as_run(lab: Lab, path: str) -> None:
    """Save a notebook as JupyterLab does after it was run: counts, outputs, notes of the editor."""
    model = ask(lab, "GET", path)
    content = model["content"]
    content["metadata"]["language_info"] = {"name": "python", "version": "3.11.7"}
    for number, cell in enumerate(content["cells"]):
        cell["metadata"] |= {"collapsed": True, "trusted": True}
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "K001"}]
    ask(lab, "PUT", path, {"type": "notebook", "format": "json", "content": content})


def test_a_notebook_that_is_run_and_saved_is_the_same_file(opened: tuple[Lab, Path]) -> None:
    lab, project = opened
    for path in sorted((project / "notebooks").glob("*.ipynb")):
        before = path.read_bytes()
        save_as_run(lab, f"notebooks/{path.name}")
        assert path.read_bytes() == before, path.name


def test_an_edited_cell_is_saved(opened: tuple[Lab, Path]) -> None:
    lab, project = opened
    path = "notebooks/90_claims.ipynb"
    model = ask(lab, "GET", path)
    model["content"]["cells"][-1]["source"] += "\n# mine"
    ask(lab, "PUT", path, {"type": "notebook", "format": "json", "content": model["content"]})
    assert "# mine" in (project / path).read_text(encoding="utf-8")


def test_a_working_copy_keeps_its_outputs(opened: tuple[Lab, Path]) -> None:
    lab, project = opened
    place = open_copy(project, EXAMPLE, "data-quality")
    save_as_run(lab, f"work/{EXAMPLE}/{place.name}")
    assert "K001" in place.read_text(encoding="utf-8")


def ask_launcher(lab: Lab, path: str, token: str, content: Any = None) -> tuple[int, Any]:
    """Return status and answer of what the launcher's card asks."""
    request = urllib.request.Request(
        f"http://{lab.address}/outcomes/{path}",
        None if content is None else json.dumps(content).encode(),
        {"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=LONG) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_the_launcher_is_told_studies_and_reports_and_why_not(opened: tuple[Lab, Path]) -> None:
    lab, project = opened
    status, studies = ask_launcher(lab, "studies", lab.token)
    assert (status, list(studies)) == (200, [EXAMPLE])
    assert studies[EXAMPLE][:2] == ["data-quality", "treatment-effect"]
    assert "claims" not in studies[EXAMPLE], "a report of a topic"
    status, made = ask_launcher(lab, "open", lab.token, {"study": EXAMPLE, "report": "responders"})
    assert (status, made["path"]) == (200, f"work/{EXAMPLE}/30_responders.ipynb")
    status, why = ask_launcher(lab, "open", lab.token, {"study": "other", "report": "responders"})
    assert status == 400
    assert why["message"].startswith("there is no study 'other' in data/raw")
    assert ask_launcher(lab, "studies", "wrong")[0] == 403
    assert not (project / "work" / "other").exists()


def test_a_study_that_is_not_finished_offers_every_report_of_a_study(tmp_path: Path) -> None:
    project = lay_project(tmp_path / "project")
    folder = project / "data" / "raw" / "begun"
    folder.mkdir()
    (folder / "study.yaml").write_text("id: begun\n", encoding="utf-8")
    choices = list_choices(project)
    assert set(choices) == {EXAMPLE, "begun"}
    assert set(choices["begun"]) > set(choices[EXAMPLE])
