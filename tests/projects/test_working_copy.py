"""A working copy has the study filled in, runs, and changes nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from outcomes.errors import RunError
from outcomes.projects.lay import EXAMPLE, lay_project
from outcomes.projects.working_copy import fill_parameters, open_copy


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_project(tmp_path_factory.mktemp("work") / "project")


def read_parameters(path: Path) -> dict[str, object]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    (cell,) = [
        each for each in notebook["cells"] if "parameters" in each["metadata"].get("tags", [])
    ]
    values: dict[str, object] = {}
    exec("".join(cell["source"]), values)
    return values


def test_the_copy_is_of_the_study_and_is_run_where_it_lies(project: Path) -> None:
    place = open_copy(project, EXAMPLE, "data-quality")
    assert place == project / "work" / EXAMPLE / "10_data_quality.ipynb"
    assert read_parameters(place)["study"] == EXAMPLE
    notebook = nbformat.read(place, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(place.parent)}}).execute()
    assert not (project / "reports" / EXAMPLE).exists()
    assert json.loads((project / "notebooks/10_data_quality.ipynb").read_text()) != json.loads(
        place.read_text()
    )


def test_a_copy_that_is_there_is_kept(project: Path) -> None:
    place = open_copy(project, EXAMPLE, "responders")
    place.write_text("mine", encoding="utf-8")
    assert open_copy(project, EXAMPLE, "responders") == place
    assert place.read_text(encoding="utf-8") == "mine"


def test_results_that_are_needed_are_named_where_they_are_there(project: Path) -> None:
    made = project / "reports" / EXAMPLE / "treatment-effect"
    made.mkdir(parents=True)
    (made / "results.json").write_text("{}")
    values = read_parameters(open_copy(project, EXAMPLE, "evidence"))
    given = str(values["treatment_effect_results"])
    assert (project / "work" / EXAMPLE / given).resolve() == (made / "results.json").resolve()


@pytest.mark.parametrize(
    ("study", "report", "said"),
    [
        ("nobody", "responders", f"There are: {EXAMPLE}"),
        (EXAMPLE, "responder", "Did you mean responders"),
        (EXAMPLE, "claims", "of a topic"),
    ],
)
def test_what_is_not_there_is_named(project: Path, study: str, report: str, said: str) -> None:
    with pytest.raises(RunError, match=said):
        open_copy(project, study, report)


def test_only_the_values_change() -> None:
    source = 'study: str = "a"  # an id\nlevel = 0.95\n'
    cells = [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}]
    filled = fill_parameters({"cells": cells}, {"study": 'b "c"', "other": "x"})
    assert (
        "".join(filled["cells"][0]["source"]) == 'study: str = "b \\"c\\""  # an id\nlevel = 0.95\n'
    )
    assert cells[0]["source"] == source
