"""Which pages the bundled studies have; known before they are made, so each is its own test.

`make test` looks at one page of each kind, `make validate` at every page.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import list_studies, load_study
from tests.samples import sample

ROOT = Path(__file__).resolve().parents[2]


def list_pages() -> list[str]:
    """Return every page's path below ``reports/``."""
    pages = ["index.html", "words.html"]
    for name in list_studies(ROOT):
        reports = load_study(ROOT / "data" / "raw" / name).file.reports
        beside = ("", "summary/", "checklist/")
        pages += [f"{name}/{each}index.html" for each in beside]
        pages += [f"{name}/{report}/index.html" for report in reports]
    return pages


def find_one_of_each_kind(pages: list[str]) -> set[str]:
    """Return the pages of the site, and one of each report and kind of the first that has it."""
    first: dict[str, str] = {}
    for page in pages:
        first.setdefault(page.partition("/")[2] or page, page)
    return set(first.values())


PAGES = list_pages()
REPORTS = [page for page in PAGES if page.count("/") == 2 and "checklist" not in page]
SAMPLE = find_one_of_each_kind(PAGES)
every_page = pytest.mark.parametrize("name", sample(PAGES, SAMPLE))
