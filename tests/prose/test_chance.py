from __future__ import annotations

import math
from typing import Any

import pytest

from outcomes.analysis_record import Reason
from outcomes.prose import write_chance
from tests.prose.rows import chance_range, intervals
from tests.tables.examples import change, difference, frame, make_study

NAN = math.nan
CHANGES = (change("saline", -7.6, 5), change("dextrose", -15.3, 6, n_arm=28, df=27))


def write(*rows: dict[str, Any], **options: Any) -> list[str]:
    study = options.pop("study", make_study())
    passage = write_chance(frame(*rows), study)
    return [] if passage is None else list(passage.sentences)


def test_the_comparators_change_stands_beside_the_arms_own() -> None:
    assert write(difference(), *CHANGES) == [
        "From baseline to week 52, mean WOMAC pain fell by 7.6 points with saline injection (95% "
        "CI 2.6 to 12.6 lower; t distribution, 24 df; n = 25) and fell by 15.3 points with "
        "dextrose (95% CI 9.3 to 21.3 lower; t distribution, 27 df; n = 28). A change with saline "
        "injection includes the natural course, regression to the mean and the response to "
        "placebo; only the difference between the arms is informative about the treatment.",
    ]


@pytest.mark.parametrize(
    ("role", "words"),
    [("placebo", "response to placebo"), ("control", "what this arm received"),
     ("active-comparator", "the comparator's effect")],
)  # fmt: skip
def test_the_comparators_change_is_read_by_its_role(role: str, words: str) -> None:
    arms = {"dextrose": {"label": "Dextrose", "role": "active"},
            "saline": {"label": "Saline injection", "role": role}}  # fmt: skip
    text = " ".join(write(difference(), *CHANGES, study=make_study(arms=arms)))
    assert words in text


def test_a_rise_and_no_change_are_worded_as_such() -> None:
    (text,) = write(difference(), change("saline", 3.2, 1.0), change("dextrose", 0.0, 2.0))
    assert "rose by 3.2 points with saline injection (95% CI 2.2 to 4.2 higher" in text
    assert "did not change with dextrose (95% CI from 2.0 lower to 2.0 higher" in text


def test_a_change_that_is_not_known_is_not_made_up() -> None:
    assert write(difference()) == [
        "There is no baseline score of WOMAC pain, so how much it changed with saline injection is "
        "not known."
    ]
    lost = change("saline", NAN, NAN, reason=Reason("no-scores", ("saline",), ("week 52",)))
    assert write(difference(), lost) == [
        "How much WOMAC pain changed with saline injection is not known, because nobody with "
        "saline injection has a score at week 52."
    ]


def test_a_comparator_of_several_arms_is_told_once() -> None:
    rows = (difference(), difference(arm="exercise"), *CHANGES)
    study = make_study(plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}})
    sentences = write(*rows, study=study)
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize(
    ("numbers", "beyond"),
    [((-7.7, -15.3, -0.1), True), ((-7.6, -15.2, 0.0), False), ((3, -4.6, 10.6), False),
     ((9, 1.4, 16.6), True)],
)  # fmt: skip
def test_a_difference_lies_beyond_chance_exactly_where_its_interval_excludes_none(
    numbers: tuple[float, float, float], beyond: bool
) -> None:
    text = write(difference(*numbers), *CHANGES, chance_range(7.6))[1]
    assert text.startswith(
        "If there were truly no difference between dextrose and saline injection, 95% of studies "
        "like this one would still find one of up to 7.6 points in either direction (t "
        "distribution, 50 df)."
    )
    assert ("is larger than that; chance alone would rarely produce it" in text) == beyond
    assert ("is within that range, so chance alone could account for it" in text) != beyond


def test_without_an_interval_nothing_is_said_of_chance() -> None:
    assert len(write(difference(-7.7, NAN, NAN), *CHANGES, chance_range(7.6))) == 1


@pytest.mark.parametrize(
    ("counts", "said"),
    [((60, 9, 3), "contains 60 confidence intervals of differences, for all endpoints, visits and "
      "comparisons; 9 exclude no difference. If there were truly no differences, about 3 would be "
      "expected to exclude it by chance alone."),
     ((8, 1, 0.4), "1 excludes no difference. If there were truly no differences, about 0.4 would"),
     ((8, 0, 0.4), "none excludes no difference")],
)  # fmt: skip
def test_intervals_are_counted_beside_what_chance_would_give(
    counts: tuple[float, float, float], said: str
) -> None:
    text = write(difference(), *CHANGES, *intervals(*counts))[-1]
    assert said in text
    assert "the count varies widely by chance" in text


def test_one_interval_is_not_many_and_a_single_arm_compares_nothing() -> None:
    assert len(write(difference(), *CHANGES, *intervals(1, 0, 0.05))) == 1
    single = make_study(
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    assert write(CHANGES[1], study=single) == []


def test_how_to_read_a_change_is_said_once_for_both_sides() -> None:
    rows = [
        row
        for side, fall in (("left", -7.6), ("right", -5.0))
        for row in (
            difference(fall, side=side),
            change("saline", fall, 5, side=side),
            change("dextrose", -15.3, 6, side=side),
        )
    ]
    left, right = write(*rows)
    assert "left side" in left
    assert "A change with" not in left
    assert "right side" in right
    assert right.endswith("is informative about the treatment.")
