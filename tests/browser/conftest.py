"""A real browser, without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from .visit import Visitor

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; playwright's own download is not used.

    It ends with this folder's tests: while it is there, its event loop runs in this thread, and
    no test of a kernel can start another.
    """
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        reason = f"no browser ({', '.join(names)}) is installed, so no page can be looked at"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; in CI this test may not be skipped")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Return what opens pages and keeps what they did."""
    made = Visitor(browser)
    yield made
    made.close()
