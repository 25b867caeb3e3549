"""Lay out a project: its notebooks, an example study, and what git and CI need."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import outcomes
from outcomes.errors import RunError
from outcomes.projects.notebook_copies import copy_notebooks, find_packaged
from outcomes.source_files import EXAMPLES

EXAMPLE = "achilles-dextrose-exercise"
"""The study that a new project has to look at: simulated, and small."""

_FILES = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "environment.yml": "environment.yml",
    "reports.yml": ".github/workflows/reports.yml",
}
_KEPT_EMPTY = ("data/processed", "reports")


def lay_project(folder: Path) -> Path:
    """Make a project in a folder that is not there yet, or empty.

    Everything is laid beside the place and put there at once: a project is whole or not there.

    Parameters
    ----------
    folder : Path
        Where to.

    Returns
    -------
    Path
        The project's root folder.

    Raises
    ------
    RunError
        If something stands there already.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RunError(f"{folder} is there already and not empty. Give a new or an empty folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    laid = folder.with_name(f".{folder.name}-being-laid")
    shutil.rmtree(laid, ignore_errors=True)
    try:
        _fill(laid, folder.name)
        if folder.exists():
            folder.rmdir()
        laid.rename(folder)
    finally:
        shutil.rmtree(laid, ignore_errors=True)
    return folder


def _fill(laid: Path, name: str) -> None:
    laid.mkdir()
    copy_notebooks(laid)
    for place in _KEPT_EMPTY:
        (laid / place).mkdir(parents=True)
        (laid / place / ".gitkeep").touch()
    shutil.copytree(_find_example(), laid / "data" / "raw" / EXAMPLE)
    for source, target in _FILES.items():
        text = files("outcomes.projects").joinpath("files", source).read_text(encoding="utf-8")
        for mark, value in (
            ("NAME", name),
            ("VERSION", outcomes.__version__),
            ("EXAMPLE", EXAMPLE),
        ):
            text = text.replace(mark, value)
        path = laid / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _find_example() -> Path:
    """Return the example that the installed package brings, or that of the checkout."""
    packaged = Path(outcomes.__file__).parent / EXAMPLES / EXAMPLE
    return packaged if packaged.is_dir() else find_packaged().parent / "data" / "raw" / EXAMPLE
