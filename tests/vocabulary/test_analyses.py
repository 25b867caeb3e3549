"""What was done in words: the model that ran, its standard errors, and why another did."""

from __future__ import annotations

import doctest
from dataclasses import replace
from typing import get_args

import pytest

from outcomes.analysis.meta.heterogeneity import TAU2_ESTIMATORS as ESTIMATORS
from outcomes.analysis.mmrm.structures import STRUCTURES as FITTED
from outcomes.analysis_record import (
    BASELINE,
    AnalysisRecord,
    ArmCount,
    DegreesOfFreedom,
    Model,
    Reason,
    StandardError,
)
from outcomes.vocabulary import analyses as module
from outcomes.vocabulary.analyses import (
    DEGREES_OF_FREEDOM,
    STANDARD_ERRORS,
    STRUCTURES,
    TAU2_ESTIMATORS,
    describe_analysis,
    describe_pools,
    name_standard_error,
    say_why_another,
)
from tests.tables.examples import ANCOVA, MMRM, make_labels

LABELS = make_labels()


def test_every_name_that_an_analysis_may_give_has_words() -> None:
    assert set(STRUCTURES) == set(FITTED)
    assert set(TAU2_ESTIMATORS) == set(ESTIMATORS)
    assert set(STANDARD_ERRORS) == set(get_args(StandardError))
    assert set(DEGREES_OF_FREEDOM) == set(get_args(DegreesOfFreedom))
    for model in get_args(Model):
        assert (describe_analysis(AnalysisRecord(model), LABELS) == "") == (model == "")


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            replace(MMRM, covariates=("sex", "body_mass")),
            "mixed model for repeated measures (unstructured covariance, REML) of scores at week "
            "12 and week 52, adjusted for baseline score, sex and body mass; Kenward-Roger "
            "standard errors and degrees of freedom",
        ),
        (
            replace(ANCOVA, baseline=False, scale="levels"),
            "analysis of variance of levels taken as numbers at week 52; model-based standard "
            "errors",
        ),
        (
            replace(
                ANCOVA,
                baseline=False,
                terms_left_out=(
                    Reason("no-spread", columns=(BASELINE,)),
                    Reason("no-value", columns=("age",)),
                ),
            ),
            "analysis of variance of scores at week 52; model-based standard errors; not adjusted "
            "for baseline score, the same for everybody; not adjusted for age, known of nobody",
        ),
        (
            replace(
                ANCOVA,
                standard_error="jackknife",
                imputed=(ArmCount("dextrose", 4), ArmCount("saline", 3), ArmCount("exercise", 0)),
            ),
            "analysis of covariance of scores at week 52, adjusted for baseline score; jackknife "
            "standard errors; missing scores imputed by the mixed model: 4 with dextrose and 3 "
            "with saline injection",
        ),
        (
            AnalysisRecord("meta-analysis", estimator="DL", standard_error="knapp-hartung"),
            "random-effects meta-analysis (DerSimonian-Laird), Knapp-Hartung interval",
        ),
    ],
)
def test_an_analysis_is_described_as_it_ran(done: AnalysisRecord, said: str) -> None:
    assert describe_analysis(done, LABELS) == said


def test_the_kind_of_standard_error_is_the_one_used() -> None:
    assert name_standard_error(MMRM) == "Kenward-Roger"
    assert name_standard_error(ANCOVA) == "model-based"


def test_another_model_than_intended_is_said_with_the_reason() -> None:
    assert say_why_another(ANCOVA, LABELS) == ""
    because = Reason("unseen-arm", ("exercise",), ("week 52",))
    assert say_why_another(replace(ANCOVA, intended="mmrm", because=because), LABELS) == (
        "the mixed model for repeated measures was not used, because nobody with home exercise has "
        "a score at week 52"
    )


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(module).failed == 0


def test_pools_of_one_model_are_named_once_with_all_their_intervals() -> None:
    normal = AnalysisRecord("meta-analysis", estimator="REML", standard_error="model-based")
    knapp = replace(normal, standard_error="knapp-hartung")
    assert describe_pools([knapp, normal, knapp]) == (
        "random-effects meta-analysis (REML), Knapp-Hartung and normal intervals"
    )
    assert describe_pools([normal, replace(normal, estimator="EE")]) == (
        "random-effects meta-analysis (REML), normal interval; common-effect meta-analysis, normal "
        "interval"
    )
