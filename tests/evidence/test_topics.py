"""Packs on other topics are read, checked and pooled as their references have it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.event_measures import measure_events
from outcomes.analysis.joint_evidence import DomainEvidence, gather_evidence_for
from outcomes.analysis.many_trials import (
    SCORE,
    ask_small_studies,
    explain_differences,
    leave_each_out,
    pool_all_effects,
)
from outcomes.analysis.meta import leave_one_out, pool, regress_asymmetry
from outcomes.analysis.meta.effects import proportion
from outcomes.analysis.synthesis import collect_effects
from outcomes.evidence import Pack, check_pack, load_pack
from outcomes.study import load_study
from tests.evidence.topics import TOPICS


class Topic:
    """A pack and what is gathered of it for the study that names it."""

    def __init__(self, project: Path, shared: Path, topic: str) -> None:
        name = TOPICS[topic](project, shared / "data")
        packs = project / "data" / "evidence"
        self.faults = check_pack(packs / name)
        self.pack: Pack = load_pack(name, packs)
        study = load_study(project / "data" / "raw" / f"{name}-study")
        assert study.evidence is not None
        self.evidence: tuple[DomainEvidence, ...] = gather_evidence_for(study)


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Topic:
    return Topic(tmp_path_factory.mktemp("scores"), shared, "fibromyalgia")


@pytest.fixture(scope="module")
def counts(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Topic:
    return Topic(tmp_path_factory.mktemp("counts"), shared, "topical")


def test_they_have_no_fault(scores: Topic, counts: Topic) -> None:
    assert scores.faults == counts.faults == ()


def test_haeusers_pool_is_the_published_one(scores: Topic) -> None:
    """fibromyalgia_meta/README.md: metafor, Hedges' g, DL, k = 22: -0.4273 (-0.5527 to -0.3019)."""
    effects = collect_effects(scores.pack, "widespread", "pain", "placebo")
    assert len(effects) == 22
    result = pool(effects["yi"], effects["vi"], tau2="DL", test="normal")
    assert result.estimate == pytest.approx(0.4273, abs=5e-5)
    assert result.ci == pytest.approx((0.3019, 0.5527), abs=5e-5)
    assert result.tau2 == pytest.approx(0.0344, abs=5e-5)
    assert result.i2 == pytest.approx(44.97, abs=5e-3)


def test_scores_and_changes_stand_apart_and_are_looked_at_together(scores: Topic) -> None:
    (main,) = next(one for one in scores.evidence if one.domain == "pain").main
    assert set(main.effects["score"]) == {"final scores"}
    assert set(main.other_scores["score"]) == {"changes from baseline"}
    (together,) = [one for one in pool_all_effects(scores.evidence) if one.pool.domain == "pain"]
    assert together.pool.both_scores
    assert together.pool.k == main.k + main.other_scores["trial"].nunique() == 17
    assert (together.dependent.trials, together.dependent.k) == (17, 22)
    assert together.dependent.trustworthy


def test_traits_are_asked_of_ten_trials_or_more(scores: Topic) -> None:
    found = explain_differences(scores.evidence)
    of_pain = {one.moderator: one for one in found if one.pool.domain == "pain"}
    assert set(of_pain) == {SCORE, "year", "jadad", "drug"}
    assert of_pain["year"].k == 17
    assert all(one.k >= 10 for one in found)
    drugs = of_pain["drug"].result.effects
    assert (drugs["k"] >= 2).all()
    assert drugs["k"].sum() == of_pain["drug"].k


def test_small_studies_and_influence_are_those_of_the_pool(counts: Topic) -> None:
    (leaning,) = ask_small_studies(counts.evidence)
    effects = leaning.pool.effects
    assert leaning.asymmetry == regress_asymmetry(effects["yi"], effects["vi"])
    (without,) = leave_each_out(counts.evidence)
    frame = without.trials
    assert without.pool.k == len(frame) == 37
    again = leave_one_out(effects["yi"], effects["vi"])
    np.testing.assert_array_equal(frame["estimate"], again["estimate"])
    assert frame["weight"].sum() == pytest.approx(100)


