"""The box for patients: plain, and never beyond the interval, on every sign, width and gap."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.analysis.harms import summarise_harms
from outcomes.analysis_record import AnalysisRecord, ArmCount, Reason
from outcomes.estimates import combine_estimates
from outcomes.prose import Passage, write_for_patients
from outcomes.study.study import Study
from tests.prose.rows import enrolled, improved, missing
from tests.prose.test_difference import INTERVALS, OVERCLAIMS, THRESHOLDS, favoured, relate
from tests.samples import every
from tests.tables.examples import ENDPOINTS, change, difference, frame, make_study

NAN = math.nan
DONE = AnalysisRecord("ancova", baseline=True)
JARGON = re.compile(
    r"confidence|\bCI\b|\bp value|\bp =|degrees of freedom|\bdf\b|distribution|standard deviation|"
    r"\bmean\b(?! that)|baseline|endpoint|estimate|statistic|\barms?\b|comparator|adverse|efficacy|"
    r"randomis|ANCOVA|MMRM|interval|signific|\bn =|regression|covariate|quantile",
    re.IGNORECASE,
)
GAPS: dict[str, tuple[tuple[int, int], tuple[int, int]] | None] = {
    "not told": None,
    "none": ((0, 30), (0, 29)),
    "little": ((1, 30), (1, 29)),
    "some": ((4, 30), (4, 29)),
    "much": ((9, 30), (9, 29)),
    "unequal": ((1, 30), (9, 29)),
    "all of one arm": ((2, 30), (29, 29)),
}
CASES = list(
    itertools.product(INTERVALS, ("better", "worse", "neither"), THRESHOLDS, ("none", "much"))
)


def make(
    numbers: tuple[float, float, float],
    higher: str = "worse",
    thresholds: str = "none",
    gap: str = "none",
    *,
    provenance: str = "collected",
    events: dict[str, list[str]] | None = None,
) -> Passage:
    endpoint = replace(ENDPOINTS["womac.pain"], higher=higher, thresholds=THRESHOLDS[thresholds])  # type: ignore[arg-type]
    study = make_study(
        provenance=provenance,
        calibrated_to=["rabago2013"] if provenance == "simulated" else [],
    )
    study = replace(
        study,
        endpoints={**ENDPOINTS, "womac.pain": endpoint},
        events=None if events is None else pd.DataFrame(events),
    )
    rows = [
        difference(*numbers, favours=favoured(numbers[0], higher), done=DONE),
        change("dextrose", -15.3, 6),
        change("saline", -7.6, 5),
        enrolled("dextrose", 30),
        enrolled("saline", 29),
    ]
    counts = GAPS[gap]
    if counts is not None:
        rows += [missing("dextrose", *counts[0]), missing("saline", *counts[1])]
    return write_for_patients(combine_estimates([frame(*rows), summarise_harms(study)]), study)


def part(passage: Passage, head: str) -> str:
    return next((text for text in passage.sentences if text.startswith(head)), "")


def check_claims(passage: Passage, numbers: tuple[float, float, float], higher: str) -> None:
    """A side is named exactly where the whole interval is on it; nothing is called the same."""
    estimate, low, high = numbers
    found = part(passage, "What was found?")
    sided = re.findall(r"So the result favours ([a-z ]+)\.", found)
    arm = favoured(estimate, higher)
    clear = bool(arm) and (low > 0 or high < 0)
    names = {"dextrose": "dextrose", "saline": "saline injection"}
    assert sided == ([names[arm]] if clear else [])
    crosses = not math.isnan(low) and low < 0 < high
    if crosses and higher != "neither":
        assert "cannot tell which is better. That does not mean that they are the same." in found
    if math.isnan(low) and not math.isnan(estimate):
        assert "How sure that is, is not known." in found
    if math.isnan(estimate):
        assert "could not be compared" in found
        assert "points lower" not in found
        assert "points higher" not in found
    assert not OVERCLAIMS.search(passage.text), passage.text


@pytest.mark.parametrize(("name", "higher", "thresholds", "gap"), every(5, CASES))
def test_nothing_is_claimed_beyond_the_interval(
    name: str, higher: str, thresholds: str, gap: str
) -> None:
    passage = make(INTERVALS[name], higher, thresholds, gap)
    check_claims(passage, INTERVALS[name], higher)
    assert "nan" not in passage.text.lower()
    assert not re.search(r"\s\s|\s[.,;]|\.\.", passage.text)


@given(
    estimate=st.floats(-60, 60),
    below=st.floats(0, 60),
    above=st.floats(0, 60),
    higher=st.sampled_from(["better", "worse", "neither"]),
    thresholds=st.sampled_from(list(THRESHOLDS)),
    gap=st.sampled_from(list(GAPS)),
)
def test_no_interval_whatever_is_overstated(
    estimate: float, below: float, above: float, higher: str, thresholds: str, gap: str
) -> None:
    numbers = (estimate, estimate - below, estimate + above)
    check_claims(make(numbers, higher, thresholds, gap), numbers, higher)


@pytest.mark.parametrize("name", [name for name in INTERVALS if not math.isnan(INTERVALS[name][1])])
def test_the_range_keeps_the_sides_of_its_ends(name: str) -> None:
    _, low, high = INTERVALS[name]
    found = part(make(INTERVALS[name]), "What was found?")
    stated = re.search(r"could be anywhere from (.+?)\. (?=[A-Z])", found)
    assert stated is not None
    assert ("lower" in stated[1]) == (low < 0)
    assert ("higher" in stated[1]) == (high > 0)
    assert ("no difference" in stated[1]) == (low == 0 or high == 0)


@pytest.mark.parametrize("thresholds", ["between groups", "within patients"])
@pytest.mark.parametrize("name", [name for name in INTERVALS if not math.isnan(INTERVALS[name][1])])
def test_whether_it_matters_is_read_from_the_whole_range(name: str, thresholds: str) -> None:
    _, low, high = INTERVALS[name]
    matters = part(make(INTERVALS[name], "worse", thresholds), "Is it enough to matter?")
    relation = relate(-high, -low, 10)
    expected = {
        "short": "The true difference is likely to be smaller than that.",
        "both": "A difference that large is possible either way. So the size is not known.",
        "up": "The true difference could be that large, or smaller.",
        "down": "The true difference could be that large, or smaller.",
        "beyond, up": "at least that large, in favour of dextrose.",
        "beyond, down": "at least that large, in favour of saline injection.",
    }
    assert [text for text in set(expected.values()) if text in matters] == [expected[relation]]
    assert ("only a rough guide" in matters) == (thresholds == "within patients")


def test_without_a_size_that_matters_none_is_made_up() -> None:
    for thresholds in ("none", "in percent"):
        matters = part(make((-7.7, -15.3, -0.2), "worse", thresholds), "Is it enough to matter?")
        assert "It is not known how large a difference must be to matter to people." in matters


@pytest.mark.parametrize("gap", GAPS)
def test_who_is_missing_is_told_by_pattern(gap: str) -> None:
    sure = part(make((-7.7, -15.3, -0.2), gap=gap), "How sure is it?")
    assert ("is known for everybody" in sure) == (gap == "none")
    assert ("That is a lot." in sure) == (gap in ("much", "unequal", "all of one arm"))
    assert ("More are missing in one group" in sure) == (gap in ("unequal", "all of one arm"))
    assert ("How they did is not known." in sure) == (gap == "some")
    counts = GAPS[gap]
    if counts is not None and gap != "none":
        (ours, due), (theirs, due_there) = counts
        assert f"{ours} of {due} people with dextrose" in sure
        assert f"{theirs} of {due_there} people with saline injection" in sure


def test_the_box_of_a_clear_result() -> None:
    passage = make((-7.7, -15.3, -0.2), thresholds="between groups", gap="some")
    assert passage.kind == "patients"
    assert list(passage.sentences) == [
        "What was compared? This study compares dextrose with saline injection. It is about people "
        "with knee osteoarthritis. The dextrose group had 30 people and the saline injection group "
        "29. The study file does not say how people came into their group. So the groups may have "
        "differed from the start. The dummy treatment (placebo) was saline injection. This page is "
        "about WOMAC pain at week 52. That is a score of how much it hurts. The scale runs from 0 "
        "to 100 points. Lower is better.",
        "What was found? Since the start, the score fell by 15.3 points with dextrose and fell by "
        "7.6 points with saline injection, on average. After allowing for starting scores, the "
        "score was 7.7 points lower with dextrose than with saline injection. The true difference "
        "could be anywhere from 0.2 points lower to 15.3 points lower. So the result favours "
        "dextrose.",
        "Is it enough to matter? A difference of 10 points has been found to matter to people. "
        "The true difference could be that large, or smaller. So it is not known whether it is "
        "enough to matter.",
        "How sure is it? There is no score at week 52 for 4 of 30 people with dextrose and 4 of 29 "
        "people with saline injection. How they did is not known. The groups were small, which "
        "leaves much room for chance. Even in a perfect study, about 1 in 20 such ranges misses "
        "the truth.",
        "Were there harms? Harms were not recorded. That does not mean that there were none.",
        "What is not known? This study does not show what happens after week 52. This page is not "
        "medical advice. Talk to your care team.",
    ]


@pytest.mark.parametrize("name", INTERVALS)
def test_simulated_data_are_called_that_first(name: str) -> None:
    passage = make(INTERVALS[name], provenance="simulated")
    first = next(passage.sentences)
    assert first.startswith("These numbers are simulated.")
    assert "nobody was treated" in first
    assert "simulated" not in make(INTERVALS[name]).text


def test_no_estimate_at_all_gives_no_answer() -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    passage = write_for_patients(frame(), study)
    assert "could not be compared at week 52. So this study gives no answer" in passage.text
    assert not part(passage, "Is it enough to matter?")
    assert "This report does not look at harms." in passage.text


EVENTS: dict[str, tuple[dict[str, list[str]], str, str]] = {
    "nobody": ({"participant": []}, "No side effects were recorded for anybody.", "favours"),
    "a few": (
        {"participant": ["dextrose-1", "saline-1"], "serious": ["no", "no"]},
        "with dextrose or with saline injection. None was recorded as serious.",
        "The share was higher",
    ),
    "many in one": (
        {"participant": [f"dextrose-{n}" for n in range(15)]},
        "The share was higher with dextrose than with saline injection.",
        "cannot tell",
    ),
    "serious": (
        {"participant": ["saline-1"], "serious": ["yes"]},
        "A serious one was recorded for 1 of 29 people with saline injection.",
        "None was recorded as serious",
    ),
    "not stated": (
        {"participant": ["saline-1"], "serious": [""]},
        "Whether any was serious is not always recorded.",
        "None was recorded as serious",
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_harms_are_told_in_people_and_compared_only_where_they_can_be(name: str) -> None:
    events, said, unsaid = EVENTS[name]
    harms = part(make((-7.7, -15.3, -0.2), events=events), "Were there harms?")
    assert said in harms
    assert unsaid not in harms
    assert harms.endswith("A study of this size can miss rare harms.")


def single() -> Study:
    return make_study(
        provenance="collected",
        calibrated_to=[],
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((-15, 6), "from a fall of 9.0 points to a fall of 21.0 points"),
     ((2, 5), "from a fall of 3.0 points to a rise of 7.0 points"),
     ((5, 5), "from no change to a rise of 10.0 points"),
     ((-15, NAN), "How sure that is, is not known.")],
)  # fmt: skip
def test_a_change_alone_is_never_the_treatments_doing(
    numbers: tuple[float, float], said: str
) -> None:
    rows: list[dict[str, Any]] = [change("dextrose", *numbers), improved("dextrose", 12, 25)]
    passage = write_for_patients(frame(*rows, missing("dextrose", 5, 30)), single())
    found = part(passage, "What was found?")
    assert said in found
    assert "12 of 25 people got better by at least 12 points." in found
    assert "favours" not in passage.text
    assert "There is no other group to compare them with." in passage.text
    assert "this study cannot show what the treatment did" in passage.text


@pytest.mark.parametrize(
    ("done", "said"),
    [(None, "At week 52, the average score was"),
     (AnalysisRecord("ancova"), "At week 52, the average score was"),
     (DONE, "After allowing for starting scores, the score was"),
     (AnalysisRecord("ancova", baseline=True, covariates=("age",)),
      "After allowing for starting scores and age, the score was"),
     (AnalysisRecord("mmrm", baseline=True),
      "After allowing for starting scores, and counting all visits, the score was"),
     (AnalysisRecord("mmrm"), "At week 52, the average score was")],
)  # fmt: skip
def test_what_is_allowed_for_is_what_the_analysis_did(
    done: AnalysisRecord | None, said: str
) -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    text = write_for_patients(frame(difference(done=done)), study).text
    assert said in text


def test_sides_that_stand_apart_are_named() -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    sides = [
        row
        for side, half in (("left", 7), ("right", 6))
        for row in (
            difference(-8, -8 - half, half - 8, side=side, done=DONE),
            missing("dextrose", 2, 14, side=side),
        )
    ]
    passage = write_for_patients(frame(*sides), study)
    for head in ("What was found?", "How sure is it?"):
        assert "On the left side: " in part(passage, head)
        assert "On the right side: " in part(passage, head)
    check_said_once(passage)


def test_each_side_says_whom_its_own_result_favours() -> None:
    rows = [difference(-20, -28, -12, side="left"), difference(-18, -26, -10, side="right")]
    text = write_for_patients(frame(*rows), make_study()).text
    assert text.count("So the result on the left side favours dextrose.") == 1
    assert text.count("So the result on the right side favours dextrose.") == 1


def test_of_several_comparisons_each_says_over_whom_its_arm_is_favoured() -> None:
    primary = {"endpoint": "womac.pain", "visit": "week 52"}
    rows = [difference(-20, -28, -12), difference(-18, -26, -10, comparator="exercise")]
    study = make_study(plan={"primary": primary})
    text = write_for_patients(frame(*rows), study).text
    assert "So the result favours dextrose over saline injection." in text
    assert "So the result favours dextrose over home exercise." in text


def test_sides_that_differ_are_told_apart_in_whether_they_matter() -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    rows = [difference(-20, -28, -12, side="left"), difference(-3, -8, 2, side="right")]
    passage = write_for_patients(frame(*rows), study)
    matters = part(passage, "Is it enough to matter?")
    assert "On the left side, dextrose against saline injection: the true difference is" in matters
    assert "On the right side, dextrose against saline injection: the true difference" in matters
    check_said_once(passage)


def test_comparisons_with_several_arms_say_nothing_twice() -> None:
    study = make_study(
        provenance="collected",
        calibrated_to=[],
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
    )
    rows = [difference(-3, -12, 6), difference(-2, -12, 8, comparator="exercise")]
    passage = write_for_patients(frame(*rows), study)
    check_said_once(passage)
    assert part(passage, "What was found?").endswith(
        "So this study cannot tell which is better. That does not mean that they are the same."
    )


def check_said_once(passage: Passage) -> None:
    said = [s for text in passage.sentences for s in re.split(r"(?<=[.?!]) (?=[A-Z])", text)]
    assert len(said) == len(set(said)), [s for s in said if said.count(s) > 1]


def test_a_single_arm_names_its_sides() -> None:
    rows = [change("dextrose", -15, 6, side=side) for side in ("left", "right")]
    found = part(write_for_patients(frame(*rows), single()), "What was found?")
    assert "On the left side: since the start, the score fell by 15.0 points" in found
    assert "On the right side: since the start" in found
    assert "no answer" not in found


def test_a_score_without_a_start_is_no_change() -> None:
    row = {**change("dextrose", 31.4, 4), "quantity": "mean", "favours": ""}
    found = part(write_for_patients(frame(row), single()), "What was found?")
    assert "The score was 31.4 points on average. There is no score from the start" in found


def test_nobody_changed_and_one_person_are_worded_as_such() -> None:
    rows = [change("dextrose", 0.0, 0.0, n_arm=1), enrolled("dextrose", 1),
            missing("dextrose", 0, 1), improved("dextrose", 0, 1)]  # fmt: skip
    text = write_for_patients(frame(*rows), single()).text
    assert "the score did not change in anybody with dextrose" in text
    alone = write_for_patients(
        frame(change("dextrose", 0.0, NAN), enrolled("dextrose", 6)), single()
    )
    assert "the score did not change in anybody with dextrose" in alone.text
    assert "1 person had dextrose" in text
    assert "0 of 1 person got better" in text
    assert "1 people" not in text


def test_groups_that_could_not_be_compared_say_why() -> None:
    nobody = Reason("no-scores", arms=("saline",), visits=("week 52",))
    study = make_study(provenance="collected", calibrated_to=[])
    text = write_for_patients(frame(difference(NAN, NAN, NAN, reason=nobody)), study).text
    assert (
        "could not be compared at week 52, because nobody with saline injection has a score at "
        "week 52. So this study gives no answer here." in text
    )


def test_shares_are_told_in_whole_people_of_a_hundred() -> None:
    study = make_study(
        provenance="collected",
        calibrated_to=[],
        plan={"primary": {"endpoint": "effective", "visit": "week 52"}},
    )
    row = difference(0.182, -0.08, 0.42, endpoint="effective", unit="share")
    found = part(write_for_patients(frame(row), study), "What was found?")
    assert "In every 100 people, that is 18 more with dextrose than with saline injection." in found
    assert "from 8 fewer in 100 to 42 more in 100." in found


def test_groups_are_small_by_the_people_in_the_model_or_with_a_score() -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    many = (ArmCount("dextrose", 60), ArmCount("saline", 60))
    row = difference(n_arm=55, n_comparator=48, done=AnalysisRecord("mmrm", participants=many))
    assert "The groups were small" in write_for_patients(frame(row), study).text
    row |= {"n_comparator": 50}
    assert "The groups were small" not in write_for_patients(frame(row), study).text


def count_syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def grade(text: str) -> float:
    """Flesch and Kincaid's grade: years of school (Kincaid JP et al., 1975)."""
    sentences = [each for each in re.split(r"(?<=[.?])\s+(?=[A-Z0-9])", text) if each]
    words = re.findall(r"[A-Za-z][A-Za-z'-]*", text)
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize(("name", "gap"), every(4, itertools.product(INTERVALS, GAPS)))
def test_the_words_are_plain(name: str, gap: str) -> None:
    events = {"participant": ["dextrose-1"], "serious": ["no"]}
    passage = make(INTERVALS[name], "worse", "within patients", gap, events=events)
    assert not JARGON.search(passage.text), JARGON.search(passage.text)
    text = " ".join(passage.sentences)
    assert grade(text) < 7, grade(text)
    sentences = re.split(r"(?<=[.?])\s+(?=[A-Z0-9])", text)
    assert max(len(each.split()) for each in sentences) <= 30


def test_the_measure_of_plainness_can_fail() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade(
        "Notwithstanding methodological heterogeneity, the investigators' multivariable adjustment "
        "demonstrates considerable attenuation of the hypothesised association."
    ) > 15  # fmt: skip
    assert JARGON.search("the 95% CI of the mean")
