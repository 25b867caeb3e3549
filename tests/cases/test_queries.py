"""Cases of data that may be of another unit, code or range: what is asked, and what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study, load_study
from tests.cases.meaning_study import copy_case
from tests.cases.pages import make_pages


@pytest.mark.parametrize(
    ("case", "kinds", "column"),
    [
        ("missing-code-99-in-range", ["code-like-value"], "pain"),
        ("missing-code-in-age-covariate", ["code-like-value"] * 2, "age"),
        ("womac-nrs-missing-code-9", ["code-like-value"], "womac_function_2"),
        ("vas-in-cm", ["narrow-range"], "pain"),
        ("vas-cm-in-mm-instrument", ["narrow-range"], "pain"),
        ("ffi-total-as-mean-0-10", ["narrow-range"], "pain"),
        ("womac-likert-1-5", ["lowest-never-used"], "womac_pain_1"),
    ],
)
def test_what_may_not_be_meant_is_asked(
    shared: Path, tmp_path: Path, case: str, kinds: list[str], column: str
) -> None:
    folder = copy_case(shared, tmp_path, case)
    assert check_study(folder) == ()
    queries = load_study(folder).queries
    assert [query.kind for query in queries] == kinds
    assert {query.column for query in queries} == {column}


def test_a_page_says_first_what_is_in_question_and_calls_nothing_important(
    shared: Path, root: Path, tmp_path: Path
) -> None:
    pages = make_pages(shared / "cases" / "vas-in-cm", root, tmp_path)
    said = "A query on pain (VAS) is open: all 120 scores lie between 0 and 8.4"
    assert said in pages["treatment-effect"]
    assert "All 120 scores lie between 0 and 8.4" in pages["data-quality"]
    assert "Narrow range" in pages["data-quality"]
    for text in pages.values():
        assert "19.9" not in text, "no threshold is applied"
    answer = pages["treatment-effect"].partition(said)[0]
    assert "was" not in answer.rpartition("The answer")[2], "no result stands before it"
