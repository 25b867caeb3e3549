"""A package imports only from those before it in the order of the architecture page."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LINTER = Path(sys.executable).parent / "lint-imports"
ORDER = (
    "instruments",
    "evidence",
    "study",
    "analysis",
    "vocabulary",
    "displays",
    "figures",
    "tables",
    "prose",
    "report",
    "forking",
    "runs",
    "cli",
)


def _lint(folder: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package found in `folder`, which it puts first on the path."""
    command = [str(LINTER), "--no-cache", "--config", str(config)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


def test_the_imports_of_the_package_keep_the_order(root: Path) -> None:
    done = _lint(root / "src", root / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        (
            "instruments/pain.py",
            "import outcomes.study",
            "outcomes.instruments.pain -> outcomes.study",
        ),
        (
            "evidence/__init__.py",
            "import outcomes.analysis",
            "outcomes.evidence -> outcomes.analysis",
        ),
        ("study/plan.py", "def f() -> None:\n    import outcomes.report", "outcomes.study.plan"),
        ("analysis/__init__.py", "import matplotlib", "outcomes.analysis -> matplotlib"),
        ("report/__init__.py", "import scipy.stats", "outcomes.report -> scipy"),
        ("prose/__init__.py", "import papermill", "outcomes.prose -> papermill"),
        ("extras/__init__.py", "", "outcomes.extras"),
    ],
)
def test_a_planted_import_is_found(
    root: Path, tmp_path: Path, module: str, line: str, told: str
) -> None:
    package = tmp_path / "outcomes"
    shutil.copytree(
        root / "src" / "outcomes", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    planted = package / module
    planted.parent.mkdir(exist_ok=True)
    planted.touch()
    with planted.open("a", encoding="utf-8") as file:
        file.write(f"\n\n{line}\n")
    done = _lint(tmp_path, root / "pyproject.toml")
    assert done.returncode == 1
    assert told in done.stdout + done.stderr


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
