"""The sentences of the bundled studies, whose numbers are known beforehand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.analysis.ancova import compare_arms
from outcomes.analysis.chance import summarise_chance
from outcomes.analysis.change import summarise_change
from outcomes.analysis.flow import count_flow
from outcomes.analysis.harms import summarise_harms
from outcomes.estimates import combine_estimates
from outcomes.prose import (
    write_chance,
    write_harms,
    write_no_control,
    write_primary_result,
    write_published,
)
from outcomes.study import load_study


@pytest.fixture(scope="module")
def raw(root: Path) -> Path:
    return root / "data" / "raw"


def test_the_foot_and_ankle_study_is_of_the_achilles_tendon_and_has_no_share(raw: Path) -> None:
    study = load_study(raw / "foot-ankle-dextrose")
    estimates = combine_estimates([summarise_change(study), count_flow(study)])
    text = write_no_control(study, estimates).text
    assert "64 of 86" in text
    beside = "\n".join(passage.text for passage in write_published(study, estimates))
    assert "Up to 81% of people" in beside, "the claim, beside which no figure of its own stands"
    assert not re.search(r"81% of \d+ participants", beside)
    assert "This study has no figure of its own" in beside


def test_the_knee_study_tells_what_saline_did_by_itself(raw: Path) -> None:
    # Rabago 2013, Table 4, week 52: composite 15.32 with dextrose, 7.59 with saline.
    study = load_study(raw / "knee-dextrose-saline")
    differences = compare_arms(study)
    estimates = combine_estimates(
        [
            differences,
            summarise_change(study),
            count_flow(study),
            summarise_chance(differences, study),
            summarise_harms(study),
        ]
    )
    sentences = list(write_primary_result(estimates, study).sentences)
    assert sentences[0].startswith("At week 52, mean WOMAC composite was ")
    chance = write_chance(estimates, study)
    assert chance is not None
    (own,) = (sentence for sentence in chance.sentences if sentence.startswith("From baseline"))
    assert "fell by 7.6 points with saline injections" in own
    assert "fell by 15.3 points with dextrose injections" in own
    assert "3 of 30 with dextrose injections (bruising 3)" in write_harms(estimates, study).text
    beside = write_published(study, estimates)
    for subject in ("pain", "stiffness", "range of motion"):
        passage = next(p for p in beside if p.title == f"Beside the article: {subject}")
        assert "95% CI" in passage.text
