"""The wheel brings the notebooks, of which there is one copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
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


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel in it, and beside it what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    (site,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # The dependencies are those of the tests; the checkout itself is not among them.
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin" / "python"


def test_a_project_of_ones_own_is_made_checked_and_run_from_the_wheel_alone(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    program = (
        "import sys; sys.argv[0] = 'outcomes'; from outcomes.cli import main; sys.exit(main())"
    )
    hidden = {"PYTHONPATH", "OUTCOMES_ROOT"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}

    def ask(*words: str, folder: Path) -> str:
        done = subprocess.run(
            [installed, "-I", "-c", program, *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [installed, "-I", "-c", "import outcomes; print(outcomes.__file__)"]
    place = subprocess.run(where, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert str(root) not in place

    ask("init", "mine", folder=tmp_path)
    project = tmp_path / "mine"
    assert "no fault found" in ask("check", folder=project)
    ask("new", "my-study", folder=project)
    study = project / "data/raw/my-study"
    example = project / "data/raw/achilles-dextrose-exercise"
    for name in ("participants.csv", "scores.csv"):
        shutil.copy(example / name, study / name)
    text = (example / "study.yaml").read_text(encoding="utf-8")
    text = text.replace("id: achilles-dextrose-exercise", "id: my-study")
    (study / "study.yaml").write_text(text, encoding="utf-8")
    ask("run", "my-study", "--only", "data-quality", folder=project)
    assert (project / "reports/my-study/data-quality/results.json").is_file()
    assert (project / "reports/my-study/data-quality/index.html").is_file()

    papermill = (
        "import papermill; papermill.execute_notebook('notebooks/10_data_quality.ipynb', "
        "'out.ipynb', {'study': 'my-study', 'results_file': 'out.json'}, engine_name='outcomes')"
    )
    done = subprocess.run(
        [installed, "-I", "-c", papermill],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (project / "out.json").is_file()
