from __future__ import annotations

import re
from dataclasses import replace

import pytest

from outcomes.analysis.responses import NON_RESPONSE
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.prose import write_methods
from outcomes.prose.method_references import REFERENCES
from outcomes.prose.methods import BECAUSE_RANDOMISED, say_method
from outcomes.vocabulary.analyses import describe_analysis
from outcomes.vocabulary.sentences import capitalise
from tests.prose.rows import NAN, apart
from tests.tables.examples import change, difference, frame, make_labels, make_study

MMRM = AnalysisRecord(
    "mmrm",
    baseline=True,
    covariates=("age",),
    visits=("week 12", "week 52"),
    estimator="reml",
    covariance="unstructured",
    standard_error="kenward-roger",
    degrees_of_freedom="kenward-roger",
)
ANCOVA = AnalysisRecord(
    "ancova", baseline=True, standard_error="model-based", degrees_of_freedom="residual"
)
UNADJUSTED = AnalysisRecord("ancova", standard_error="model-based", degrees_of_freedom="residual")


def test_what_was_run_is_named_with_quantile_and_degrees_of_freedom() -> None:
    text = write_methods(
        frame(
            difference(done=MMRM, df=78.6),
            difference(done=MMRM, df=82.2, visit="week 12"),
            difference(4, 1, 7, endpoint="flexion", done=ANCOVA),
            change("dextrose", -15, 6),
            apart("age", 0.3),
        ),
        make_labels(),
    ).text
    model, covariance = describe_analysis(MMRM, make_labels(), with_visits=False).split(";", 1)
    assert f"{capitalise(model)};{covariance}. Of WOMAC pain; 95% intervals, t distribution" in text
    assert "with 78.6 to 82.2 df." in text
    assert "Kenward-Roger standard errors and degrees of freedom" in text
    assert "model-based standard errors. Of knee flexion" in text
    assert "Change within an arm: " in text
    for name in ("Kenward 1997", "Mallinckrodt 2008", "Vickers 2001", "Bland 2011", "Austin 2009"):
        assert name in text
    for name in ("Newcombe", "Clopper", "Knapp"):
        assert name not in text


def test_an_analysis_without_a_baseline_is_not_called_one_of_covariance() -> None:
    text = write_methods(frame(difference(done=UNADJUSTED)), make_labels()).text
    assert "Analysis of variance" in text
    assert "Vickers" not in text


@pytest.mark.parametrize("allocation", ["randomised", "not-randomised", "observational", None])
def test_chance_explains_baseline_only_where_it_decided_the_arms(allocation: str | None) -> None:
    labels = make_study(allocation=allocation).labels
    text = write_methods(frame(apart("age", 0.3)), labels).text
    assert (BECAUSE_RANDOMISED in text) == (allocation == "randomised")


def test_what_was_not_run_is_not_named() -> None:
    passage = write_methods(frame(difference(NAN, NAN, NAN)), make_labels())
    assert passage.text == "This report contains no estimate."


def test_the_method_line_is_of_what_ran() -> None:
    study = make_study()
    other = difference(comparator="exercise", done=ANCOVA)
    assert say_method(frame(other, difference(done=MMRM)), study) == describe_analysis(
        MMRM, study.labels
    )
    because = replace(ANCOVA, intended="mmrm", because=Reason("one-visit"))
    text = say_method(frame(difference(done=because)), study)
    assert text.startswith("analysis of covariance")
    assert "the mixed model for repeated measures was not used, because" in text


def test_the_method_line_of_what_was_not_estimated_says_why() -> None:
    nobody = Reason("no-scores", arms=("saline",), visits=("week 52",))
    study = make_study()
    assert say_method(frame(difference(NAN, NAN, NAN, reason=nobody)), study) == (
        "not estimated, because nobody with saline injection has a score at week 52"
    )
    assert say_method(frame(), study) == ""
    alone = {**change("dextrose", NAN, NAN, reason=Reason("no-baseline")), "done": None}
    mean = {**change("dextrose", 31, 4), "quantity": "mean", "done": AnalysisRecord("mean")}
    assert say_method(frame(alone), study) == "not estimated, because there is no baseline score"
    assert say_method(frame(alone, mean), study) == "mean of the available scores"
    assert "without p values" in say_method(frame(apart("age", 0.3)), study)


def test_every_reference_is_linked_and_whole() -> None:
    for key, reference in REFERENCES.items():
        assert reference.text.endswith(".")
        assert key[-4:] in reference.text
        assert bool(reference.doi) != bool(reference.address)
        if reference.doi:
            assert re.match(r"10\.\d{4,}/\S+$", reference.doi)
            assert reference.where == f"https://doi.org/{reference.doi}"
        assert reference.short.endswith(key[-4:])
        assert reference.text.startswith(reference.short[:-5])


def test_the_method_line_of_responders_is_how_they_were_counted() -> None:
    counted = difference(
        quantity="response difference",
        subgroup="threshold 1",
        analysis=NON_RESPONSE,
        done=AnalysisRecord("responder shares", scale="shares"),
    )
    assert say_method(frame(counted), make_study()).startswith("difference of the shares")
