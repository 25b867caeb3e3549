"""Open a page with the network off, and keep everything that it asked for, said or did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PHONE = 320
DESKTOP = 1200


class Visitor:
    """Opens pages, each in a context of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.messages: list[str] = []

    def open(self, path: Path, *, width: int = DESKTOP, scheme: str = "light", **more: Any) -> Page:
        """Open a file; whatever it asks for beside itself is kept in ``requests``."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            offline=True,
            **more,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("dialog", self._refuse)
        page.on("popup", lambda popup: self.messages.append(f"a window: {popup.url}"))
        page.goto(path.as_uri())
        self.requests.remove(path.as_uri())
        return page

    def _refuse(self, dialog: Any) -> None:
        self.messages.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self._contexts:
            context.close()
