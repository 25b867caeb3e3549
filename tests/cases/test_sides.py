"""One side under several words: a fault that names them all, or one side as declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study

from .meaning_study import (
    PEOPLE,
    change,
    copy_case,
    load_sound,
    scores_of,
    write_study,
)
from .test_meaning import difference

FLEXION = "{instrument: knee-flexion, column: score, side: side}"


def with_sides(parent: Path, words: list[str], measure: str = FLEXION) -> Path:
    """Write the made-up study, its rows of sides in turn."""
    scores = scores_of([100, 110, 120, 90])
    return write_study(parent, measure, scores.assign(side=(words * len(scores))[: len(scores)]))


def test_a_side_in_two_spellings_is_one_fault_or_one_side(shared: Path, tmp_path: Path) -> None:
    """All twenty have a score at week 12, and the difference is that of all of them."""
    name = "side-one-word-two-spellings"
    (fault,) = check_study(copy_case(shared, tmp_path / "undeclared", name))
    assert (fault.file, fault.column, fault.value) == ("scores.csv", "side", "Right")
    assert "`right` and `Right`" in fault.message
    declared = ("side: side}", "side: {right: right}}")
    study = load_sound(copy_case(shared, tmp_path / "declared", name, declared))
    assert set(study.scores["side"]) == {"right"}
    assert (study.patient_scores("pain")["visit"] == "week 12").sum() == len(study.participants)
    assert difference(study) == pytest.approx(-14.0, abs=0.05)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["L", "L", "left"], "`L` and `left`"),
        (["R", "R", "right"], "`R` and `right`"),
        (["operated", "operated", "Operated"], "`operated` and `Operated`"),
        (["LEFT", "LEFT", "Lt"], "`LEFT` and `Lt`"),
        (["left  knee", "left  knee", "left knee"], "`left  knee` and `left knee`"),
        (["Li", "Li", "li"], "`Li` and `li`"),
    ],
)
def test_spellings_of_one_side(tmp_path: Path, words: list[str], named: str) -> None:
    (fault,) = check_study(with_sides(tmp_path, words))
    assert (fault.file, fault.row, fault.column) == ("scores.csv", 4, "side")
    assert named in fault.message


def test_each_side_in_two_spellings_is_a_fault_each(tmp_path: Path) -> None:
    faults = check_study(with_sides(tmp_path, ["left", "left", "L", "right", "right", "R"]))
    assert sorted(fault.value or "" for fault in faults) == ["L", "R"]


@pytest.mark.parametrize("words", [["left", "right"], ["L", "R"], ["1", "2"], ["sound", "injured"]])
def test_two_words_for_two_sides_are_as_they_stand(tmp_path: Path, words: list[str]) -> None:
    folder = with_sides(tmp_path, [words[number % 2] for number in range(3)])
    assert set(load_sound(folder).scores["side"]) == set(words)


def test_declared_words_are_left_and_right(tmp_path: Path) -> None:
    side = '{column: side, left: [li, Links], right: ["2", re]}'
    measure = FLEXION.replace("side: side", f"side: {side}")
    folder = with_sides(tmp_path, ["li", "RE", "2", "links", "L", "r"], measure)
    assert set(load_sound(folder).scores["side"]) == {"left", "right"}


def test_a_word_that_is_not_declared_is_a_third_side(tmp_path: Path) -> None:
    measure = FLEXION.replace("side: side", "side: {left: li, right: re}")
    words = ["li", "re"] * 17 + ["both", "li"]
    (fault,) = check_study(with_sides(tmp_path, words, measure))
    assert (fault.row, fault.value, fault.message) == (36, "both", "This is a third side.")


def test_a_word_for_both_sides_is_a_fault(tmp_path: Path) -> None:
    measure = FLEXION.replace("side: side", "side: {left: x, right: X}")
    (fault,) = check_study(with_sides(tmp_path, ["x"], measure))
    assert (fault.column, fault.value) == ("measures.score.side.right", "X")
    assert "left side as well" in fault.message


@pytest.mark.parametrize("column", ["{a: 1}", "{}", "[a]"])
def test_a_column_of_sides_that_is_none_is_a_fault(tmp_path: Path, column: str) -> None:
    measure = FLEXION.replace("side: side", f"side: {{column: {column}}}")
    (fault,) = check_study(with_sides(tmp_path, ["left", "right"], measure))
    assert fault.column == "measures.score.side.column"


def test_a_side_of_one_measure_is_no_side_of_another(tmp_path: Path) -> None:
    folder = with_sides(tmp_path, ["left", "right"])
    change(folder / "study.yaml", ("plan:", "  vas: {instrument: pain-vas, column: vas}\nplan:"))
    scores = (folder / "scores.csv").read_text(encoding="utf-8").splitlines()
    rows = [scores[0] + ",vas", *(f"{row},50" for row in scores[1:])]
    (folder / "scores.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    study = load_sound(folder)
    assert set(study.scores.loc[study.scores["endpoint"] == "vas", "side"]) == {""}
    assert len(study.participants) == len(PEOPLE)
