"""Responders: real trials' counts, hand-worked rows, and studies that lack something."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis import compare_responders
from outcomes.analysis.intervals import wilson_interval
from outcomes.analysis.responses import ADJUSTED, IMPUTED, NON_RESPONSE, OBSERVED
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.study import load_study
from outcomes.study.study import Study
from tests.tables.examples import make_study

PAIN = Endpoint("pain", "Pain", 0, 10, "points", "worse")


def make_threshold(value: float, unit: str = "points", **more: Any) -> Threshold:
    meaning = more.pop("meaning", "minimal important change")
    return Threshold(meaning, value, unit, "somebody", "example", "assumed", **more)


def make_trial(
    changes: dict[str, list[float]],
    *thresholds: Threshold,
    baseline: float = 6.0,
    endpoint: Endpoint = PAIN,
) -> Study:
    """Return a trial of pain whose participants, by arm, fell by these; NaN was not seen again."""
    study = make_study(provenance="collected", calibrated_to=[])
    people = [
        (f"{arm}-{n:03}", arm, fall)
        for arm, falls in changes.items()
        for n, fall in enumerate(falls)
    ]
    scores = [
        (person, arm, visit, week, "womac.pain", value, "")
        for person, arm, fall in people
        for visit, week, value in (("baseline", 0.0, baseline), ("week 52", 52.0, baseline - fall))
        if not math.isnan(value)
    ]
    return replace(
        study,
        participants=pd.DataFrame([each[:2] for each in people], columns=["participant", "arm"]),
        scores=pd.DataFrame(scores, columns=list(study.scores)),
        endpoints={"womac.pain": replace(endpoint, thresholds=thresholds)},
    )


def one(rows: pd.DataFrame, quantity: str, **keys: str) -> dict[str, Any]:
    compared = "" if quantity in ("response", "no room") else "saline"
    keys = {"arm": "dextrose", "comparator": compared, "analysis": NON_RESPONSE, **keys}
    rows = rows[rows["quantity"] == quantity]
    for column, value in keys.items():
        rows = rows[rows[column] == value]
    (row,) = rows.to_dict("records")
    return row


def test_pain_after_knee_injury(real_study: Callable[[str], Path]) -> None:
    # README of the data: pain of 2 or less at day 10, placebo 25/63, treatment 45/64.
    study = load_study(real_study("knee_injury_pain"))
    state = make_threshold(2, "levels", meaning="acceptable symptom state")
    study = replace(
        study, endpoints={"pain": replace(study.endpoints["pain"], thresholds=(state,))}
    )
    rows = compare_responders(study)
    arm, comparator = (one(rows, "response", arm=name) for name in ("treatment", "placebo"))
    assert (round(arm["estimate"] * 64), arm["n_arm"]) == (45, 64)
    assert (round(comparator["estimate"] * 63), comparator["n_arm"]) == (25, 63)
    # By hand: log ratio 0.5722, se sqrt(19/(45 64) + 38/(25 63)) = 0.17528; log odds 1.2809, se
    # sqrt(1/45 + 1/19 + 1/25 + 1/38) = 0.37573.
    ratio = one(rows, "response ratio", arm="treatment", comparator="placebo")
    odds = one(rows, "response odds ratio", arm="treatment", comparator="placebo")
    for row, log, se in ((ratio, 0.5722, 0.17528), (odds, 1.2809, 0.37573)):
        assert row["estimate"] == pytest.approx(math.exp(log), rel=1e-3)
        assert row["ci_low"] == pytest.approx(math.exp(log - 1.96 * se), rel=1e-3)
        assert row["ci_high"] == pytest.approx(math.exp(log + 1.96 * se), rel=1e-3)
    needed = one(rows, "needed to treat", arm="treatment", comparator="placebo")
    assert needed["estimate"] == pytest.approx(1 / (45 / 64 - 25 / 63))
    assert (
        one(rows, "response difference", arm="treatment", comparator="placebo")["favours"]
        == "treatment"
    )


def test_self_assessment_in_arthritis(shared: Path) -> None:
    # README of the data: a score of 4 or more at month 5, placebo 58/147, auranofin 73/146.
    table = pd.read_csv(shared / "data" / "arthritis_auranofin" / "data.csv")
    table = table[table["month"] == 5]
    names = {"auranofin": "dextrose", "placebo": "saline"}
    endpoint = Endpoint("score", "Self-assessment", 1, 5, "levels", "better", kind="ordinal")
    state = make_threshold(4, "levels", meaning="acceptable symptom state")
    study = make_trial({}, state, endpoint=endpoint)
    people = pd.DataFrame(
        {"participant": table["id"].astype(str), "arm": table["arm"].map(names)}
    ).reset_index(drop=True)
    scores = people.assign(
        visit="week 52", week=52.0, endpoint="womac.pain", value=table["score"].to_numpy(), side=""
    )
    rows = compare_responders(
        replace(study, participants=people, scores=scores.dropna(subset="value"))
    )
    for arm, count, n, everybody in (("dextrose", 73, 146, 153), ("saline", 58, 147, 149)):
        seen = one(rows, "response", arm=arm, analysis=OBSERVED)
        assert (round(seen["estimate"] * n), seen["n_arm"]) == (count, n)
        all_of_them = one(rows, "response", arm=arm)
        assert (round(all_of_them["estimate"] * everybody), all_of_them["n_arm"]) == (
            count,
            everybody,
        )


def test_who_was_not_seen_again_counts_as_not_having_responded() -> None:
    nan = math.nan
    study = make_trial(
        {"dextrose": [3, 2, 1, nan, nan], "saline": [3, 0, 0, 0]}, make_threshold(2.0)
    )
    rows = compare_responders(study)
    assert one(rows, "response")["estimate"] == 2 / 5
    assert one(rows, "response", analysis=OBSERVED)["estimate"] == 2 / 3
    assert one(rows, "response difference")["estimate"] == pytest.approx(2 / 5 - 1 / 4)


def test_each_threshold_has_rows_of_its_own_and_none_is_merged() -> None:
    thresholds = (
        make_threshold(2.0),
        make_threshold(2.0),
        make_threshold(50.0, "percent of baseline"),
    )
    study = make_trial({"dextrose": [3, 2, 1], "saline": [3, 0, 0]}, *thresholds)
    rows = compare_responders(study)
    found = [
        one(rows, "response", subgroup=f"threshold {place}")["estimate"] for place in (1, 2, 3)
    ]
    assert found == [2 / 3, 2 / 3, 1 / 3]


def test_who_could_not_respond_is_counted_apart() -> None:
    study = make_trial({"dextrose": [1, 1], "saline": [0, 1]}, make_threshold(2.0), baseline=1.5)
    assert one(compare_responders(study), "no room", analysis="")["estimate"] == 1.0


def test_a_number_needed_to_treat_goes_through_infinity_where_the_difference_crosses_none() -> None:
    study = make_trial({"dextrose": [3, 3, 0, 0], "saline": [3, 0, 0, 0]}, make_threshold(2.0))
    rows = compare_responders(study)
    difference, needed = one(rows, "response difference"), one(rows, "needed to treat")
    assert needed["estimate"] == 4
    assert needed["ci_low"] == pytest.approx(1 / difference["ci_high"])
    assert needed["ci_high"] == pytest.approx(1 / difference["ci_low"])
    assert needed["ci_high"] < 0 < needed["ci_low"]


@pytest.mark.parametrize(
    ("changes", "quantity", "code"),
    [
        ({"dextrose": [0, 0], "saline": [3, 0]}, "response ratio", "empty-cell"),
        ({"dextrose": [3, 3], "saline": [3, 0]}, "response odds ratio", "empty-cell"),
        ({"dextrose": [3, 0], "saline": [3, 0]}, "needed to treat", "same-share"),
        ({"dextrose": [math.nan], "saline": [3, 0]}, "response difference", "no-scores"),
    ],
)
def test_what_cannot_be_estimated_says_why(
    changes: dict[str, list[float]], quantity: str, code: str
) -> None:
    rows = compare_responders(make_trial(changes, make_threshold(2.0)))
    row = one(rows, quantity)
    assert math.isnan(row["estimate"])
    assert row["reason"].code == code


@pytest.mark.parametrize(
    ("changes", "unseen"),
    [
        ({"dextrose": [math.nan] * 20, "saline": [3, 0] * 10}, ("dextrose",)),
        ({"dextrose": [], "saline": [3, 0] * 10}, ("dextrose",)),
        ({"dextrose": [math.nan] * 20, "saline": [math.nan] * 20}, ("dextrose", "saline")),
    ],
)
def test_an_arm_that_nobody_saw_again_is_the_reason_by_each_way(
    changes: dict[str, list[float]], unseen: tuple[str, ...]
) -> None:
    rows = compare_responders(make_trial(changes, make_threshold(2.0)))
    for way in (NON_RESPONSE, OBSERVED, ADJUSTED, IMPUTED):
        reason = one(rows, "response difference", analysis=way)["reason"]
        assert (reason.code, reason.arms) == ("no-scores", unseen)


def test_each_comparison_of_three_arms_has_rows_of_its_own() -> None:
    changes = {"dextrose": [3, 3, 3, 0], "saline": [3, 0, 0, 0], "exercise": [3, 3, 0, 0]}
    rows = compare_responders(make_trial(changes, make_threshold(2.0)))
    found = {
        arm: one(rows, "response difference", comparator=arm)["estimate"]
        for arm in ("saline", "exercise")
    }
    assert found == {"saline": 0.5, "exercise": 0.25}


def test_a_study_without_a_threshold_says_so() -> None:
    (row,) = compare_responders(make_trial({"dextrose": [1.0], "saline": [0.0]})).to_dict("records")
    assert row["reason"].code == "no-threshold"


@pytest.mark.parametrize(("higher", "share"), [("better", 0.75), ("worse", 0.25)])
def test_a_favourable_answer_is_a_response_without_a_threshold(higher: Any, share: float) -> None:
    endpoint = Endpoint("better", "Better", 0, 1, "", higher, kind="binary")
    study = make_trial({"dextrose": [], "saline": []}, endpoint=endpoint)
    answers = [("dextrose", each) for each in (1, 1, 1, 0)] + [("saline", 1), ("saline", 0)]
    people = pd.DataFrame(
        [(f"p{n}", arm) for n, (arm, _) in enumerate(answers)], columns=["participant", "arm"]
    )
    scores = people.assign(
        visit="week 52", week=52.0, endpoint="womac.pain", value=[v for _, v in answers], side=""
    )
    rows = compare_responders(replace(study, participants=people, scores=scores))
    assert one(rows, "response")["estimate"] == share
    assert one(rows, "response difference", analysis=IMPUTED)["reason"].code == "yes-or-no"


def make_large(rng: np.random.Generator, lost: float = 0.0) -> Study:
    falls = {
        arm: list(np.where(rng.random(150) < lost, np.nan, rng.normal(mean, 2, 150)))
        for arm, mean in (("dextrose", 2.5), ("saline", 1.5))
    }
    study = make_trial(falls, make_threshold(2.0))
    first = study.scores["visit"] == "baseline"
    spread = rng.normal(0, 1, 300)
    shift = study.scores["participant"].map(
        dict(zip(study.participants["participant"], spread, strict=True))
    )
    value = study.scores["value"] + shift * np.where(first, 1.0, 0.5)
    return replace(study, scores=study.scores.assign(value=value))


def test_adjustment_and_imputation_give_numbers_near_the_plain_ones() -> None:
    rows = compare_responders(make_large(np.random.default_rng(1), lost=0.2))
    seen = one(rows, "response difference", analysis=OBSERVED)
    imputed = one(rows, "response difference", analysis=IMPUTED)
    plain = one(rows, "response difference")
    adjusted = one(rows, "response difference", analysis=ADJUSTED)
    assert imputed["estimate"] == pytest.approx(seen["estimate"], abs=0.05)
    assert adjusted["estimate"] == pytest.approx(plain["estimate"], abs=0.05)
    assert adjusted["se"] < 0.06
    assert sum(count.n for count in imputed["done"].imputed) == 300 - int(
        seen["n_arm"] + seen["n_comparator"]
    )


def test_the_order_of_rows_does_not_matter() -> None:
    study = make_large(np.random.default_rng(2), lost=0.2)
    other = replace(
        study,
        participants=study.participants.iloc[::-1].reset_index(drop=True),
        scores=study.scores.iloc[::-1].reset_index(drop=True),
    )
    numbers = ["estimate", "ci_low", "ci_high"]
    pd.testing.assert_frame_equal(
        compare_responders(study)[numbers], compare_responders(other)[numbers], rtol=1e-9
    )


def test_everybody_of_everybody_reads_as_all_of_them() -> None:
    assert wilson_interval(7, 7, 0.95)["ci_high"] == 1.0
    assert wilson_interval(0, 7, 0.95)["ci_low"] == 0.0
