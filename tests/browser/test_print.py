"""What comes out of the printer: nothing cut off, and the provenance on every sheet."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page as BrowserPage

from outcomes.displays.table import Column, Table
from outcomes.report import Page, render_report
from tests.samples import sample

from .pages import PAGES, SAMPLE, every_page
from .visit import Visitor

MARGIN = 16 / 25.4 * 72
"""Points that the style sheet keeps free at the sides."""
BANNER = "Simulated data: not evidence"
CLAIMS = "dextrose-prolotherapy/claims/index.html"
LONGEST = "knee-dextrose-saline/evidence/index.html"
SLACK = 3.0
"""Points that the side bearings of letters may reach over."""


def print_page(page: BrowserPage) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))


def find_text_outside(document: pdfium.PdfDocument) -> list[str]:
    """Return the stretches of text that reach into the margins or over the edge of their sheet."""
    outside = []
    for number, sheet in enumerate(document, start=1):
        width, height = sheet.get_size()
        text = sheet.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            inside = (
                left >= MARGIN - SLACK
                and right <= width - MARGIN + SLACK
                and bottom >= 0
                and top <= height
            )
            if not inside:
                words = text.get_text_bounded(left, bottom, right, top)
                outside.append(f"sheet {number}: {words!r} at {left:.0f} to {right:.0f}")
    return outside


def count_letters(texts: Iterable[str]) -> Counter[str]:
    """Count letters and digits: where lines and words break does not matter."""
    return Counter(letter for text in texts for letter in text if letter.isalnum())


def count_printed(document: pdfium.PdfDocument, banner: str = BANNER) -> Counter[str]:
    """Count what the sheets hold, save what the margins repeat."""
    printed = count_letters(sheet.get_textpage().get_text_range() for sheet in document)
    for number in range(1, len(document) + 1):
        printed -= count_letters([banner, f"{number}{len(document)}"])
    return printed


SHOWN = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const inside = walker.currentNode.parentElement;
    if (inside.checkVisibility() && !inside.closest('title, desc, .skip'))
      texts.push(walker.currentNode.data);
  }
  return texts;
}"""

TOO_WIDE = """([sheet, turned]) => [...document.querySelectorAll('main *, .foot *')]
  .filter(one => one.checkVisibility() && !one.closest('svg'))
  .filter(one => {
    const frame = one.closest('.table-scroll');
    const wide = frame && /wide/.test(getComputedStyle(frame).page);
    return one.getBoundingClientRect().right > (wide ? turned : sheet) + 1;
  })
  .map(one => one.outerHTML.slice(0, 160))"""


def find_too_wide(page: BrowserPage) -> list[str]:
    """Return the elements wider than their sheet, which the browser would shrink or cut off."""
    sheet, turned = ((millimetres - 32) / 25.4 * 96 for millimetres in (210, 297))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(sheet), "height": 1000})
    found: list[str] = page.evaluate(TOO_WIDE, [sheet, turned])
    return found


@every_page
def test_nothing_is_cut_off_on_paper(name: str, bundled_site: Path, visitor: Visitor) -> None:
    page = visitor.open(bundled_site / "reports" / name)
    assert find_too_wide(page) == []
    document = print_page(page)
    assert find_text_outside(document) == []
    printed = count_printed(document, BANNER if "/" in name else "")
    assert not count_letters(page.evaluate(SHOWN)) - printed, "letters that are not on paper"
    assert visitor.messages == []


@pytest.mark.parametrize("name", sample([page for page in PAGES if "/" in page], SAMPLE))
def test_every_sheet_says_that_the_data_are_simulated(
    name: str, bundled_site: Path, visitor: Visitor
) -> None:
    document = print_page(visitor.open(bundled_site / "reports" / name))
    for number, sheet in enumerate(document, start=1):
        text = sheet.get_textpage().get_text_range()
        assert BANNER in text, f"sheet {number} of {len(document)}"


MOST_SHEETS = {"treatment-effect": 12, "evidence": 10, "summary": 2}
"""By kind of page; of any other `MOST_OF_OTHERS`."""
MOST_OF_OTHERS = 6


@pytest.mark.parametrize("name", sample([*PAGES, CLAIMS], {*SAMPLE, CLAIMS, LONGEST}))
def test_a_page_is_printed_on_few_sheets(name: str, bundled_site: Path, visitor: Visitor) -> None:
    sheets = len(print_page(visitor.open(bundled_site / "reports" / name)))
    kind = name.split("/")[-2] if "/" in name else ""
    assert sheets <= MOST_SHEETS.get(kind, MOST_OF_OTHERS)
    if kind == "summary":
        assert sheets == 2


@pytest.mark.parametrize(
    ("columns", "rows"),
    sample(itertools.product((6, 11, 14, 22, 30), (3, 90)), {(6, 3), (11, 90), (22, 3), (30, 90)}),
)
def test_a_table_wider_or_longer_than_a_sheet_is_whole(
    columns: int, rows: int, tmp_path: Path, visitor: Visitor
) -> None:
    table = Table(
        "A wide table of differences and their intervals",
        (
            Column("Endpoint"),
            *(Column(f"Visit{n}", "points", numeric=True) for n in range(columns)),
        ),
        tuple(
            (f"row{row}", *(f"\u2212{row}.{n} (\u221215.1 to 12.6)" for n in range(columns)))
            for row in range(rows)
        ),
    )
    output = nbformat.v4.new_output("display_data", data={"text/html": table.write_html()})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("t", outputs=[output])])
    path = tmp_path / "index.html"
    path.write_text(render_report(notebook, Page("S", "r", "simulated")), encoding="utf-8")
    page = visitor.open(path)
    assert find_too_wide(page) == []
    document = print_page(page)
    assert find_text_outside(document) == []
    lost = count_letters(page.evaluate(SHOWN)) - count_printed(document)
    assert not lost, "letters that are not on paper"


def test_a_table_that_is_cut_off_is_found(bundled_site: Path, visitor: Visitor) -> None:
    name = next(page for page in PAGES if "data-quality" in page)
    page = visitor.open(bundled_site / "reports" / name, bypass_csp=True)
    page.add_style_tag(content="@media print { td { white-space: nowrap; min-width: 90mm } }")
    assert find_too_wide(page) != []
    assert count_letters(page.evaluate(SHOWN)) - count_printed(print_page(page))
