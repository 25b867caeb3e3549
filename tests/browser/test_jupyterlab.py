"""Tables, passages and figures in a real JupyterLab look as on the pages, in both its themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from outcomes.drawing.palette import COLOURS
from outcomes.style import read_sheet
from tests.lab import LONG, Lab

CELLS = (
    "from outcomes.displays.table import Column, Table\n"
    "columns = Column('Arm'), Column('n', numeric=True), Column('Why')\n"
    "Table('T', columns, (('Saline', '3', 'x'),))",
    "from outcomes.displays.passage import Passage\n"
    "Passage('banner', 'Simulated data', ('Nobody was treated.',))",
    "import pandas as pd\npd.DataFrame({'a': ['x']})",
    "from outcomes.figures import plot_profile\n"
    "from tests.figures.examples import make_labels, make_rows\n"
    "plot_profile(make_rows(make_labels()), make_labels(), 'pain')",
)
SHEET = re.findall(r"--([\w-]+): (#\w{6})", read_sheet("colours"))
HALF = [name for name, _ in SHEET].index("page", 1)
COLOUR = {"light": dict(SHEET[:HALF]), "dark": dict(SHEET[HALF:])}


def read_colour(code: str) -> str:
    """Return a colour as browsers write it."""
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def read_style(element: Locator, name: str) -> str:
    return str(element.evaluate("(e, name) => getComputedStyle(e).getPropertyValue(name)", name))


def run_command(page: Page, name: str, **arguments: str) -> None:
    """Have JupyterLab do what a menu would."""
    page.evaluate("([name, given]) => jupyterapp.commands.execute(name, given)", [name, arguments])


@pytest.fixture(scope="module")
def notebook(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[Page]:
    """Open a notebook in JupyterLab and run its cells."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(metadata=kernel, cells=cells), folder / "look.ipynb")
    places = {"JUPYTER_DATA_DIR": str(folder), "PYTHONPATH": f"{root / 'src'}:{root}"}
    lab = Lab(folder, folder, "--expose-app-in-browser", **places)
    page = browser.new_page(viewport={"width": 1300, "height": 3000})
    try:
        page.goto(f"http://{lab.address}/lab/tree/look.ipynb?token={lab.token}")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=LONG * 1000)
        run_command(page, "notebook:run-all-cells")
        expect(page.locator(".jp-OutputArea-output figure")).to_be_visible(timeout=LONG * 1000)
        yield page
    finally:
        page.close()
        lab.close()


def choose_theme(page: Page, theme: str) -> None:
    run_command(page, "apputils:change-theme", theme=f"JupyterLab {theme.title()}")
    light = "true" if theme == "light" else "false"
    page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_outputs_look_as_on_a_page(notebook: Page, theme: str) -> None:
    choose_theme(notebook, theme)
    colours = {name: read_colour(code) for name, code in COLOUR[theme].items()}
    row = notebook.locator(".outcomes tbody tr").first
    aligned = [read_style(cell, "text-align") for cell in row.locator("th, td").all()]
    assert aligned == ["left", "right", "left"]
    assert read_style(row, "background-color") == "rgba(0, 0, 0, 0)"
    head = notebook.locator(".outcomes thead th").first
    assert read_style(head, "border-bottom") == f"1px solid {colours['line-strong']}"

    banner = notebook.locator(".passage-banner")
    assert read_style(banner, "border-left") == f"4px solid {colours['warn-line']}"
    assert read_style(banner, "background-color") == colours["warn-soft"]
    assert read_style(banner.locator("p"), "color") == colours["ink"]

    assert notebook.locator(".figure-wide").is_visible()
    assert not notebook.locator(".figure-narrow").is_visible()
    line = notebook.locator(".figure-wide .colour-1").first
    assert read_style(line, "color") == read_colour(getattr(COLOURS[0], theme))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_but_our_outputs_changes(notebook: Page, theme: str) -> None:
    choose_theme(notebook, theme)
    cell = notebook.locator(".dataframe td").first
    assert read_style(cell, "text-align") == "right"
    assert read_style(cell, "border-top-width") == "0px"
