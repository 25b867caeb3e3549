from __future__ import annotations

import pytest

from outcomes.prose import write_banner, write_question
from tests.tables.examples import make_study


def test_simulated_data_cannot_pass_for_evidence() -> None:
    banner = write_banner(make_study())
    assert banner is not None
    assert banner.kind == "banner"
    assert banner.paragraphs[0] == (
        "Simulated data. Nobody was treated and nobody was measured: a program made these scores "
        "from published summaries of Rabago 2013. They are not evidence that any treatment works, "
        "fails or is safe."
    )
    assert "agrees by construction and adds nothing" in banner.text
    assert "Annals of Family Medicine 2013" in banner.text
    assert "The correlation between visits is assumed to be 0.6." in banner.text


def test_simulated_data_without_a_model_say_so() -> None:
    banner = write_banner(make_study(calibrated_to=[], assumptions=[]))
    assert banner is not None
    assert "made these scores by assumption." in banner.text
    assert "construction" not in banner.text
    assert banner.folded == ()


def test_an_unknown_calibration_is_named_as_it_stands() -> None:
    banner = write_banner(make_study(calibrated_to=["mine2020"]))
    assert banner is not None
    assert "Mine 2020" in banner.text


def test_published_numbers_are_bannered_and_collected_ones_are_not() -> None:
    banner = write_banner(make_study(provenance="published"))
    assert banner is not None
    assert banner.title == "Published numbers"
    assert "adds no evidence of its own" in banner.text
    assert write_banner(make_study(provenance="collected")) is None


def test_the_question_names_population_arms_endpoint_visit_method_and_data() -> None:
    passage = write_question(make_study(), "treatment-effect")
    assert list(passage.sentences) == [
        "How does WOMAC pain at week 52 differ between dextrose and saline injection?",
        "Population: Knee osteoarthritis; randomised, as declared.",
        "Arms: Dextrose (active), n = 30; Saline injection (placebo), n = 29; Home exercise "
        "(control), n = 31.",
        "Primary endpoint: WOMAC pain (points, 0 to 100, lower is better).",
        "Primary visit: Week 52.",
        "Method: Analysis of covariance (ANCOVA) at each visit, complete cases.",
        "Data: Simulated from published summaries; nobody was treated.",
    ]


@pytest.mark.parametrize(
    ("report", "start"),
    [
        ("data-quality", "Who came into this study"),
        ("before-after", "How had WOMAC pain changed at week 52"),
        ("anything", "What does this study show about WOMAC pain at week 52?"),
    ],
)
def test_each_report_asks_its_own_question(report: str, start: str) -> None:
    assert write_question(make_study(), report).text.startswith(start)


def test_a_condition_that_does_not_name_the_joint_has_it_added() -> None:
    text = write_question(make_study(condition="arthritis"), "data-quality").text
    assert "Population: Arthritis (knee); randomised" in text
    text = write_question(make_study(condition="depression", joint="none"), "data-quality").text
    assert "Population: Depression; randomised" in text
    text = write_question(make_study(condition=""), "data-quality").text
    assert "Population: Complaints of the knee; randomised" in text
