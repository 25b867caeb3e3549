"""The article's claims that are set beside studies, and the citations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.evidence import find_claims
from outcomes.evidence.claims import VERDICTS
from tests.evidence.conftest import Check
from tests.packs import PACK

SAME_AS_LISTED = {
    "exact": "agrees",
    "approximate": "agrees in part",
    "overstated": "overstated",
    "not verifiable here": "no data found",
}
JUDGED_AGAIN = {
    "C03": "a comparison with placebo was read, and finds no difference",
    "C04": "two of its three parts are borne out",
    "C09": "the 72 hours have a source, rarely has none",
    "C10": "it compares, and no rate with another injection was read",
    "C11": "the article says that 150 dollars can be paid, not that it costs as much",
    "C13": "pooled placebo arms and untreated groups were read",
    "C17": "a consensus of experts was read",
    "C22": "a trial with both treatments was read",
}
"""Claims whose first verdict no longer stands, and why."""


def test_all_34_statements_have_a_row_in_the_articles_order() -> None:
    claims = PACK.claims
    assert claims["statement"].tolist() == list(range(1, 35))
    assert claims["claim_id"].is_unique


def test_verdicts_agree_with_the_list_unless_they_were_judged_again(shared: Path) -> None:
    listed = pd.read_csv(shared / "evidence" / "claims.csv").set_index("claim_id")["verdict"]
    ours = PACK.claims.set_index("claim_id")
    assert set(listed.index) <= set(ours.index)
    other = [
        claim for claim in listed.index if SAME_AS_LISTED[listed[claim]] != ours["verdict"][claim]
    ]
    assert sorted(other) == sorted(JUDGED_AGAIN)


def test_a_verdict_rests_on_a_source_or_says_that_there_is_none() -> None:
    for claim in PACK.claims.to_dict("records"):
        read = [key for key in claim["citations"].split("; ") if key != "article"]
        assert read or claim["verdict"] in ("no data found", "not yet looked up")
        for key in read:
            assert key in PACK.citations


def test_no_history_of_a_verdict_stands_where_readers_see_it() -> None:
    assert not PACK.claims["notes"].str.contains("first entered").any()


def test_the_article_is_named_and_its_six_sources_are_citations() -> None:
    article = PACK.citations["article"]
    for part in ("Anastasia Climan", "What Is Prolotherapy?", "Verywell Health"):
        assert part in article.text
    assert article.url == ""
    assert len(article.cites) == 6


def test_every_verdict_has_its_reason() -> None:
    claims = PACK.claims
    assert set(claims["verdict"]) <= set(VERDICTS)
    assert claims["reason"].str.endswith(".").all()


def test_only_claims_that_a_study_can_meet_are_set_beside_it() -> None:
    claims = PACK.claims.set_index("claim_id")
    beside = claims.index[claims["beside"] == "study"].tolist()
    assert sorted(beside) == ["C01", "C02", "C03", "C04", "C05", "C06", "C09", "C13"]
    assert set(find_claims(PACK, "any")["claim_id"]) == set(beside)


def test_the_two_figures_of_the_article() -> None:
    claims = PACK.claims.set_index("claim_id")
    assert (claims.loc["C05", "value"], claims.loc["C05", "unit"]) == (2.5, "years")
    assert (claims.loc["C06", "value"], claims.loc["C06", "unit"]) == (
        0.81,
        "share of participants",
    )
    assert claims.loc[["C05", "C06"], "verdict"].eq("no data found").all()


def test_the_two_figures_are_claims_and_stand_among_no_published_numbers() -> None:
    assert "article" not in set(PACK.published["citation"])
    assert "rivello" not in set(PACK.published["trial"])


def test_every_claim_says_where_it_speaks_past() -> None:
    assert PACK.claims["scope_mismatch"].str.len().gt(20).all()


@pytest.mark.parametrize(
    ("joint", "expected"),
    [
        ("knee", ["C04", "C03", "C01", "C02", "C13", "C09"]),
        ("foot and ankle", ["C05", "C06", "C13", "C09"]),
        ("shoulder", ["C13", "C09"]),
    ],
)
def test_find_claims(joint: str, expected: list[str]) -> None:
    assert find_claims(PACK, joint)["claim_id"].tolist() == expected


def test_citations_have_text_and_address() -> None:
    citations = PACK.citations
    assert citations["rabago2013"].doi == "10.1370/afm.1504"
    for key, citation in citations.items():
        assert citation.key == key
        assert citation.text.endswith(".")
        assert citation.doi or citation.url or key in ("article", "delzell")
        assert citation.short[0].isupper()


def test_changing_the_citations_changes_nobody_elses() -> None:
    with pytest.raises(TypeError):
        PACK.citations["sit2020"] = PACK.citations["article"]  # type: ignore[index]


def test_a_column_that_is_not_known_and_one_that_is_missing_are_named(check: Check) -> None:
    table = pd.DataFrame({"key": ["a"], "words": ["b"], "text": ["A."]})
    faults = check(table, "citations.csv")
    assert any("citations.csv, column words: there is no such column" in one for one in faults)
    assert any("citations.csv, column short: the column is missing" in one for one in faults)


def test_text_where_a_number_should_stand_is_located(check: Check) -> None:
    claims = PACK.claims.astype(object)
    claims.loc[2, "value"] = "many"
    (fault,) = check(claims, "claims.csv")
    assert fault.startswith("claims.csv, row 4, column value: not a number. (found 'many')")


def test_a_word_outside_the_vocabulary_is_located(check: Check) -> None:
    claims = PACK.claims
    claims.loc[0, "verdict"] = "perhaps"
    (fault,) = check(claims, "claims.csv")
    assert fault.startswith("claims.csv, row 2, column verdict: ")
    assert "(found 'perhaps') use one of agrees, agrees in part" in fault
