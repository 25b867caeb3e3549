from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from outcomes.analysis.harms import summarise_harms
from outcomes.evidence import find_claims
from outcomes.prose import Passage, write_published
from outcomes.prose.published import SILENT
from outcomes.study.study import Study
from tests.packs import PACK
from tests.tables.examples import change, difference, frame, make_study

NAN = math.nan


def beside(subject: str, *rows: dict[str, Any], study: Study | None = None) -> Passage:
    passages = write_published(study or make_study(), frame(*rows))
    return next(p for p in passages if p.title == f"Beside the article: {subject}")


def own_figures(passage: Passage) -> tuple[str, ...]:
    return next((p for p in passage.paragraphs if isinstance(p, tuple)), ())


def share(**more: Any) -> dict[str, Any]:
    row = change("dextrose", 0.806, 0.1, endpoint="effective")
    return {**row, "quantity": "share", "ci_low": 0.691, "ci_high": 0.886, "unit": "share",
            "distribution": "wilson", "df": NAN, "n_arm": 62, "threshold": 1, **more}  # fmt: skip


def test_each_finding_about_the_joint_has_its_passage() -> None:
    titles = [p.title for p in write_published(make_study(), frame(difference()))]
    assert len(titles) == len(find_claims(PACK, "knee"))
    for subject in ("pain", "stiffness", "range of motion", "harms", "in general"):
        assert f"Beside the article: {subject}" in titles


def test_pain_stands_beside_the_studys_own_figure_with_its_interval() -> None:
    passage = beside("pain", difference(), change("saline", -7.6, 5), change("dextrose", -15.3, 6))
    first, second = own_figures(passage)
    assert first.startswith("At week 52, mean WOMAC pain was 7.7 points lower with dextrose than")
    assert "95% CI 0.2 to 15.3 lower" in first
    assert "fell by 7.6 points with saline injection (95% CI" in second
    assert "fell by 15.3 points with dextrose (95% CI" in second
    assert "14.18 points with dextrose, 7.38 with saline" in passage.text
    assert "Rabago 2013" in passage.text
    assert "rabago2013" not in passage.text


def test_what_the_data_were_made_from_adds_nothing() -> None:
    text = beside("pain", difference()).text
    assert "they agree by construction and add nothing" in text
    other = beside("range of motion", difference(endpoint="flexion")).text
    assert "not evidence for or against this" in other
    collected = make_study(provenance="collected", calibrated_to=[])
    assert "simulated" not in beside("pain", difference(), study=collected).text


def test_motion_names_the_unblinding_the_missing_control_and_the_error() -> None:
    passages = write_published(make_study(), frame(difference(endpoint="flexion")))
    (text,) = [one.text for one in passages if "report more motion" in one.text]
    assert "14 degrees at 12 months, after blinding had ended at 6 months (Reeves 2000)" in text
    assert "8 degrees at week 24 (Eslamian 2015)" in text
    assert "knee extension did not differ at weeks 2, 4 and 8" in text
    assert "10 degrees" in text
    assert "Where claim and study differ in scope: " in text


def test_a_finding_without_a_figure_says_so() -> None:
    passage = beside("stiffness", difference())
    assert "This study has no figure of its own to set beside it." in passage.sentences
    assert own_figures(passage) == ()


def test_a_difference_that_was_not_estimated_is_no_figure() -> None:
    assert own_figures(beside("pain", difference(NAN, NAN, NAN))) == ()


def test_figures_that_stand_above_are_not_repeated() -> None:
    passages = write_published(make_study(), frame(difference(endpoint="flexion")))
    motion = [p for p in passages if p.title.endswith("range of motion")]
    assert len(motion) == 2
    assert own_figures(motion[0])
    assert "This study's own figures on this stand above." in motion[1].sentences


def test_harms_are_told_from_the_events() -> None:
    events = pd.DataFrame({"participant": ["dextrose-1"], "event": ["bruising"]})
    study = replace(make_study(), events=events)
    passages = write_published(study, summarise_harms(study))
    told = next(p for p in passages if p.title == "Beside the article: harms").text
    assert "1 of 30 with dextrose (bruising 1)" in told


def test_harms_that_nobody_recorded_are_no_figure() -> None:
    for rows in ([], [difference()]):
        passage = beside("harms", *rows, study=foot())
        assert SILENT in passage.sentences
        assert "own figure cannot" not in passage.text
        assert "their figures" not in passage.text


def foot() -> Study:
    return make_study(
        joint="foot and ankle",
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
        calibrated_to=["ryan2010"],
    )


def test_81_percent_stand_beside_the_studys_own_share() -> None:
    passage = beside("judged overall", share(), study=foot())
    assert "Up to 81% of people" in passage.text
    assert own_figures(passage) == (
        'At week 52, a yes for "Judged it effective": 81% of 62 participants (95% CI 69% to 89%; '
        "Wilson).",
    )
    assert "no arm to compare with, so its own figure cannot bear the claim out" in passage.text


def test_two_and_a_half_years_are_a_time_of_follow_up() -> None:
    passage = beside("how long it lasts", change("dextrose", -40.7, 7), study=foot())
    assert "two and a half years" in passage.text
    assert "fell by 40.7 points with dextrose (95% CI" in own_figures(passage)[0]
    assert "A mean time of follow-up is not a mean duration of benefit." in passage.text
    assert "it does not measure how long a benefit lasts" in passage.text


def test_a_mean_stands_alone_where_there_is_no_baseline() -> None:
    row = {
        **change("dextrose", 2.5, 0.2, endpoint="flexion"),
        "quantity": "mean",
        "unit": "degrees",
    }
    flow = {**row, "quantity": "n", "estimate": 25}
    study = make_study(joint="knee", provenance="collected")
    assert own_figures(beside("range of motion", flow, row, study=study)) == (
        "At week 52, mean knee flexion with dextrose was 2.5 degrees (95% CI 2.3 to 2.7; t "
        "distribution, 24 df; n = 25).",
    )


def test_a_study_that_names_no_evidence_is_held_to_no_claim() -> None:
    arms = {
        "tape": {"label": "Tape", "role": "active"},
        "sham": {"label": "Sham", "role": "placebo"},
    }
    study = make_study(
        evidence=None,
        title="Dextrose tape against sham",
        arms=arms,
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    estimates = frame(difference(arm="tape", comparator="sham", favours="tape"))
    assert write_published(study, estimates) == ()
