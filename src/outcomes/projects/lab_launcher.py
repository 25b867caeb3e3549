"""What JupyterLab's launcher asks the server: which reports a study has, and a copy to work in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from outcomes.errors import OutcomesError
from outcomes.projects.working_copy import open_copy
from outcomes.runs.notebooks import find_notebooks
from outcomes.runs.subjects import RAW
from outcomes.study.paths import list_studies
from outcomes.study.read_study_file import read_study_file
from outcomes.study.source import STUDY_FILE


def list_choices(root: Path) -> dict[str, list[str]]:
    """Return by study the reports that its file asks for, of which there are notebooks.

    Of a study whose file cannot be read as far as that, every report of a study.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    """
    notebooks = find_notebooks(root)
    of_study = [name for name, each in notebooks.items() if each.front_matter.of == "study"]
    choices = {}
    for study in list_studies(root):
        draft, _ = read_study_file((root / RAW / study / STUDY_FILE).read_bytes())
        asked = draft.file.reports if draft is not None and draft.is_valid("reports") else of_study
        choices[study] = [name for name in of_study if name in asked]
    return choices


def add_handlers(application: Any, root: Path) -> None:
    """Let a Jupyter server answer the launcher.

    Parameters
    ----------
    application : jupyter_server.serverapp.ServerWebApplication
        The server's.
    root : Path
        Root folder of the project.
    """
    base = url_path_join(application.settings["base_url"], "outcomes")
    given = {"root": root}
    handlers = [
        (url_path_join(base, "studies"), _Studies, given),
        (url_path_join(base, "open"), _Open, given),
    ]
    application.add_handlers(".*$", handlers)


class _Handler(APIHandler):
    def initialize(self, root: Path) -> None:
        super().initialize()
        self._root = root


class _Studies(_Handler):
    @web.authenticated
    def get(self) -> None:
        self.finish(json.dumps(list_choices(self._root)))


class _Open(_Handler):
    @web.authenticated
    def post(self) -> None:
        asked = self.get_json_body() or {}
        try:
            place = open_copy(self._root, str(asked.get("study")), str(asked.get("report")))
        except OutcomesError as error:
            raise web.HTTPError(400, str(error)) from error
        self.finish(json.dumps({"path": place.relative_to(self._root).as_posix()}))
