from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from outcomes.prose import write_primary_result
from outcomes.study import load_study
from tests.tables.examples import change, difference, frame, make_study

NAN = math.nan
STUDY = make_study()
CHANGES = (change("saline", -7.6, 5), change("dextrose", -15.3, 6, n_arm=28, df=27))
HARMLESS = (
    "Harms were not recorded in this study's files, so nothing can be said about them here; that "
    "is not the same as no harm."
)


def write(*rows: dict[str, Any], **options: Any) -> list[str]:
    study = options.pop("study", STUDY)
    return list(write_primary_result(frame(*rows), study, **options).sentences)


def test_effect_comparator_missing_and_harm_each_have_their_sentence() -> None:
    sentences = write(difference(), *CHANGES)
    assert sentences == [
        "At week 52, mean WOMAC pain was 7.7 points lower with dextrose than with saline injection "
        "(95% CI 0.2 to 15.3 lower; t distribution, 50 df; p = 0.045), which favours dextrose.",
        "Against the minimal important difference of 10 points: the interval reaches it as a "
        "benefit of dextrose only, so one of that size fits the data and so does a smaller one; "
        "whether there is a difference that matters stays open.",
        "From baseline to week 52, mean WOMAC pain fell by 7.6 points with saline injection (95% "
        "CI 2.6 to 12.6 lower; t distribution, 24 df; n = 25) and fell by 15.3 points with "
        "dextrose (95% CI 9.3 to 21.3 lower; t distribution, 27 df; n = 28); a change with saline "
        "injection holds the natural course, regression to the mean and the response to placebo, "
        "and only the difference between the arms speaks for the treatment.",
        "30 came in with dextrose and 29 with saline injection; 28 and 25 entered this comparison, "
        "and 2 and 4 lack a score at week 52 or another value it needs. Those who entered stand "
        "for them only if what is missing does not depend on the scores that nobody saw.",
        HARMLESS,
        "These data are simulated: this result is no evidence on any treatment.",
    ]


def test_collected_data_are_not_called_simulated() -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    assert "simulated" not in " ".join(write(difference(), *CHANGES, study=study))


def test_the_comparison_of_the_plan_is_the_primary_one() -> None:
    sentences = write(difference(-1, -9, 7, comparator="exercise"), difference())
    assert "than with saline injection" in sentences[0]
    assert "home exercise" not in " ".join(sentences[:3])


def test_without_a_comparison_in_the_plan_all_are_stated() -> None:
    study = make_study(plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}})
    text = " ".join(write(difference(comparator="exercise"), difference(), study=study))
    assert "than with saline injection" in text
    assert "than with home exercise" in text


def test_another_endpoint_or_visit_is_not_the_primary_result() -> None:
    sentences = write(difference(visit="week 12"), difference(endpoint="flexion"))
    assert sentences[0] == (
        "At week 52, the difference in WOMAC pain was not estimated (Dextrose against Saline "
        "injection), so there is no primary result."
    )


def test_what_was_not_estimated_still_tells_who_came_in_and_harms() -> None:
    row = difference(NAN, NAN, NAN, n_arm=NAN, n_comparator=NAN, method="not estimated: too few")
    sentences = write(row)
    assert "was not estimated: too few." in sentences[0]
    assert sentences[1].startswith("The change within the saline injection arm is not among")
    assert sentences[2] == (
        "30 came in with dextrose and 29 with saline injection; 0 and 0 have a score at week 52, "
        "and no comparison was made."
    )
    assert HARMLESS in sentences


def test_a_complete_study_misses_nobody() -> None:
    sentences = write(difference(n_arm=30, n_comparator=29))
    assert any(
        s.endswith("all of them entered this comparison; no score is missing.") for s in sentences
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [("placebo", "response to placebo"), ("control", "what this arm received"),
     ("active-comparator", "the comparator's effect")],
)  # fmt: skip
def test_the_comparators_change_is_read_by_its_role(role: str, words: str) -> None:
    arms = {"dextrose": {"label": "Dextrose", "role": "active"},
            "saline": {"label": "Saline injection", "role": role}}  # fmt: skip
    text = " ".join(write(difference(), *CHANGES, study=make_study(arms=arms)))
    assert words in text


def test_a_rise_and_no_change_are_worded_as_such() -> None:
    text = write(difference(), change("saline", 3.2, 1.0), change("dextrose", 0.0, 2.0))[2]
    assert "rose by 3.2 points with saline injection (95% CI 2.2 to 4.2 higher" in text
    assert "did not change with dextrose (95% CI from 2.0 lower to 2.0 higher" in text


def test_a_level_that_is_not_the_plans_is_told() -> None:
    text = " ".join(write(difference(level=0.9)))
    assert (
        "a two-sided alpha of 0.05, to which a 95% interval belongs, not the 90% interval" in text
    )
    assert "alpha" not in " ".join(write(difference()))


