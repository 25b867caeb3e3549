"""From the wheel alone: a project's notebook runs in a real JupyterLab, in a real browser."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.test_lab_leaves_notebooks import OPEN_RUN_SAVE
from tests.lab import LONG, Lab
from tests.samples import thorough
from tests.test_wheel import installed, wheel  # noqa: F401 - fixtures


@thorough
def test_its_notebooks_run_in_jupyterlab_from_the_wheel_alone(
    installed: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    browser: Browser,
) -> None:
    project, folder = tmp_path / "mine", tmp_path / "lab"
    init = (
        "from pathlib import Path; from outcomes.projects.lay import lay_project; "
        "lay_project(Path('mine'))"
    )
    subprocess.run([installed, "-I", "-c", init], cwd=tmp_path, check=True)
    folder.mkdir()
    assets = Path(sysconfig.get_path("data")) / "share" / "jupyter" / "lab"
    asked = ["outcomes", "open", "achilles-dextrose-exercise", "data-quality"]
    opened = f"import sys; sys.argv = {asked}; from outcomes.cli import main; main()"
    subprocess.run([installed, "-I", "-c", opened], cwd=project, check=True)
    (copy,) = (project / "work").rglob("*.ipynb")
    lab = Lab(
        folder,
        project,
        "--expose-app-in-browser",
        installed,
        PYTHONPATH="",
        JUPYTERLAB_DIR=str(assets),
    )
    page = browser.new_page(viewport={"width": 1300, "height": 2000})
    try:
        page.goto(f"http://{lab.address}/lab?token={lab.token}")
        page.wait_for_function(
            "() => window.jupyterapp?.commands.hasCommand('docmanager:open')", timeout=LONG * 1000
        )
        page.evaluate(OPEN_RUN_SAVE, copy.relative_to(project).as_posix())
        expect(page.locator(".jp-OutputArea-output figure").first).to_be_visible(
            timeout=LONG * 1000
        )
    finally:
        page.close()
        lab.close()
