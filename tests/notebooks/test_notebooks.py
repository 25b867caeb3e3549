"""The notebooks as they are stored: thin, without outputs, with parameters whose defaults run."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from outcomes.evidence import list_packs
from outcomes.report.outline import plain_heading
from outcomes.runs import find_notebooks
from outcomes.runs.check_notebooks import check_notebooks
from outcomes.runs.front_matter import list_headings
from outcomes.study import list_studies

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code_of(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_every_stored_notebook_makes_a_report():
    assert len(find_notebooks(ROOT)) == len(NOTEBOOKS) >= 3


def test_says_what_it_is(cells):
    assert cells[0]["cell_type"] == "raw"


def test_notebooks_are_free_of_faults():
    assert check_notebooks(find_notebooks(ROOT)) == ()


MOST_LINES = 10
"""Of code before a notebook shows something."""


def test_shows_something_after_a_few_lines(cells):
    code = [cell for cell in code_of(cells) if "parameters" not in cell["metadata"].get("tags", [])]
    assert isinstance(ast.parse(source_of(code[0])).body[-1], ast.Expr), "its last line shows"
    assert len(source_of(code[0]).splitlines()) <= MOST_LINES


def test_imports_namespaces_and_little_else(cells):
    imported = [
        (node.module, alias.name)
        for cell in code_of(cells)
        for node in ast.walk(ast.parse(source_of(cell)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert len(imported) <= 8
    assert {module for module, _ in imported} <= {"outcomes", "outcomes.evidence"}


def test_is_stored_without_outputs(cells):
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code_of(cells))


def test_has_one_parameters_cell_whose_subject_is_bundled(cells):
    tagged = [cell for cell in code_of(cells) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    values = {
        node.target.id: ast.literal_eval(node.value)
        for node in ast.parse(source_of(tagged[0])).body
        if isinstance(node, ast.AnnAssign)
    }
    subjects = {"study": list_studies(ROOT), "topic": tuple(list_packs())}
    (subject,) = subjects.keys() & values.keys()
    assert {"level", "results_file"} <= set(values)
    assert values[subject] in subjects[subject]


def test_is_thin(cells):
    statements = [node for cell in code_of(cells) for node in ast.walk(ast.parse(source_of(cell)))]
    assert not any(
        isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.Try)
        for node in statements
    )


ORDER = ("answer", "question", "patients", "comparators", "harms", "limits")
"""Sections that stand first in a report, in this order, where it has them."""


def test_sections_stand_in_the_order_of_a_report(path):
    notebook = next(each for each in find_notebooks(ROOT).values() if each.path == path)
    sections = list(notebook.front_matter.sections)
    found = [sections.index(name) for name in ORDER if name in sections]
    assert found == sorted(found)
    assert found[0] == 0
    assert found[1] <= 2, "a summary of findings, claims or hypotheses may stand between"
    assert sections.index("methods") >= len(sections) - 2
    headings = list(list_headings(notebook.read()["cells"]))
    assert headings == [plain_heading(each) for each in notebook.front_matter.sections.values()]


def test_cell_ids_are_unique(cells):
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
