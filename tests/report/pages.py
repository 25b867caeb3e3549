"""Reading pages the way a checker would."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "hr", "img", "link", "input", "col", "wbr"}
PAINT = ("fill", "stroke", "clip-path", "mask", "marker-end")


class Outline(HTMLParser):
    """Headings, links, ids, and every tag with its attributes; complains about bad nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.levels: list[int] = []
        self._open: list[str] = []
        self.feed(html)
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes another element"

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute))]


def check_page(html: str, *, scripts: int = 0) -> Outline:
    """Check what every page must be: valid nesting, one h1, no request, unique ids.

    No page runs a script but the index, whose policy names its one by its hash.
    """
    outline = Outline(html)
    assert html.startswith("<!doctype html>")
    assert outline.levels.count(1) == 1
    first = outline.levels.index(1)
    levels = outline.levels[first:]
    assert first == 0
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    names = [tag for tag, _ in outline.tags]
    assert names.count("script") == scripts
    assert "link" not in names
    assert all(value.startswith("data:") for value in outline.values("src"))
    style, _, shown = html.partition("<style>")[2].partition("</style>")
    assert "@import" not in style
    assert "url(" not in style
    assert "<style" not in shown
    for _, attributes in outline.tags:
        assert "style" not in attributes
        assert all(
            "url(" not in (attributes.get(name) or "").replace("url(#", "") for name in PAINT
        )
    ids = outline.values("id")
    assert len(ids) == len(set(ids))
    for link in outline.values("href"):
        if link.startswith("#"):
            assert link[1:] in ids, link
    policy = next(a["content"] for t, a in outline.tags if t == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none';")
    runs = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    named = "".join(f"script-src {_name_by_hash(text)}; " for text in runs)
    assert policy.count("script-src") == len(runs) == scripts
    assert named in policy
    assert "unsafe" not in policy
    assert html.count("<style>") == 1
    assert f"style-src {_name_by_hash(style)};" in policy, "the very style of the page"
    return outline


def _name_by_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
