"""What reviews pooled never stands without the certainty that they gave it."""

from __future__ import annotations

import pytest

from outcomes.analysis.joint_evidence import gather_evidence, list_evidence_references
from outcomes.evidence import list_reviews
from outcomes.rounding import ABSENT, format_signed
from outcomes.tables import table_reviews
from tests.packs import PACK


@pytest.mark.parametrize("joint", ["knee", "foot and ankle"])
def test_each_pooled_difference_has_a_row_with_its_certainty(joint: str) -> None:
    table = table_reviews(PACK, joint)
    assert table is not None
    rows = list_reviews(PACK, joint)
    for row, cells in zip(rows, table.rows, strict=True):
        assert row["trial"] not in PACK.trials
        assert cells[1] == PACK.name_citation(row["trial"])
        assert row["design"] in cells[2]
        assert cells[-1].lower() == (row["certainty"] or ABSENT)
        favours_dextrose = (row["value"] > 0) == (row["higher"] == "better")
        assert (float(cells[4].split()[0].replace("\u2212", "-")) > 0) == favours_dextrose
        assert any(note.startswith(f"{cells[1]}: ") for note in table.notes)
    references = list_evidence_references(gather_evidence(PACK, joint))
    assert {row["citation"] for row in rows} <= set(references)


def test_large_differences_in_plantar_fasciopathy_are_called_low_certainty() -> None:
    table = table_reviews(PACK, "foot and ankle")
    assert table is not None
    for value in (41.72, 39.04):
        (row,) = [row for row in table.rows if row[4].startswith(format_signed(value, 1))]
        assert row[1] == "Fong 2023"
        assert row[-1] == "Low"


def test_a_review_of_all_joints_says_so() -> None:
    table = table_reviews(PACK, "shoulder")
    assert table is not None
    assert all("all joints together" in row[2] for row in table.rows)
