from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outcomes.analysis_record import AnalysisRecord, ArmCount, LeftOut, Reason
from outcomes.prose import write_attrition
from outcomes.prose.missing import Missing, find_missing, judge_missing, say_judged, say_missing
from outcomes.vocabulary.contrast import read_contrasts
from outcomes.vocabulary.lookup import Lookup
from tests.prose.rows import NAN, apart, enrolled, missing
from tests.tables.examples import difference, frame, make_study

MMRM = AnalysisRecord("mmrm", baseline=True, visits=("week 12", "week 52"))
ANCOVA = AnalysisRecord("ancova", baseline=True)


def record(of: AnalysisRecord, ours: int, theirs: int, *left_out: LeftOut) -> AnalysisRecord:
    counts = (ArmCount("dextrose", ours), ArmCount("saline", theirs))
    return replace(of, participants=counts, left_out=left_out)


def say(row: dict[str, Any], *others: dict[str, Any], study: Any = None) -> str:
    study = study or make_study()
    rows = frame(row, *others)
    (contrast,) = read_contrasts(rows, study.labels)
    return say_missing(contrast, Lookup.of(rows), study)


def seen(arm: str, number: float, **more: Any) -> dict[str, Any]:
    return {**missing(arm, number, 30, **more), "quantity": "n"}


SEEN = (seen("dextrose", 28), seen("saline", 25))


def test_who_was_not_analysed_is_counted_by_arm_and_reason() -> None:
    left_out = (
        LeftOut("dextrose", 2, Reason("no-scores", visits=("week 52",))),
        LeftOut("saline", 3, Reason("no-scores", visits=("week 52",))),
        LeftOut("saline", 1, Reason("no-baseline")),
        LeftOut("exercise", 9, Reason("no-baseline")),
    )
    assert say(difference(done=record(ANCOVA, 28, 25, *left_out)), *SEEN) == (
        "30 participants with dextrose and 29 with saline injection were enrolled. Of these, 28 "
        "with dextrose and 25 with saline injection have a score at week 52. Only participants "
        "with every value that the analysis needs were analysed, 28 with dextrose and 25 with "
        "saline injection; they represent the others only if whether a score is missing does not "
        "depend on the scores themselves. Not in the analysis: 2 with dextrose (no score at week "
        "52), 3 with saline injection (no score at week 52) and 1 with saline injection (no "
        "baseline score)."
    )


def test_a_complete_study_misses_nobody() -> None:
    whole = (seen("dextrose", 30), seen("saline", 29))
    said = say(difference(n_arm=30, n_comparator=29, done=record(ANCOVA, 30, 29)), *whole)
    assert said.endswith("all of them were analysed; no score is missing.")


def test_without_a_comparison_it_is_said_who_has_a_score() -> None:
    row = difference(NAN, NAN, NAN, n_arm=NAN, n_comparator=NAN, reason=Reason("too-few"))
    assert say(row) == (
        "30 participants with dextrose and 29 with saline injection were enrolled. Of these, 0 "
        "with dextrose and 0 with saline injection have a score at week 52; no comparison was "
        "possible."
    )


@pytest.mark.parametrize(
    ("n_arm", "said"),
    [(28, "have a score at week 52. The model includes 30 participants with dextrose and 29 with"),
     (26, "have a score at week 52, of whom 26 with dextrose and 25 with saline injection are in")],
)  # fmt: skip
def test_a_mixed_model_counts_participants_apart_from_scores_at_the_visit(
    n_arm: int, said: str
) -> None:
    row = difference(n_arm=n_arm, n_comparator=25, done=record(MMRM, 30, 29))
    assert said in say(row, *SEEN)


def test_a_side_counts_those_who_were_followed_on_it() -> None:
    place = {"side": "left"}
    counts = [missing("dextrose", 2, 14, **place), missing("saline", 1, 13, **place)]
    there = [seen("dextrose", 12, **place), seen("saline", 12, **place)]
    row = difference(n_arm=12, n_comparator=12, done=record(ANCOVA, 12, 12), **place)
    assert say(row, *counts, *there).startswith(
        "14 participants with dextrose and 13 with saline injection were followed on this side. Of "
        "these, 12 with dextrose and 12 with saline injection have a score at week 52."
    )


PATTERNS = {
    "nobody": ((0, 30), (0, 29), {"none"}),
    "few": ((1, 30), (1, 29), {"few"}),
    "some": ((4, 30), (4, 29), {"some"}),
    "just not many": ((6, 30), (6, 30), {"some"}),
    "many": ((9, 30), (8, 29), {"many"}),
    "unequal": ((0, 30), (4, 29), {"some", "unequal"}),
    "just unequal": ((3, 30), (6, 30), {"some", "unequal"}),
    "many in one": ((1, 30), (12, 29), {"many", "unequal"}),
    "all of one": ((2, 30), (29, 29), {"many", "all", "unequal"}),
    "all": ((30, 30), (29, 29), {"many", "all"}),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_of_missing_scores_are_judged_by_rule(pattern: str) -> None:
    ours, theirs, expected = PATTERNS[pattern]
    rows = frame(missing("dextrose", *ours), missing("saline", *theirs))
    study = make_study()
    found = find_missing(Lookup.of(rows), study, ("dextrose", "saline"))
    assert found == [Missing("dextrose", *ours), Missing("saline", *theirs)]
    assert judge_missing(found) == expected
    text = say_judged(found, study.labels)
    assert ("share that is missing differs" in text) == ("unequal" in expected)
    assert ("More than a fifth" in text) == ("many" in expected and "all" not in expected)
    assert ("No participant with" in text) == ("all" in expected)


def test_the_answer_on_data_quality_says_who_was_seen_and_where_arms_differ() -> None:
    rows = frame(
        *(enrolled(arm, n) for arm, n in (("dextrose", 30), ("saline", 29), ("exercise", 31))),
        missing("dextrose", 2, 30),
        missing("saline", 12, 29),
        missing("exercise", 0, 31),
        apart("age", 0.31),
    )
    assert list(write_attrition(rows, make_study()).sentences) == [
        "30 participants with dextrose, 29 with saline injection and 31 with home exercise were "
        "enrolled. At week 52, the primary visit, 2 of 30 with dextrose, 12 of 29 with saline "
        "injection and 0 of 31 with home exercise have no score for WOMAC pain. More than a fifth "
        "of an arm is missing, which is enough to change the answer. The share that is missing "
        "differs between the arms, which can bias the comparison.",
        "Of the characteristics in the study's files, age differs most between dextrose and saline "
        "injection (standardised difference 0.31, higher with dextrose).",
    ]


def test_where_nobody_is_missing_the_answer_says_so() -> None:
    rows = frame(missing("dextrose", 0, 30), missing("saline", 0, 29), missing("exercise", 0, 31))
    (text,) = write_attrition(rows, make_study()).sentences
    assert text.endswith("At week 52, the primary visit, all of them have a score for WOMAC pain.")


def test_sides_that_stand_apart_are_named() -> None:
    rows = frame(
        *(missing(arm, 1, 14, side=side) for arm in ("dextrose", "saline", "exercise")
          for side in ("left", "right"))
    )  # fmt: skip
    text = write_attrition(rows, make_study()).text
    assert "On the left side: at week 52, the primary visit, 1 of 14 with dextrose" in text
    assert "On the right side: at week 52" in text
