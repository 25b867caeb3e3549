"""The line "published for comparison": as printed, with its citation, and no more than that."""

from __future__ import annotations

import pytest

from outcomes.evidence import find_matches
from outcomes.prose.matching import (
    NOTHING,
    say_match,
    write_all_matches,
    write_match,
    write_matches,
)
from outcomes.study import load_study
from outcomes.study.study import Study
from tests.packs import PACK


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study("knee-dextrose-saline")


def say(*wanted: str | float, **more: str) -> list[str]:
    return [say_match(PACK, match) for match in find_matches(PACK, *wanted, **more)]  # type: ignore[arg-type]


def test_a_printed_difference_keeps_its_sign_and_says_whom_it_favours() -> None:
    assert say("knee", "pain", 52, "placebo", outcome="WOMAC pain")[0] == (
        "Published for comparison: WOMAC pain (0 to 100), dextrose against saline −10.34 points "
        "(95% CI −19.20 to −1.49), in favour of dextrose (Sit 2020, week 52; n = 76)."
    )


def test_a_difference_that_favours_the_comparator_says_so() -> None:
    (sentence, _) = say("foot", "pain", 6, "active-comparator")
    assert "+0.781 standard deviations" in sentence
    assert "in favour of corticosteroid" in sentence


def test_two_arms_stand_side_by_side() -> None:
    assert say("knee", "stiffness", 52, "placebo") == [
        "Published for comparison: WOMAC stiffness (0 to 100, a plus is improvement), dextrose "
        "+15.55 points and saline +9.97 points (Rabago 2013, week 52; n = 26 and 25; the authors "
        "report: no difference between the arms marked at this week)."
    ]


def test_one_arm_alone_comes_with_its_design() -> None:
    assert say("knee", "range of motion", 24) == [
        "Published for comparison: knee range of motion (a plus is improvement), dextrose +8 "
        "degrees (Eslamian 2015, week 24; n = 24; single arm)."
    ]
    (sentence,) = say("ankle", "pain", 52, condition="Achilles tendinopathy")
    assert "dextrose −88.2% of baseline" in sentence
    assert "uncontrolled pilot series" in sentence


def test_before_and_after_are_both_said() -> None:
    (sentence,) = say("ankle", "pain", 124, outcome="pain VAS in daily activities")
    assert (
        "midportion 50.2 before treatment and 9.5 points after it (Ryan 2010, week 124" in sentence
    )
    assert "lower is better" in sentence


def test_simulated_data_made_to_meet_it_say_that_agreement_adds_nothing(knee: Study) -> None:
    passage = write_match(knee, "womac.pain", knee.follow_ups[-1].name, "saline")
    assert passage.text.count("Published for comparison") == 2
    assert passage.text.endswith(
        "These data were simulated to meet Rabago 2013: agreement with it adds nothing."
    )
    assert "passage-note" in passage.write_html()


def test_the_role_of_the_comparator_is_that_of_the_study(knee: Study) -> None:
    text = write_match(knee, "womac.function", knee.follow_ups[-1].name, "exercise").text
    assert "Sit 2016" in text
    assert "saline +" not in text


def test_where_nothing_matches_the_line_says_so(knee: Study) -> None:
    assert write_match(knee, "flexion", knee.follow_ups[-1].name, "saline").text == NOTHING


@pytest.mark.parametrize("study", ["foot-ankle-dextrose", "achilles-dextrose-exercise"])
def test_every_endpoint_of_the_bundled_studies_has_its_line(study: str) -> None:
    data = load_study(study)
    for endpoint in data.endpoints:
        for comparator in ("", *(other for _, other in data.comparisons)):
            text = write_match(data, endpoint, data.follow_ups[-1].name, comparator).text
            assert text.startswith("Published for comparison: ")
            assert "nan" not in text


def test_every_comparator_of_an_endpoint_has_its_line():
    study = load_study("knee-dextrose-saline")
    lines = write_matches(study, "womac.pain").paragraphs
    assert len(lines) == len({other for _, other in study.comparisons}) == 2
    assert "Sit 2020" in lines[0]
    assert "against exercise" in lines[1]


def test_a_study_of_another_treatment_has_no_line(real_study):
    assert write_matches(load_study(real_study("knee_injury_pain")), "pain") is None


def test_every_endpoint_of_a_study_that_names_evidence_has_its_lines(real_study):
    assert write_all_matches(load_study(real_study("knee_injury_pain"))) == ()
    study = load_study("knee-dextrose-saline")
    assert [passage.title for passage in write_all_matches(study)] == [
        endpoint.label for endpoint in study.endpoints.values()
    ]
