"""Nothing is randomised, per protocol or adjusted unless the study file says so and it was done."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from outcomes.analysis_record import AnalysisRecord, ArmCount
from outcomes.prose import (
    Passage,
    write_attrition,
    write_chance,
    write_for_patients,
    write_limits,
    write_methods,
    write_primary_result,
    write_secondary_results,
)
from outcomes.prose.allocation import NOBODY_BLINDED, NOT_SAID, say_allocation, say_blinding
from outcomes.prose.analysed import say_analysed
from outcomes.prose.limits import ALLOCATION
from outcomes.prose.population import say_population
from outcomes.prose.primary import find_primary
from outcomes.study.study import Study
from outcomes.vocabulary.population import declared_population, names_a_part
from tests.prose.rows import apart, chance_range, enrolled, intervals, missing
from tests.tables.examples import change, difference, frame, make_file, make_study

ALLOCATIONS = ("randomised", "not-randomised", "observational", None)
POPULATIONS = (
    "randomised",
    "all randomized participants",
    "not randomised",
    "non-randomised cohort",
    "per protocol, 28 who had all injections",
    "all participants",
)
ARMS = {
    "active": {"label": "Hyaluronic acid", "role": "active"},
    "saline": {"label": "Saline", "role": "placebo"},
}
SAYS_RANDOMISED = re.compile(r"randomis|randomiz|by lot|chance decided", re.IGNORECASE)
DONE = AnalysisRecord(
    "mmrm",
    baseline=True,
    visits=("week 12", "week 52"),
    covariance="unstructured",
    estimator="reml",
    standard_error="kenward-roger",
    degrees_of_freedom="kenward-roger",
    participants=(ArmCount("active", 30), ArmCount("saline", 29)),
)
PAIR = {"arm": "active", "comparator": "saline"}


def make(allocation: str | None, population: str) -> Study:
    primary = {"endpoint": "womac.pain", "visit": "week 52", "comparison": list(PAIR.values())}
    return make_study(
        provenance="collected",
        calibrated_to=[],
        evidence=None,
        title="Hyaluronic acid against saline",
        arms=ARMS,
        allocation=allocation,
        plan={"primary": primary, "population": population},
    )


def write_all(study: Study) -> list[Passage]:
    rows = frame(
        difference(**PAIR, done=DONE, favours="active"),
        change("active", -15, 6),
        change("saline", -7, 5),
        enrolled("active", 30),
        enrolled("saline", 29),
        missing("active", 2, 30),
        missing("saline", 4, 29),
        apart("age", 0.4, **PAIR, n_arm=30, n_comparator=29),
        chance_range(7.6, **PAIR),
        *intervals(60, 3, 3),
    )
    passages = [
        write_attrition(rows, study),
        write_primary_result(rows, study),
        write_for_patients(rows, study),
        write_chance(rows, study),
        write_limits(rows, study),
        write_secondary_results(rows, study),
        write_methods(rows[rows["quantity"] != "risk"], study.labels),
    ]
    return [passage for passage in passages if passage is not None]


def words_of(passage: Passage) -> str:
    """The passage without its references, whose titles are others' words."""
    texts = [part for part in passage.paragraphs if isinstance(part, str)]
    points = next((part for part in passage.paragraphs if isinstance(part, tuple)), ())
    return "\n".join([*texts, *points])


@pytest.mark.parametrize(
    ("allocation", "population"), list(itertools.product(ALLOCATIONS, POPULATIONS))
)
def test_randomised_is_said_only_where_the_study_file_declares_it(
    allocation: str | None, population: str
) -> None:
    study = make(allocation, population)
    texts = [words_of(passage) for passage in write_all(study)]
    texts.append(say_population(find_primary(frame(), study), study))
    said = [text for text in texts if SAYS_RANDOMISED.search(text)]
    assert bool(said) == (allocation == "randomised"), said


@pytest.mark.parametrize(
    ("allocation", "said", "plainly"),
    [("randomised", "participants were randomised, as the study file declares",
      "Chance decided who was in which group."),
     ("not-randomised", "participants were not allocated at random",
      "Chance did not decide who was in which group."),
     ("observational", "the study allocated none", "The study did not decide who was in which"),
     (None, "the study file does not say how participants were allocated",
      "The study file does not say how people came into their group.")],
)  # fmt: skip
def test_allocation_is_reported_as_declared(
    allocation: str | None, said: str, plainly: str
) -> None:
    study = make(allocation, "all participants")
    points = dict(p.split(": ", 1) for p in write_limits(frame(), study).sentences if ": " in p)
    point = points[ALLOCATION[allocation]]
    assert said in point
    assert ("may have differed in more" in point) == (allocation != "randomised")
    assert plainly in write_for_patients(frame(), study).text


