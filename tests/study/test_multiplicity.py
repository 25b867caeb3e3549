"""The adjustment for multiplicity in a study file: what may stand there, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import Fault
from outcomes.study import check_study, load_study
from outcomes.study.multiplicity import Hypothesis, list_hypotheses
from tests.cases.meaning_study import copy_case

from .small_study import PARTICIPANTS, STUDY, write_small_study

PAIR = ("dextrose", "saline")


def write(parent: Path, multiplicity: str, *changes: tuple[str, str]) -> Path:
    folder = write_small_study(parent)
    text = STUDY.replace("  covariates: [age]\n", f"  multiplicity: {multiplicity}\n")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[Fault]:
    return list(check_study(folder))


@pytest.mark.parametrize("word", ["holm", "Hochberg", "fixed_sequence", "{method: Fixed sequence}"])
def test_a_method_alone_is_of_the_primary_and_the_secondary_endpoints(
    tmp_path: Path, word: str
) -> None:
    plan = load_study(write(tmp_path, word)).file.plan
    assert plan.multiplicity.method in ("holm", "hochberg", "fixed-sequence")
    assert list_hypotheses(plan) == tuple(
        Hypothesis(name, "week 12", *PAIR) for name in ("visa", "pain", "flexion")
    )


def test_hypotheses_are_named_by_endpoint_and_where_need_be_by_visit(tmp_path: Path) -> None:
    listed = "{method: holm, hypotheses: [flexion, {endpoint: visa, visit: week 6}]}"
    assert list_hypotheses(load_study(write(tmp_path, listed)).file.plan) == (
        Hypothesis("flexion", "week 12", *PAIR),
        Hypothesis("visa", "week 6", *PAIR),
    )


def test_none_is_of_nothing(tmp_path: Path) -> None:
    assert list_hypotheses(load_study(write(tmp_path, "none")).file.plan) == ()


GRAPH = "{method: graphical, hypotheses: [visa, pain], weights: %s, transitions: %s}"


@pytest.mark.parametrize("weights", ["[1, 0]", "[0.5, 0.25]"])
def test_a_graph_may_keep_some_of_alpha(tmp_path: Path, weights: str) -> None:
    folder = write(tmp_path, GRAPH % (weights, "[[0, 0.5], [1, 0]]"))
    assert load_study(folder).file.plan.multiplicity.transitions == ((0, 0.5), (1, 0))


AT = "plan.multiplicity"


@pytest.mark.parametrize(
    ("written", "column", "says", "advises"),
    [
        ("Bonferroni-like, if need be", AT, "no adjustment", "`holm`, `hochberg`, `fixed-"),
        ("{method: hocberg}", f"{AT}.method", "no adjustment", "Did you mean `hochberg`?"),
        ("{hypotheses: [pain]}", AT, "no method", "Add `method`"),
        ("{method: holm, hypothesis: [pain]}", f"{AT}.hypothesis", "no key", "`hypotheses`"),
        ("3", AT, "does not consist of", "docs/how-to-add/study.md"),
        ("{method: holm, hypotheses: [paint]}", f"{AT}.hypotheses.1", "No measure", "`pain`"),
        ("{method: holm, hypotheses: [stairs]}", f"{AT}.hypotheses.1", "neither as primary", "Add"),
        ("{method: holm, hypotheses: [{endpoint: pain, visit: week 13}]}", f"{AT}.hypotheses.1",
         "no visit", "`week 12`"),
        ("{method: holm, hypotheses: [{endpoint: pain, visit: baseline}]}", f"{AT}.hypotheses.1",
         "is the baseline", "after it"),
        ("{method: holm, hypotheses: [{endpoint: pain, comparison: [dextrose, water]}]}",
         f"{AT}.hypotheses.1", "no such arm", "saline"),
        ("{method: holm, hypotheses: [{endpoint: pain, comparison: [saline, dextrose]}]}",
         f"{AT}.hypotheses.1", "not of an active arm", "Name first"),
        ("{method: holm, hypotheses: [pain, {endpoint: pain, visit: week 12}]}",
         f"{AT}.hypotheses.2", "listed already", "Keep one"),
        ("{method: holm, weights: [1, 0, 0]}", f"{AT}.weights", "`holm` has no weights", "Remove"),
        (GRAPH % ("[0.7, 0.5]", "[[0, 1], [1, 0]]"), f"{AT}.weights", "add up to 1.2", "1 at most"),
        (GRAPH % ("[0, 0]", "[[0, 1], [1, 0]]"), f"{AT}.weights", "Every weight is 0", "a weight"),
        (GRAPH % ("[-0.5, 1]", "[[0, 1], [1, 0]]"), f"{AT}.weights", "between 0 and 1", "Correct"),
        (GRAPH % ("[1]", "[[0, 1], [1, 0]]"), f"{AT}.weights", "needs 2 weights", "share of alpha"),
        (GRAPH % ("[1, 0]", "[[0, 1]]"), f"{AT}.transitions", "2 rows of 2", "a row for each"),
        (GRAPH % ("[1, 0]", "[[0.5, 0.5], [1, 0]]"), f"{AT}.transitions.1", "on to itself", "0"),
        (GRAPH % ("[1, 0]", "[[0, 1], [1.5, 0]]"), f"{AT}.transitions.2", "between 0 and 1", "Cor"),
        (GRAPH % ("[1, 0]", "[[0, 1], [x, 0]]"), f"{AT}.transitions.2.1", "not a number", "plain"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(
    tmp_path: Path, written: str, column: str, says: str, advises: str
) -> None:
    (fault,) = faults_of(write(tmp_path, written))
    assert (fault.file, fault.column) == ("study.yaml", column)
    assert says in fault.message
    assert advises in fault.fix


def test_a_graph_needs_weights_and_transitions(tmp_path: Path) -> None:
    columns = [fault.column for fault in faults_of(write(tmp_path, "graphical"))]
    assert columns == [f"{AT}.weights", f"{AT}.transitions"]


def test_a_row_that_passes_on_more_than_it_has_is_refused(tmp_path: Path) -> None:
    rows = "[[0, 0.6, 0.6], [0, 0, 1], [0, 0, 0]]"
    written = f"{{method: graphical, weights: [1, 0, 0], transitions: {rows}}}"
    (fault,) = faults_of(write(tmp_path, written))
    assert fault.column == f"{AT}.transitions.1"
    assert "add up to 1.2" in fault.message


def test_active_arms_that_the_plan_does_not_compare_have_no_p_value(tmp_path: Path) -> None:
    third = ("  saline:", "  water: {label: Water, role: active, code: 3}\n  saline:")
    listed = "{method: holm, hypotheses: [{endpoint: pain, comparison: [dextrose, water]}]}"
    folder = write(tmp_path, listed, third)
    (folder / "participants.csv").write_text(PARTICIPANTS.replace("A3,1", "A3,3"), encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.column, fault.value) == (f"{AT}.hypotheses.1", "[dextrose, water]")
    assert "does not compare" in fault.message
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8")
    named = text.replace("plan:\n", "plan:\n  comparisons: [[dextrose, water]]\n")
    file.write_text(named, encoding="utf-8")
    assert faults_of(folder) == []


def test_a_yes_or_no_endpoint_has_no_p_value(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, "holm", ("[pain, flexion]", "[pain, better]")))
    assert (fault.column, fault.value) == (AT, "better")
    assert "without a p value" in fault.message


def test_sides_analysed_separately_have_two(tmp_path: Path) -> None:
    apart = ("column: flexion_deg", "column: flexion_deg, side: {combine: separate}")
    folder = write(tmp_path, "holm", apart)
    lines = (folder / "scores.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{'left' if number else 'side'}" for number, line in enumerate(lines)]
    (folder / "scores.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.column, fault.value) == (AT, "flexion")
    assert "a p value for each side" in fault.message


def test_an_endpoint_not_measured_at_the_primary_visit_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, "holm")
    file = folder / "scores.csv"
    lines = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
    place = lines[0].index("pain")
    for cells in lines[1:]:
        cells[place] = "" if cells[1] == "week 12" else cells[place]
    file.write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.column, fault.value) == (AT, "pain")
    assert fault.message == "No participant has a score of pain at week 12."
    assert "week 6" in fault.fix
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    listed = "{method: holm, hypotheses: [visa, {endpoint: pain, visit: week 6}]}"
    (folder / "study.yaml").write_text(
        text.replace("multiplicity: holm", f"multiplicity: {listed}"), encoding="utf-8"
    )
    assert faults_of(folder) == []


def test_a_study_that_compares_nothing_adjusts_nothing(shared: Path, tmp_path: Path) -> None:
    folder = copy_case(shared, tmp_path, "single-arm-knee-flexion")
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8").replace("plan:\n", "plan:\n  multiplicity: holm\n")
    file.write_text(text, encoding="utf-8")
    (fault,) = [fault for fault in faults_of(folder) if fault.column == AT]
    assert "compares no arms" in fault.message
