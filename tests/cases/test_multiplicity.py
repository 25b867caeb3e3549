"""A study made so that each adjustment for multiplicity allows other claims, known by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from outcomes import analysis, combine_estimates, prose
from outcomes.analysis_record import Reason
from outcomes.report.headline import write_headline
from outcomes.study import Study, check_study
from outcomes.vocabulary.hypotheses import AdjustedDifference, read_hypotheses
from tests.cases.meaning_study import PEOPLE, change, load_sound, write_study

SPREAD = (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)
"""Scores of the six in either arm about its mean: variance 3.5."""

APART = {"a": 2.75, "b": 2.6, "c": 4.75, "d": 1.2}
"""How far the arms' means are apart, in each of four measures."""

STANDARD_ERROR = (3.5 / 3) ** 0.5
P = {name: 2 * stats.t.sf(size / STANDARD_ERROR, 10) for name, size in APART.items()}
"""The t test of two arms of six: 0.029, 0.037, 0.0013 and 0.29."""

MEASURE = "{kind: continuous, range: [0, 100], higher: worse}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scores = pd.DataFrame({"participant": PEOPLE, "visit": "week 12"})
    for name, size in APART.items():
        scores[name] = [
            50 + SPREAD[int(person[1]) - 1] - size * (person[0] == "d") for person in PEOPLE
        ]
    made = write_study(tmp_path, MEASURE, scores)
    measures = "\n".join(f"  {name}: {MEASURE}" for name in APART)
    change(
        made / "study.yaml",
        (f"  score: {MEASURE}", measures),
        ("  primary: {endpoint: score,", "  secondary: [b, c, d]\n  primary: {endpoint: a,"),
        ("  - {name: baseline, week: 0}\n  - {name: week 6, week: 6}\n", ""),
    )
    return made


def declare(folder: Path, multiplicity: str) -> None:
    change(folder / "study.yaml", ("plan:\n", f"plan:\n  multiplicity: {multiplicity}\n"))


def estimate(study: Study) -> pd.DataFrame:
    differences = analysis.compare_with_control(study)
    return combine_estimates([differences, analysis.adjust_for_multiplicity(differences, study)])


def adjust(folder: Path, multiplicity: str) -> list[AdjustedDifference]:
    declare(folder, multiplicity)
    study = load_sound(folder)
    return read_hypotheses(estimate(study), study.labels)


A_B_C = "hypotheses: [a, b, c]"
GATES = (
    "{method: graphical, weights: [1, 0, 0, 0], transitions: "
    "[[0, 0.5, 0, 0.5], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 1, 0]]}"
)
"""The primary endpoint opens b and d, and each of these c."""


@pytest.mark.parametrize(
    ("multiplicity", "adjusted", "claimed"),
    [
        (f"{{method: holm, {A_B_C}}}", [2 * P["a"], 2 * P["a"], 3 * P["c"]], "c"),
        (f"{{method: hochberg, {A_B_C}}}", [P["b"], P["b"], 3 * P["c"]], "abc"),
        ("fixed-sequence", [P["a"], P["b"], P["b"], P["d"]], "abc"),
        ("{method: fixed-sequence, hypotheses: [a, d, c]}", [P["a"], P["d"], P["d"]], "a"),
        # b and d have half of alpha each, so b is not rejected, and c is never opened
        (GATES, [P["a"], 2 * P["b"], 2 * P["b"], 2 * P["d"]], "a"),
        (GATES.replace("0, 0.5, 0, 0.5", "0, 1, 0, 0"), [P["a"], P["b"], P["b"], 1], "abc"),
    ],
)
def test_each_adjustment_allows_the_claims_known_by_hand(
    folder: Path, multiplicity: str, adjusted: Sequence[float], claimed: str
) -> None:
    tested = adjust(folder, multiplicity)
    assert [each.p_value for each in tested] == pytest.approx([P[each.endpoint] for each in tested])
    assert [each.adjusted for each in tested] == pytest.approx(adjusted)
    assert "".join(each.endpoint for each in tested if each.may_be_claimed) == claimed


def test_alpha_is_that_of_the_plan(folder: Path) -> None:
    tested = adjust(folder, f"{{method: holm, {A_B_C}}}\n  alpha: 0.1")
    assert all(each.may_be_claimed for each in tested)
    assert {each.alpha for each in tested} == {0.1}


def test_what_was_never_seen_in_an_arm_cannot_be_claimed(folder: Path) -> None:
    file = folder / "scores.csv"
    scores = pd.read_csv(file)
    scores.loc[scores["participant"].str.startswith("p"), "b"] = None
    scores.to_csv(file, index=False)
    tested = adjust(folder, f"{{method: fixed-sequence, {A_B_C}}}")
    assert [each.adjusted for each in tested] == pytest.approx([P["a"], 1, 1])
    assert tested[1].reason == Reason("no-scores", ("p",), ("week 12",))


def test_free_text_is_refused(folder: Path) -> None:
    declare(folder, "Bonferroni-like")
    (fault,) = check_study(folder)
    assert (fault.column, fault.value) == ("plan.multiplicity", "Bonferroni-like")


def test_the_page_says_what_may_be_claimed(folder: Path) -> None:
    declare(folder, f"{{method: holm, {A_B_C}}}")
    study = load_sound(folder)
    passage = prose.write_hypotheses(estimate(study), study)
    assert passage is not None
    assert passage.text.splitlines()[:2] == [
        "At a two-sided alpha of 0.05 for the plan's three hypotheses (Holm's method), a "
        "difference may be claimed for these only:",
        "c at week 12: favours drug",
    ]


@pytest.mark.parametrize("hypotheses", [A_B_C, "hypotheses: [a]"])
def test_the_answer_says_that_a_difference_may_not_be_claimed(
    folder: Path, hypotheses: str
) -> None:
    declare(folder, f"{{method: holm, {hypotheses}}}")
    study = load_sound(folder)
    answer = write_headline(estimate(study), study)
    may_not = "its p value is " in answer and "may not be claimed" in answer
    assert may_not == (hypotheses == A_B_C)
