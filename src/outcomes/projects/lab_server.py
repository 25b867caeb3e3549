"""What JupyterLab's server is given: forked kernels, clean notebooks on disk, the launcher's card.

A notebook of the project is a tracked file. JupyterLab rewrites it when it is opened, run or saved:
outputs with a study's numbers in them, counts, notes of the editor. The hook keeps all that out of
the file, so that only an edit of a cell changes it. Working copies are saved as they are.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from outcomes.forking.template import start_template
from outcomes.internals import PRELOADED_FOR_KERNELS
from outcomes.projects.lab_launcher import add_handlers
from outcomes.runs.notebooks import FOLDER


def keep_clean(model: dict[str, Any], path: str, contents_manager: Any, **more: Any) -> None:
    """Take out of a notebook of the project what running and opening it has put there.

    Parameters
    ----------
    model : dict
        What is about to be saved; changed in place.
    path : str
        Where, below the server's root folder.
    contents_manager : jupyter_server.services.contents.manager.ContentsManager
        Knows the root folder.
    **more
        What else Jupyter gives its hooks.
    """
    if model.get("type") != "notebook" or Path(path.lstrip("/")).parts[:1] != (FOLDER,):
        return
    notebook = model["content"]
    stored = _read(Path(contents_manager.root_dir) / path.lstrip("/"))
    notebook["metadata"] = stored.get("metadata", notebook["metadata"])
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags")
        cell["metadata"] = {"tags": tags} if tags else {}
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def _read(path: Path) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "outcomes.projects.lab_server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    start_template(PRELOADED_FOR_KERNELS)
    server.contents_manager.register_pre_save_hook(keep_clean)
    add_handlers(server.web_app, Path(server.root_dir))
