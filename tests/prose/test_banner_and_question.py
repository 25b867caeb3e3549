from __future__ import annotations

import dataclasses

import pytest

from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.prose import write_banner, write_design
from outcomes.prose.question import FIELDS, fill_question, list_fields
from outcomes.study.plan import Arm
from outcomes.study.study import Study
from tests.prose.rows import NAN
from tests.tables.examples import change, difference, frame, make_study


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
    assert banner.title == "Published summaries"
    assert "adds no evidence of its own" in banner.text
    assert write_banner(make_study(provenance="collected")) is None


def test_open_data_are_those_of_others_and_their_source_is_named() -> None:
    banner = write_banner(make_study(provenance="open", sources=[{"citation": "Doe J. 2020."}]))
    assert banner is not None
    assert "one piece of evidence, not two" in banner.text
    assert "Doe J. 2020." in banner.text


ANCOVA = AnalysisRecord("ancova", baseline=True, standard_error="model-based")
DONE = frame(difference(done=ANCOVA))
NOTHING = make_estimates([])


def test_the_design_names_population_arms_endpoint_visit_method_and_data() -> None:
    passage = write_design(make_study(), DONE)
    assert list(passage.sentences) == [
        "Population: Knee osteoarthritis; 28 "
        "participants with dextrose and 25 with saline injection were analysed.",
        "Arms: Dextrose (active), n = 30; Saline injection (placebo), n = 29; Home exercise "
        "(control), n = 31.",
        "Primary endpoint: WOMAC pain (points, 0 to 100, lower is better).",
        "Primary visit: Week 52.",
        "Method: Analysis of covariance of scores, adjusted for baseline score; model-based "
        "standard errors.",
        "Data: Simulated from published summaries; nobody was treated.",
    ]


def test_no_method_is_stated_that_was_not_run() -> None:
    for estimates in (NOTHING, frame(difference(NAN, NAN, NAN))):
        assert "Method" not in write_design(make_study(), estimates).text
    counted = frame(
        {**change("dextrose", 40.0, 1.0), "quantity": "mean", "done": AnalysisRecord("mean")}
    )
    text = write_design(make_study(), counted).text
    assert "Method: Mean of the available scores." in text


def test_a_condition_that_does_not_name_the_joint_has_it_added() -> None:
    text = write_design(make_study(condition="arthritis"), NOTHING).text
    assert "Population: Arthritis (knee)" in text
    text = write_design(make_study(condition="depression", joint="none"), NOTHING).text
    assert "Population: Depression" in text
    text = write_design(make_study(condition=""), NOTHING).text
    assert "Population: Complaints of the knee" in text


TEMPLATE = "How does {primary endpoint} compare between {arms compared} {at the primary visit}?"


def with_arms(study: Study, **labels: str) -> Study:
    """Return a study of other arms, the first of which is active."""
    arms = {
        name: Arm(label=label, role="control" if place else "active")
        for place, (name, label) in enumerate(labels.items())
    }
    primary = study.file.plan.primary.model_copy(update={"comparison": None})
    plan = study.file.plan.model_copy(update={"primary": primary})
    file = study.file.model_copy(update={"arms": arms, "plan": plan})
    return dataclasses.replace(study, file=file)


@pytest.mark.parametrize(
    ("arms", "named"),
    [
        ({"a": "Dextrose", "b": "Saline"}, "dextrose and saline"),
        ({"a": "Dextrose", "b": "Saline", "c": "TENS"}, "dextrose, saline and TENS"),
        ({"a": "Rest and ice", "b": "Exercise"}, "rest and ice, and exercise"),
        (
            {"a": "Dextrose injection, 15%", "b": "Saline", "c": "Exercise"},
            "dextrose injection, 15%; saline; and exercise",
        ),
        ({"a": "Dextrose"}, "the time before and the time after dextrose"),
    ],
)
def test_a_question_can_be_read_with_any_number_of_arms(arms: dict[str, str], named: str) -> None:
    study = with_arms(make_study(), **arms)
    asked = fill_question(TEMPLATE, study)
    assert asked == f"How does WOMAC pain compare between {named} at week 52?"


def test_the_comparison_planned_is_asked_about_alone() -> None:
    assert fill_question(TEMPLATE, make_study()) == (
        "How does WOMAC pain compare between dextrose and saline injection at week 52?"
    )


def test_every_field_can_be_filled_and_a_sentence_begins_with_a_capital() -> None:
    template = "; ".join(f"{{{name}}}" for name in FIELDS)
    assert list_fields(template) == tuple(FIELDS)
    for joint, named in (("knee", "the knee"), ("none", "any joint")):
        filled = fill_question(template, make_study(condition="", joint=joint))
        assert "{" not in filled
        assert f"; {named}; " in filled
        assert f"complaints of {named}" in filled
    assert fill_question("{arms}?", make_study()).startswith("Dextrose, saline injection and")
