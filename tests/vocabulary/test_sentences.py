from __future__ import annotations

import math

import pytest

from outcomes.study.study import StudyVisit
from outcomes.vocabulary.intervals import say_basis
from outcomes.vocabulary.sentences import (
    count_things,
    join_words,
    mid_sentence,
    say_interval,
    say_size,
)
from outcomes.vocabulary.visits import at_visit, name_time


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Saline injection", "saline injection"),
        ("Pain (VAS)", "pain (VAS)"),
        ("Dextrose, 15%", "dextrose, 15%"),
        ("Achilles, left", "Achilles, left"),
        ("WOMAC pain", "WOMAC pain"),
        ("VISA-A", "VISA-A"),
        ("PRP", "PRP"),
        ("Oxford Knee Score", "Oxford Knee Score"),
        ("Achilles pain", "Achilles pain"),
        ("Foot Function Index", "Foot Function Index"),
        ("dextrose 25%", "dextrose 25%"),
        ("A", "A"),
        ("", ""),
        ("5% dextrose", "5% dextrose"),
    ],
)
def test_labels_inside_a_sentence(label: str, expected: str) -> None:
    assert mid_sentence(label) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.2, 15.3, "0.2 to 15.3 higher"),
        (-15.3, -0.2, "0.2 to 15.3 lower"),
        (-2.1, 8.3, "from 2.1 lower to 8.3 higher"),
        (0.0, 5.0, "0.0 to 5.0 higher"),
        (-5.0, 0.0, "0.0 to 5.0 lower"),
        (-0.01, 5.0, "from less than 0.1 lower to 5.0 higher"),
        (0.0, 0.0, "no wider than 0"),
    ],
)
def test_intervals_run_from_small_to_large_on_their_side(
    low: float, high: float, expected: str
) -> None:
    assert say_interval(low, high, 1) == expected


def test_sizes_lose_their_sign_and_never_become_nothing() -> None:
    assert say_size(-3.14159, 2) == "3.14"
    assert say_size(0.004, 2) == "less than 0.01"
    assert say_size(0.0, 1) == "0.0"


def test_the_basis_names_what_is_known() -> None:
    assert say_basis(0.9, "1 to 2 higher", "t", 24, 0.0004) == (
        "90% CI 1 to 2 higher; t distribution, 24 df; p < 0.001"
    )
    assert "t distribution, 77.5 df;" in say_basis(0.95, "1 to 2", "t", 77.53, 0.2)
    assert say_basis(0.95, "1 to 2", "normal", math.nan, 0.995) == (
        "95% CI 1 to 2; normal distribution; p > 0.99"
    )


def test_small_words() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b and c"
    assert at_visit("week 52") == "at week 52"
    assert at_visit("Day 7") == "on Day 7"
    assert at_visit("after") == 'at the visit "after"'
    assert at_visit("follow-up") == "at follow-up"
    assert at_visit("6 months") == "at 6 months"
    assert name_time(StudyVisit("follow-up", 130, "year 2.5")) == "follow-up (year 2.5)"
    assert name_time(StudyVisit("Week 12", 12, "week 12")) == "Week 12"


@pytest.mark.parametrize(
    ("number", "what", "counted"),
    [(0, "trial", "no trials"), (1, "study", "one study"), (2, "study", "two studies"),
     (9, "day", "nine days"), (12, "randomised trial", "12 randomised trials")],
)  # fmt: skip
def test_things_are_counted_in_their_number(number: int, what: str, counted: str) -> None:
    assert count_things(number, what) == counted