@pytest.mark.parametrize(
    ("keys", "said"),
    [({}, "; how the allocation sequence was generated and concealed is not recorded."),
     ({"sequence": {"method": "a computer"}}, "(sequence: a computer); how the allocation sequence "
      "was concealed is not recorded."),
     ({"concealment": "sealed envelopes"}, "(concealment: sealed envelopes); how the allocation "
      "sequence was generated is not recorded."),
     ({"sequence": {"method": "a computer"}, "concealment": "sealed envelopes"},
      "declares (sequence: a computer; concealment: sealed envelopes).")],
)  # fmt: skip
def test_sequence_and_concealment_are_as_the_study_file_says(
    keys: dict[str, Any], said: str
) -> None:
    assert say_allocation(make_file(allocation="randomised", **keys)).endswith(said)


@pytest.mark.parametrize(
    ("blinding", "said"),
    [(None, NOT_SAID), ({}, NOBODY_BLINDED),
     ({"participants": "same syringes", "assessors": "told nothing"},
      "participants (same syringes) and assessors (told nothing). Whether they could tell")],
)  # fmt: skip
def test_only_who_is_declared_blinded_is_said_to_be(blinding: Any, said: str) -> None:
    text = say_blinding(make_file(blinding=blinding))
    assert said in text
    assert "therapists" not in text
    assert "analysts" not in text


@pytest.mark.parametrize("population", ["per protocol", "28 who had all injections", "completers"])
def test_a_population_that_nobody_selects_is_a_limit_with_who_was_analysed(population: str) -> None:
    study = make("randomised", population)
    rows = frame(difference(**PAIR, done=DONE))
    text = write_limits(rows, study).text
    assert f"Population: the study file declares it as \u201c{population}\u201d, but" in text
    assert (
        "30 participants with hyaluronic acid and 29 with saline are in the model, 28 and 25"
        in (text)
    )
    every = [words_of(passage) for passage in write_all(study)]
    assert sum(population in text for text in every) == 1


@pytest.mark.parametrize(
    ("population", "part"),
    [("randomised", False), ("All randomised participants", False), ("all participants", False),
     ("all treated", False), ("intention to treat", False), ("ITT", False),
     ("everybody", False), ("all patients who were randomised", False), ("per protocol", True),
     ("all participants with a score", True), ("all treated at two centres", True)],
)  # fmt: skip
def test_words_for_everybody_need_no_limit(population: str, part: bool) -> None:
    primary = {"endpoint": "womac.pain", "visit": "week 52"}
    file = make_file(allocation="randomised", plan={"primary": primary, "population": population})
    assert names_a_part(file) == part
    assert declared_population(file) == population
    text = write_limits(frame(difference()), make("randomised", population)).text
    assert ("Population:" in text) == part


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_a_population_that_nobody_declared_is_not_called_declared(allocation: str | None) -> None:
    primary = {"endpoint": "womac.pain", "visit": "week 52"}
    study = make_study(allocation=allocation, plan={"primary": primary})
    assert "declared" not in say_population(find_primary(frame(difference()), study), study)


@pytest.mark.parametrize(
    ("population", "before"),
    [
        ("per protocol", ""),
        ("all enrolled patients", "declared as \u201call enrolled patients\u201d; "),
    ],
)
def test_words_that_may_mean_fewer_than_all_do_not_stand_beside_who_was_analysed(
    population: str, before: str
) -> None:
    study = make("randomised", population)
    rows = frame(difference(**PAIR, done=DONE))
    contrasts = find_primary(rows, study)
    assert say_population(contrasts, study) == (
        f"{before}30 participants with hyaluronic acid and 29 with "
        "saline are in the model, 28 and 25 of them with a score at week 52"
    )
    assert say_analysed(contrasts[0], study.labels).startswith("30 participants")


@pytest.mark.parametrize(
    ("done", "said"),
    [(DONE, "adjusted for the baseline score, and for nothing else"),
     (AnalysisRecord("ancova", covariates=("age_years",)), "adjusted for age years, and"),
     (AnalysisRecord("ancova"), "is not adjusted for anything"), (None, "")],
)  # fmt: skip
def test_adjustment_is_what_was_done(done: AnalysisRecord | None, said: str) -> None:
    study = make(None, "all participants")
    rows = frame(difference(**PAIR, done=done), apart("age", 0.4, **PAIR))
    points: dict[str, Any] = dict(
        p.split(": ", 1) for p in write_limits(rows, study).sentences if ": " in p
    )
    assert said in points["Baseline"]
    assert ("adjusted" in points["Baseline"]) == bool(said)
    plain = write_for_patients(rows, study).text
    assert ("After allowing for starting scores" in plain) == (done is not None and done.baseline)
    assert ("allowing for age years" in plain) == (done is not None and bool(done.covariates))
