"""What was done in each trial stands in the table as the designs give it, a dash elsewhere."""

from __future__ import annotations

import pytest

from outcomes.analysis.joint_evidence import gather_evidence, list_evidence_references
from outcomes.evidence import list_known_trials
from outcomes.rounding import ABSENT
from outcomes.tables import table_characteristics
from tests.packs import PACK


@pytest.mark.parametrize("joint", ["knee", "foot and ankle"])
@pytest.mark.parametrize("randomised", [True, False])
def test_each_trial_has_a_row_with_what_is_known_of_it(joint: str, randomised: bool) -> None:
    table = table_characteristics(PACK, joint, randomised=randomised)
    assert table is not None
    trials = list_known_trials(PACK, joint, randomised=randomised)
    for trial, row in zip(trials, table.rows, strict=True):
        assert row[1] == PACK.name_citation(trial["trial"])
        assert trial["arms"] in row[2]
        for column, cell in (("volume", 3), ("sites", 4), ("guidance", 4), ("schedule", 5)):
            assert trial[column].lower() in row[cell].lower()
        assert (trial["blinding"] or "blinding not stated") in row[6].lower()
        assert trial["follow_up"].lower() in row[6].lower()
        assert row[7].lower() == (trial["harms_asked"].lower() or ABSENT)
    references = list_evidence_references(gather_evidence(PACK, joint))
    assert {trial["citation"] for trial in trials} <= set(references)


def test_a_trial_of_two_concentrations_shows_both_and_its_sessions() -> None:
    table = table_characteristics(PACK, "knee")
    assert table is not None
    (row,) = [row for row in table.rows if row[1] == "Rabago 2013"]
    assert row[2] == "90 enrolled: dextrose 30; saline 29; exercise 31"
    assert row[3] == "15 to 25%; 6 mL into the joint, 0.5 mL at each ligament insertion"
    assert row[4].endswith("palpation")
    assert row[5] == "Weeks 1, 5 and 9, two more by choice at weeks 13 and 17"
    assert "daily logs" in row[7]


def test_an_unknown_joint_has_no_table() -> None:
    assert table_characteristics(PACK, "shoulder") is None
