"""The wording of a difference, over every sign, interval, direction and threshold."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from typing import Any

import pytest

from outcomes.analysis_record import Reason
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.prose.difference import say_difference, say_threshold, say_width
from outcomes.study.study import Labels
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from tests.tables.examples import ENDPOINTS, difference, frame, make_labels

NAN = math.nan
OVERCLAIMS = re.compile(
    r"signific|prove[sd]?\b|demonstrate|confirm|superior|inferior|equivalent|no effect|"
    r"is effective|works|same effect|ruled? out",
    re.IGNORECASE,
)

INTERVALS = {
    "well above": (5.0, 2.0, 8.0),
    "well below": (-5.0, -8.0, -2.0),
    "just above": (5.0, 0.001, 10.0),
    "just below": (-5.0, -10.0, -0.001),
    "above, large": (20.0, 12.0, 28.0),
    "below, large": (-20.0, -28.0, -12.0),
    "above, to the threshold": (7.0, 4.0, 10.0),
    "crosses, leans up": (1.0, -3.0, 5.0),
    "crosses, leans down": (-1.0, -5.0, 3.0),
    "crosses, reaches up": (6.0, -1.0, 13.0),
    "crosses, reaches down": (-6.0, -13.0, 1.0),
    "crosses, wide": (5.0, -40.0, 50.0),
    "crosses, from the threshold": (0.5, -10.0, 11.0),
    "touches 0 from above": (3.0, 0.0, 6.0),
    "touches 0 from below": (-3.0, -6.0, 0.0),
    "estimate 0": (0.0, -2.0, 2.0),
    "tiny": (0.01, 0.005, 0.02),
    "no interval": (5.0, NAN, NAN),
    "not estimated": (NAN, NAN, NAN),
}
THRESHOLDS = {
    "none": (),
    "between groups": (
        Threshold("minimal important difference", 10, "points", "", "x", "primary"),
    ),
    "within patients": (Threshold("minimal important change", 10, "points", "", "x", "assumed"),),
    "in percent": (
        Threshold("minimal important change", 30, "percent of baseline", "", "x", "primary"),
    ),
}
KINDS = list(itertools.product(("better", "worse", "neither"), THRESHOLDS))


def make(name: str, higher: str, thresholds: str, **more: Any) -> tuple[Contrast, Labels]:
    endpoint = replace(ENDPOINTS["womac.pain"], higher=higher, thresholds=THRESHOLDS[thresholds])  # type: ignore[arg-type]
    labels = replace(make_labels(), endpoints={"womac.pain": endpoint})
    numbers = INTERVALS[name]
    row = difference(*numbers, favours=favoured(numbers[0], higher), **more)
    (contrast,) = read_contrasts(frame(row), labels)
    return contrast, labels


def favoured(estimate: float, higher: str) -> str:
    """Whom the sign favours, worked out apart from the package."""
    if math.isnan(estimate) or estimate == 0 or higher == "neither":
        return ""
    better_arm = {"better": "dextrose", "worse": "saline"}[higher]
    worse_arm = {"better": "saline", "worse": "dextrose"}[higher]
    return better_arm if estimate > 0 else worse_arm


NAMES = {"dextrose": "dextrose", "saline": "saline injection"}
WORDING = {
    "favours": r"which favours ([a-z ]+)\.",
    "leans to": r"The estimate favours ([a-z ]+), but the confidence interval includes no diff",
    "close to none": r"close to no difference, which the confidence interval includes",
    "fits either": r"[Tt]he data are compatible with a benefit of either treatment",
    "fits none": r"[Tt]he data are compatible with no difference and with a benefit",
    "not judged": r"neither direction is declared better for this measure, so neither arm is fav",
}
"""How each fact is worded; the cases below hold sentences to the facts, not to words."""


def read_facts(text: str) -> dict[str, str]:
    """Return which facts a sentence states, each with the arm that it names, if any."""
    found = {fact: re.search(wording, text) for fact, wording in WORDING.items()}
    return {fact: match[1] if match.re.groups else "" for fact, match in found.items() if match}


def leans(numbers: tuple[float, float, float]) -> bool:
    """Whether an estimate is shown as a difference and is a third of half its interval or more."""
    estimate, low, high = numbers
    return abs(estimate) >= 0.05 and 6 * abs(estimate) >= high - low


def expect_facts(numbers: tuple[float, float, float], higher: str) -> dict[str, str]:
    """Return the facts that an interval allows, worked out apart from the package."""
    estimate, low, high = numbers
    arm = NAMES.get(favoured(estimate, higher), "")
    if math.isnan(low):
        return {}
    if higher == "neither":
        return {"not judged": ""}
    if low > 0 or high < 0:
        return {"favours": arm}
    fits = {"fits either" if low < 0 < high else "fits none": ""}
    if estimate == 0:
        return fits
    return {**({"leans to": arm} if leans(numbers) else {"close to none": ""}), **fits}


@pytest.mark.parametrize("name", INTERVALS)
def test_a_sentence_states_the_facts_that_the_interval_allows(name: str) -> None:
    for higher, thresholds in KINDS:
        text = say_difference(*make(name, higher, thresholds))
        assert read_facts(text) == expect_facts(INTERVALS[name], higher), (higher, thresholds)


def test_every_fact_is_stated_somewhere() -> None:
    stated = {
        fact
        for name in INTERVALS
        for higher, thresholds in KINDS
        for fact in read_facts(say_difference(*make(name, higher, thresholds)))
    }
    assert stated == set(WORDING)


@pytest.mark.parametrize("name", INTERVALS)
def test_nothing_is_claimed_beyond_the_interval(name: str) -> None:
    for higher, thresholds in KINDS:
        contrast, labels = make(name, higher, thresholds)
        texts = [
            say(contrast, labels, **options)  # type: ignore[operator]
            for say in (say_difference, say_threshold)
            for options in ({}, {"brief": True})
        ]
        for text in [*texts, say_width(contrast, labels)]:
            assert not OVERCLAIMS.search(text), text
            assert "nan" not in text.lower()
            assert "-" not in re.sub(r"[a-z]-[a-z]", "", text), "sides are words, not signs"
            assert not re.search(r"\s\s|\s[.,;]", text)


@pytest.mark.parametrize("higher", ["better", "worse", "neither"])
@pytest.mark.parametrize("name", INTERVALS)
def test_the_side_in_words_is_the_sign_of_the_number(name: str, higher: str) -> None:
    contrast, labels = make(name, higher, "none")
    estimate, low, high = INTERVALS[name]
    text = say_difference(contrast, labels)
    if math.isnan(estimate):
        assert "higher" not in text
        assert "lower" not in text
        return
    stated, _, rest = text.partition("(")
    basis = rest.partition(")")[0]
    if estimate:
        assert f"points {'higher' if estimate > 0 else 'lower'} with dextrose than" in stated
    else:
        assert "was the same with dextrose as with saline injection" in stated
    assert ("higher" in basis) == (high > 0)
    assert ("lower" in basis) == (low < 0)


@pytest.mark.parametrize("name", INTERVALS)
@pytest.mark.parametrize("thresholds", THRESHOLDS)
def test_turning_scale_and_numbers_round_turns_only_the_sides(name: str, thresholds: str) -> None:
    contrast, labels = make(name, "worse", thresholds)
    endpoint = replace(labels.endpoints["womac.pain"], higher="better")
    turned = replace(
        contrast, estimate=-contrast.estimate, ci_low=-contrast.ci_high, ci_high=-contrast.ci_low
    )
    other = replace(labels, endpoints={"womac.pain": endpoint})
    swap = {"higher": "lower", "lower": "higher"}

    def mirror(text: str) -> str:
        text = re.sub(r"from (\S+) lower to (\S+) higher", r"from \2 lower to \1 higher", text)
        return re.sub(r"(?<!\d )\b(higher|lower)\b(?= with)|(?<=\d )\b(higher|lower)\b(?=;)(?<!to)",
                      lambda match: swap[match[0]], text)  # fmt: skip

    assert say_threshold(turned, other) == say_threshold(contrast, labels)
    if not (contrast.ci_low < 0 < contrast.ci_high):
        assert say_difference(turned, other) == mirror(say_difference(contrast, labels))


THRESHOLD_WORDING = {
    "beyond": r"whole confidence interval lies at or beyond it",
    "short": r"whole confidence interval lies short of it",
    "both": r"confidence interval includes both",
    "one": r"of that size, but also",
    "dextrose": r"a benefit of dextrose",
    "saline": r"a benefit of saline injection",
    "smaller too": r"but also smaller differences",
    "none too": r"but also no difference",
    "guide": r"only a guide",
    "assumed": r"assumed",
}
"""How each fact about a threshold is worded; an arm's name is that a benefit of it reaches it."""


