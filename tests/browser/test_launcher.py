"""The card of JupyterLab's launcher: a study and a report are chosen, and a copy is worked in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from outcomes.projects.lay import EXAMPLE, lay_project
from tests.lab import LONG, Lab


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:
    folder = tmp_path_factory.mktemp("launcher")
    project = lay_project(folder / "project")
    lab = Lab(folder, project)
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    yield lab, project, page
    page.close()
    lab.close()


def choose(page: Page, title: str, value: str) -> None:
    dialog = page.locator(".jp-Dialog", has_text=title)
    dialog.locator("select").select_option(value)
    dialog.get_by_role("button", name="Choose").click()


def test_a_report_is_chosen_and_opened_in_a_copy(opened: tuple[Lab, Path, Page]) -> None:
    lab, project, page = opened
    page.goto(f"http://{lab.address}/lab?token={lab.token}&reset")
    card = page.locator(".jp-LauncherCard", has_text="Report of a study")
    if not card.is_visible():
        page.locator("[data-command='launcher:create']").first.click(timeout=LONG * 1000)
    card.click(timeout=LONG * 1000)
    choose(page, "Study", EXAMPLE)
    choose(page, f"Report of {EXAMPLE}", "responders")
    tab = page.locator(".lm-TabBar-tab", has_text="30_responders.ipynb")
    expect(tab).to_be_visible(timeout=LONG * 1000)
    copy = project / "work" / EXAMPLE / "30_responders.ipynb"
    assert f'study: str = \\"{EXAMPLE}\\"' in copy.read_text(encoding="utf-8")
    original = project / "notebooks" / "30_responders.ipynb"
    assert json.loads(original.read_text(encoding="utf-8")) != json.loads(
        copy.read_text(encoding="utf-8")
    )
