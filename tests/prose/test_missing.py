from __future__ import annotations

from typing import Any

import pytest

from outcomes.prose import write_attrition
from outcomes.prose.missing import Missing, find_missing, judge_missing, say_judged, say_missing
from outcomes.study import load_study
from outcomes.vocabulary.contrast import read_contrasts
from outcomes.vocabulary.lookup import Lookup
from tests.prose.rows import NAN, apart, came_in, missing
from tests.tables.examples import difference, frame, make_study


def say(row: dict[str, Any], study: Any = None) -> str:
    study = study or make_study()
    rows = frame(row)
    (contrast,) = read_contrasts(rows, study.labels)
    return say_missing(contrast, Lookup.of(rows), study)


def test_who_did_not_enter_is_counted_by_arm() -> None:
    assert say(difference()) == (
        "30 came in with dextrose and 29 with saline injection; 28 and 25 entered this comparison, "
        "and 2 and 4 lack a score at week 52 or another value it needs. Those who entered stand "
        "for them only if what is missing does not depend on the scores that nobody saw."
    )


def test_a_complete_study_misses_nobody() -> None:
    told = say(difference(n_arm=30, n_comparator=29))
    assert told.endswith("all of them entered this comparison; no score is missing.")


def test_without_a_comparison_it_is_told_who_has_a_score() -> None:
    row = difference(NAN, NAN, NAN, n_arm=NAN, n_comparator=NAN, method="not estimated: too few")
    assert say(row) == (
        "30 came in with dextrose and 29 with saline injection; 0 and 0 have a score at week 52, "
        "and no comparison was made."
    )


@pytest.mark.parametrize(
    ("n_arm", "said"),
    [(26, "26 and 25 have a score at week 52. The model also uses the scores of other visits"),
     (24, "26 and 25 have a score at week 52. Of these, 2 and 0 are left out, because they lack a "
          "baseline score or a covariate of the model.")],
)  # fmt: skip
def test_a_mixed_model_counts_who_was_seen_apart_from_whom_it_leaves_out(
    n_arm: int, said: str
) -> None:
    analysis = "MMRM, all scores after baseline"
    row = difference(n_arm=n_arm, n_comparator=25, analysis=analysis)
    row["endpoint"] = "womac.composite"
    text = say(row, load_study("knee-dextrose-saline"))
    assert said in text
    assert ("does not cover those left out" in text) == (n_arm == 24)


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
    text = say_judged(found, study)
    assert ("unequal shares" in text) == ("unequal" in expected)
    assert ("More than a fifth" in text) == ("many" in expected and "all" not in expected)
    assert ("Nobody with" in text) == ("all" in expected)


def test_the_answer_on_data_quality_tells_who_was_seen_and_where_arms_differ() -> None:
    rows = frame(
        *(came_in(arm, n) for arm, n in (("dextrose", 30), ("saline", 29), ("exercise", 31))),
        missing("dextrose", 2, 30),
        missing("saline", 12, 29),
        missing("exercise", 0, 31),
        apart("age", 0.31),
        apart("sex", -0.52, subgroup="female"),
        apart("bmi", 0.04),
    )
    assert list(write_attrition(rows, make_study()).sentences) == [
        "30 with dextrose, 29 with saline injection and 31 with home exercise came in. At week "
        "52, the primary visit, 2 of 30 with dextrose, 12 of 29 with saline injection and 0 of 31 "
        "with home exercise have no score of WOMAC pain. More than a fifth of an arm is missing, "
        "enough for another answer to hide behind it. The arms lost unequal shares, which can "
        "tilt a comparison.",
        "Of the characteristics in the study's files, sex (female) differs most between dextrose "
        "and saline injection: 0.52 standard deviations lower with dextrose; something always "
        "differs most.",
    ]


def test_where_nobody_is_missing_the_answer_says_so() -> None:
    rows = frame(missing("dextrose", 0, 30), missing("saline", 0, 29), missing("exercise", 0, 31))
    (text,) = write_attrition(rows, make_study()).sentences
    assert text.endswith("At week 52, the primary visit, all of them have a score of WOMAC pain.")