def test_harms_are_counted_by_arm_once_a_participant() -> None:
    events = pd.DataFrame(
        {
            "participant": ["dextrose-1", "dextrose-1", "dextrose-2", "saline-3", "stranger"],
            "event": ["bruising", "bruising", "pain", "bruising", "bruising"],
        }
    )
    sentences = write(difference(), events=events)
    assert sentences[-2] == (
        "Participants with a recorded event: 2 of 30 with dextrose (bruising 1, pain 1), 1 of 29 "
        "with saline injection (bruising 1) and 0 of 31 with home exercise. Arms of this size miss "
        "harms that are uncommon."
    )


def test_the_studys_own_events_are_counted() -> None:
    events = pd.DataFrame({"participant": ["saline-3"]})
    study = replace(make_study(), events=events)
    assert "0 of 30 with dextrose, 1 of 29 with saline" in write(difference(), study=study)[-2]


def test_events_that_name_nobody_are_not_called_harmless() -> None:
    study = make_study(tables={"scores": "scores.csv", "events": "events.csv"})
    sentence = write(difference(), study=study, events=pd.DataFrame({"event": ["pain"]}))[-2]
    assert sentence.startswith("The events in events.csv cannot be counted by arm")


SINGLE = {
    "design": "single-arm",
    "arms": {"dextrose": {"label": "Dextrose", "role": "active"}},
}


def single(endpoint: str = "womac.pain") -> Any:
    return make_study(plan={"primary": {"endpoint": endpoint, "visit": "week 52"}}, **SINGLE)


def test_a_single_arm_tells_its_change_and_that_it_is_no_effect() -> None:
    sentences = write(change("dextrose", -15.3, 6), study=single())
    assert sentences[0] == (
        "From baseline to week 52, mean WOMAC pain fell by 15.3 points with dextrose (95% CI 9.3 "
        "to 21.3 lower; t distribution, 24 df; n = 25). The interval excludes no change: an "
        "improvement, from whatever cause. There is no arm to compare with, so this is not the "
        "effect of a treatment."
    )


@pytest.mark.parametrize(
    ("estimate", "half", "expected"),
    [
        (-2, 5, "The point estimate leans to improvement, but the interval includes no change."),
        (5, 2, "The interval excludes no change: a worsening, from whatever cause."),
        (0, 2, "The interval includes no change."),
        (-2, NAN, "Without an interval nothing is said about how certain this is."),
    ],
)
def test_a_change_is_read_as_far_as_its_interval(
    estimate: float, half: float, expected: str
) -> None:
    assert expected in write(change("dextrose", estimate, half), study=single())[0]


def test_a_single_arm_may_have_a_share_as_its_result() -> None:
    row = change("dextrose", 0.806, 0.1, endpoint="effective")
    row |= {"quantity": "share", "ci_low": 0.691, "ci_high": 0.886, "distribution": "wilson",
            "df": NAN, "n_arm": 62, "threshold": 1}  # fmt: skip
    assert write(row, study=single("effective"))[0].startswith(
        'At week 52, a yes for "Judged it effective": 81% of 62 participants (95% CI 69% to 89%; '
        "Wilson's method)."
    )


def test_a_single_arm_without_a_change_says_so() -> None:
    assert write(study=single())[0].startswith(
        "The change in WOMAC pain to week 52 with dextrose was not estimated."
    )


def test_a_hostile_name_is_text() -> None:
    arms = {"dextrose": {"label": "<script>x</script>", "role": "active"},
            "saline": {"label": "Saline & water", "role": "placebo"}}  # fmt: skip
    html = write_primary_result(frame(difference()), make_study(arms=arms))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "saline &amp; water" in html


def test_a_mean_of_levels_says_what_it_takes_for_granted() -> None:
    study = make_study(plan={"primary": {"endpoint": "grade", "visit": "week 52"}})
    text = " ".join(write(difference(-0.5, -0.8, -0.2, endpoint="grade"), study=study))
    assert "A mean takes the levels to be equally far apart; counts by level do not." in text
    assert "equally far" not in " ".join(write(difference()))


@pytest.mark.parametrize(
    ("n_arm", "said"),
    [(26, "26 and 25 have a score at week 52. The model also uses the scores of other visits"),
     (24, "26 and 25 have a score at week 52. Of these, 2 and 0 are left out, because they lack a "
          "baseline score or a covariate of the model.")],
)  # fmt: skip
def test_a_mixed_model_counts_who_was_seen_apart_from_whom_it_leaves_out(
    n_arm: int, said: str
) -> None:
    knee = load_study("knee-dextrose-saline")
    analysis = "MMRM, all scores after baseline"
    row = difference(n_arm=n_arm, n_comparator=25, analysis=analysis)
    row["endpoint"] = "womac.composite"
    text = " ".join(write(row, study=knee))
    assert said in text
    assert ("does not cover those left out" in text) == (n_arm == 24)
