"""The article's claims that are set beside studies, and the citations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.errors import EvidenceError
from outcomes.evidence import find_claims, load_citations, load_claims, load_published
from outcomes.evidence.claims import VERDICTS
from outcomes.evidence.packaged import check_vocabulary, convert_numbers, read_packaged

NUMBERS = [*range(1, 18), 20, 21, 22]
SAME_AS_LISTED = {
    "exact": "holds",
    "approximate": "holds in part",
    "overstated": "overstated",
    "not verifiable here": "cannot be checked",
}


def test_all_twenty_claims_are_there() -> None:
    assert load_claims()["claim_id"].tolist() == [f"C{number:02d}" for number in NUMBERS]


def test_verdicts_agree_with_the_list_or_say_why_not(shared: Path) -> None:
    listed = pd.read_csv(shared / "evidence" / "claims.csv").set_index("claim_id")["verdict"]
    ours = load_claims().set_index("claim_id")
    assert list(listed.index) == list(ours.index)
    other = [
        claim for claim in ours.index if SAME_AS_LISTED[listed[claim]] != ours["verdict"][claim]
    ]
    assert other == ["C04", "C10"]
    for claim in other:
        assert f"first entered as {listed[claim]}" in ours["notes"][claim]


def test_every_verdict_has_its_reason() -> None:
    claims = load_claims()
    assert set(claims["verdict"]) == set(VERDICTS)
    assert claims["reason"].str.endswith(".").all()


def test_only_claims_that_a_study_can_meet_are_set_beside_it() -> None:
    claims = load_claims().set_index("claim_id")
    beside = claims.index[claims["beside"] == "study"].tolist()
    assert beside == ["C01", "C02", "C03", "C04", "C05", "C06", "C09", "C13"]
    assert set(find_claims("any")["claim_id"]) == set(beside)


def test_the_two_figures_of_the_article() -> None:
    claims = load_claims().set_index("claim_id")
    assert (claims.loc["C05", "value"], claims.loc["C05", "unit"]) == (2.5, "years")
    assert (claims.loc["C06", "value"], claims.loc["C06", "unit"]) == (
        0.81,
        "share of participants",
    )
    assert claims.loc[["C05", "C06"], "verdict"].eq("cannot be checked").all()


def test_the_two_figures_stand_among_the_published_numbers_as_claimed() -> None:
    claims = load_claims().set_index("claim_id")
    rows = load_published()
    rows = rows[rows["trial"] == "rivello"].set_index("statistic")
    assert rows.loc["share", "value"] == claims.loc["C06", "value"]
    assert rows.loc["mean", "value"] == claims.loc["C05", "value"]
    assert set(rows["how_read"]) == {"secondary"}
    assert rows["notes"].str.contains("not read in the chapter").all()


def test_every_claim_says_where_it_speaks_past() -> None:
    assert load_claims()["scope_mismatch"].str.len().gt(20).all()


@pytest.mark.parametrize(
    ("joint", "expected"),
    [
        ("knee", ["C01", "C02", "C03", "C04", "C09", "C13"]),
        ("foot and ankle", ["C05", "C06", "C09", "C13"]),
        ("shoulder", ["C09", "C13"]),
    ],
)
def test_find_claims(joint: str, expected: list[str]) -> None:
    assert find_claims(joint)["claim_id"].tolist() == expected


def test_citations_have_text_and_address() -> None:
    citations = load_citations()
    assert citations["rabago2013"].doi == "10.1370/afm.1504"
    for key, citation in citations.items():
        assert citation.key == key
        assert citation.text.endswith(".")
        assert citation.doi or citation.url or key in ("article", "delzell")
        assert citation.short[0].isupper()


def test_changing_the_citations_changes_nobody_elses() -> None:
    load_citations().clear()
    assert load_citations()


def test_other_columns_are_refused() -> None:
    with pytest.raises(EvidenceError, match=r"citations\.csv: the columns are key, short, text"):
        read_packaged("citations.csv", ("key", "words"), ())


def test_text_where_a_number_should_stand_is_located() -> None:
    claims = read_packaged("claims.csv", tuple(load_claims().columns), ())
    claims.loc[2, "value"] = "many"
    with pytest.raises(EvidenceError, match="row 4, column value: 'many' is not a number"):
        convert_numbers(claims, "claims.csv", ["value"])


def test_a_word_outside_the_vocabulary_is_located() -> None:
    (fault,) = check_vocabulary(load_claims().head(1), {"verdict": ["holds", ""]})
    assert fault == "row 2, column verdict: 'holds in part' is not one of holds, empty"
