"""Which pages the bundled studies have; known before they are made, so each is its own test."""

from __future__ import annotations

from pathlib import Path

from outcomes.study import list_studies, load_study

ROOT = Path(__file__).resolve().parents[2]


def list_pages() -> list[str]:
    """Return every page's path below ``reports/``."""
    pages = ["index.html"]
    for name in list_studies(ROOT):
        reports = load_study(ROOT / "data" / "raw" / name).file.reports
        pages.append(f"{name}/index.html")
        pages += [f"{name}/{report}/index.html" for report in reports]
    return pages


PAGES = list_pages()
