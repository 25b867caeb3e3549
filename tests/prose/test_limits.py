"""What limits a result: each point exactly where it is true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outcomes.analysis_record import Reason
from outcomes.prose import write_limits
from outcomes.study import load_study
from outcomes.study.study import Study
from tests.prose.rows import NAN, apart, intervals, missing
from tests.tables.examples import ANCOVA, change, difference, frame, make_study

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


@pytest.mark.parametrize(
    ("population", "declared"),
    [("randomised", True), ("all randomized participants", True), ("not randomised", False),
     ("non-randomised cohort", False), ("all with a score", False)],
)  # fmt: skip
def test_allocation_is_told_as_declared(population: str, declared: bool) -> None:
    text = write(difference(), study=planned(population=population))["Allocation"]
    assert ("how lots were drawn and kept hidden is not recorded" in text) == declared
    assert ("does not declare that participants were allocated at random" in text) != declared


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
    none = (missing("dextrose", 0, 30), missing("saline", 0, 29))
    assert "Missing scores" not in write(complete, *none)
    points = write(difference(), missing("dextrose", 2, 30), missing("saline", 12, 29))
    assert "28 and 25 entered this comparison" in points["Missing scores"]
    assert "More than a fifth of an arm is missing" in points["Missing scores"]
    assert "unequal shares" in points["Missing scores"]


def test_the_largest_difference_at_baseline_is_named_if_there_is_one() -> None:
    points = write(difference(), apart("age", -0.42), apart("bmi", 0.2), apart("x", NAN))
    assert "age differs most between dextrose and saline injection: 0.42" in points["Baseline"]
    assert "standard deviations lower with dextrose" in points["Baseline"]
    assert "Baseline" not in write(difference(), apart("age", 0.09))
    assert "Baseline" not in write(difference(), apart("age", 0.9, comparator="exercise"))


@pytest.mark.parametrize(("n", "small"), [(49, True), (50, False), (200, False)])
def test_few_participants_are_a_limit_below_fifty_an_arm(n: int, small: bool) -> None:
    assert ("Few participants" in write(difference(n_arm=200, n_comparator=n))) == small


@pytest.mark.parametrize(
    ("numbers", "head", "words"),
    [((-7.7, -15.3, -0.2), "Imprecise", "or more and smaller ones"),
     ((-3, -12, 6), "Imprecise", "or more and no difference at all"),
     ((0, -40, 40), "Imprecise", "or more and no difference at all"),
     ((-3, -8, 2), "", ""), ((-20, -28, -12), "", ""),
     ((-3, NAN, NAN), "No interval", "cannot be told"),
     ((NAN, NAN, NAN), "No answer", "could not be estimated")],
)  # fmt: skip
def test_precision_is_held_against_the_difference_that_matters(
    numbers: tuple[float, float, float], head: str, words: str
) -> None:
    points = write(difference(*numbers))
    told = {"Imprecise", "No interval", "No answer", "No yardstick"} & set(points)
    assert told == ({head} if head else set())
    if head:
        assert words in points[head]


def test_an_endpoint_without_a_yardstick_says_so() -> None:
    study = make_study(
        **COLLECTED,
        plan={"primary": {"endpoint": "flexion", "visit": "week 52"}},
    )
    points = write(difference(4, 1, 7, endpoint="flexion"), study=study)
    assert "is known here for knee flexion" in points["No yardstick"]


def test_a_model_that_could_not_be_fitted_is_told() -> None:
    why = Reason("unseen-arm", ("exercise",), ("week 52",))
    points = write(difference(done=replace(ANCOVA, intended="mmrm", because=why)))
    assert points["Another model than intended"] == (
        "the mixed model for repeated measures was not used, because nobody with home exercise has "
        "a score at week 52."
    )
    assert "Another model than intended" not in write(difference())


def test_many_intervals_and_a_declared_adjustment_that_is_not_applied() -> None:
    points = write(difference(), *intervals(60, 3, 3))
    assert points["Many intervals"] == (
        "this report holds 60 intervals of differences, and none is adjusted for their number."
    )
    study = planned(multiplicity="fixed-sequence")
    text = write(difference(), *intervals(60, 3, 3), study=study)["Many intervals"]
    assert "the adjustment that the plan declares (fixed-sequence) is not applied" in text
    assert "Many intervals" not in write(difference(), *intervals(1, 0, 0.05))


def test_strategies_for_what_happened_meanwhile_are_told_where_declared() -> None:
    assert "surgery and rescue" in write(difference())["What happened meanwhile"]
    assert "What happened meanwhile" not in write(difference(), study=planned())


def test_a_study_without_a_comparator_says_that_first() -> None:
    study = make_study(
        **COLLECTED,
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    points = write(change("dextrose", -15, 6), missing("dextrose", 9, 30), study=study)
    assert next(iter(points)) == "No arm to compare with"
    assert points["Missing scores"].startswith("9 of 30 have no score at week 52.")
    assert "Allocation" not in points
    assert "Placebo" not in points


def test_published_trials_are_described_only_beside_dextrose() -> None:
    points = write(difference())
    assert "randomised" in points["Published for comparison"]
    assert "enrolled" in points["Published for comparison"]
    assert "nobody has judged it" in points["Certainty of what is published"]
    other = make_study(
        **COLLECTED,
        title="Hyaluronic acid against saline",
        arms=OTHER,
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    assert "Published for comparison" not in write(study=other)
    judged = make_study(
        **COLLECTED, certainty={"imprecision": {"rating": "serious", "reason": "Few."}}
    )
    text = write(difference(), study=judged)["Certainty of what is published"]
    assert text == "as the study file judges it: imprecision serious."


def test_the_bundled_study_knows_its_comparators() -> None:
    points = write(study=load_study("knee-dextrose-saline"))
    assert "Rabago 2013 (randomised; injections blinded" in points["Published for comparison"]
