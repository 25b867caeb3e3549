"""The designs of the trials are those that were listed, and fit the numbers beside them."""

from __future__ import annotations

import doctest
from pathlib import Path

import pandas as pd
import pytest

from outcomes.errors import EvidenceError
from outcomes.evidence import designs as designs_module
from outcomes.evidence import (
    find_arm_size,
    list_known_trials,
)
from tests.packs import PACK

RENAMED = {
    "dextrose_conc_2023": "concentrations2023",
    "prp_prolo_saline_tr": "prpplacebo",
    "rivello_chapter": "rivello",
    "cai_protocol": "sit2022",
}


def test_every_listed_trial_is_there(shared: Path) -> None:
    listed = pd.read_csv(shared / "evidence" / "trial_designs.csv")
    ours = PACK.designs.set_index("trial")
    assert len(listed) == 25
    for row in listed.to_dict("records"):
        trial = RENAMED.get(row["trial_id"], row["trial_id"])
        assert trial in ours.index
        assert ours.loc[trial, "joint"] == row["joint"].replace("/", " and ")
        assert (ours.loc[trial, "randomised"] == "yes") == (
            "RCT" in row["design"] or "random" in row["design"]
        )


def test_no_risk_of_bias_was_read_of_a_trial_so_none_is_given() -> None:
    assert set(PACK.designs["risk_of_bias"]) == {""}


def test_an_interim_report_names_its_trial() -> None:
    designs = PACK.designs.set_index("trial")
    assert designs.loc["nakase2019interim", "part_of"] == "nakase2019"
    assert (designs["part_of"] != "").sum() == 1


def test_each_trial_is_known_once_and_conditions_stand_apart() -> None:
    known = list_known_trials(PACK, "knee")
    trials = [row["trial"] for row in known]
    assert len(trials) == len(set(trials))
    assert "nakase2019" in trials
    assert "nakase2019interim" not in trials
    groups = list(dict.fromkeys(row["condition_group"] for row in known))
    assert groups == ["knee osteoarthritis", "Osgood-Schlatter disease"]
    assert [row["condition_group"] for row in known] == [
        group for group in groups for row in known if row["condition_group"] == group
    ], "the rows of a condition stand together"


def test_the_designs_by_trial_are_those_of_the_table_and_cannot_be_changed() -> None:
    table = PACK.designs
    assert list(PACK.trials) == table["trial"].tolist()
    assert [row["arms"] for row in PACK.trials.values()] == table["arms"].tolist()
    with pytest.raises(TypeError):
        PACK.trials["sit2020"]["arms"] = "dextrose 1"  # type: ignore[index]
    with pytest.raises(TypeError):
        PACK.trials["sit2020"] = {}  # type: ignore[index]


@pytest.mark.parametrize(
    ("trial", "arm", "size"),
    [("sit2020", "dextrose", 38), ("sit2020", "saline", 38), ("rabago2013", "exercise", 31)],
)
def test_arm_sizes(trial: str, arm: str, size: int) -> None:
    assert find_arm_size(PACK, trial, arm) == size


def test_an_arm_size_that_was_not_seen_is_absent() -> None:
    assert pd.isna(find_arm_size(PACK, "dumais2012", "exercise"))
    assert pd.isna(find_arm_size(PACK, "sit2020", "ozone"))
    with pytest.raises(EvidenceError, match="no design of a trial 'nobody1999'"):
        find_arm_size(PACK, "nobody1999", "saline")


def test_sizes_of_arms_bound_the_n_of_their_rows() -> None:
    rows = PACK.published
    for row in rows[rows["n"].notna() & rows["arm_role"].ne("")].to_dict("records"):
        if row["trial"] not in set(PACK.designs["trial"]) or row["comparator"]:
            continue
        size = find_arm_size(PACK, row["trial"], row["arm"])
        assert pd.isna(size) or row["n"] <= size, (row["trial"], row["arm"])


def test_roles_of_the_rows_are_those_of_the_design() -> None:
    designs = PACK.designs.set_index("trial")["comparator_roles"]
    rows = PACK.published
    rows = rows[rows["trial"].isin(designs.index)]
    for trial, own in rows.groupby("trial"):
        roles = (set(own["arm_role"]) | set(own["comparator_role"])) - {"active", ""}
        assert roles <= set(designs[trial].split("; ")), trial


def test_citations_are_there_and_changing_the_table_changes_nobody_elses() -> None:
    assert set(PACK.designs["citation"]) <= set(PACK.citations)
    table = PACK.designs
    table["trial"] = ""
    assert "rabago2013" in set(PACK.designs["trial"])


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(designs_module).failed == 0