def relate(low: float, high: float, size: float) -> str:
    """Relation of an interval to a threshold, told from which regions it touches."""
    touches = (low <= -size, -size < high and low < size, high >= size)
    return {
        (True, True, True): "both",
        (True, True, False): "down",
        (False, True, True): "up",
        (False, True, False): "short",
        (True, False, False): "beyond, down",
        (False, False, True): "beyond, up",
    }[touches]


def expect_threshold_facts(low: float, high: float) -> set[str]:
    """Return what has to be said of an interval of benefits of dextrose and a threshold of 10."""
    relation = relate(low, high, 10)
    where, _, side = relation.partition(", ")
    if where in ("up", "down"):
        where, side = "one", where
    facts = {where}
    if where == "both" or side == "up":
        facts.add("dextrose")
    if where == "both" or side == "down":
        facts.add("saline")
    if where == "one":
        facts.add("smaller too" if (low if side == "up" else -high) > 0 else "none too")
    return facts


@pytest.mark.parametrize("name", [name for name in INTERVALS if not math.isnan(INTERVALS[name][1])])
def test_the_threshold_is_related_to_the_whole_interval(name: str) -> None:
    _, low, high = INTERVALS[name]
    for higher, thresholds in itertools.product(
        ("better", "worse"), ("between groups", "within patients")
    ):
        text = say_threshold(*make(name, higher, thresholds))
        found = {fact for fact, words in THRESHOLD_WORDING.items() if re.search(words, text)}
        expected = expect_threshold_facts(*((low, high) if higher == "better" else (-high, -low)))
        if thresholds == "within patients":
            expected |= {"guide", "assumed"}
        assert found == expected, (higher, thresholds)


