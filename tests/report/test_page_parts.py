"""States, words and methods, and the choices and search of the index."""

from __future__ import annotations

import re
from html import escape

import nbformat
import pytest

from outcomes.prose.described_methods import list_described_methods
from outcomes.prose.method_references import REFERENCES
from outcomes.report import (
    Page,
    ReportCard,
    StudyCard,
    render_index,
    render_report,
    render_words,
)
from outcomes.report.banner import make_banner
from outcomes.report.frame import TEMPLATES
from outcomes.report.glossary import TERMS, find_terms, read_words
from outcomes.report.states import STATES, describe_state
from outcomes.runs.ledger import State

from .pages import check_page

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")


def page_of(text: str, **more: str) -> str:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    return render_report(notebook, Page("S", "r", "collected", **more))


def test_every_state_of_the_ledger_has_words() -> None:
    for state in State:
        assert str(state) in STATES
        if state.is_bad and state is not State.STALE:
            assert STATES[str(state)].is_bad


@pytest.mark.parametrize(
    "state", ["running", "failed", "killed", "out-of-memory", "timed-out", "stale", "unheard-of"]
)
def test_a_page_that_is_no_result_says_so_before_its_question(state: str) -> None:
    html = page_of("Why?", state=state)
    check_page(html)
    words = describe_state(state)
    assert html.index(words.title) < html.index("Why?")
    assert 'role="alert"' in html


def test_a_complete_page_has_no_warning() -> None:
    assert 'role="alert"' not in page_of("Why?")
    assert 'role="alert"' not in page_of("Why?", state="succeeded")


def test_cards_in_a_bad_state_do_not_look_complete() -> None:
    cards = [ReportCard(name, name, name, "HEADLINE", drawing="<svg></svg>") for name in STATES]
    shown = {card.state: card.status for card in cards}
    assert len(set(shown.values())) == len(shown)
    assert [card.state for card in cards if card.is_bad] == [
        "failed",
        "killed",
        "out-of-memory",
        "timed-out",
        "too-much-output",
        "blocked",
    ]
    for state in set(STATES) - {"planned"}:
        assert f".status-{state}" in STYLE


def test_a_report_leads_to_the_words_that_it_uses_and_to_no_others() -> None:
    html = page_of("Pain at baseline by ANCOVA, 95% CI.")
    check_page(html)
    words = html.partition('<h2 id="words">')[2].partition("</section>")[0]
    led_to = re.findall(r'<a href="../../words.html#([^"]+)">([^<]+)</a>', words)
    names = [name for _, name in led_to]
    assert names == ["Analysis of covariance (ANCOVA)", "Baseline", "Confidence interval (CI)"]
    ids = check_page(render_words()).values("id")
    assert all(anchor in ids for anchor, _ in led_to)
    assert "words.html" not in page_of("Nothing.").partition("</style>")[2]


def test_words_and_methods_stand_once_a_site_with_every_paper_in_full() -> None:
    html = render_words()
    check_page(html)
    for paper in REFERENCES.values():
        assert escape(paper.text, quote=False) in html
    used = {key for one in list_described_methods() for key in one.papers}
    assert used == set(REFERENCES), "each paper says what it is for"


def test_words_count_whole_and_not_in_code() -> None:
    words = read_words('<p title="SD">armed</p><details class="code">MMRM</details>')
    assert find_terms(words) == ()


def test_terms_are_in_order_and_end_as_sentences() -> None:
    names = [term.name.lower().replace("\u00b2", "2") for term in TERMS]
    assert names == sorted(names)
    assert all(term.meaning.endswith(".") for term in TERMS)
    for entry in TERMS:
        assert all(spelling == spelling.lower() for spelling in entry.spellings)


def test_the_banner_on_paper_is_the_banner_on_the_screen() -> None:
    for provenance in ("simulated", "published"):
        banner = make_banner(provenance, None)
        assert banner is not None
        assert STYLE.count(f'content: "{banner.title}"') == 2


def study(name: str, joint: str, provenance: str, *outcomes: str) -> StudyCard:
    return StudyCard(name, name, "", provenance, joint, "", "parallel", 5, (), outcomes)


def test_the_index_can_be_narrowed_by_joint_outcome_and_data() -> None:
    cards = [
        study("a", "knee", "simulated", "pain", "function"),
        study("b", "<ankle>", "collected", "pain"),
    ]
    html = render_index(cards)
    outline = check_page(html, scripts=1)
    radios = [a for tag, a in outline.tags if a.get("type") == "radio"]
    assert {a["name"] for a in radios} == {"joint", "outcome", "provenance"}
    assert sum("checked" in a for a in radios) == 3
    assert 'class="card card-simulated joint-2 outcome-1 outcome-2 provenance-2"' in html
    assert "main:has(#joint-1:checked) .card:not(.joint-1)" in html
    assert "&lt;ankle&gt;" in html


def test_one_study_needs_no_choices() -> None:
    html = render_index([study("a", "knee", "simulated", "pain")])
    check_page(html)
    assert "<fieldset" not in html
