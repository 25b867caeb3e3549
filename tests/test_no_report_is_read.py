"""What analyses, draws, tabulates and writes is given its numbers: it looks into no report."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("analysis", "figures", "tables", "prose", "displays", "vocabulary")
READERS = {"find_root", "study_folder", "read_results", "identify_results", "read_manifest"}


def find_reading(source: str) -> Iterator[str]:
    """Yield what would find or read a report: names that are used, and parts of paths."""
    tree = ast.parse(source)
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                if name in READERS:
                    yield name
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=str(text))):
                if text == "reports":
                    yield text
            case ast.Constant(value=str(text)) if id(node) not in documented:
                if "reports/" in text or "results.json" in text:
                    yield text


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_reads_a_report(package: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {each}"
        for path in (ROOT / "src/outcomes" / package).rglob("*.py")
        for each in find_reading(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "planted",
    [
        'path = root / "reports" / study.id',
        'path = f"reports/{study.id}"',
        "from outcomes.study.paths import find_root",
        "outcomes.estimates.read_results(path)",
    ],
)
def test_planted_reading_is_found(planted: str) -> None:
    assert list(find_reading(planted))
