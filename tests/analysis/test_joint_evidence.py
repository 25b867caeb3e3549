"""What is published of a joint, gathered; a study added only if its data were collected."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.ancova import compare_arms
from outcomes.analysis.joint_evidence import (
    DOMAINS,
    DomainEvidence,
    compare_estimators,
    gather_evidence,
    list_citations,
    tabulate_evidence,
)
from outcomes.analysis.study_added import add_own_study
from outcomes.study import Study, load_study
from tests.packs import PACK


@pytest.fixture(scope="module")
def knee() -> tuple[DomainEvidence, ...]:
    return gather_evidence(PACK, "knee")


@pytest.fixture(scope="module")
def collected(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The bundled knee study as if its data had been collected."""
    folder = tmp_path_factory.mktemp("collected") / "knee-dextrose-saline"
    shutil.copytree(root / "data" / "raw" / "knee-dextrose-saline", folder)
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "provenance: simulated", "provenance: collected"
    )
    file.write_text(text.replace("calibrated_to: [rabago2013]\n", ""), encoding="utf-8")
    return load_study(folder)


def test_every_domain_is_there_even_if_nothing_was_read(knee: tuple[DomainEvidence, ...]) -> None:
    assert tuple(one.domain for one in knee if not one.counts) == DOMAINS
    assert [one.label for one in knee if one.counts] == [
        "function (responders)",
        "symptoms (responders)",
    ]
    motion = knee[DOMAINS.index("range of motion")]
    assert motion.pools == motion.main == ()
    assert len(motion.unused) > 0


def test_a_trial_that_is_only_planned_could_not_have_measured_anything() -> None:
    assert PACK.trials["sit2022"]["numbers_seen"] == "planned"
    for one in gather_evidence(PACK, "ankle"):
        assert "sit2022" not in set(one.unused["trial"])


def test_no_trial_stands_twice_in_a_pool(knee: tuple[DomainEvidence, ...]) -> None:
    for one in (pool for each in knee for pool in each.pools):
        assert not one.effects["trial"].duplicated().any()
        assert (one.pooled is None) == (one.k < 2)


def test_the_main_window_holds_most_effects(knee: tuple[DomainEvidence, ...]) -> None:
    pain = knee[0]
    assert {one.window.label for one in pain.main} == {"39 to 64 weeks"}
    assert [one.k for one in pain.main] == [2, 1]


def test_intervals_follow_the_level() -> None:
    wide, narrow = (gather_evidence(PACK, "ankle", level)[4].main[0] for level in (0.99, 0.8))
    assert wide.effects["ci_low"].iloc[0] < narrow.effects["ci_low"].iloc[0]
    assert set(wide.to_estimates()["level"]) == {0.99}


def test_effects_and_pools_become_one_frame(knee: tuple[DomainEvidence, ...]) -> None:
    frame = tabulate_evidence(knee)
    assert {"difference", "pooled effect", "weight"} <= set(frame["quantity"])
    pooled = frame[(frame["quantity"] == "pooled effect") & (frame["endpoint"] == "pain")]
    assert pooled["estimate"].round(1).tolist() == [8.8]
    assert pooled["distribution"].tolist() == ["normal"]
    assert not frame.duplicated().any()
    assert {"rabago2013", "sit2020"} <= set(list_citations(knee))


def test_estimators_are_compared_only_of_three_trials_or_more(
    knee: tuple[DomainEvidence, ...],
) -> None:
    assert compare_estimators(knee) == ()
    two = next(one for one in knee[0].pools if one.k == 2)
    effects = pd.concat([two.effects, two.effects.iloc[:1]], ignore_index=True)
    three = replace(knee[0], pools=(replace(two, effects=effects),))
    ((one, results),) = compare_estimators([three])
    assert (one.k, len(results)) == (3, 9)
    assert {each.test for each in results} == {"knapp-hartung-floor"}


def test_simulated_data_are_refused_whatever_their_estimates(
    knee: tuple[DomainEvidence, ...], root: Path
) -> None:
    study = load_study(root / "data" / "raw" / "knee-dextrose-saline")
    added = add_own_study(knee, study, compare_arms(study))
    assert added.pairs == ()
    assert added.refused == "not-collected"


def test_a_collected_study_enters_with_its_sign_turned_once(
    knee: tuple[DomainEvidence, ...], collected: Study
) -> None:
    missing = add_own_study(knee, collected, None)
    assert missing.pairs == ()
    assert missing.refused == "no-estimates"
    estimates = compare_arms(collected)
    added = add_own_study(knee, collected, estimates)
    assert added.refused == ""
    before, after = next(
        pair
        for pair in added.pairs
        if (pair[0].domain, pair[0].comparator, pair[0].k) == ("pain", "placebo", 2)
    )
    own = after.effects.iloc[-1]
    source = estimates[
        (estimates["endpoint"] == "womac.pain")
        & (estimates["week"] == 52)
        & (estimates["comparator"] == "saline")
        & (estimates["quantity"] == "difference")
    ].iloc[0]
    assert own["yi"] == pytest.approx(-source["estimate"])
    assert own["vi"] == pytest.approx(source["se"] ** 2)
    assert own["citation"] == ""
    assert after.k == before.k + 1
    assert before.k == 2
    motion = [pair for pair in added.pairs if pair[0].domain == "range of motion"]
    assert motion == []


NAMED = "evidence: {pack: dextrose-prolotherapy}"


def rename(root: Path, folder: Path, *changes: tuple[str, str]) -> Study:
    """Return the collected knee study with other words in its study file."""
    copy = folder / "knee-dextrose-saline"
    shutil.copytree(root / "data" / "raw" / copy.name, copy)
    text = (copy / "study.yaml").read_text(encoding="utf-8")
    given = [
        ("evidence: dextrose-prolotherapy", NAMED),
        ("provenance: simulated", "provenance: collected"),
        *changes,
    ]
    for old, new in [("calibrated_to: [rabago2013]\n", ""), *given]:
        assert old in text
        text = text.replace(old, new)
    (copy / "study.yaml").write_text(text, encoding="utf-8")
    return load_study(copy)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([(NAMED, f"{NAMED[:-1]}, arms: [exercise]}}")], "treatment-is-comparator"),
        ([(NAMED, f"{NAMED[:-1]}, arms: [dextrose, saline]}}")], ""),
        ([("condition: knee osteoarthritis for at least 3 months",
           "condition: patellar tendinopathy")], "no-match"),
    ],
    ids=["as comparator", "on both sides", "another condition"],
)  # fmt: skip
def test_only_the_treatment_against_something_else_in_the_same_condition_enters(
    knee: tuple[DomainEvidence, ...],
    root: Path,
    tmp_path: Path,
    changes: list[tuple[str, str]],
    reason: str,
) -> None:
    study = rename(root, tmp_path / "other", *changes)
    added = add_own_study(knee, study, compare_arms(study))
    if reason:
        assert added.pairs == ()
        assert added.refused == reason
    else:
        assert {pair[0].comparator for pair in added.pairs} == {"control"}
