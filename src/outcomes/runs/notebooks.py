"""Find the notebooks: ``20_treatment_effect.ipynb`` makes the report ``treatment-effect``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from outcomes.errors import RunError

FOLDER = "notebooks"
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
        The report's name, as ``treatment-effect``.
    """

    path: Path
    number: int
    name: str

    def read(self) -> Mapping[str, Any]:
        """Return the notebook as the JSON it is stored in.

        Raises
        ------
        RunError
            If the file is not a notebook.
        """
        place = f"{FOLDER}/{self.path.name}"
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RunError(
                f"{place} cannot be read as a notebook ({error}). Restore or remove it."
            ) from error
        if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
            raise RunError(f"{place} is not a notebook: it has no cells. Restore or remove it.")
        return content


def find_notebooks(root: Path) -> dict[str, Notebook]:
    """Return the notebooks by report name, in the order of their numbers.

    Files whose names are not ``NN_name.ipynb`` are left alone, so scratch notebooks may lie beside.

    Parameters
    ----------
    root : Path
        Root folder of the project.

    Raises
    ------
    RunError
        If two notebooks would make the same report.
    """
    found: dict[str, Notebook] = {}
    matches = (_FILE_NAME.fullmatch(path.name) for path in (root / FOLDER).glob("*.ipynb"))
    for match in sorted(filter(None, matches), key=lambda m: (int(m["number"]), m["name"])):
        path = root / FOLDER / match.string
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


def suggest(name: str, names: Iterable[str]) -> str:
    """Say which name may have been meant, and which there are."""
    names = list(names)
    nearest = get_close_matches(name, names, n=1)
    hint = f"Did you mean {nearest[0]}? " if nearest else ""
    return f"{hint}There {'is' if len(names) == 1 else 'are'}: {', '.join(names) or 'none'}."
