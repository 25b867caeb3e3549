"""A placebo arm beside published ones: turned, stretched and converted as it says, pooled never."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from scipy import stats

from outcomes.analysis import (
    gather_placebo_changes,
    list_placebo_citations,
    summarise_change,
)
from outcomes.analysis.placebo_changes import PlaceboChanges, tabulate_placebo_changes
from outcomes.study import Study, load_study
from outcomes.study.plan import Arm
from tests.conftest import ROOT
from tests.packs import PACK

from .conftest import build_study


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study(ROOT / "data" / "raw" / "knee-dextrose-saline")


@pytest.fixture(scope="module")
def own(knee: Study) -> pd.DataFrame:
    return summarise_change(knee)


@pytest.fixture(scope="module")
def changes(knee: Study, own: pd.DataFrame) -> PlaceboChanges:
    found = gather_placebo_changes(knee, own)
    assert found is not None
    return found


def pick(changes: PlaceboChanges, **wanted: str) -> pd.DataFrame:
    rows = changes.rows
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return rows


def pick_published(changes: PlaceboChanges) -> pd.DataFrame:
    return changes.rows[changes.rows["kind"] != "study"]


def test_the_studys_own_change_is_turned_so_that_better_is_above_0(
    changes: PlaceboChanges, own: pd.DataFrame
) -> None:
    printed = own[
        (own["endpoint"] == "womac.pain") & (own["arm"] == "saline") & (own["visit"] == "week 52")
    ].iloc[0]
    row = pick(changes, kind="study", domain="pain").iloc[0]
    assert row["change"] == pytest.approx(-printed["estimate"])
    assert row["ci_low"] == pytest.approx(-printed["ci_high"])
    assert set(pick(changes, kind="study")["name"]) == {"saline"}
    assert "WOMAC total" not in set(changes.rows["outcome"]), "no plan names it"


def test_a_trials_arm_has_the_printed_change_and_an_interval_of_its_standard_error(
    changes: PlaceboChanges,
) -> None:
    row = pick(changes, kind="trial", outcome="WOMAC pain").iloc[0]
    assert (row["name"], row["change"], row["when"]) == ("Rabago 2013", 7.38, "week 52")
    half = stats.norm.ppf(0.975) * 3.67
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((7.38 - half, 7.38 + half))


def test_reviews_are_quoted_on_points_of_100(changes: PlaceboChanges) -> None:
    """By hand: -3.3 of 20 is 16.5, -1.1 of 8 is 13.75, -10.1 of 68 is 14.85 of 100."""
    review = pick(changes, citation="previtali2021").set_index("outcome")
    assert review.loc["WOMAC pain", "change"] == pytest.approx(16.5)
    assert review.loc["WOMAC pain", ["ci_low", "ci_high"]].tolist() == pytest.approx([13.5, 19.5])
    assert review.loc["WOMAC stiffness", "change"] == pytest.approx(13.75)
    assert review.loc["WOMAC function", "change"] == pytest.approx(14.853, abs=5e-4)
    assert review.loc["pain VAS", "change"] == pytest.approx(13.4)
    assert pick(changes, citation="saltzman2017")["change"].tolist() == [12.1]
    assert pick(changes, citation="gel200")["ci_low"].isna().all()


def test_standard_deviations_become_points_by_those_of_baseline_scores(
    changes: PlaceboChanges,
) -> None:
    """Variances of all seven baseline arms of pain on a scale with two ends, weighted by n - 1."""
    arms = [(30, 14.9), (29, 16.1), (31, 13.1), (24, 13.7), (24, 13.1), (21, 7.0), (21, 7.5)]
    spread = math.sqrt(sum((n - 1) * sd**2 for n, sd in arms) / sum(n - 1 for n, _ in arms))
    untreated = pick(changes, group="untreated").iloc[0]
    assert untreated["spread"] == pytest.approx(spread)
    assert untreated["change"] == pytest.approx(0.03 * spread)
    assert untreated["ci_low"] == pytest.approx(-0.13 * spread)
    saline = pick(changes, citation="salinearms2016").iloc[0]
    assert saline["change"] == pytest.approx(0.68 * spread)
    assert saline["ci_low"] == pytest.approx(0.57 * spread)


def test_nothing_is_pooled_and_nothing_lost(changes: PlaceboChanges) -> None:
    reviews = pick(changes, kind="review")
    assert len(reviews) + len(changes.quoted) == 16
    assert {row["statistic"] for row in changes.quoted} >= {"prediction interval", "response ratio"}
    cited = set(list_placebo_citations(changes))
    assert cited >= {*reviews["citation"], *(row["citation"] for row in changes.quoted)}
    assert "rahimzadeh2018" in cited, "its spread was used"


def test_a_trial_whose_numbers_are_withheld_is_named_and_not_shown(
    changes: PlaceboChanges,
) -> None:
    arms = PACK.published
    there = arms[(arms["trial"] == "medhosp2025") & (arms["arm_role"] == "placebo")]
    assert len(there)
    assert [row["trial"] for row in changes.withheld] == ["medhosp2025"]
    assert "medhosp2025" not in set(changes.rows["citation"])


def test_results_hold_the_published_changes_and_what_they_were_multiplied_by(
    changes: PlaceboChanges,
) -> None:
    table = tabulate_placebo_changes(changes)
    published = table[table["quantity"] == "change"]
    assert published["estimate"].tolist() == pick_published(changes)["change"].tolist()
    assert "saline injections" not in set(published["arm"].str.lower())
    spread = table[table["quantity"] == "sd"]
    assert spread["endpoint"].tolist() == ["pain"]
    assert spread["estimate"].iloc[0] == changes.rows["spread"].max()


def test_the_domain_that_was_asked_about_stands_first(changes: PlaceboChanges) -> None:
    domains = list(dict.fromkeys(changes.rows["domain"]))
    assert domains == ["symptoms", "pain", "stiffness", "function"]


def test_without_own_estimates_the_published_ones_remain(knee: Study) -> None:
    found = gather_placebo_changes(knee, None)
    assert found is not None
    assert set(found.rows["kind"]) == {"trial", "review"}


@pytest.mark.parametrize("role", ["control", "active-comparator"])
def test_a_study_without_a_placebo_arm_has_none(knee: Study, own: pd.DataFrame, role: str) -> None:
    arms = {**knee.file.arms, "saline": Arm(label="Saline", role=role)}
    other = replace(knee, file=knee.file.model_copy(update={"arms": arms}))
    assert gather_placebo_changes(other, own) is None


@pytest.mark.parametrize(
    ("joint", "condition"), [("shoulder", "frozen shoulder"), ("knee", "meniscal tear")]
)
def test_a_joint_or_condition_without_reviews_has_none(joint: str, condition: str) -> None:
    study = build_study([("p1", "active", "baseline", 50.0), ("p2", "saline", "baseline", 60.0)])
    file = study.file.model_copy(update={"joint": joint, "condition": condition})
    other = replace(study, file=file, evidence=PACK)
    assert gather_placebo_changes(other, None) is None


def test_a_study_without_evidence_has_none(knee: Study, own: pd.DataFrame) -> None:
    assert gather_placebo_changes(replace(knee, evidence=None), own) is None
