"""A package imports only from those before it in the order of the architecture page.

`make lint` holds the package to it; here is tested that it would notice.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ORDER = (
    "instruments",
    "evidence",
    "reading",
    "study",
    "drafting",
    "analysis",
    "vocabulary",
    "drawing",
    "displays",
    "figures",
    "tables",
    "prose",
    "report",
    "forking",
    "runs",
    "projects",
    "cli",
)
PLANTED = {
    "instruments/shipped/pain.py": (
        "import outcomes.study",
        "outcomes.instruments.shipped.pain -> outcomes.study",
    ),
    "evidence/__init__.py": (
        "import outcomes.analysis",
        "outcomes.evidence -> outcomes.analysis",
    ),
    "study/plan.py": ("def f() -> None:\n    import outcomes.report", "outcomes.study.plan"),
    "analysis/__init__.py": ("import matplotlib", "outcomes.analysis -> matplotlib"),
    "figures/__init__.py": ("import outcomes.tables", "outcomes.figures -> outcomes.tables"),
    "report/__init__.py": ("import scipy.stats", "outcomes.report -> scipy"),
    "prose/__init__.py": ("import papermill", "outcomes.prose -> papermill"),
}
"""Wrong imports by module, and what is said of them."""


def test_planted_imports_are_found_by_what_make_lint_runs(root: Path, tmp_path: Path) -> None:
    shutil.copytree(
        root / "src" / "outcomes",
        tmp_path / "outcomes",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for module, (line, _) in PLANTED.items():
        with (tmp_path / "outcomes" / module).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{line}\n")
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [str(linter), "--no-cache", "--config", str(root / "pyproject.toml")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1
    assert [told for _, told in PLANTED.values() if told not in done.stdout + done.stderr] == []


@pytest.mark.parametrize("name", ["Makefile", ".pre-commit-config.yaml"])
def test_make_lint_and_the_hooks_look_at_imports(root: Path, name: str) -> None:
    assert "/lint-imports --no-cache" in (root / name).read_text(encoding="utf-8")


def test_every_package_has_its_place_in_the_order(root: Path) -> None:
    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {c["id"]: c for c in config["tool"]["importlinter"]["contracts"]}
    layers = " ".join(contracts["order"]["layers"]).replace(":", " ").replace("|", " ")
    placed = layers.replace("(", " ").replace(")", " ").split()
    assert sorted(placed) == sorted(ORDER)
    assert contracts["order"]["exhaustive"] is True
    free = set(contracts["order"]["exhaustive_ignores"])
    found = {
        p.stem for p in (root / "src" / "outcomes").iterdir() if p.suffix == ".py" or p.is_dir()
    }
    assert found - set(ORDER) - free - {"__init__", "__pycache__"} == set()
