"""What cannot be in the study file of a crossover is refused, with its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study
from tests.cases.crossover_study import SENN, write_crossover
from tests.cases.meaning_study import change, scores_of, write_study
from tests.study.keys import write_key

SEQUENCES = "sequences: {FS: [f, s], SF: [s, f]}"
FIRST = "{name: week 1, week: 1, period: 1}"
SECOND = "{name: week 3, week: 3, period: 2}"
COMPARED = "comparison: [f, s]}"


def check(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str | None, str, str]]:
    folder = write_crossover(tmp_path, SENN, ("week 1", "week 3"), *changes)
    return [(fault.column, fault.message, fault.fix) for fault in check_study(write_key(folder))]


def test_a_sound_crossover_has_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "column", "message", "fix"),
    [
        (SEQUENCES + "\n", "", "design", "at least two sequences", "`sequences: {AB:"),
        (SEQUENCES, "sequences: {FS: [f, s]}", "sequences", "at least two sequences", "in order"),
        (SEQUENCES, "sequences: {FS: [f, s], SF: [s]}", "sequences.SF", "at least two periods", ""),
        (
            SEQUENCES, "sequences: {FS: [f, s], SF: [s, f, s]}",
            "sequences.SF", "has 3 periods, and `FS` has 2", "in every sequence alike",
        ),
        (
            SEQUENCES, "sequences: {FS: [f, s], SF: [s, g]}",
            "sequences.SF.2", "no such treatment", "The `arms` are: f, s.",
        ),
        (
            SEQUENCES, "sequences: {FS: [f, s], SF: [f, s]}",
            "sequences.SF", "`FS` and `SF` are the same", "one name",
        ),
        (
            SEQUENCES, "sequences: {FS: [f, f], SF: [s, s]}",
            "sequences.FS", "the same treatment", "say `parallel`",
        ),
        (SEQUENCES, "sequences: {FS: [f, s], f: [s, f]}", "sequences.f", "same name", "otherwise"),
        (FIRST, "{name: week 1, week: 1}", "visits.2", "in which period", "Add `period: 1`"),
        (
            FIRST, "{name: week 1, week: 1, period: 3}",
            "visits.2.period", "The sequences have 2".lower(), "from 1 to 2",
        ),
        (
            "{name: baseline, week: 0}", "{name: baseline, week: 0, period: 1}",
            "visits.1.period", "no treatment had been given", "before-treatment",
        ),
        (
            SECOND, "{name: week 3, week: 3, period: 1}",
            "visits", "Period 2 has 0 visits", "the same visits",
        ),
        (
            SECOND, "{name: week 3, week: 0.5, period: 2}",
            "visits.2.period", "later than `week 3` of period 2", "Correct the times",
        ),
        (
            FIRST, "{name: day 1, day: 1, period: 1, before-treatment: true}\n  - " + FIRST,
            "visits", "period 2 has none", "of every period",
        ),
        (
            "role: active-comparator", "role: active-comparator, code: 2",
            "arms.s.code", "hold sequences", "Remove it",
        ),
        (
            COMPARED, COMPARED + "\n  covariates: [age]",
            "plan.covariates", "not carried out", "Remove",
        ),
        (
            COMPARED, COMPARED + "\n  subgroups: [sex]",
            "plan.subgroups", "not carried out", "Remove",
        ),
        (COMPARED, COMPARED + "\n  margin: 5", "plan.margin", "not carried out", "Remove"),
        (COMPARED, COMPARED + "\n  multiplicity: holm", "plan.multiplicity", "not carried out", ""),
        (
            COMPARED, COMPARED + "\n  intercurrent: {rescue: treatment-policy}",
            "plan.intercurrent", "not carried out", "Remove",
        ),
        (
            COMPARED, COMPARED + "\n  analysis-set: {name: all, column: pp, values: 1}",
            "plan.analysis-set", "not carried out", "Remove",
        ),
        (
            COMPARED, COMPARED + "\n  per-protocol: {name: all, column: pp, values: 1}",
            "plan.per-protocol", "not carried out", "Remove",
        ),
        (
            COMPARED, COMPARED[:-1] + ", method: ancova}",
            "plan.primary.method", "not carried out", "",
        ),
        (
            COMPARED, COMPARED + "\n  covariance: {by-arm: true}",
            "plan.covariance.by-arm", "not carried out", "Remove",
        ),
        (
            "joint: knee",
            "joint: knee\ndisclosure: {minimum: 5}", "disclosure", "not carried out", "",
        ),
        (
            "kind: continuous, range: [0, 800]",
            "kind: binary", "plan.primary.endpoint", "yes or no", "",
        ),
        (
            "reports:", "columns: {arm: group}\nreports:",
            "columns.arm", "nobody has one arm", "columns: {sequence:",
        ),
        (
            "reports:", "columns: {sequence: order}\nreports:",
            "order", "no column `order`", "columns.sequence",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be(
    tmp_path: Path, old: str, new: str, column: str, message: str, fix: str
) -> None:
    found = check(tmp_path, (old, new))
    assert any(
        place == column and message.lower() in said.lower() and fix in advice
        for place, said, advice in found
    ), found


def test_the_primary_visit_is_after_a_treatment(tmp_path: Path) -> None:
    visits = (
        f"{FIRST}\n  - {SECOND}",
        "{name: day 1, day: 1, period: 1, before-treatment: true}\n"
        f"  - {FIRST}\n"
        "  - {name: week 2, week: 2, period: 2, before-treatment: true}\n"
        f"  - {SECOND}",
    )
    found = check(tmp_path, visits, ("visit: week 3", "visit: week 2"))
    assert any(
        place == "plan.primary.visit" and "before the treatment" in said for place, said, _ in found
    )


def test_who_is_of_no_sequence(tmp_path: Path) -> None:
    folder = write_crossover(tmp_path)
    people = folder / "participants.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("1,FS", "1,XX", 1).replace("2,SF", "2,", 1), encoding="utf-8")
    found = [(fault.column, fault.message) for fault in check_study(write_key(folder))]
    assert ("sequence", "There is no such sequence.") in found
    assert ("sequence", "The sequence is missing.") in found


def test_other_designs_have_no_sequences_and_periods(tmp_path: Path) -> None:
    folder = write_study(tmp_path, "{kind: continuous, range: [0, 100]}", scores_of([1.0, 2.0]))
    change(
        folder / "study.yaml",
        ("visits:\n", "sequences: {DP: [d, p]}\nvisits:\n"),
        ("week: 6}", "week: 6, period: 1}"),
    )
    found = {fault.column: fault.fix for fault in check_study(write_key(folder))}
    assert "say `design: crossover`" in found["sequences"]
    assert "say `design: crossover`" in found["visits.2.period"]
