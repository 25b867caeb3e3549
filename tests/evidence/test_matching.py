"""The published number beside a result is chosen by the rule, whatever would look better."""

from __future__ import annotations

import doctest

import pytest

from outcomes.errors import EvidenceError
from outcomes.evidence import Match, find_matches, matching
from tests.packs import PACK


def tell(matches: tuple[Match, ...]) -> list[tuple[str, str, str, float]]:
    return [
        (match.kind, match.trial, match.rows[-1]["outcome"], match.rows[-1]["week"])
        for match in matches
    ]


def test_a_difference_from_placebo_has_the_printed_one_and_a_pair_of_arms() -> None:
    matches = find_matches(PACK, "knee", "pain", 52, "placebo", outcome="WOMAC pain")
    assert tell(matches) == [
        ("difference", "sit2020", "WOMAC pain", 52),
        ("arms", "rabago2013", "WOMAC pain", 52),
    ]
    assert [row["arm"] for row in matches[1].rows] == ["dextrose", "saline"]


def test_the_outcome_settles_a_tie_of_one_week() -> None:
    (first, _) = find_matches(PACK, "knee", "pain", 52, "placebo", outcome="Pain VAS")
    assert first.rows[0]["outcome"] == "pain VAS"


@pytest.mark.parametrize(("week", "nearest"), [(1, 5), (7, 5), (11, 12), (30, 24), (40, 52)])
def test_the_nearest_week_is_chosen(week: float, nearest: float) -> None:
    (arms,) = find_matches(
        PACK, "knee", "stiffness", week, "placebo", condition="knee osteoarthritis"
    )
    assert arms.rows[0]["week"] == nearest


def test_the_comparator_must_be_of_the_same_kind() -> None:
    (difference, arms) = find_matches(
        PACK, "knee", "pain", 13, "control", condition="knee osteoarthritis"
    )
    assert (difference.trial, difference.rows[0]["comparator"]) == ("sit2016", "exercise")
    assert arms.rows[1]["arm_role"] == "control"
    assert find_matches(PACK, "knee", "range of motion", 52, "active-comparator") == ()


def test_a_withheld_trial_is_set_beside_nothing() -> None:
    withheld = PACK.designs.query("withheld != ''")["trial"]
    assert "medhosp2025" in set(withheld)
    for role in ("placebo", "control", ""):
        found = find_matches(PACK, "knee", "symptoms", 21, role)
        assert {match.trial for match in found}.isdisjoint(withheld)


def test_the_condition_keeps_other_diseases_of_the_joint_out() -> None:
    (_, arms) = find_matches(PACK, "knee", "pain", 13, "placebo")
    assert arms.trial == "topol2011"
    (_, arms) = find_matches(PACK, "knee", "pain", 13, "placebo", condition="knee osteoarthritis")
    assert arms.trial == "rabago2013"
    (alone,) = find_matches(
        PACK, "ankle", "pain", 52, condition="mid-portion Achilles tendinopathy"
    )
    assert alone.trial == "maxwell2007"


def test_a_general_condition_meets_every_condition_of_the_joint() -> None:
    (alone,) = find_matches(
        PACK, "foot and ankle", "pain", 78, condition="chronic foot and ankle pain"
    )
    assert alone.trial == "hauser2011"


def test_a_mean_after_treatment_comes_with_the_one_before() -> None:
    (alone,) = find_matches(PACK, "foot and ankle", "pain", 130, outcome="Pain VAS in sport")
    assert (alone.kind, alone.citation) == ("before and after", "ryan2010")
    assert [(row["week"], row["value"]) for row in alone.rows] == [(0, 70.7), (124, 16.7)]


def test_what_the_article_says_is_no_published_number() -> None:
    (alone,) = find_matches(PACK, "foot and ankle", "global", 130)
    assert alone.trial == "akpancar2019", "not the 81% of the article, nearer in time"


def test_groups_that_were_not_randomised_are_no_comparison() -> None:
    assert find_matches(PACK, "ankle", "global", 51, "active-comparator") == ()
    assert [match.trial for match in find_matches(PACK, "knee", "symptoms", 13, "placebo")][
        -1
    ] == "rabago2013"


def test_nothing_is_chosen_where_nothing_fits() -> None:
    assert find_matches(PACK, "shoulder", "pain", 12) == ()
    assert find_matches(PACK, "knee", "range of motion", 52, "placebo") == ()


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(EvidenceError, match="no comparator role 'saline'; use one of placebo"):
        find_matches(PACK, "knee", "pain", 52, "saline")


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(matching).failed == 0


@pytest.mark.parametrize(
    ("label", "arm"),
    [
        ("Dextrose injections", "injections"),
        ("Injections and exercise", "injections and exercise"),
    ],
)
def test_the_arm_that_is_compared_chooses_among_the_arms_of_a_trial(label: str, arm: str) -> None:
    (arms,) = find_matches(PACK, "ankle", "symptoms", 52, "control", outcome="VISA-A", arm=label)
    assert [row["arm"] for row in arms.rows] == [arm, "exercise"]
