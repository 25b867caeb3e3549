"""The validation report shows the results that are pinned, and these are what comes out."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pandas as pd
import pytest

from documentation.validation import write_validation
from tests.samples import thorough
from validation import agreement


@pytest.fixture(scope="module")
def pinned() -> pd.DataFrame:
    return pd.read_csv(agreement.PINNED)


def test_every_row_is_on_the_page_and_keeps_its_bar(pinned: pd.DataFrame, tmp_path: Path) -> None:
    assert pinned["numbers"].sum() > 8000
    assert (pinned["largest"] <= pinned["bar"]).all()
    assert set(pinned["program"]) == {"R mmrm", "SAS PROC MIXED", "R metafor"}
    write_validation(tmp_path / "page" / "index.html")
    page = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for row in pinned.to_dict("records"):
        assert row["quantity"] in words
        assert f"{row['numbers']:,} " in words
    assert "This report is incomplete" not in words


def test_what_is_pinned_of_pools_and_of_sas_comes_out_again(
    pinned: pd.DataFrame, shared: Path
) -> None:
    found = agreement.summarise([*agreement.compare_sas(), *agreement.compare_pools()])
    check(found, pinned)


@thorough
def test_what_is_pinned_of_the_mixed_model_comes_out_again(
    pinned: pd.DataFrame, shared: Path
) -> None:
    check(agreement.summarise(agreement.compare_mmrm()), pinned)


def check(found: pd.DataFrame, pinned: pd.DataFrame) -> None:
    """Each row is pinned: as many numbers, and none further off than its bar."""
    key = ["method", "quantity", "program", "bar", "numbers", "datasets"]
    assert len(found.merge(pinned, on=key)) == len(found)
    assert (found["largest"] <= found["bar"]).all()
