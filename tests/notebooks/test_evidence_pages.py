"""What the pages of published evidence say of what the tables were corrected for."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from outcomes.evidence import list_directions, list_known_trials, list_reviews
from tests.packs import PACK

STUDIES = {
    "knee-dextrose-saline": "knee",
    "foot-ankle-dextrose": "foot and ankle",
    "achilles-dextrose-exercise": "ankle",
}


def read_html(site: Path, study: str, report: str) -> str:
    return (site / "reports" / study / report / "index.html").read_text(encoding="utf-8")


def read_words(site: Path, study: str, report: str) -> str:
    html = re.sub(r"<(style|script)\b.*?</\1>", " ", read_html(site, study, report), flags=re.S)
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))
    return re.sub(r" ([,;:)])", r"\1", text)


@pytest.mark.parametrize(
    ("study", "report"),
    [*((study, "evidence") for study in STUDIES), (PACK.name, "claims")],
)
def test_every_link_within_a_page_leads_somewhere(
    bundled_site: Path, study: str, report: str
) -> None:
    html = read_html(bundled_site, study, report)
    anchors = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors
    assert ">page read<" not in html
    assert "ichgcp.net" not in html


def test_the_knee_page_counts_harms_by_arm_and_says_what_the_abstract_says(
    bundled_site: Path,
) -> None:
    words = read_words(bundled_site, "knee-dextrose-saline", "evidence")
    assert "bruising in 3 of 30 participants (dextrose) and 5 of 29 participants (saline)" in words
    assert "the abstract says that there were no adverse events" in words
    assert "opioids" in words
    assert "news report" not in words


def test_the_knee_page_says_what_the_authors_report_and_why_an_interval_is_wider(
    bundled_site: Path,
) -> None:
    words = read_words(bundled_site, "knee-dextrose-saline", "evidence")
    assert "week 52: dextrose better than saline and than exercise, P < .05" in words
    assert "taken as independent" in words


@pytest.mark.parametrize(("study", "joint"), STUDIES.items())
def test_each_trial_direction_and_review_of_the_joint_stands_on_its_page(
    bundled_site: Path, study: str, joint: str
) -> None:
    words = read_words(bundled_site, study, "evidence")
    known = list_known_trials(PACK, joint)
    assert re.search(rf"\b({len(known)}|[A-Z][a-z]+) randomised trials? known here", words)
    for row in (*known, *list_directions(PACK, joint), *list_reviews(PACK, joint)):
        assert PACK.name_citation(row["trial"]) in words
    assert "trials were found" not in words


def test_a_section_without_content_is_not_shown(bundled_site: Path) -> None:
    html = read_html(bundled_site, "achilles-dextrose-exercise", "evidence")
    for heading in (
        "A published pool, rebuilt",
        "What changes with placebo",
        "Motion, and what a reading can show",
    ):
        assert heading not in html


def test_the_knee_page_sets_its_placebo_arm_and_motion_beside_what_is_published(
    bundled_site: Path,
) -> None:
    html = read_html(bundled_site, "knee-dextrose-saline", "evidence")
    for section in ("placebo", "motion"):
        assert f'id="{section}"' in html
    words = read_words(bundled_site, "knee-dextrose-saline", "evidence")
    for key in PACK.placebo_response["citation"]:
        assert PACK.name_citation(key) in words
    assert "saline injections; WOMAC composite, week 52; simulated" in words
    assert "no difference was found in knee extension" in words
    treatment = read_words(bundled_site, "knee-dextrose-saline", "treatment-effect")
    assert "Placebo arms of other trials" in treatment


def test_both_active_arms_of_the_achilles_trial_are_named_on_its_page(bundled_site: Path) -> None:
    words = read_words(bundled_site, "achilles-dextrose-exercise", "evidence")
    assert "Yelland 2011 (injections against exercise)" in words
    assert "injections and exercise against exercise" in words
    treatment = read_words(bundled_site, "achilles-dextrose-exercise", "treatment-effect")
    assert "injections and exercise +41.1 points" in treatment


def test_the_claims_page_has_every_statement_and_names_the_article(bundled_site: Path) -> None:
    words = read_words(bundled_site, PACK.name, "claims")
    claims = PACK.claims
    for claim in claims.to_dict("records"):
        assert f"Statement {int(claim['statement'])}: {claim['verdict']}" in words
    for part in ("Anastasia Climan", "What Is Prolotherapy?", "Verywell Health"):
        assert part in words
