"""The table and the passage of directions say the same, and nothing where there is nothing."""

from __future__ import annotations

import pytest

from outcomes.analysis.joint_evidence import gather_evidence, list_evidence_references
from outcomes.evidence import list_directions
from outcomes.evidence.directions import DIRECTIONS
from outcomes.prose import write_directions, write_evidence_answer
from outcomes.prose.directions import CAVEAT
from outcomes.rounding import format_count
from outcomes.tables import table_directions
from tests.packs import PACK


@pytest.mark.parametrize("joint", ["knee", "foot and ankle"])
def test_each_result_has_a_row_and_stands_in_the_passage(joint: str) -> None:
    rows = list_directions(PACK, joint)
    table, passage = table_directions(PACK, joint), write_directions(PACK, joint)
    assert table is not None
    assert passage is not None
    assert CAVEAT in passage.text
    for row, cells in zip(rows, table.rows, strict=True):
        assert cells[1] == PACK.name_citation(row["trial"])
        assert DIRECTIONS[row["direction"]].format(arm="dextrose") in cells[-1].lower()
        assert row["p_value"] in cells[-1]
        assert row["n"] != row["n"] or format_count(row["n"]) in cells[2]
        assert PACK.name_citation(row["trial"]) in passage.text
        assert row["outcome"] in passage.text
    references = list_evidence_references(gather_evidence(PACK, joint))
    assert {row["citation"] for row in rows} <= set(references)


def test_a_joint_without_directions_has_no_section() -> None:
    assert table_directions(PACK, "shoulder") is None
    assert write_directions(PACK, "shoulder") is None


def test_answers_hold_directions_of_the_comparator_that_is_pooled_or_of_all() -> None:
    foot = write_evidence_answer(gather_evidence(PACK, "foot and ankle")).text
    assert "Altas 2018 (VAS, FFI and Roles-Maudsley, after the last injection)" in foot
    assert "Ersen 2018 (every outcome, week 3; FFI, week 51)" in foot
    assert "worse in Plantar fasciitis review, 2026" in foot
    knee = write_evidence_answer(gather_evidence(PACK, "knee")).text
    _, _, shown = knee.partition("Where no number could be read")
    assert "Teymouri 2025" in shown
    assert "Against another active treatment" not in shown
