"""What is said of pools: nothing pooled of one, the limits of two, never beyond an interval."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.joint_evidence import (
    DomainEvidence,
    gather_evidence,
    rebuild_published,
)
from outcomes.analysis.meta.few_trials import pool_few
from outcomes.analysis.study_added import Refused, StudyAdded
from outcomes.analysis.synthesis import DomainPool
from outcomes.prose import (
    write_added,
    write_evidence,
    write_rebuilt,
    write_small_studies,
    write_without_effect,
)
from outcomes.prose.pooling import NOT_ADDED
from outcomes.study import load_study
from tests.packs import PACK

FORBIDDEN = (
    "significant", "proves", "confirms", "superior", "equivalent", "no effect on", "trend towards",
)  # fmt: skip


@pytest.fixture(scope="module")
def knee() -> tuple[DomainEvidence, ...]:
    return gather_evidence(PACK, "knee")


def _evidence(base: DomainEvidence, yi: list[float], vi: list[float]) -> DomainEvidence:
    one = base.main[0]
    effects = pd.concat([one.effects.iloc[[0]]] * len(yi), ignore_index=True)
    half = 1.96 * np.sqrt(vi)
    effects = effects.assign(yi=yi, vi=vi, ci_low=yi - half, ci_high=yi + half)
    pooled = pool_few(yi, vi) if len(yi) > 1 else None
    return replace(base, pools=(replace(one, effects=effects, pooled=pooled),))


def _main(evidence: DomainEvidence) -> DomainPool:
    return evidence.main[0]


def test_one_trial_is_not_pooled_and_this_is_said(knee: tuple[DomainEvidence, ...]) -> None:
    text = write_evidence(knee[1]).text
    assert "one trial, Rabago 2013" in text
    assert "One trial is not pooled" in text
    assert "on average" not in text


def test_two_trials_are_averaged_and_their_limits_are_said(
    knee: tuple[DomainEvidence, ...],
) -> None:
    text = write_evidence(knee[0]).text
    assert (
        "8.8 points in favour of dextrose on a scale from 0 to 100 (95% CI 2.1 to 15.5 in" in text
    )
    assert "Both estimates lie on the same side." in text
    assert "the interval then excludes no difference, in favour of dextrose" in text
    assert "Two trials cannot show whether they do" in text
    assert "prediction" not in text
    assert "favours" not in text


def test_two_trials_that_disagree_are_said_to(knee: tuple[DomainEvidence, ...]) -> None:
    text = write_evidence(_evidence(knee[0], [10.0, -10.1], [9.0, 9.0])).text
    assert "The two estimates disagree." in text
    assert "the interval then includes no difference" in text


@pytest.mark.parametrize(
    ("yi", "expected", "absent"),
    [
        (
            [9.0, 10.0, 11.0, 10.5],
            "the average favours dextrose",
            "a benefit of either",
        ),
        ([-9.0, -10.0, -11.0, -10.5], "the average favours the comparator", "of either"),
        (
            [-5.0, 5.0, 1.0, 2.0],
            "with a benefit of either",
            "the average favours",
        ),
    ],
)
def test_several_trials_are_judged_by_the_interval(
    knee: tuple[DomainEvidence, ...], yi: list[float], expected: str, absent: str
) -> None:
    text = write_evidence(_evidence(knee[0], yi, [1.0] * 4)).text
    assert expected in text
    assert absent not in text


def test_a_prediction_interval_across_zero_limits_what_is_said_of_a_new_trial(
    knee: tuple[DomainEvidence, ...],
) -> None:
    evidence = _evidence(knee[0], [2.0, 14.0, 4.0, 16.0, 6.0, 9.0], [1.0] * 6)
    pooled = _main(evidence).pooled
    assert pooled is not None
    assert pooled.ci.low > 0 > pooled.pi.low
    text = write_evidence(evidence).text
    assert "the average favours dextrose" in text
    assert "The true effect of a similar new trial would lie from" in text
    assert "either side could come out better" in text


def test_agreement_by_luck_is_not_taken_for_certainty(
    knee: tuple[DomainEvidence, ...],
) -> None:
    text = write_evidence(_evidence(knee[0], [3.0, 3.1, 3.2], [36.0] * 3)).text
    assert "includes no difference" in text
    assert "which may be luck, so nothing is predicted for a new trial" in text
    assert "favours" not in text
    assert "on one side" not in text


def test_words_that_claim_too_much_never_appear(knee: tuple[DomainEvidence, ...]) -> None:
    rng = np.random.default_rng(4)
    for k in (1, 2, 3, 8):
        for _ in range(10):
            text = write_evidence(
                _evidence(knee[0], list(rng.normal(0, 8, k)), list(rng.uniform(1, 40, k)))
            ).text
            assert not [word for word in FORBIDDEN if word in text]
            assert "nan" not in text


def test_nothing_read_is_nothing_said(knee: tuple[DomainEvidence, ...]) -> None:
    passage = write_without_effect(knee)
    assert passage is not None
    assert passage.kind == "note"
    assert passage.text.startswith("Range of motion: ")
    assert "an absence of numbers, not of an effect" in passage.text
    assert not re.search(r"\d\.\d", passage.text)
    assert write_without_effect([one for one in knee if one.pools]) is None


def test_every_number_leads_to_a_citation(knee: tuple[DomainEvidence, ...]) -> None:
    html = write_evidence(knee[0]).write_html()
    for paragraph in re.findall(r"<p>(.*?)</p>", html, re.DOTALL):
        if re.search(r"\d\.\d", paragraph):
            assert 'href="#ref-' in paragraph


def test_a_refused_study_is_refused_in_words(root: Path) -> None:
    study = load_study(root / "data" / "raw" / "knee-dextrose-saline")
    passage = write_added(study, StudyAdded("not-collected"))
    assert passage.kind == "caution"
    assert "This study is not added: its data are simulated" in passage.text
    assert "only give back what went into the simulation" in passage.text


def test_every_refusal_has_words(root: Path) -> None:
    assert set(NOT_ADDED) | {""} == set(get_args(Refused))
    study = load_study(root / "data" / "raw" / "knee-dextrose-saline")
    for refused in NOT_ADDED:
        assert "{" not in write_added(study, StudyAdded(refused)).text


def test_what_a_study_changes_is_the_pool_before_and_after(
    knee: tuple[DomainEvidence, ...], root: Path
) -> None:
    study = load_study(root / "data" / "raw" / "knee-dextrose-saline")
    before = knee[0].main[0]
    own = before.effects.iloc[[0]].assign(citation="", trial="mine", yi=4.0, vi=4.0)
    own = own.assign(ci_low=4 - 1.96 * math.sqrt(4), ci_high=4 + 1.96 * math.sqrt(4))
    effects = pd.concat([before.effects, own], ignore_index=True)
    after = replace(before, effects=effects, pooled=pool_few(effects["yi"], effects["vi"]))
    text = write_added(study, StudyAdded("", ((before, after),))).text
    assert "Before: two trials" in text
    assert "After: three trials" in text
    assert "of the weight" in text


def test_few_trials_say_nothing_of_unpublished_ones(knee: tuple[DomainEvidence, ...]) -> None:
    text = write_small_studies(knee).text
    assert "two trials" in text
    assert "no sign that all were published" in text


def test_the_published_pool_is_rebuilt_for_the_knee_only() -> None:
    (rebuilt,) = rebuild_published(PACK, "knee")
    passage = write_rebuilt(rebuilt)
    assert "0.81 standard deviations (0.18 to 1.45)" in passage.text
    assert "0.80 to 0.82" in passage.text
    assert "\u22123.2 to 4.8" in passage.text
    assert "three splits were tried" in passage.text
    assert rebuild_published(PACK, "foot and ankle") == ()
