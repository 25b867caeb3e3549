"""Planted bugs: found, known again in another version of a module, and noticed or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import thorough
from validation.mutation.planting import Planted, draw_sample, find_mutants

MODULE = '''"""Widths, as ``low + 1``."""

LIMIT = 3


def find_width(low: float = 0, high: float = 1) -> float:
    """Return a width of at most 1 + 2."""
    if high < low:
        raise ValueError("the ends " + "are turned round")
    width = high - low
    return width if width < LIMIT else LIMIT
'''
LOOSE = "from outcomes.analysis.widths import find_width\n\n\ndef test_width():\n    assert {}\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder ``src/`` with one module to look at."""
    for name in ("src/outcomes/analysis", "src/outcomes/instruments", "tests/analysis"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "src/outcomes/__init__.py").touch()
    (tmp_path / "tests/__init__.py").touch()
    (tmp_path / "tests/instruments").mkdir()
    (tmp_path / "src/outcomes/analysis/widths.py").write_text(MODULE)
    return tmp_path / "src"


def find(package: Path) -> list[Planted]:
    return list(find_mutants(package, "outcomes/analysis/widths.py"))


def test_bugs_are_planted_in_code_alone(package: Path) -> None:
    found = find(package)
    assert {(one.mutant.operator, one.mutant.before) for one in found} >= {
        ("number", "3"),
        ("swap_op", "high - low"),
        ("swap_op", " < low"),
        ("if_exp", "width if width < LIMIT else LIMIT"),
    }
    assert {one.mutant.scope for one in found} == {"", "find_width"}
    changed = [one.source for one in found]
    assert len(set(changed)) == len(changed)
    for source in changed:
        assert '"""Return a width of at most 1 + 2."""' in source
        assert 'raise ValueError("the ends " + "are turned round")' in source
        assert "(low: float = " in source


def test_a_bug_is_the_same_one_further_down_in_another_version(package: Path) -> None:
    before = {one.mutant for one in find(package)}
    path = package / "outcomes/analysis/widths.py"
    path.write_text(MODULE.replace("LIMIT = 3", "MORE = (1, 2)\n\nLIMIT = 3"))
    after = {one.mutant for one in find(package)}
    assert before < after


def test_a_sample_is_drawn_alike_of_each_operator_and_compiles(package: Path) -> None:
    paths = ["outcomes/analysis/widths.py"]
    sample = draw_sample(package, paths, 4, 1)
    assert sample == draw_sample(package, paths, 4, 1)
    assert len({mutant.operator for mutant in sample}) == 4
    everything = draw_sample(package, paths, 10**6, 1)
    assert len(set(everything)) == len(everything) == len(find(package))


@thorough
@pytest.mark.parametrize(
    ("check", "survives"),
    [("find_width(1, 2) == 1", True), ("find_width() + find_width(1, 8) == 4", False)],
)
def test_what_the_tests_do_not_notice_is_listed(
    root: Path, package: Path, check: str, survives: bool
) -> None:
    (package.parent / "tests/analysis/test_widths.py").write_text(LOOSE.format(check))
    command = [sys.executable, "-m", "validation", "mutants", "--root", str(package.parent)]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True, timeout=300
    )
    listed = "widths.py:3 " in done.stdout
    assert listed == survives, done.stdout + done.stderr
    assert " mutants noticed (" in done.stdout
