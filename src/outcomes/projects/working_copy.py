"""A copy of a notebook to work in, for one study: what is tracked and hashed stays as it is."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outcomes.atomic import write_text
from outcomes.errors import RunError
from outcomes.runs.needed_results import RESULTS
from outcomes.runs.notebooks import Notebook, find_notebooks, get_notebook, name_results_parameter
from outcomes.study.paths import list_studies

WORK = "work"
_TAG = "parameters"


def open_copy(root: Path, study: str, report: str) -> Path:
    """Lay a copy of a report's notebook with a study's parameters filled in.

    One that is there already is kept as it is.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    study : str
        Id of a study.
    report : str
        Name of a report, or of its notebook.

    Returns
    -------
    Path
        ``work/<study>/<notebook>``.

    Raises
    ------
    RunError
        If there is no such study or report.
    """
    studies = list_studies(root)
    if study not in studies:
        there = ", ".join(studies) or "none"
        raise RunError(f"there is no study {study!r} in data/raw. There are: {there}.")
    notebook = get_notebook(find_notebooks(root), report)
    if notebook.front_matter.of != "study":
        raise RunError(f"{notebook.name} is a report of a topic, not of a study.")
    place = root / WORK / study / notebook.path.name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        filled = fill_parameters(notebook.read(), _values(root, study, notebook))
        write_text(place, json.dumps(filled, indent=1, ensure_ascii=False) + "\n")
    return place


def _values(root: Path, study: str, notebook: Notebook) -> dict[str, str]:
    """Return the parameters of a working copy: its study, and the results that it needs."""
    made = Path("reports") / study
    needed = {
        name_results_parameter(need): f"../../{(made / need / RESULTS).as_posix()}"
        for need in notebook.front_matter.needs
        if (root / made / need / RESULTS).is_file()
    }
    return {"study": study, **needed}


def fill_parameters(notebook: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return a notebook whose cell of parameters sets other values; the rest is as it was."""
    filled = copy.deepcopy(dict(notebook))
    for cell in filled["cells"]:
        if _TAG in cell.get("metadata", {}).get("tags", []):
            source = _set_values("".join(cell["source"]), values)
            cell["source"] = source.splitlines(keepends=True)
    return filled


def _set_values(source: str, values: Mapping[str, str]) -> str:
    lines = source.splitlines(keepends=True)
    for statement in ast.parse(source).body:
        target = getattr(statement, "target", None) or next(
            iter(getattr(statement, "targets", ())), None
        )
        value = getattr(statement, "value", None)
        if not isinstance(target, ast.Name) or target.id not in values or value is None:
            continue
        row = lines[value.lineno - 1]
        start, end = value.col_offset, value.end_col_offset
        lines[value.lineno - 1] = f"{row[:start]}{json.dumps(values[target.id])}{row[end:]}"
    return "".join(lines)
