"""The front door is small, honest and quick to open."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

import outcomes

HEAVY = ("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "papermill", "nbconvert", "typer")


def loaded_by(statement: str) -> set[str]:
    """Return which heavy packages a fresh interpreter has loaded after a statement."""
    program = f"{statement}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", outcomes.__all__)
def test_every_name_promised_is_there(name):
    assert getattr(outcomes, name) is not None


def test_names_are_sorted_listed_and_all_have_a_home():
    assert outcomes.__all__ == sorted(outcomes.__all__)
    assert set(outcomes.__all__) == {*outcomes._HOMES, "__version__"}
    assert set(outcomes.__all__) <= set(dir(outcomes))


def test_a_star_import_gives_what_is_promised():
    given = {}
    exec("from outcomes import *", given)
    assert set(outcomes.__all__) <= set(given)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'load_studdy'"):
        outcomes.load_studdy  # noqa: B018


def test_the_version_is_the_packages(root):
    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert outcomes.__version__ == config["project"]["version"]


def test_importing_loads_nothing_heavy():
    assert loaded_by("import outcomes") == set()


def test_help_loads_nothing_heavy_but_typer():
    assert loaded_by("import outcomes.cli") == {"typer"}
