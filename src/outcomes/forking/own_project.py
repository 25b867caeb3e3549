"""The project that a notebook lies in, for one that is run from a folder outside of any."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from outcomes.study.paths import ROOT_VARIABLE, find_project


def name_own_project(notebook: Any, folder: str) -> dict[str, str]:
    """Return the variable that tells a notebook which project it lies in, if it cannot see that.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With its path in its metadata, as papermill leaves it.
    folder : str
        Where it is run.

    Returns
    -------
    dict of str to str
        Empty where the folder is in a project, or one is named already.
    """
    written = notebook.metadata.get("papermill", {}).get("input_path")
    if not written or os.environ.get(ROOT_VARIABLE) or find_project(Path(folder)):
        return {}
    # papermill's --cwd has left the folder that a relative path is typed in
    for start in (folder, os.environ.get("PWD", folder)):
        path = Path(start, written)
        if path.is_file() and (project := find_project(path.resolve().parent)) is not None:
            return {ROOT_VARIABLE: str(project)}
    return {}
