"""Tables of what the study file and the packaged evidence declare."""

from __future__ import annotations

import re

from outcomes.rounding import ABSENT, MINUS, format_printed
from outcomes.tables import table_plan, table_sources, table_thresholds
from outcomes.tables.sources import ABOVE
from tests.packs import PACK
from tests.tables.examples import make_labels, make_study
from tests.tables.reading import read_grid


def declared(**changes: object) -> dict[str, str]:
    return {row[1]: row[2] for row in table_plan(make_study(**changes)).rows}


def test_the_plan_is_told_in_the_words_of_the_guideline() -> None:
    rows = declared()
    assert rows["Treatment"] == "Dextrose against Saline injection"
    assert rows["Population"] == "all participants, knee osteoarthritis"
    assert rows["Variable"] == "WOMAC pain (points, 0 to 100, lower is better) at week 52"
    assert rows["Intercurrent events and their strategies"] == (
        "surgery: treatment policy; rescue: treatment policy"
    )
    assert rows["Population-level summary"] == "difference between arms in mean score"
    assert rows["Method"].startswith("analysis of covariance")
    assert rows["Two-sided alpha"] == "0.05"
    assert rows["Secondary endpoints"].startswith("Knee flexion")


def test_covariates_are_named_in_words() -> None:
    primary = {"endpoint": "womac.pain", "visit": "week 52"}
    rows = declared(plan={"primary": primary, "covariates": ["bmi", "age_years"]})
    assert rows["Covariates beside the baseline score"] == "BMI, age years"


def test_the_plan_is_headed_as_not_checked() -> None:
    assert table_plan(make_study()).caption == "Plan as declared; not checked against the analysis"


def test_what_the_plan_leaves_out_is_said_to_be_missing() -> None:
    rows = declared(plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}})
    assert rows["Intercurrent events and their strategies"] == "none declared"
    assert rows["Method"] == "none declared"
    assert rows["Secondary endpoints"] == "none declared"
    assert rows["Treatment"] == (
        "Dextrose against Saline injection; Dextrose against Home exercise"
    )


def test_a_single_arm_has_no_comparator_in_its_plan() -> None:
    rows = declared(
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    assert rows["Treatment"] == "Dextrose; no comparator"
    assert "no comparison" in rows["Population-level summary"]


def test_thresholds_carry_source_context_and_standing() -> None:
    table = table_thresholds(make_labels())
    assert table.rows == (
        (
            "WOMAC pain", "minimal important difference", "10", "points", "knee osteoarthritis",
            "Someone 2000", "the source itself",
        ),
    )  # fmt: skip
    assert "No threshold is given for: Knee flexion" in table.notes[1]


def test_sources_hold_calibration_and_assumptions_where_no_banner_does() -> None:
    simulated = table_sources(make_study())
    assert [row[0] for row in simulated.rows] == ["Source"]
    assert simulated.notes == (ABOVE,)
    rows = table_sources(make_study(provenance="collected")).rows
    assert rows[0] == ("Source", "Rabago D. Ann Fam Med 2013. doi:10.1370/afm.1504")
    assert rows[1][0] == "Calibrated to"
    assert rows[1][1].startswith("Rabago D, Patterson JJ")
    assert rows[2] == (
        "Assumed or derived",
        "The correlation between visits is assumed to be 0.6.",
    )


def test_a_study_without_sources_says_so() -> None:
    study = make_study(sources=[], calibrated_to=[], assumptions=[], provenance="collected")
    assert read_grid(table_sources(study)) == [
        ["The study file names no source and no assumption."]
    ]


def test_printed_digits_are_kept() -> None:
    assert format_printed(-10.34) == f"{MINUS}10.34"
    assert format_printed(14.0) == "14"
    assert format_printed(0.81) == "0.81"
    assert format_printed(float("nan")) == ABSENT


def test_citation_keys_are_written_as_readers_do() -> None:
    assert PACK.name_citation("rabago2013") == "Rabago 2013"
    assert PACK.name_citation("rivello") == "Rivello"
    assert re.fullmatch(r"[A-Z][a-z]+ \d{4}", PACK.name_citation("sit2016"))
