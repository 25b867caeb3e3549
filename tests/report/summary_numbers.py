"""A study's summary, card and reports, held to the results that they state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from outcomes.study import load_study
from outcomes.study.study import Study
from outcomes.tables.summary import QUESTION

from .test_numbers_agree import Reader, read_numbers

Row = dict[str, Any]
OF_PUBLISHED = ("evidence", "claims")
"""Reports whose numbers are of published trials."""


def check_summary(site: Path, name: str) -> int:
    """Check the numbers of a study's summary, and that its answer stands on card and report.

    Parameters
    ----------
    site : Path
        Root of a project whose reports are made.
    name : str
        The study's id.

    Returns
    -------
    int
        How many numbers of its tables were found in the results.
    """
    folder = site / "reports" / name
    page = folder / "summary" / "index.html"
    study = load_study(site / "data" / "raw" / name)
    rows = list(read_rows(folder))
    html = page.read_text(encoding="utf-8")
    answer = read_answer(html)
    reports = [one for one in folder.glob("*/index.html") if one != page]
    assert answer in [read_answer(one.read_text(encoding="utf-8")) for one in reports]
    card = to_text((folder / "index.html").read_text(encoding="utf-8"))
    assert answer.partition(" The estimate favours")[0].partition(" The confidence")[0] in card
    tables = [grid for _, grid in Reader(html).tables if grid and "Outcome" in grid[0]]
    return sum(check_row(cells, grid[0], study, rows) for grid in tables for cells in grid[1:])


def read_rows(folder: Path) -> Iterator[Row]:
    """Yield the results of the study's own reports, those that were estimated."""
    for path in folder.glob("*/results.json"):
        if path.parent.name not in OF_PUBLISHED:
            results = json.loads(path.read_text(encoding="utf-8"))["estimates"]
            yield from (row for row in results if row["estimate"] is not None)


def check_row(cells: list[str], heads: list[str], study: Study, rows: list[Row]) -> int:
    """Check one outcome of a table, cell by cell; return how many numbers were held to a row."""
    label = cells[0].removesuffix(f"; {QUESTION}")
    visit = study.file.plan.primary.visit
    here = [
        row
        for row in rows
        if row["visit"] == visit and label.startswith(study.labels.endpoints[row["endpoint"]].label)
        if row["side"] in label
    ]
    held = 0
    for head, cell in zip(heads[1:], cells[1:], strict=True):
        quantity = next((q for q in ("Difference", "Change") if head.startswith(q)), "")
        if not quantity or cell == "\u2013":
            continue
        shown = [
            (value, decimals) for _, value, decimals in read_numbers(cell.partition(" in ")[0])
        ]
        times = 100 if cell.endswith("in 100") else 1
        candidates = [row for row in here if row["quantity"] == quantity.lower()]
        assert any(fits(shown, row, times) for row in candidates), f"{label}, {head}: {cell}"
        held += len(shown)
    return held


def fits(shown: list[tuple[float, int]], row: Row, times: int) -> bool:
    """Whether numbers as shown are a row's estimate, and its interval if there are three."""
    values = [row["estimate"], row["ci_low"], row["ci_high"]][: len(shown)]
    return all(
        value is not None and abs(times * value - number) <= 0.5 * 10.0**-decimals + 1e-9
        for value, (number, decimals) in zip(values, shown, strict=True)
    )


def read_answer(html: str) -> str:
    """Return the words of a page's answer; empty where it has none."""
    found = re.search(r'<p class="answer-words">(.*?)</p>', html, re.DOTALL)
    return to_text(found[1]) if found else ""


def to_text(html: str) -> str:
    html = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
