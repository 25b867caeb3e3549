"""Which reports there are is known from the notebooks alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from outcomes.runs import find_notebooks

ROOT = Path(__file__).resolve().parents[2]
SOURCE = sorted((ROOT / "src/outcomes").rglob("*.py"))
REPORTS = tuple(find_notebooks(ROOT))


def patterns(report: str) -> Iterator[re.Pattern[str]]:
    """Yield the ways in which code would name a report.

    A name of several words stands for itself; one that is a word of the language, or a key of the
    study file, is a report's name where it is set beside a report.
    """
    words = re.escape(report).replace(r"\-", "[-_]")
    if "-" in report:
        yield re.compile(rf"(?<![\w-])(?:\d+_)?{words}(?![\w-])(?!\.md)")
    else:
        yield re.compile(
            rf"(?:report|notebook)\w*(?: *[=!]= *| in \W*|\[|\.get\()[\"']{words}[\"']"
        )
    yield re.compile(rf"``?{words}--\w+``?")
    yield re.compile(rf"(?:--only|report|reports/\S*) +{words}\b")


def texts_of(path: Path) -> Iterator[str]:
    """Yield every text that stands in a module: what it says, and what it is documented with."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("report", REPORTS)
def test_no_module_names_a_report(report: str) -> None:
    found = []
    for path in SOURCE:
        text = path.read_text(encoding="utf-8")
        whole = "-" in report and report in set(texts_of(path))
        named = next((match for each in patterns(report) if (match := each.search(text))), None)
        if whole or named:
            found.append(f"{path.relative_to(ROOT)}: {named[0] if named else report!r}")
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'RESULT = "treatment-effect"',
        "The report treatment-effect.",
        "# as 20_treatment_effect.ipynb does",
        "    outcomes run --only claims",
        "as ``claims--level``",
        'if job.report == "claims":',
        'notebooks["claims"]',
    ],
)
def test_a_planted_name_is_found(planted: str) -> None:
    assert any(each.search(planted) for report in REPORTS for each in patterns(report))
