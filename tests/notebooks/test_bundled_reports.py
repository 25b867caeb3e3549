"""The bundled studies' reports: bannered, whole, and beside the article's findings."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from outcomes.study import list_studies

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", list_studies(ROOT))
def test_the_reports_of_a_bundled_study(name: str, bundled_site: Path):
    study = bundled_site / "reports" / name
    check_every_page_says_that_the_data_are_simulated(study)
    check_files_with_simulated_numbers_say_so(study)
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


OF_NO_PATIENT = ("plan-as-declared", "sizes-of-change", "sources-calibration")
"""How the files of tables begin that hold nothing measured in the study."""


BESIDE_PUBLISHED = "how-much-changed-with-placebo"
"""In the names of the only files of published evidence with the study's own numbers in them."""


def check_files_with_simulated_numbers_say_so(study: Path) -> None:
    for report in study.glob("*/index.html"):
        files = re.findall(r'download="([^"]+)"', report.read_text(encoding="utf-8"))
        own = report.parent.name != "checklist"
        said = [name for name in files if name.startswith("simulated-")]
        if report.parent.name == "summary":
            assert files
            assert said == files
            continue
        if report.parent.name == "evidence":
            assert said == [name for name in files if BESIDE_PUBLISHED in name]
            continue
        assert bool(said) == own
        if own:
            assert all(name in said or name.startswith(OF_NO_PATIENT) for name in files)


def check_the_index_links_every_page(study: Path) -> None:
    index = (study.parent / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([^"#]+)"', index))
    checklist = study / "checklist" / "index.html"
    assert 'href="checklist/index.html"' in (study / "index.html").read_text(encoding="utf-8")
    for page in {*study.rglob("index.html")} - {checklist}:
        assert page.relative_to(study.parent).as_posix() in links


def check_pages_ask_for_nothing(study: Path) -> None:
    for page in study.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|link|iframe|object|embed)\b", html)
        assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
        sources = re.findall(r'\bsrc="([^"]*)"', html)
        assert all(source.startswith("data:") for source in sources)


ABOVE = "This study's own figures on this stand above."
FINDINGS = {
    "knee-dextrose-saline": (
        "treatment-effect",
        ("pain", "stiffness", "range of motion"),
    ),
    "foot-ankle-dextrose": ("before-after", ("how long it lasts",)),
}
"""By study, the report with the article's findings and the subjects of those findings."""


def cut_findings(page: Path) -> list[tuple[str, str]]:
    """Return the subject and the words of every passage beside the article."""
    html = page.read_text(encoding="utf-8")
    found = []
    for part in re.split(r'<div class="passage(?: [^"]*)?"', html)[1:]:
        # A passage holds one division, its title: the second end is its own.
        ends = [end.start() for end in re.finditer("</div>", part)]
        title = re.search(r'<div class="passage-title">Beside the article: ([^<]+)</div>', part)
        if title is not None:
            words = unescape(re.sub(r"<[^>]+>", " ", part[title.end() : ends[1]]))
            found.append((title[1], re.sub(r"\s+", " ", words)))
    return found


def check_the_articles_findings_stand_beside_the_studys_own(study: Path) -> None:
    report, subjects = FINDINGS[study.name]
    findings = cut_findings(study / report / "index.html")
    for subject in subjects:
        passages = [words for title, words in findings if title == subject]
        assert passages, subject
        with_figures = [words for words in passages if ABOVE not in words]
        assert len(with_figures) == 1, f"{subject}: the study's own figures stand once"
        assert "95% CI" in with_figures[0].partition("This study's own figures")[2], subject
        for words in passages:
            assert words.count("The article says") == 1
            assert "differ in scope" in words
