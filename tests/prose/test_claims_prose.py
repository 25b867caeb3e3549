"""The claims page: the rule, the chapter that was not read, and the arithmetic in the open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from outcomes.analysis.claims import ClaimArithmetic, recompute_claims
from outcomes.displays.links import name_keys
from outcomes.evidence.claims import VERDICTS
from outcomes.prose import (
    write_arithmetic,
    write_claims_scope,
    write_unconfirmed,
    write_verdict_rule,
    write_verdicts,
)
from outcomes.prose.claim_steps import say_steps
from outcomes.prose.claims import COUNTED
from outcomes.tables import table_references
from outcomes.tables.claims import list_claim_citations, table_claims
from tests.packs import PACK


@pytest.fixture(scope="module")
def weighed() -> dict[str, ClaimArithmetic]:
    return recompute_claims(PACK)


def test_the_verdicts_count_every_claim_once() -> None:
    claims = PACK.claims
    text = write_verdicts(claims).text
    counts = [int(n) for n in re.findall(r"(\d+) (?:agrees?|is|are|no data)\b", text)]
    assert sum(counts) == len(claims)
    assert f"{len(claims)} statements of the article: " in text
    for verdict, n in claims["verdict"].value_counts().items():
        assert COUNTED[verdict][n > 1].format(n=n) in text
    assert "not that the sources are right" in text


def test_the_scope_counts_publications_and_not_the_article_that_is_checked() -> None:
    scope = write_claims_scope(PACK)
    assert f"Claims: {len(PACK.claims)} statements, in our words." in scope.sentences
    assert "The article: Anastasia Climan. What Is Prolotherapy?" in scope.text
    for key in PACK.citations["article"].cites:
        assert f'href="#ref-{key}"' in scope.write_html()
    claims = PACK.claims
    one = claims[claims["claim_id"] == "C01"].assign(citations="article; sit2020; rabago2013")
    own = replace(PACK, tables={**PACK.tables, "claims": one})
    assert "Checked against: 2 publications." in write_claims_scope(own).sentences


def test_the_rule_is_the_same_whatever_the_counts() -> None:
    text = write_verdict_rule().text
    assert "One rule for all" in text
    assert not re.search(r"\d", text)


def test_every_verdict_has_its_verb() -> None:
    assert list(COUNTED) == list(VERDICTS)


def test_numbers_that_no_source_confirms_are_said_to_be_nowhere_used() -> None:
    passage = write_unconfirmed(PACK)
    assert passage.kind == "caution"
    assert "used nowhere as results" in passage.text
    assert "Statement 19: " in passage.text
    assert "Statement 20: Up to 81% of people" in passage.text
    assert "Statement 22" not in passage.text, "its 72 hours have a source"
    assert 'href="#ref-rivello"' in passage.write_html()


def test_where_every_number_was_checked_that_is_said() -> None:
    claims = PACK.claims.assign(verdict="agrees")
    own = replace(PACK, tables={**PACK.tables, "claims": claims})
    assert "could be held against what was read" in write_unconfirmed(own).text


def test_every_claim_has_verdict_reason_and_arithmetic(weighed: dict[str, ClaimArithmetic]) -> None:
    claims = PACK.claims
    passages = write_arithmetic(PACK, weighed)
    assert len(passages) == len(claims)
    for claim, passage in zip(claims.to_dict("records"), passages, strict=True):
        assert f"Verdict: {claim['verdict']}. {name_keys(claim['reason'], PACK)}" in passage.text
        if claim["claim_id"] in weighed:
            for step in say_steps(weighed[claim["claim_id"]]):
                assert step in passage.text
        else:
            assert "nothing was recomputed" in passage.text


def test_every_link_of_the_page_has_its_reference(weighed: dict[str, ClaimArithmetic]) -> None:
    references = table_references(PACK, list_claim_citations(PACK, weighed)).write_html()
    anchors = set(re.findall(r'id="(ref-[^"]+)"', references))
    pages = [passage.write_html() for passage in write_arithmetic(PACK, weighed)]
    links = set(re.findall(r'href="#(ref-[^"]+)"', "".join(pages)))
    assert links
    assert links <= anchors


def test_a_recomputed_share_says_of_what(weighed: dict[str, ClaimArithmetic]) -> None:
    html = table_claims(PACK, weighed).write_html()
    text = re.sub(r"<[^>]+>", "", html)
    assert "Rabago 2013, bruising, dextrose: 10% (3% to 26%)" in text
    assert "Ryan 2010, pain VAS in daily activities: 81% fall over the mean before" in text