def test_responders_are_pooled_as_published(counts: Topic) -> None:
    """topical_nsaid_meta/README.md: metafor, risk ratio, odds ratio and difference by DL and MH."""
    references = {"RR": (1.6604, 1.4728, 1.8719), "OR": (3.7336, 2.8038, 4.9717)}
    for measure, expected in references.items():
        effects = collect_effects(counts.pack, "soft tissue", "pain", "placebo", measure=measure)
        result = pool(effects["yi"], effects["vi"], tau2="DL", test="normal").on_scale(math.exp)
        assert (result.estimate, *result.ci) == pytest.approx(expected, abs=5e-5)
    effects = collect_effects(counts.pack, "soft tissue", "pain", "placebo", measure="RD")
    result = pool(effects["yi"], effects["vi"], tau2="DL", test="normal")
    assert (result.estimate, *result.ci) == pytest.approx((31.05, 24.68, 37.42), abs=5e-3)
    (one,) = measure_events(counts.evidence)
    fixed = one.mantel_haenszel
    assert fixed is not None
    assert (fixed.estimate, *fixed.ci) == pytest.approx((1.6119, 1.5120, 1.7184), abs=5e-5)
    pooled = one.differences.pooled
    assert pooled is not None
    assert one.needed["estimate"] == pytest.approx(100 / pooled.estimate)
    assert one.needed["ci_low"] == pytest.approx(100 / pooled.ci.high)


@pytest.mark.parametrize(
    ("tau2", "mu", "se", "spread", "i2"),
    [
        ("DL", -1.084461, 0.1493393, 0.07794873, 46.07679),
        ("REML", -1.084933, 0.1518176, 0.08343338, 47.77012),
        ("ML", -1.082051, 0.1386474, 0.05567887, None),
        ("PM", -1.085249, 0.1535702, 0.08738381, None),
    ],
)
def test_placebo_responses_are_pooled_as_by_metafor(
    shared: Path, tau2: str, mu: float, se: float, spread: float, i2: float | None
) -> None:
    """spondylitis_placebo_response/README.md: metafor, logit, eight arms."""
    table = pd.read_csv(shared / "data" / "spondylitis_placebo_response" / "data.csv")
    effects = proportion(table["r"], table["n"])
    result = pool(effects.yi, effects.vi, tau2=tau2, test="normal")
    assert result.estimate == pytest.approx(mu, abs=1e-5)
    assert result.se == pytest.approx(se, abs=1e-5)
    assert result.tau2 == pytest.approx(spread, abs=1e-5)
    if i2 is not None:
        assert result.i2 == pytest.approx(i2, abs=1e-3)


def test_double_arcsine_leads_back_to_shares_of_the_trials(shared: Path) -> None:
    """A pooled share lies among those pooled, and is 0 or 1 where all of them are."""
    table = pd.read_csv(shared / "data" / "spondylitis_placebo_response" / "data.csv")
    effects = proportion(table["r"], table["n"], transform="double arcsine")
    shown = pool(effects.yi, effects.vi).on_scale(effects.back)
    shares = table["r"] / table["n"]
    assert shares.min() < shown.ci.low < shown.estimate < shown.ci.high < shares.max()
    by_logit = proportion(table["r"], table["n"])
    other = pool(by_logit.yi, by_logit.vi).on_scale(by_logit.back)
    assert shown.estimate == pytest.approx(other.estimate, abs=0.01)
    for events, share in ((np.zeros(4), 0.0), (np.full(4, 25.0), 1.0)):
        one = proportion(events, np.full(4, 25.0), transform="double arcsine")
        assert one.back(float(one.yi.mean())) == pytest.approx(share, abs=0.01)
