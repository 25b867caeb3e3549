"""The notebook that docs/how-to-add/notebook.md writes is sound, and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.prose.question import FIELDS
from outcomes.runs import State, find_notebooks, plan_jobs
from outcomes.runs.check_notebooks import check_notebooks
from outcomes.runs.front_matter import FrontMatter
from outcomes.runs.run_jobs import run_jobs
from tests.runs.program import read_page
from tests.small_project import RESULTS, make_project, write_notebook, write_study


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs/how-to-add/notebook.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Return the examples of the page, without the indentation of lists."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", page, flags=re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", text, flags=re.M).strip() for indent, text in found]


def test_the_example_runs(page: str, tmp_path: Path) -> None:
    (front_matter,) = blocks(page, "yaml")
    parameters, begin, write, take = blocks(page, "python")
    (given,) = set(re.findall(r'`(other_report_results: str = "")`', page))
    root = make_project(tmp_path, {"20_other_report": [RESULTS]})
    write_notebook(
        root / "notebooks",
        "30_my_report",
        [
            "from outcomes import read_results",
            "## What was asked",
            begin,
            "## The answer",
            take,
            "own['estimate'].tolist()",
            "## Methods and references",
            write,
        ],
        parameters=f"{parameters}\n{given}",
        front_matter=front_matter,
    )
    write_study(root, "knee-small", ["my-report", "other-report"])
    assert check_notebooks(find_notebooks(root)) == ()
    entries = run_jobs(plan_jobs(root), root)
    assert {entry.state for entry in entries} == {State.SUCCEEDED}, [e.failure for e in entries]
    shown = read_page(root, "knee-small", "my-report")
    assert "<h1>Responders</h1>" in shown
    assert "[-8.25]" in shown


def test_every_key_and_field_is_described(page: str) -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \| [A-Z]", page, re.M)) == set(FrontMatter.model_fields)
    (listed,) = re.findall(r"^Fields: (.*?)\n\n", page, re.M | re.S)
    assert set(re.findall(r"\{([^}]+)\}", listed)) == set(FIELDS)


def test_the_ids_of_the_bundled_notebooks_are_listed(page: str, root: Path) -> None:
    (listed,) = re.findall(r"^Ids that the checklists know: (.*?)\. Any", page, re.M | re.S)
    known = set(re.findall(r"`([a-z-]+)`", listed))
    for notebook in find_notebooks(root).values():
        assert set(notebook.front_matter.sections) <= known, notebook.name