def test_a_threshold_that_cannot_be_compared_is_not() -> None:
    for thresholds, unit in (("none", ""), ("in percent", " in points")):
        contrast, labels = make("well above", "better", thresholds)
        assert say_threshold(contrast, labels) == ""
        assert say_width(contrast, labels) == (
            f"No minimal important difference{unit} is available for WOMAC pain, so clinical "
            "importance is not assessed. The confidence interval is 6.0 points wide, on a scale "
            "from 0 to 100."
        )


def say(row: dict[str, Any], labels: Labels | None = None) -> str:
    labels = labels or make_labels()
    (contrast,) = read_contrasts(frame(row), labels)
    return say_difference(contrast, labels)


def test_the_example_of_the_rules() -> None:
    assert say(difference()) == (
        "At week 52, mean WOMAC pain was 7.7 points lower with dextrose than with saline injection "
        "(95% CI 0.2 to 15.3 lower; t distribution, 50 df; p = 0.045), which favours dextrose."
    )
    assert say(difference(-3.1, -8.3, 2.1, p_value=0.23)) == (
        "At week 52, mean WOMAC pain was 3.1 points lower with dextrose than with saline injection "
        "(95% CI from 8.3 lower to 2.1 higher; t distribution, 50 df; p = 0.23). The estimate "
        "favours dextrose, but the confidence interval includes no difference: the data are "
        "compatible with a benefit of either treatment."
    )


