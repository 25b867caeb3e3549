"""Two and a half minutes in JupyterLab with every notebook open, run and saved change nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from outcomes.projects.lay import lay_project
from tests.browser.test_jupyterlab import run_command
from tests.lab import LONG, Lab
from tests.runs.program import run_here
from tests.samples import thorough

SECONDS = 150
"""JupyterLab saves by itself every two minutes."""

OPEN_RUN_SAVE = """async path => {
  const { commands, shell } = window.jupyterapp;
  const opened = await commands.execute("docmanager:open", { path });
  await opened.context.ready;
  await opened.sessionContext.ready;
  shell.activateById(opened.id);
  await commands.execute("notebook:run-all-cells");
  await commands.execute("docmanager:save");
}"""


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@thorough
def test_opened_run_and_saved_notebooks_stay_as_they_are(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = lay_project(tmp_path / "project")
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "A project")
    assert run_here(project, "run").returncode == 0
    notebooks = sorted(path.name for path in (project / "notebooks").glob("*.ipynb"))
    assert len(notebooks) > 8
    (tmp_path / "lab").mkdir()
    lab = Lab(tmp_path / "lab", project, "--expose-app-in-browser")
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    try:
        page.goto(f"http://{lab.address}/lab?token={lab.token}")
        page.wait_for_function(
            "() => window.jupyterapp?.commands.hasCommand('docmanager:open')", timeout=LONG * 1000
        )
        for name in notebooks:
            page.evaluate(OPEN_RUN_SAVE, f"notebooks/{name}")
        page.wait_for_timeout(SECONDS * 1000)
        run_command(page, "docmanager:save-all")
        page.wait_for_timeout(3000)
    finally:
        page.close()
        lab.close()
    assert git(project, "status", "--porcelain") == ""
    listed = json.loads(run_here(project, "list", "--json").stdout)["reports"]
    assert {report["state"] for report in listed} == {"succeeded"}
