"""The search of the index, as somebody who types in it finds it."""

from __future__ import annotations

from pathlib import Path

from .visit import Visitor

SHOWN = """() => [...document.querySelectorAll('.card h3')]
    .filter(one => one.offsetParent !== null).map(one => one.innerText)"""
HEADS = """() => [...document.querySelectorAll('.group > h2')]
    .filter(one => one.offsetParent !== null).map(one => one.innerText)"""


def test_what_is_typed_narrows_the_index_and_nothing_brings_all_back(
    bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / "index.html")
    everything = page.evaluate(SHOWN)
    field = page.get_by_role("searchbox", name="Find")
    field.fill("knee WOMAC saline")
    shown = page.evaluate(SHOWN)
    assert shown
    assert len(shown) < len(everything)
    assert all("knee" in one.lower() or "prolotherapy" in one.lower() for one in shown)
    assert page.get_by_role("status").first.inner_text() == (
        f"{len(shown)} of {len(everything)} found"
    )
    field.fill("no such word")
    assert page.evaluate(SHOWN) == []
    assert page.evaluate(HEADS) == []
    field.fill("")
    assert page.evaluate(SHOWN) == everything


def test_without_scripts_there_is_no_box_that_does_nothing(
    bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / "index.html", java_script_enabled=False)
    assert page.get_by_role("searchbox").count() == 0
    assert page.locator("#search").is_hidden()
