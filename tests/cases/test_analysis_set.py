"""The population that the plan declares is the one that is analysed, or it is not claimed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import (
    accumulate_changes,
    compare_with_control,
    count_flow,
    find_tipping_point,
    summarise_baseline,
    summarise_change,
    summarise_harms,
    summarise_scores,
)
from outcomes.study import Study, check_study, load_study
from tests.cases.meaning_study import change, copy_case
from tests.cases.pages import make_pages
from tests.study.keys import write_key

CASE = "population-per-protocol"
PLAN = "  covariates: []\n"
STRATEGIES = "  intercurrent: {rescue medication: hypothetical, surgery: composite}\n"
SET = "  analysis-set: {name: per protocol, column: injected, values: VALUES}\n"
EFFICACY = (
    accumulate_changes, compare_with_control, find_tipping_point, summarise_change, summarise_scores
)  # fmt: skip


def _write(
    shared: Path, parent: Path, values: str = "all", words: tuple[str, str] = ("all", "some")
) -> Path:
    """Copy the case; the last six of each arm did not have all injections."""
    parent.mkdir(exist_ok=True)
    folder = write_key(
        copy_case(
            shared, parent, CASE, (PLAN, PLAN + SET.replace("VALUES", values)), (STRATEGIES, "")
        )
    )
    people = pd.read_csv(folder / "participants.csv")
    rank = people.groupby("arm").cumcount()
    people["injected"] = [words[number >= 14] for number in rank]
    people.to_csv(folder / "participants.csv", index=False)
    return folder


def _drop_others(folder: Path) -> Study:
    """Delete from the tables who is not of the set, and load what is left."""
    people = pd.read_csv(folder / "participants.csv")
    kept = people[people["injected"] == "all"]
    kept.to_csv(folder / "participants.csv", index=False)
    scores = pd.read_csv(folder / "scores.csv")
    scores = scores[scores["participant"].isin(kept["participant"])]
    scores.to_csv(folder / "scores.csv", index=False)
    return load_study(folder)


def _numbers(estimates: pd.DataFrame) -> pd.DataFrame:
    return estimates.drop(columns=["done", "reason"]).reset_index(drop=True)


@pytest.mark.parametrize("analyse", EFFICACY)
def test_results_are_those_of_the_set_alone(shared: Path, tmp_path: Path, analyse) -> None:
    found = analyse(load_study(_write(shared, tmp_path / "set")))
    expected = analyse(_drop_others(_write(shared, tmp_path / "alone")))
    pd.testing.assert_frame_equal(_numbers(found), _numbers(expected))


@pytest.mark.parametrize("analyse", [count_flow, summarise_baseline, summarise_harms])
def test_who_came_in_and_what_harmed_is_told_of_everybody(
    shared: Path, tmp_path: Path, analyse
) -> None:
    found = analyse(load_study(_write(shared, tmp_path / "set")))
    everybody = load_study(copy_case(shared, tmp_path, CASE, (STRATEGIES, "")))
    pd.testing.assert_frame_equal(_numbers(found), _numbers(analyse(everybody)))


def test_the_page_names_the_set_and_who_is_not_of_it(
    shared: Path, root: Path, tmp_path: Path
) -> None:
    page = make_pages(_write(shared, tmp_path / "set"), root, tmp_path)["treatment-effect"]
    for words in (
        "set \u201cper protocol\u201d; 14 participants with drug and 14 with placebo were analysed",
        "Not in the analysis: 6 with drug (not of the set \u201cper protocol\u201d) and 6 with",
        "The results are of 28 people: those of the set \u201cper protocol\u201d.",
        "Enrolled: 40",
    ):
        assert words in page
    for words in ("declared as", "participants are not selected", "20 with placebo were analysed"):
        assert words not in page


def test_strategies_that_nothing_carries_out_are_refused(shared: Path, tmp_path: Path) -> None:
    faults = check_study(copy_case(shared, tmp_path, CASE))
    assert [fault.column for fault in faults] == [
        "plan.intercurrent.rescue medication", "plan.intercurrent.surgery"
    ]  # fmt: skip
    assert {fault.message for fault in faults} == {
        "Nothing tells who had this and when, so the strategy cannot be carried out."
    }


def test_words_alone_select_nobody_and_stand_over_no_result(
    shared: Path, root: Path, tmp_path: Path
) -> None:
    case = copy_case(shared, tmp_path, CASE, (STRATEGIES, ""))
    page = make_pages(case, root, tmp_path / "project")["treatment-effect"]
    asked = page.partition("What was asked Population:")[2].partition("Arms:")[0]
    assert "per protocol" not in asked
    assert "20 participants with drug and 20 with placebo were analysed" in asked
    assert "participants are not selected by that" in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("[1, 2]", ("1", "0")),
        ("yes", ("YES", "no")),
        ('["1.0"]', ("1", "2")),
        ("[a, b]", ("a", "c")),
    ],
)
def test_values_are_compared_as_codes_are(
    shared: Path, tmp_path: Path, values: str, words: tuple[str, str]
) -> None:
    folder = _write(shared, tmp_path / "set", values, words)
    faults = [fault for fault in check_study(folder) if fault.column != "injected"]
    assert faults == []
    nobody = {"[1, 2]": "2", "[a, b]": "b"}.get(values)
    assert [fault.value for fault in check_study(folder)] == ([nobody] if nobody else [])
    if nobody is None:
        assert len(load_study(folder).analysed.participants) == 28


def test_labels_of_the_values_may_be_declared(shared: Path, tmp_path: Path) -> None:
    folder = _write(shared, tmp_path / "set", "[1]", ("1", "0"))
    levels = "characteristics: [{column: injected, levels: {1: had all, 0: missed some}}]\nplan:"
    change(folder / "study.yaml", ("plan:", levels))
    assert len(load_study(folder).analysed.participants) == 28


def test_an_empty_cell_and_a_column_that_is_not_there_are_faults(
    shared: Path, tmp_path: Path
) -> None:
    folder = _write(shared, tmp_path / "set", "all", ("all", ""))
    assert {fault.message for fault in check_study(folder)} == {
        "It is not said whether this participant is in the analysis set."
    }
    change(folder / "study.yaml", ("column: injected", "column: injektet"))
    (fault,) = check_study(folder)
    assert "`plan.analysis-set.column`" in fault.fix
    change(
        folder / "study.yaml", ("analysis-set: {name: per protocol, ", "analysis-set: {called: x, ")
    )
    assert {fault.column for fault in check_study(folder)} >= {"plan.analysis-set.called"}
