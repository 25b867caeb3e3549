"""Discovery of notebooks, and what they are called."""

from __future__ import annotations

import pytest

from outcomes.errors import RunError
from outcomes.runs.notebooks import find_notebooks, get_notebook, suggest
from tests.small_project import write_notebook


@pytest.fixture
def project(tmp_path):
    for name in ("50_before_after", "10_data_quality", "9_early", "scratch", "20_Caps"):
        write_notebook(tmp_path / "notebooks", name, [])
    return tmp_path


def test_reports_are_named_and_ordered_by_the_files(project):
    found = find_notebooks(project)
    assert list(found) == ["early", "data-quality", "before-after"]
    assert found["data-quality"].number == 10


def test_no_folder_of_notebooks_is_no_notebooks(tmp_path):
    assert find_notebooks(tmp_path) == {}


def test_two_notebooks_for_one_report_are_refused(project):
    write_notebook(project / "notebooks", "60_data_quality", [])
    with pytest.raises(RunError, match=r"10_data_quality.ipynb and 60_data_quality.ipynb"):
        find_notebooks(project)


@pytest.mark.parametrize(
    "name",
    [
        "data-quality",
        "data_quality",
        "10_data_quality",
        "10_data_quality.ipynb",
        "notebooks/10_data_quality.ipynb",
    ],
)
def test_a_notebook_is_found_by_any_of_its_names(project, name):
    assert get_notebook(find_notebooks(project), name).name == "data-quality"


def test_a_misspelt_notebook_is_refused_with_the_nearest(project):
    with pytest.raises(RunError, match="Did you mean data-quality"):
        get_notebook(find_notebooks(project), "data-qualty")


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"cells": 3}', "\x00"])
def test_a_file_that_is_no_notebook_is_told_as_such(project, text):
    notebook = find_notebooks(project)["data-quality"]
    notebook.path.write_text(text)
    with pytest.raises(RunError, match=r"notebooks/10_data_quality.ipynb"):
        notebook.read()


def test_suggestions_list_what_there_is():
    assert suggest("x", ["alpha", "beta"]) == "There are: alpha, beta."
    assert suggest("alpa", ["alpha"]) == "Did you mean alpha? There is: alpha."
    assert suggest("x", []) == "There are: none."
