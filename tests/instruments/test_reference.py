"""The reference page is the one that the definitions give, and says what it must."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from outcomes.instruments import INSTRUMENTS, Instrument, score_items
from outcomes.instruments.reference import render_reference


def test_the_page_in_docs_is_current(root: Path) -> None:
    page = (root / "docs" / "instruments.md").read_text(encoding="utf-8")
    assert page == render_reference(), "run: python -m outcomes.instruments > docs/instruments.md"


def test_the_module_writes_the_page() -> None:
    command = [sys.executable, "-m", "outcomes.instruments"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == render_reference()
    assert done.stderr == ""


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda i: i.name)
def test_a_section_holds_items_ranges_rules_and_thresholds(instrument: Instrument) -> None:
    section = render_reference([instrument]).split(f"\n## {instrument.name}\n")[1]
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


def test_tables_are_well_formed() -> None:
    width = None
    for line in render_reference().splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = line.count("|")
        assert width in (None, cells), line
        width = cells


def test_the_instrument_in_the_guide_can_be_scored(root: Path) -> None:
    guide = (root / "docs" / "how-to-add" / "instrument.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, flags=re.DOTALL)
    made: dict[str, Any] = {}
    exec(compile(code, "instrument.md", "exec"), made)
    instrument = made["STIFF_FOOT"]
    answers = pd.DataFrame([[4, 3, 2, None], [4, None, 2, None]], columns=list(instrument.codes))
    scores = score_items(instrument, answers)["total"]
    assert scores[0] == 75
    assert pd.isna(scores[1])
    assert "up to 1 of 4 may be empty" in render_reference([instrument])
