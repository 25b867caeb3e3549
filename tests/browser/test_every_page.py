"""Every page of the bundled studies, as a browser shows it and as a checker of access reads it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .pages import PAGES, every_page
from .visit import PHONE, Visitor

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""Rules whose findings change between light and dark; the page is the same in all else."""


@every_page
def test_a_page_asks_for_nothing_and_says_nothing(
    name: str, bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / name)
    page.locator("summary").evaluate_all("all => all.forEach(one => one.click())")
    page.wait_for_timeout(50)
    assert visitor.requests == []
    assert visitor.messages == []


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(name: str, scheme: str, bundled_site: Path, visitor: Visitor) -> None:
    # Axe is a script, which the pages' policy would not let run.
    page = visitor.open(bundled_site / "reports" / name, scheme=scheme, bypass_csp=True)
    open_folds(page)
    rules = {"type": "tag", "values": list(TAGS)} if scheme == "light" else OF_COLOUR
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    told = [
        f"{fault['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]
    assert not told, "\n".join(told)


STRUCTURE = """() => ({
  levels: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1]),
  empty: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
    .filter(h => !h.innerText.trim()).length,
  unscoped: [...document.querySelectorAll('th:not([scope])')].map(th => th.outerHTML),
  uncaptioned: [...document.querySelectorAll('table')]
    .filter(t => !(t.caption && t.caption.textContent.trim()))
    .map(t => t.outerHTML.slice(0, 200)),
  nameless: [...document.querySelectorAll('svg')].filter(s => {
    if (s.closest('[aria-hidden=true]')) return false;
    const ids = (s.getAttribute('aria-labelledby') || '').split(/\\s+/).filter(Boolean);
    return !s.getAttribute('aria-label') &&
      !(ids.length && ids.every(i => document.getElementById(i)?.textContent.trim()));
  }).length,
  styled: document.querySelectorAll('[style]').length,
})"""


@every_page
def test_headings_tables_and_drawings_are_in_order(
    name: str, bundled_site: Path, visitor: Visitor
) -> None:
    found = visitor.open(bundled_site / "reports" / name).evaluate(STRUCTURE)
    levels = found["levels"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert found["empty"] == 0
    assert found["unscoped"] == []
    assert found["uncaptioned"] == []
    assert found["nameless"] == 0
    assert found["styled"] == 0


@every_page
def test_nothing_is_wider_than_the_window(name: str, bundled_site: Path, visitor: Visitor) -> None:
    page = visitor.open(bundled_site / "reports" / name, width=PHONE)
    open_folds(page)
    for width in (PHONE, 390, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        across, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert across <= there, f"at {width}"


WRAPPED = """() => [...document.querySelectorAll('table')]
  .filter(t => t.caption.textContent.includes('differences between arms at each visit'))
  .map(t => ({
    scrolls: t.scrollWidth > t.parentElement.clientWidth,
    wrapped: [...t.querySelectorAll('tbody td, tbody th')]
      .filter(c => c.clientHeight > 2.4 * parseFloat(getComputedStyle(c).lineHeight))
      .map(c => c.textContent),
  }))"""


@pytest.mark.parametrize(
    "name", [name for name in PAGES if name.endswith("/treatment-effect/index.html")]
)
def test_a_table_of_differences_has_one_line_a_row(
    name: str, bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / name, width=1280)
    open_folds(page)
    found = page.evaluate(WRAPPED)
    assert found
    assert all(one == {"scrolls": False, "wrapped": []} for one in found), found


def open_folds(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
