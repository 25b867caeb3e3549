"""What is said of placebo arms and of gains in motion is no more than their numbers allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.analysis import gather_motion_gains, gather_placebo_changes, summarise_change
from outcomes.analysis.motion_gains import MotionGains
from outcomes.analysis.placebo_changes import PlaceboChanges
from outcomes.prose import write_motion_gains, write_placebo_beside, write_placebo_changes
from outcomes.prose.motion_gains import ABSENT_DIFFERENCE, NO_PLACEBO, TOGETHER
from outcomes.prose.placebo_changes import NOT_SEPARABLE
from outcomes.study import Study, load_study
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study(ROOT / "data" / "raw" / "knee-dextrose-saline")


@pytest.fixture(scope="module")
def changes(knee: Study) -> PlaceboChanges:
    found = gather_placebo_changes(knee, summarise_change(knee))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def motion(knee: Study) -> MotionGains:
    found = gather_motion_gains(knee)
    assert found is not None
    return found


def say(changes: PlaceboChanges, study: Study) -> str:
    passage = write_placebo_changes(changes, study)
    assert passage is not None
    return passage.text


def test_the_own_change_is_called_simulated_and_made_to_meet_its_trial(
    changes: PlaceboChanges, knee: Study
) -> None:
    text = say(changes, knee)
    assert (
        "In this study, whose data are simulated, from baseline to week 52: WOMAC composite with "
        "saline injections was 7.6 points of 100 better (95% CI 0.7 to 14.5; t distribution, "
        "24 df)." in text
    )
    assert "their agreement with it is by construction" in text


def test_what_a_change_includes_and_that_it_cannot_be_told_apart(
    changes: PlaceboChanges, knee: Study
) -> None:
    text = say(changes, knee)
    for part in ("Natural course", "Regression to the mean", "What was given", "Expectation"):
        assert f"{part}:" in text
    assert NOT_SEPARABLE in text
    assert "effect of saline" not in text


def test_published_numbers_are_quoted_with_their_caution(
    changes: PlaceboChanges, knee: Study
) -> None:
    text = say(changes, knee)
    assert "7.9 to 21.8 with placebo injections (7 averages)" in text
    assert "0.4 (95% CI \u22121.7 to 2.3) with no treatment" in text
    assert "between \u22120.30 and 1.63 standard deviations (95% prediction interval)" in text
    assert "more than 50% of participants responded" in text
    assert "preprint, not reviewed" in text
    assert "Not shown is Medica Hospitalia 2025: a spread is printed without" in text


@pytest.mark.parametrize(
    ("high", "words"), [(2.3, "do not overlap"), (6.5, "their intervals overlap")]
)
def test_the_untreated_show_no_more_than_their_interval(
    changes: PlaceboChanges, knee: Study, high: float, words: str
) -> None:
    rows = changes.rows.copy()
    rows.loc[rows["group"] == "untreated", "ci_high"] = high
    text = say(replace(changes, rows=rows), knee)
    assert words in text
    assert ("hardly account for all" in text) == (high < 6)


def test_a_worsening_is_called_one(changes: PlaceboChanges, knee: Study) -> None:
    rows = changes.rows.copy()
    rows.loc[rows["kind"] == "study", "change"] = -3.0
    assert "was 3.0 points of 100 worse" in say(replace(changes, rows=rows), knee)


def test_a_study_without_own_changes_says_so(changes: PlaceboChanges, knee: Study) -> None:
    rows = changes.rows[changes.rows["kind"] != "study"]
    assert "No change of this study's own placebo arm" in say(replace(changes, rows=rows), knee)


def test_other_pages_have_the_numbers_in_a_line(changes: PlaceboChanges) -> None:
    passage = write_placebo_beside(changes)
    assert passage is not None
    assert passage.text.startswith("Mean change of pain in published reviews (points of 100")
    assert len(list(passage.sentences)) == 1
    assert "effect" not in passage.text


def test_the_comparison_of_motion_with_placebo_stands_first(motion: MotionGains) -> None:
    passage = write_motion_gains(motion)
    assert passage is not None
    sentences = list(passage.sentences)
    assert sentences[0].startswith(
        "Against saline: no difference was found in knee extension, weeks 2, 4 and 8, in "
        "Teymouri 2025"
    )
    assert sentences[1] == ABSENT_DIFFERENCE
    assert "dextrose did better in pain, swelling, buckling and flexion in one test" in passage.text
    assert TOGETHER in passage.text
    assert "2 of 2 gains in that motion are larger" in passage.text
    assert "one patient's reading cannot show it" in passage.text
    assert "can differ by 10 degrees through error alone" in passage.text


def test_without_a_comparison_with_placebo_that_is_said(motion: MotionGains) -> None:
    passage = write_motion_gains(replace(motion, directions=()))
    assert passage is not None
    assert next(iter(passage.sentences)) == NO_PLACEBO
    better = {**motion.directions[0], "direction": "better"}
    found = write_motion_gains(replace(motion, directions=(better,)))
    assert found is not None
    assert ABSENT_DIFFERENCE not in found.text


def test_where_there_is_nothing_there_is_no_passage(knee: Study) -> None:
    assert write_placebo_changes(None, knee) is None
    assert write_placebo_beside(None) is None
    assert write_motion_gains(None) is None
