"""The notebooks as they are stored: thin, without outputs, with parameters whose defaults run."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from outcomes.runs import find_notebooks
from outcomes.study import list_studies

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code_of(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_every_stored_notebook_makes_a_report():
    assert len(find_notebooks(ROOT)) == len(NOTEBOOKS) >= 3


def test_opens_with_its_question(cells):
    assert cells[0]["cell_type"] == "markdown"
    assert source_of(cells[0]).startswith("# ")
    assert "?" in source_of(cells[0])


def test_is_stored_without_outputs(cells):
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code_of(cells))


def test_has_one_parameters_cell_whose_study_is_bundled(cells):
    tagged = [cell for cell in code_of(cells) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    values = {
        node.target.id: ast.literal_eval(node.value)
        for node in ast.parse(source_of(tagged[0])).body
        if isinstance(node, ast.AnnAssign)
    }
    assert {"study", "level", "results_file"} <= set(values)
    assert values["study"] in list_studies(ROOT)


def test_is_thin(cells):
    statements = [node for cell in code_of(cells) for node in ast.walk(ast.parse(source_of(cell)))]
    assert not any(
        isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.Try)
        for node in statements
    )


ORDER = {
    "treatment-effect": ("asked", "answer", "plain words", "placebo, chance", "harms", "limits"),
    "before-after": ("asked", "answer", "plain words", "published", "harms", "limits"),
    "data-quality": ("asked", "answer"),
    "evidence": ("asked", "answer", "plain words", "harms", "limits"),
    "claims": ("asked", "answer"),
}
"""What the first sections of each report are about, in this order."""


def test_sections_stand_in_the_order_of_a_report(cells, request):
    name = request.node.callspec.params["cells"].stem.partition("_")[2].replace("_", "-")
    headings = [
        line.removeprefix("## ").lower()
        for cell in cells
        if cell["cell_type"] == "markdown"
        for line in source_of(cell).splitlines()
        if line.startswith("## ")
    ]
    found = [
        next(place for place, heading in enumerate(headings) if subject in heading)
        for subject in ORDER[name]
    ]
    assert found == sorted(found)
    assert found[:2] == [0, 1]
    last = max(place for place, heading in enumerate(headings) if "methods" in heading)
    assert last >= len(headings) - 2


def test_cell_ids_are_unique(cells):
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
