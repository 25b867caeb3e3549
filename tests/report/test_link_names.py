"""On a page no two links of one name lead to different places."""

from __future__ import annotations

import html
import re
from pathlib import Path


def list_links(page: str) -> list[tuple[str, str]]:
    """Return name and target of each link, as a reader of the page aloud names it."""
    found = []
    for attributes, content in re.findall(r"<a\b([^>]*\bhref=[^>]*)>(.*?)</a>", page, re.DOTALL):
        label = re.search(r'aria-label="([^"]*)"', attributes)
        name = label[1] if label else " ".join(re.sub(r"<[^>]+>", "", content).split())
        target = re.search(r'href="([^"]*)"', attributes)
        assert target is not None
        found.append((html.unescape(name), target[1]))
    return found


def test_links_of_one_name_lead_to_one_place(bundled_site: Path) -> None:
    pages = sorted((bundled_site / "reports").rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        places: dict[str, set[str]] = {}
        for name, target in list_links(page.read_text(encoding="utf-8")):
            assert name, page
            places.setdefault(name, set()).add(target)
        assert {name: len(of) for name, of in places.items() if len(of) > 1} == {}, page
