"""The bundled studies' reports: bannered, whole, and beside the article's findings."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.run import run_jobs
from outcomes.study import list_studies

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", list_studies(ROOT))
def test_the_reports_of_a_bundled_study(name: str, tmp_path: Path):
    raw = Path("data") / "raw" / name
    shutil.copytree(ROOT / raw, tmp_path / raw)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    entries = run_jobs(plan_jobs(tmp_path, [name], [], {}), tmp_path)
    assert not [entry.failure for entry in entries if entry.state.is_bad]
    study = tmp_path / "reports" / name
    check_every_page_says_that_the_data_are_simulated(study)
    check_the_index_links_every_page(study)
    check_pages_ask_for_nothing(study)
    if name in FINDINGS:
        check_the_articles_findings_stand_beside_the_studys_own(study)


def words_of(page: Path) -> str:
    text = unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))
    return re.sub(r"\s+", " ", text)


def check_every_page_says_that_the_data_are_simulated(study: Path) -> None:
    pages = sorted(study.rglob("index.html"))
    assert len(pages) >= 3
    for page in pages:
        words = words_of(page)
        assert "Simulated data: not evidence" in words
        assert "agrees by construction and adds nothing" in words


def check_the_index_links_every_page(study: Path) -> None:
    index = (study.parent / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([^"#]+)"', index))
    for page in study.rglob("index.html"):
        assert page.relative_to(study.parent).as_posix() in links


def check_pages_ask_for_nothing(study: Path) -> None:
    for page in study.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|link|iframe|object|embed)\b", html)
        assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
        sources = re.findall(r'\bsrc="([^"]*)"', html)
        assert all(source.startswith("data:") for source in sources)


FINDINGS = {
    "knee-dextrose-saline": (
        "treatment-effect",
        ["Beside the article: pain", "Beside the article: stiffness", "range of motion"],
    ),
    "foot-ankle-dextrose": ("before-after", ["2.5 years", "81% of"]),
}


def check_the_articles_findings_stand_beside_the_studys_own(study: Path) -> None:
    report, findings = FINDINGS[study.name]
    words = words_of(study / report / "index.html")
    for finding in findings:
        assert finding in words
    assert words.count("The article says") >= 2
    assert "95% CI" in words.split("The article says")[-1]
    assert "do not speak to each other" in words
