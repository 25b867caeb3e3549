"""Responders in words: in 100, with the number needed to treat, and where none can be counted."""

from __future__ import annotations

from dataclasses import replace

from outcomes.analysis import compare_responders
from outcomes.instruments.definition import Endpoint
from outcomes.prose import write_responders, write_response_methods, write_response_room
from tests.analysis.test_responders import PAIN, make_threshold, make_trial

FALLS = {"dextrose": [3.0] * 15 + [0.0] * 5, "saline": [3.0] * 5 + [0.0] * 15}


def words(passage) -> str:
    parts = []
    for paragraph in passage.paragraphs:
        parts += [paragraph] if isinstance(paragraph, str) else list(paragraph)
    return " ".join(parts)


def test_responders_are_said_in_100_and_whom_they_favour() -> None:
    study = make_trial(FALLS, make_threshold(2.0))
    said = words(write_responders(compare_responders(study), study))
    assert (
        "Pain, at week 52, improved by at least 2 points: about 75 in 100 with dextrose "
        "(15 of 20), about 25 in 100 with saline injection (5 of 20). That is 50 more in 100"
        in said
    )
    assert "This favours dextrose. Number needed to treat: NNTB 2.0 (95% CI" in said


def test_an_interval_that_crosses_none_is_said_to() -> None:
    study = make_trial(
        {"dextrose": [3.0, 3.0, 0.0, 0.0], "saline": [3.0, 0.0, 0.0, 0.0]}, make_threshold(2.0)
    )
    said = words(write_responders(compare_responders(study), study))
    assert "the confidence interval includes no difference" in said.lower()
    assert "to \u221e to NNTH" in said


def test_a_primary_endpoint_without_a_threshold_leaves_others_beside_it() -> None:
    study = make_trial(FALLS, make_threshold(2.0))
    other = Endpoint("womac.total", "WOMAC total", 0, 10, "points", "worse")
    thresholds = study.endpoints["womac.pain"].thresholds
    study = replace(
        study,
        endpoints={"womac.pain": PAIN, "womac.total": replace(other, thresholds=thresholds)},
        scores=study.scores.assign(endpoint="womac.total"),
    )
    said = words(write_responders(compare_responders(study), study))
    assert "Responders on the primary endpoint, pain, cannot be counted" in said
    assert "WOMAC total stand beside it" in said
    assert "WOMAC total, at week 52, improved by at least 2 points" in said


def test_methods_say_why_something_was_not_done() -> None:
    study = make_trial(FALLS, make_threshold(2.0))
    rows = compare_responders(study)
    assert "Multiple imputation: not estimated, because no score is missing" in words(
        write_response_methods(rows, study.labels)
    )


def test_whether_everybody_could_respond_is_said() -> None:
    study = make_trial(FALLS, make_threshold(2.0))
    short = make_trial(FALLS, make_threshold(9.0))
    assert "left room" in words(write_response_room(compare_responders(study), study.labels))
    assert "could not improve" in words(
        write_response_room(compare_responders(short), short.labels)
    )