def test_degrees_favour_the_higher_arm() -> None:
    assert say(difference(4.2, 1.1, 7.3, endpoint="flexion", p_value=0.0004, df=73.25)) == (
        "At week 52, mean knee flexion was 4.2 degrees higher with dextrose than with saline "
        "injection (95% CI 1.1 to 7.3 higher; t distribution, 73.2 df; p < 0.001), which favours "
        "dextrose."
    )


def test_an_interval_that_touches_no_difference_does_not_exclude_it() -> None:
    text = say(difference(-3.0, -6.0, 0.0))
    assert "95% CI 0.0 to 6.0 lower" in text
    assert text.endswith(
        "the data are compatible with no difference and with a benefit of dextrose."
    )


def test_a_number_that_rounds_to_zero_keeps_its_side() -> None:
    text = say(difference(-0.01, -0.02, -0.005))
    assert "less than 0.1 points lower" in text
    assert "95% CI less than 0.1 to less than 0.1 lower" in text


def test_where_neither_direction_is_better_no_arm_is_favoured() -> None:
    text = say(difference(900, 100, 1700, endpoint="steps"))
    assert text.endswith(
        "The confidence interval excludes no difference, but neither direction is declared better "
        "for this measure, so neither arm is favoured."
    )


def test_without_an_interval_no_arm_is_favoured() -> None:
    text = say(difference(-7.7, NAN, NAN, df=NAN, p_value=NAN))
    assert text == (
        "At week 52, mean WOMAC pain was 7.7 points lower with dextrose than with saline "
        "injection. No confidence interval could be calculated, so the uncertainty is not known "
        "and neither arm is favoured."
    )


def test_what_was_not_estimated_says_why_in_the_readers_words() -> None:
    nobody = Reason("no-scores", arms=("saline",), visits=("week 52",))
    assert say(difference(NAN, NAN, NAN, reason=nobody)) == (
        "At week 52, the difference in WOMAC pain between dextrose and saline injection could not "
        "be estimated: nobody with saline injection has a score at week 52."
    )
    assert say(difference(NAN, NAN, NAN)).endswith("could not be estimated.")


@pytest.mark.parametrize("estimate", [0.0, 1e-16, -1e-16])
def test_equal_means_are_the_same_and_judged(estimate: float) -> None:
    text = say(difference(estimate, -2.0, 2.0))
    assert "was the same with dextrose as with saline injection" in text
    assert text.endswith("The data are compatible with a benefit of either treatment.")
    assert "declared" not in text
    assert "less than" not in text


def test_shares_are_in_percentage_points() -> None:
    newcombe = {"distribution": "newcombe", "df": NAN, "p_value": NAN, "unit": "share"}
    text = say(difference(0.105, -0.02, 0.2, endpoint="effective", **newcombe))
    assert text.startswith(
        'At week 52, the share of participants with a yes for "Judged it effective" was 10.5 '
        "percentage points higher with dextrose than with saline injection (95% CI from 2.0 lower "
        "to 20.0 higher; Newcombe)."
    )


def test_sides_and_days_are_named() -> None:
    text = say(difference(visit="day 7", side="left"))
    assert text.startswith("On day 7, mean WOMAC pain, left side, was 7.7 points lower")


def test_a_label_without_a_unit_leaves_no_gap() -> None:
    endpoint = Endpoint("x", "Index", 0, 10, "", "worse")
    labels = replace(make_labels(), endpoints={"womac.pain": endpoint})
    assert "mean index was 7.7 lower with dextrose" in say(difference(), labels)


def test_an_end_that_would_be_shown_as_the_threshold_has_one_more_decimal() -> None:
    contrast, labels = make("well below", "worse", "between groups")
    close = replace(contrast, estimate=-5.0, ci_low=-9.982, ci_high=-0.3)
    assert "0.30 to 9.98 lower" in say_difference(close, labels)
    assert "short of it" in say_threshold(close, labels)
    exact = replace(contrast, estimate=-5.0, ci_low=-10.0, ci_high=-0.3)
    assert "0.3 to 10.0 lower" in say_difference(exact, labels)
