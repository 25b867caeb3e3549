"""The wheel brings the notebooks, of which there is one copy."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is built from what is checked out, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build as b; b.build_wheel(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_each_notebook_as_it_is(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        held = {
            Path(name).name: packed.read(name)
            for name in packed.namelist()
            if name.startswith("outcomes/notebooks/")
        }
    assert held == {path.name: path.read_bytes() for path in (root / "notebooks").glob("*.ipynb")}
    assert len(held) >= 5


def test_there_is_no_second_copy(root: Path) -> None:
    assert not list((root / "src").rglob("*.ipynb"))


def test_a_project_without_notebooks_uses_those_of_the_wheel(
    root: Path, wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    (tmp_path / "project/data/raw").mkdir(parents=True)
    look = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "from pathlib import Path\n"
        "from outcomes.runs import find_notebooks\n"
        "from outcomes.runs.check_notebooks import check_notebooks\n"
        "from outcomes.source_files import hash_source\n"
        f"found = find_notebooks(Path({str(tmp_path / 'project')!r}))\n"
        "print(*found); print(check_notebooks(found)); print(hash_source())"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names, faults, digest = done.stdout.splitlines()
    here = "from outcomes.source_files import hash_source; print(hash_source())"
    ours = subprocess.run([sys.executable, "-c", here], capture_output=True, text=True)
    assert len(names.split()) == len(list((root / "notebooks").glob("*.ipynb")))
    assert faults == "()"
    assert digest == ours.stdout.strip(), "notebooks are hashed each by itself"
