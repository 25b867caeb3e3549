"""The reference page is the one that the definitions give, and says what it must."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from outcomes.instruments import INSTRUMENTS, Instrument
from outcomes.instruments.reference import render_index, render_page, write_pages


def test_the_pages_in_docs_are_current(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "outcomes.instruments", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("", "")
    docs = root / "docs"
    made = {page.relative_to(tmp_path): page.read_text("utf-8") for page in tmp_path.rglob("*.md")}
    kept = {
        page.relative_to(docs): page.read_text("utf-8")
        for page in [docs / "instruments.md", *(docs / "instruments").glob("*.md")]
    }
    assert kept == made, "run: python -m outcomes.instruments"
    assert len(made) == len(INSTRUMENTS) + 1


def test_a_page_of_an_instrument_that_is_gone_is_removed(tmp_path: Path) -> None:
    (tmp_path / "instruments").mkdir()
    gone = tmp_path / "instruments" / "gone.md"
    gone.write_text("old", encoding="utf-8")
    write_pages(tmp_path)
    assert not gone.exists()
    assert "(instruments/koos.md)" in (tmp_path / "instruments.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda i: i.name)
def test_a_page_holds_items_ranges_rules_and_thresholds(instrument: Instrument) -> None:
    section = render_page(instrument)
    assert f"`{instrument.codes[0]}`" in section
    assert f"`{instrument.codes[-1]}`" in section
    for source in instrument.sources:
        assert f"- {source}" in section
    for subscale in instrument.subscales:
        endpoint = subscale.endpoint
        assert (
            f"| `{endpoint.name}` | {endpoint.low:g} to {endpoint.high:g} {endpoint.unit} | "
            in (section)
        )
        if not instrument.single:
            assert f"*{subscale.missing.evidence_level}*: {subscale.missing.source}." in section
        for threshold in endpoint.thresholds:
            row = f"| {threshold.context} | {threshold.source} | {threshold.evidence_level} |"
            assert row in section


@pytest.mark.parametrize(
    "page", [render_index(), *map(render_page, INSTRUMENTS.values())], ids=lambda page: page[:20]
)
def test_tables_are_well_formed(page: str) -> None:
    width = None
    for line in page.splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = line.count("|")
        assert width in (None, cells), line
        width = cells
