"""The published trials' answer, harms, limits and plain words, on pools made up and real."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.joint_evidence import (
    DomainEvidence,
    gather_evidence,
    put_question_first,
    tabulate_evidence,
)
from outcomes.analysis.meta.pool import pool
from outcomes.evidence import list_harm_citations, list_known_trials
from outcomes.prose import (
    write_evidence_answer,
    write_evidence_for_patients,
    write_evidence_limits,
    write_evidence_scope,
    write_published_harms,
)
from outcomes.study import load_study
from outcomes.study.study import Study
from outcomes.vocabulary.derivations import WHY_WIDER
from outcomes.vocabulary.pools import judge_pool
from tests.packs import PACK


@pytest.fixture(scope="module")
def knee() -> tuple[DomainEvidence, ...]:
    return gather_evidence(PACK, "knee")


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study("knee-dextrose-saline")


def made(base: DomainEvidence, effects: list[float], error: float) -> DomainEvidence:
    one = base.main[0]
    rows = pd.concat([one.effects.iloc[[0]]] * len(effects), ignore_index=True)
    half = 1.96 * error
    rows = rows.assign(
        yi=effects, vi=error**2, ci_low=np.subtract(effects, half), ci_high=np.add(effects, half)
    )
    pooled = pool(effects, [error**2] * len(effects)) if len(effects) > 1 else None
    return replace(base, pools=(replace(one, effects=rows, pooled=pooled),))


def test_the_domain_that_was_asked_about_comes_first(knee: tuple[DomainEvidence, ...]) -> None:
    for domain in ("symptoms", "pain", "stiffness"):
        assert put_question_first(knee, domain)[0].domain == domain
    assert put_question_first(knee, "range of motion")[0].domain == "pain"
    assert {one.domain for one in put_question_first(knee, "pain")} == {one.domain for one in knee}


def test_the_scope_is_what_was_pooled_and_not_the_study_beside_it(
    knee: tuple[DomainEvidence, ...], study: Study
) -> None:
    asked = put_question_first(knee, "symptoms")
    passage = write_evidence_scope(asked, tabulate_evidence(asked), study)
    assert list(passage.sentences) == [
        "Trials: Three published trials of the knee with an effect between arms that could be "
        "calculated.",
        "Participants: 90 enrolled in Rabago 2013, 76 enrolled in Sit 2020 and 54 enrolled in "
        "Topol 2011.",
        "Compared: Dextrose injections with placebo injection and with exercise or usual care.",
        "Outcomes: Symptoms, pain, stiffness, function, symptoms (responders) and function "
        "(responders).",
        "Method: Common-effect meta-analysis, normal interval.",
        "Data: Taken from publications.",
        "This study: Its data were simulated to meet Rabago 2013, which is among these trials: "
        "that it agrees with them says nothing.",
    ]


def test_every_arm_of_a_trial_is_among_the_answers_that_are_counted() -> None:
    ankle = gather_evidence(PACK, "ankle")
    shown = [one for each in ankle for one in each.main]
    arms = [row for one in shown for row in one.other_arms.to_dict("records")]
    clear = sum(row["ci_low"] > 0 or row["ci_high"] < 0 for row in arms)
    clear += sum(judge_pool(one).excludes_none for one in shown)
    text = write_evidence_answer(ankle).text
    assert len(arms) > 0 < clear
    assert f"This page gives {len(shown) + len(arms)} such answers in all" in text
    assert f"In {clear} of them the interval excludes no difference" in text


def test_a_scope_without_trials_compares_nothing(study: Study) -> None:
    nothing = gather_evidence(PACK, "elbow")
    heads = [
        point.partition(":")[0]
        for point in write_evidence_scope(nothing, tabulate_evidence(nothing), study).sentences
    ]
    assert heads == ["Trials", "Data"]


def test_the_answer_is_the_first_pool_and_a_count_of_the_others(
    knee: tuple[DomainEvidence, ...],
) -> None:
    text = write_evidence_answer(put_question_first(knee, "symptoms")).text
    assert text.startswith(
        "Dextrose injections on symptoms, 39 to 64 weeks, against placebo injection in knee "
        "osteoarthritis: two trials, Rabago 2013 and Sit 2020; on average 8.8 points in favour of "
        "dextrose on a scale from 0 to 100 (95% CI 2.7 to 14.9 in favour of dextrose)."
    )
    pools = [one for each in knee if each.pools for one in each.main]
    assert f"This page gives {len(pools)} such answers in all" in text
    assert f"In {sum(judge_pool(one).excludes_none for one in pools)} of them the interval" in text


def test_nothing_pooled_is_no_answer(knee: tuple[DomainEvidence, ...], study: Study) -> None:
    empty = [replace(each, pools=()) for each in knee]
    assert "give no answer here" in write_evidence_answer(empty).text
    assert "So there is no answer here." in write_evidence_for_patients(empty, study).text


@pytest.mark.parametrize(
    ("effects", "error", "said"),
    [([8.0], 1.0, "One study is too few to be sure."),
     ([8.0], 9.0, "So which is better is not known."),
     ([8.0, 8.1], 1.0, "Two studies are too few to be sure."),
     ([8.0, 8.1, 8.2, 8.1], 0.5, "So the studies together favour dextrose."),
     ([-8.0, -8.1, -8.2, -8.1], 0.5, "So the studies together favour the other treatment."),
     ([8.0, -8.1, 3.0, -1.0], 5.0, "So which is better is not known.")],
)  # fmt: skip
def test_patients_are_told_a_side_only_by_three_studies_whose_intervals_all_name_it(
    knee: tuple[DomainEvidence, ...],
    study: Study,
    effects: list[float],
    error: float,
    said: str,
) -> None:
    passage = write_evidence_for_patients([made(knee[0], effects, error)], study)
    assert said in passage.text
    assert ("So the studies together favour" in passage.text) == said.startswith("So the studies")
    assert "The true difference could be anywhere from" in passage.text


def test_the_answer_says_what_the_authors_report_and_why_the_interval_here_is_wider() -> None:
    symptoms = put_question_first(gather_evidence(PACK, "knee"), "symptoms")
    text = write_evidence_answer(symptoms).text
    assert "Rabago 2013, WOMAC composite, week 52: dextrose better than saline" in text
    assert "P < .05" in text
    assert WHY_WIDER in text
    stiffness = put_question_first(gather_evidence(PACK, "knee"), "stiffness")
    text = write_evidence_answer(stiffness).text
    assert "no difference between the arms marked at this week" in text
    assert WHY_WIDER not in text


def test_two_active_arms_of_one_trial_are_named_each_with_its_own_interval() -> None:
    achilles = put_question_first(gather_evidence(PACK, "ankle"), "symptoms")
    arms = {row["arm"] for row in achilles[0].visits.to_dict("records")}
    assert arms == {"injections", "injections and exercise"}
    plain = write_evidence_for_patients(achilles, load_study("achilles-dextrose-exercise")).text
    for text in (write_evidence_answer(achilles).text, plain):
        for number in ("3.8", "11.5", "17.4", "30.4"):
            assert number in text
    answer = write_evidence_answer(achilles).text
    assert "Yelland 2011 (injections against exercise)" in answer
    assert "Another arm of Yelland 2011, injections and exercise against exercise" in answer
    assert "had injections and exercise, compared with exercise" in plain


def test_harms_in_print_are_told_with_who_printed_them(study: Study) -> None:
    passage = write_published_harms(study)
    counts = "bruising in 3 of 30 participants (dextrose) and 5 of 29 participants (saline)"
    assert counts in passage.text
    assert "adverse event in 0 of 90 participants (all arms)" in passage.text
    assert "opioids" in passage.text
    shares = "oxycodone used in the 7 days after an injection in 47% of participants (dextrose)"
    assert shares in passage.text
    told = write_evidence_for_patients(gather_evidence(PACK, "knee"), study).text
    assert "pain after an injection, 100 in 100 with dextrose and 100 in 100 with saline" in told
    assert "news report" not in passage.text
    assert 'href="#ref-rabago2013"' in passage.write_html()
    assert set(list_harm_citations(PACK, "knee")) <= set(PACK.citations)
    foot = write_published_harms(load_study("foot-ankle-dextrose")).text
    assert "That is not the same as no harm" in foot


def test_limits_are_counted_in_the_table_of_designs(
    knee: tuple[DomainEvidence, ...], study: Study
) -> None:
    text = write_evidence_limits(knee, study).text
    trials = list_known_trials(PACK, "knee")
    groups = Counter(trial["condition_group"] for trial in trials)
    assert f"{len(trials)} randomised trials known here" in text
    assert f"{groups['knee osteoarthritis']} of knee osteoarthritis" in text
    assert f"{groups['Osgood-Schlatter disease']} of Osgood-Schlatter disease" in text
    assert "3 gave an effect between arms" in text
    assert "no judgement of a single one was read" in text
    assert "Reviews call trials of this treatment in osteoarthritis (Waluyo 2023)" in text
    assert "Certainty: not judged in the study file." in text
    foot = load_study("foot-ankle-dextrose")
    text = write_evidence_limits(gather_evidence(PACK, "foot and ankle"), foot).text
    assert "Reviews judged their own pools: Fong 2023 (low to moderate)." in text
