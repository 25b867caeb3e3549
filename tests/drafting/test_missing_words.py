"""Words for a missing value: among numbers any, among texts those that can be no level."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.drafting.missing_words import find_missing_words, set_aside


def column(*texts: str) -> pd.DataFrame:
    """Return a table of ids and one column."""
    return pd.DataFrame({"id": [str(n) for n in range(len(texts))], "x": list(texts)}, dtype="str")


@pytest.mark.parametrize(
    "word",
    ["k.A.", "n.b.", "fehlend", "unbekannt", "n.d.", "inconnu", "non disponible", "s/d",
     "sin datos", "nd", "mancante", "ontbreekt", "onbekend", "n/a", "NA", "-", "."],
)  # fmt: skip
def test_among_numbers_they_are_found_whatever_the_language(word: str) -> None:
    rows = column("1", "2.5", word, "", "4")
    assert find_missing_words(rows, {"id"}) == {word: "x"}
    assert list(set_aside(rows, {"id"}, [word])["x"]) == ["1", "2.5", "", "", "4"]


def test_among_texts_a_word_that_may_be_a_level_is_none() -> None:
    assert find_missing_words(column("m", "f", "none", "unknown", "nd", "k.A."), {"id"}) == {
        "k.A.": "x"
    }


def test_ids_are_left_alone_and_capitals_do_not_matter() -> None:
    rows = pd.DataFrame({"id": ["n.d.", "2"], "x": ["N.D.", "1"]}, dtype="str")
    assert find_missing_words(rows, {"id"}) == {"N.D.": "x"}
    assert set_aside(rows, {"id"}, ["n.d."]).to_numpy().tolist() == [["n.d.", ""], ["2", "1"]]
