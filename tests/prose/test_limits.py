"""What limits a result: each point exactly where it is true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from outcomes.analysis.ancova import compare_arms
from outcomes.analysis.balance import compare_baseline
from outcomes.analysis_record import AnalysisRecord, ArmCount, HandledEvent, Reason
from outcomes.estimates import combine_estimates
from outcomes.prose import write_limits
from outcomes.study import load_study
from outcomes.study.paths import list_studies
from outcomes.study.study import Study
from tests.prose.rows import NAN, apart, intervals, missing
from tests.tables.examples import adjusted_p_value, change, difference, frame, make_study

COLLECTED: dict[str, Any] = {"provenance": "collected", "calibrated_to": []}
OTHER = {
    "active": {"label": "Hyaluronic acid", "role": "active"},
    "saline": {"label": "Saline", "role": "placebo"},
}


def write(*rows: dict[str, Any], study: Study | None = None) -> dict[str, str]:
    passage = write_limits(frame(*rows), study or make_study(**COLLECTED))
    assert passage.kind == "caution"
    return dict(point.split(": ", 1) for point in passage.sentences)


def planned(**more: Any) -> Study:
    primary = {"endpoint": "womac.pain", "visit": "week 52", "comparison": ["dextrose", "saline"]}
    return make_study(**COLLECTED, plan={"primary": primary, **more})


def test_provenance_is_the_first_limit_where_there_is_one() -> None:
    points = write(difference(), study=make_study())
    assert next(iter(points)) == "Simulated data"
    assert "nothing here is evidence" in points["Simulated data"]
    assert not [head for head in write(difference()) if "data" in head]


@pytest.mark.parametrize("role", ["placebo", "control", "active-comparator"])
def test_what_the_comparator_can_show_goes_by_its_role(role: str) -> None:
    arms = {"dextrose": {"label": "Dextrose", "role": "active"},
            "saline": {"label": "Saline injection", "role": role}}  # fmt: skip
    points = write(difference(), study=make_study(**COLLECTED, arms=arms))
    assert ("Placebo" in points) == (role == "placebo")
    assert ("No placebo in this comparison" in points) == (role != "placebo")
    text = points.get("Placebo", "") + points.get("No placebo in this comparison", "")
    assert "do not say who knew which treatment was given" in text


def test_missing_scores_are_counted_and_judged_only_where_there_are_any() -> None:
    complete = difference(n_arm=30, n_comparator=29)
    none = [missing("dextrose", 0, 30), missing("saline", 0, 29)]
    none += [{**row, "quantity": "n", "estimate": row["n_arm"]} for row in none]
    assert "Missing scores" not in write(complete, *none)
    points = write(difference(), missing("dextrose", 2, 30), missing("saline", 12, 29))
    assert "analysed, 28 with dextrose and 25 with saline injection;" in points["Missing scores"]
    assert "More than a fifth of an arm is missing" in points["Missing scores"]
    assert "differs between the arms" in points["Missing scores"]


def test_the_largest_difference_at_baseline_is_named_if_there_is_one() -> None:
    points = write(difference(), apart("age", -0.42), apart("bmi", 0.2))
    assert points["Baseline"].startswith("of the characteristics in the study's files, age differs")
    assert "Baseline" not in write(difference(), apart("age", 0.09))


def test_a_category_is_a_limit_in_shares_of_the_arms() -> None:
    study = load_study("knee-dextrose-saline")
    rows = combine_estimates([compare_baseline(study), compare_arms(study)])
    points = dict(point.split(": ", 1) for point in write_limits(rows, study).sentences)
    assert "43% with dextrose injections against 69% with saline" in points["Baseline"]


def test_no_bundled_study_declares_a_population_that_is_not_the_one_analysed(root: Path) -> None:
    for name in list_studies(root):
        study = load_study(name)
        points = write_limits(compare_baseline(study), study).sentences
        assert not [point for point in points if point.startswith("Population")]


@pytest.mark.parametrize(("n", "small"), [(49, True), (50, False), (200, False)])
def test_few_participants_are_a_limit_below_fifty_an_arm(n: int, small: bool) -> None:
    assert ("Few participants" in write(difference(n_arm=200, n_comparator=n))) == small


@pytest.mark.parametrize(
    ("numbers", "head", "words"),
    [((-7.7, -15.3, -0.2), "Imprecise", "10 points, but also smaller ones, so"),
     ((-3, -12, 6), "Imprecise", "but also no difference at all, so"),
     ((0, -40, 40), "Imprecise", "but also no difference at all, so"),
     ((-3, -8, 2), "", ""), ((-20, -28, -12), "", ""),
     ((-3, NAN, NAN), "No interval", "uncertainty is not known"),
     ((NAN, NAN, NAN), "No answer", "could not be estimated")],
)  # fmt: skip
def test_precision_is_held_against_the_difference_that_matters(
    numbers: tuple[float, float, float], head: str, words: str
) -> None:
    points = write(difference(*numbers))
    told = {"Imprecise", "No interval", "No answer", "Clinical importance"} & set(points)
    assert told == ({head} if head else set())
    if head:
        assert words in points[head]


def test_an_endpoint_without_a_known_important_difference_says_so() -> None:
    study = make_study(
        **COLLECTED,
        plan={"primary": {"endpoint": "flexion", "visit": "week 52"}},
    )
    points = write(difference(4, 1, 7, endpoint="flexion"), study=study)
    assert points["Clinical importance"] == (
        "no minimal important difference is available for knee flexion, so clinical importance is "
        "not assessed."
    )


def test_another_model_than_intended_says_why() -> None:
    done = AnalysisRecord("ancova", intended="mmrm", because=Reason("one-visit"))
    points = write(difference(done=done))
    assert points["Another model than intended"] == (
        "the mixed model for repeated measures was not used, because fewer than two follow-up "
        "visits have scores in every arm."
    )
    assert "Another model than intended" not in write(difference(done=AnalysisRecord("ancova")))


def test_what_could_not_be_estimated_says_why() -> None:
    nobody = Reason("no-scores", arms=("saline",), visits=("week 52",))
    points = write(difference(NAN, NAN, NAN, reason=nobody))
    assert points["No answer"] == (
        "the primary difference could not be estimated, because nobody with saline injection has a "
        "score at week 52."
    )


def test_few_participants_names_the_model_and_the_scores_apart() -> None:
    counts = (ArmCount("dextrose", 30), ArmCount("saline", 29))
    points = write(difference(done=AnalysisRecord("mmrm", participants=counts)))
    assert points["Few participants"] == (
        "30 participants with dextrose and 29 with saline injection are in the model, 28 and 25 of "
        "them with a score at week 52."
    )
    assert write(difference())["Few participants"] == (
        "28 participants with dextrose and 25 with saline injection were analysed."
    )


def test_sides_that_stand_apart_have_points_of_their_own() -> None:
    points = write(difference(side="left"), difference(side="right"))
    for head in ("Missing scores", "Few participants", "Imprecise"):
        assert f"{head}, left side" in points
        assert f"{head}, right side" in points


def test_many_intervals_and_what_is_adjusted() -> None:
    points = write(difference(), *intervals(60, 3, 3))
    assert points["Many intervals"] == (
        "this report contains 60 confidence intervals of differences, and none is adjusted for "
        "their number."
    )
    tested = (adjusted_p_value("womac.pain", 0.045, 0.06), adjusted_p_value("flexion", 0.03, 0.06))
    assert write(difference(), *tested, *intervals(60, 3, 3))["Many intervals"].endswith(
        "none is adjusted for their number; only the p values of the plan's two hypotheses "
        "(Holm's method) are."
    )
    assert "Many intervals" not in write(difference(), *intervals(1, 0, 0.05))


def test_what_was_done_about_events_is_read_from_the_record() -> None:
    handled = [
        HandledEvent("rescue_drug", "hypothetical", "dextrose", 1, 1),
        HandledEvent("rescue_drug", "hypothetical", "saline", 0, 0),
        HandledEvent("rescue_drug", "hypothetical", "exercise", 7, 9),
        HandledEvent("fall", "composite", "dextrose", 0, 0),
        HandledEvent("fall", "composite", "saline", 0, 0),
        *(HandledEvent("surgery", "treatment-policy", arm, None, None) for arm in OTHER),
        HandledEvent("surgery", "treatment-policy", "saline", None, None),
    ]
    done = AnalysisRecord("mmrm", events=tuple(handled))
    assert write(difference(done=done))["Intercurrent events"] == (
        "Rescue drug: 1 with dextrose and 0 with saline injection had it. 1 score after it was set "
        "aside, and the model estimates what would have been without it (hypothetical). Fall"
        ": nobody had it. Scores count whatever happened before, surgery included; whether scores "
        "after that were recorded is not checked, as the tables do not tell who had it."
    )
    assert "Intercurrent events" not in write(difference())


def test_a_study_without_a_comparator_says_that_first() -> None:
    study = make_study(
        **COLLECTED,
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    points = write(change("dextrose", -15, 6), missing("dextrose", 9, 30), study=study)
    assert next(iter(points)) == "No arm to compare with"
    assert points["Missing scores"].startswith("9 of 30 with dextrose have no score at week 52.")
    assert "Allocation" not in points
    assert "Placebo" not in points


def test_published_trials_are_described_only_where_evidence_is_named() -> None:
    points = write(difference())
    assert "randomised" in points["Published for comparison"]
    assert "enrolled" in points["Published for comparison"]
    assert "not judged in the study file" in points["Certainty of the published evidence"]
    other = make_study(
        **COLLECTED,
        evidence=None,
        title="Hyaluronic acid against saline",
        arms=OTHER,
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    assert "Published for comparison" not in write(study=other)
    judged = make_study(
        **COLLECTED, certainty={"imprecision": {"rating": "serious", "reason": "Few."}}
    )
    text = write(difference(), study=judged)["Certainty of the published evidence"]
    assert text == "as the study file judges it: imprecision serious."


def test_the_bundled_study_knows_its_comparators() -> None:
    points = write(study=load_study("knee-dextrose-saline"))
    assert "Rabago 2013 (randomised; injections blinded" in points["Published for comparison"]
