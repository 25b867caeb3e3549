"""A reviewer finds the row of every number on the pages of published evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import load_study

from .reviewers_list import list_numbers, read_results

STUDIES = ("knee-dextrose-saline", "foot-ankle-dextrose")


@pytest.mark.parametrize("name", STUDIES)
def test_no_number_is_without_a_row(name: str, root: Path, bundled_site: Path) -> None:
    study = load_study(root / "data" / "raw" / name)
    folder = bundled_site / "reports" / name / "evidence"
    html = (folder / "index.html").read_text(encoding="utf-8")
    listed = list(list_numbers(html, study, read_results(folder)))
    assert len(listed) > 300
    assert [(one.shown, one.said[:90]) for one in listed if not one.row] == []
    of_rows = [one for one in listed if one.row.startswith(("published.csv", "designs.csv"))]
    assert len(of_rows) > 100


def test_a_number_of_nowhere_is_found(root: Path, bundled_site: Path) -> None:
    study = load_study(root / "data" / "raw" / STUDIES[0])
    folder = bundled_site / "reports" / STUDIES[0] / "evidence"
    planted = "<p>Rabago 2013: 123.456 points, week 52, 15.32 points.</p>"
    found = {one.shown: one.row for one in list_numbers(planted, study, read_results(folder))}
    assert found["123.456"] == ""
    assert found["15.32"].startswith("published.csv, row ")
