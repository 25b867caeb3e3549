"""Which differences may be claimed: the wording, and what it must not leave out."""

from __future__ import annotations

from typing import Any

from outcomes.analysis_record import Reason
from outcomes.prose import write_hypotheses
from outcomes.prose.hypotheses import NOT_ADJUSTED
from outcomes.prose.primary import SIMULATED
from tests.tables.examples import adjusted_p_value, difference, frame, make_study

NAN = float("nan")
PAIN, FLEXION = difference(), difference(2.0, -1.0, 5.0, endpoint="flexion")


def write(*rows: dict[str, Any], **changes: Any) -> list[Any]:
    passage = write_hypotheses(frame(*rows), make_study(**changes))
    assert passage is not None
    return list(passage.paragraphs)


def test_without_an_adjustment_nothing_is_said() -> None:
    assert write_hypotheses(frame(PAIN), make_study()) is None


def test_what_may_be_claimed_is_listed_with_whom_it_favours() -> None:
    tested = (adjusted_p_value("womac.pain", 0.01, 0.02), adjusted_p_value("flexion", 0.3, 0.3))
    assert write(PAIN, FLEXION, *tested) == [
        "At a two-sided alpha of 0.05 for the plan's two hypotheses (Holm's method), a difference "
        "may be claimed for these only:",
        ("WOMAC pain at week 52: favours dextrose",),
        NOT_ADJUSTED,
        SIMULATED,
    ]
    both = write(PAIN, FLEXION, *(row | {"estimate": 0.05} for row in tested))
    assert both[0].endswith("a difference may be claimed for each of these:")
    assert both[1][1] == "Knee flexion at week 52"


def test_nothing_may_be_claimed_though_an_interval_excludes_no_difference() -> None:
    said = write(PAIN, adjusted_p_value("womac.pain", 0.045, 0.09))
    assert said[0] == (
        "At a two-sided alpha of 0.05 for the plan's one hypothesis (Holm's method), no difference "
        "may be claimed."
    )
    assert "is not enough for a claim" in said[1]


def test_several_comparisons_are_named() -> None:
    other = {"comparator": "exercise"}
    tested = (
        adjusted_p_value("womac.pain", 0.01, 0.02),
        adjusted_p_value("womac.pain", 0.01, 0.02, **other),
    )
    assert write(PAIN, difference(**other), *tested)[1] == (
        "WOMAC pain at week 52, dextrose against saline injection: favours dextrose",
        "WOMAC pain at week 52, dextrose against home exercise: favours dextrose",
    )


def test_a_hypothesis_without_a_p_value_is_said_to_count_as_one() -> None:
    why = Reason("no-scores", arms=("saline",), visits=("week 52",))
    tested = adjusted_p_value("flexion", NAN, 1.0, reason=why)
    said = write(PAIN, adjusted_p_value("womac.pain", 0.01, 0.02), tested)
    assert said[2] == (
        "Knee flexion at week 52: there is no p value, because nobody with saline injection has a "
        "score at week 52; it counts as 1."
    )


def test_of_collected_data_nothing_is_said_of_simulation() -> None:
    tested = adjusted_p_value("womac.pain", 0.01, 0.02)
    assert SIMULATED not in write(PAIN, tested, provenance="collected", calibrated_to=[])
