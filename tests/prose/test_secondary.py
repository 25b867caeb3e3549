from __future__ import annotations

from typing import Any

from outcomes.prose import write_secondary_results, write_undeclared
from tests.tables.examples import adjusted_p_value, difference, frame, make_study

PRIMARY = {"endpoint": "womac.pain", "visit": "week 52", "comparison": ["dextrose", "saline"]}


def points(*rows: dict[str, Any], **plan: Any) -> tuple[str, ...]:
    study = make_study(plan={"primary": PRIMARY, **plan})
    paragraphs = write_secondary_results(frame(*rows), study).paragraphs
    return paragraphs[1] if len(paragraphs) > 1 else ()  # type: ignore[return-value]


def test_the_primary_comparison_is_not_repeated() -> None:
    found = points(difference(), difference(comparator="exercise"), difference(endpoint="flexion"))
    assert len(found) == 2
    assert "than with home exercise" in found[0]
    assert "knee flexion" in found[1]


def test_only_the_endpoints_of_the_plan_are_stated() -> None:
    rows = (difference(endpoint="flexion"), difference(endpoint="grade"))
    assert len(points(*rows, secondary=["flexion"])) == 1
    assert len(points(*rows)) == 2


def test_an_endpoint_not_compared_at_the_primary_visit_is_stated_at_its_last() -> None:
    rows = (
        difference(endpoint="flexion", visit="baseline"),
        difference(endpoint="flexion", visit="week 12"),
    )
    (found,) = points(*rows)
    assert found.startswith("At week 12, mean knee flexion")


def test_the_introduction_says_what_multiplicity_does_to_them() -> None:
    def introduction(*rows: dict[str, Any], **plan: Any) -> str:
        study = make_study(plan={"primary": PRIMARY, **plan})
        return write_secondary_results(frame(difference(endpoint="flexion"), *rows), study).text

    assert introduction().startswith("No p value is adjusted for multiplicity. No interval is")
    assert "these results are exploratory" in introduction()
    adjusted = introduction(adjusted_p_value("flexion", 0.03, 0.06))
    assert adjusted.startswith(
        "Only the p values of the plan's one hypothesis (Holm's method) are adjusted for "
    )
    assert "results outside those hypotheses are exploratory" in adjusted
    assert ("so all are reported" in introduction()) and (
        "so all are reported" not in introduction(secondary=["flexion"])
    )


def test_nothing_to_state_is_said() -> None:
    text = write_secondary_results(frame(difference()), make_study()).text
    assert text == "There is no other endpoint or comparison to report."


def test_endpoints_that_the_plan_does_not_name_are_told() -> None:
    def told(**plan: Any) -> str | None:
        passage = write_undeclared(make_study(plan={"primary": PRIMARY, **plan}))
        return None if passage is None else passage.text

    names = [name for name in make_study().endpoints if name != PRIMARY["endpoint"]]
    label = make_study().endpoints[names[-1]].label
    one = told(secondary=names[:-1])
    assert one is not None
    assert one.startswith(f"Not declared in the plan: {label}. Its results are exploratory.")
    assert told(secondary=names) is None
    every = told()
    assert every is not None
    assert all(make_study().endpoints[name].label in every for name in names)
    assert make_study().endpoints["womac.pain"].label not in every
