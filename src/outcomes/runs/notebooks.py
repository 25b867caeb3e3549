"""Find the notebooks: ``20_my_report.ipynb`` makes the report ``my-report``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import outcomes
from outcomes.errors import Fault, RunError
from outcomes.runs.front_matter import FrontMatter, locate_fault, read_front_matter
from outcomes.source_files import NOTEBOOKS

FOLDER = "notebooks"
PACKAGED = Path(outcomes.__file__).parent / NOTEBOOKS
"""The notebooks that an installed package brings; a checkout has them in its own folder."""
_FILE_NAME = re.compile(r"(?P<number>\d+)_(?P<name>[a-z0-9]+(_[a-z0-9]+)*)\.ipynb")


@dataclass(frozen=True)
class Notebook:
    """A notebook that makes a report.

    Parameters
    ----------
    path : Path
        The file.
    number : int
        Its place in the order of reports.
    name : str
        The report's name, as ``my-report``.
    """

    path: Path
    number: int
    name: str

    @property
    def place(self) -> str:
        """What the notebook is called in messages: its file, relative to the project."""
        return f"{FOLDER}/{self.path.name}"

    @cached_property
    def front_matter(self) -> FrontMatter:
        """What the notebook says of itself.

        Raises
        ------
        NotebookError
            If it says nothing, or something that cannot be used.
        """
        return read_front_matter(self.read()["cells"], self.place)

    def fault(self, path: Sequence[str | int], message: str, fix: str) -> Fault:
        """Return a fault at a path of the front matter, which must be one that can be read."""
        return locate_fault(self.read()["cells"], self.place, path, message, fix)

    def read(self) -> Mapping[str, Any]:
        """Return the notebook as the JSON it is stored in.

        Raises
        ------
        RunError
            If the file is not a notebook.
        """
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RunError(
                f"{self.place} cannot be read as a notebook ({error}). Restore or remove it."
            ) from error
        if not isinstance(content, dict) or not _are_cells(content.get("cells")):
            raise RunError(
                f"{self.place} is not a notebook: it has no cells. Restore or remove it."
            )
        return content


def _are_cells(cells: object) -> bool:
    return isinstance(cells, list) and all(
        isinstance(cell, dict)
        and isinstance(cell.get("cell_type"), str)
        and isinstance(cell.get("source"), str | list)
        and isinstance(cell.get("metadata", {}), dict)
        for cell in cells
    )


def find_notebooks(root: Path) -> dict[str, Notebook]:
    """Return the notebooks by report name, in the order of their numbers.

    Files whose names are not ``NN_name.ipynb`` are left alone, so scratch notebooks may lie beside.

    Parameters
    ----------
    root : Path
        Root folder of the project; without a folder of notebooks in it, those of the installed
        package are used.

    Raises
    ------
    RunError
        If two notebooks would make the same report.
    """
    found: dict[str, Notebook] = {}
    folder = root / FOLDER if (root / FOLDER).is_dir() else PACKAGED
    matches = (_FILE_NAME.fullmatch(path.name) for path in folder.glob("*.ipynb"))
    for match in sorted(filter(None, matches), key=lambda m: (int(m["number"]), m["name"])):
        path = folder / match.string
        notebook = Notebook(path, int(match["number"]), match["name"].replace("_", "-"))
        if notebook.name in found:
            other = found[notebook.name].path.name
            raise RunError(
                f"{other} and {path.name} would both make the report {notebook.name}. Rename one."
            )
        found[notebook.name] = notebook
    return found


def get_notebook(notebooks: Mapping[str, Notebook], name: str) -> Notebook:
    """Return a notebook by its report name, file name or path.

    Raises
    ------
    RunError
        If there is none; the message names the nearest.
    """
    report = re.sub(r"^\d+_", "", Path(name).name.removesuffix(".ipynb")).replace("_", "-")
    if report not in notebooks:
        raise RunError(f"no notebook makes a report {name!r}. {suggest(report, notebooks)}")
    return notebooks[report]


def language_of(notebook: Mapping[str, Any]) -> str:
    """Return the language of a notebook's code, where papermill looks for it."""
    metadata = notebook.get("metadata", {})
    kernel = metadata.get("kernelspec", {}).get("language", "python")
    return str(metadata.get("language_info", {}).get("name", kernel))


def name_results_parameter(report: str) -> str:
    """Return the parameter by which a notebook is given the results of a report that it needs."""
    return f"{report.replace('-', '_')}_results"


def suggest(name: str, names: Iterable[str]) -> str:
    """Say which name may have been meant, and which there are."""
    names = list(names)
    nearest = get_close_matches(name, names, n=1)
    hint = f"Did you mean {nearest[0]}? " if nearest else ""
    return f"{hint}There {'is' if len(names) == 1 else 'are'}: {', '.join(names) or 'none'}."
