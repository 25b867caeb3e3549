"""The cumulative distribution of change, counted by hand and held against the responders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.change import summarise_change
from outcomes.analysis.cumulative import MOST_SIZES, accumulate_changes
from outcomes.analysis.endpoint_visits import list_endpoint_visits
from outcomes.analysis_record import Reason
from outcomes.study import load_study
from outcomes.study.study import Study


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return load_study(str(root / "data/raw/knee-dextrose-saline"))


def of_arm(estimates: pd.DataFrame, arm: str) -> pd.DataFrame:
    return estimates[(estimates["arm"] == arm) & (estimates["quantity"] == "cumulative share")]


@pytest.mark.parametrize(("endpoint", "sign"), [("womac.pain", -1), ("flexion", 1)])
def test_shares_are_those_counted_by_hand(study: Study, endpoint: str, sign: int) -> None:
    estimates = accumulate_changes(study, endpoint)
    (at,) = (one for one in list_endpoint_visits(study, endpoint) if one.visit.name == "week 52")
    for arm in study.arms:
        pairs = at.pairs_of(arm)
        gains = sign * (pairs["value"] - pairs["baseline"])
        rows = of_arm(estimates, arm)
        assert set(rows["n_arm"]) == {len(gains)}
        assert set(gains.round(9)) <= set(rows["threshold"])
        for size, share in zip(rows["threshold"], rows["estimate"], strict=True):
            assert share == pytest.approx((gains >= size - 1e-9).mean())


def test_curves_fall_from_all_to_few_within_their_intervals(study: Study) -> None:
    for arm in study.arms:
        rows = of_arm(accumulate_changes(study), arm)
        assert rows["threshold"].is_monotonic_increasing
        assert rows["estimate"].is_monotonic_decreasing
        assert rows["estimate"].iloc[0] == 1
        assert (rows["ci_low"] <= rows["estimate"] + 1e-12).all()
        assert (rows["estimate"] <= rows["ci_high"] + 1e-12).all()
        assert set(rows["distribution"]) == {"wilson"}


def test_at_the_important_change_stand_the_responders(study: Study) -> None:
    important = study.endpoints["womac.pain"].important_change
    assert important is not None
    change = summarise_change(study)
    told = change[
        (change["quantity"] == "share")
        & (change["endpoint"] == "womac.pain")
        & (change["visit"] == "week 52")
    ].set_index("arm")
    estimates = accumulate_changes(study, "womac.pain")
    for arm in study.arms:
        rows = of_arm(estimates, arm)
        (row,) = rows[rows["threshold"] == important.value].to_dict("records")
        for column in ("estimate", "ci_low", "ci_high", "n_arm"):
            assert row[column] == told.loc[arm, column]


def test_many_sizes_are_thinned(study: Study) -> None:
    rows = [
        {"participant": f"p{n}", "arm": "saline", "visit": v, "week": w, "value": value}
        for n in range(300)
        for v, w, value in (("baseline", 0.0, 90.0), ("week 52", 52.0, n / 7))
    ]
    scores = pd.DataFrame(rows).assign(endpoint="womac.pain", side="")
    thinned = of_arm(accumulate_changes(replace(study, scores=scores), "womac.pain"), "saline")
    assert len(thinned) == MOST_SIZES + 1
    assert thinned["threshold"].iloc[:2].tolist() == pytest.approx([9.7, 90 - 299 / 7])
    assert thinned["threshold"].iloc[-1] == pytest.approx(90)


def test_an_arm_without_pairs_says_so(study: Study) -> None:
    scores = study.scores[study.scores["arm"] != "exercise"]
    (row,) = of_arm(accumulate_changes(replace(study, scores=scores)), "exercise").to_dict(
        "records"
    )
    assert row["estimate"] != row["estimate"]
    assert row["reason"] == Reason("no-scores", ("exercise",), ("week 52",))


def test_no_direction_no_curve(study: Study) -> None:
    name = "womac.pain"
    endpoints = {**study.endpoints, name: replace(study.endpoints[name], higher="neither")}
    estimates = accumulate_changes(replace(study, endpoints=endpoints), name)
    assert len(estimates) == len(study.arms)
    assert estimates["estimate"].isna().all()


@pytest.mark.parametrize("endpoint", ["womac.pain", "flexion"])
def test_arms_are_compared_at_round_sizes_and_the_important_change(
    study: Study, endpoint: str
) -> None:
    estimates = accumulate_changes(study, endpoint)
    apart = estimates[estimates["quantity"] == "cumulative difference"]
    assert {tuple(pair) for pair in apart[["arm", "comparator"]].to_numpy()} == set(
        study.comparisons
    )
    important = study.endpoints[endpoint].important_change
    for (arm, comparator), rows in apart.groupby(["arm", "comparator"]):
        assert rows["threshold"].is_monotonic_increasing
        assert important is None or important.value in set(rows["threshold"])
        for row in rows.to_dict("records"):
            shares = []
            for name in (arm, comparator):
                curve = of_arm(estimates, str(name))
                shares.append(curve.loc[curve["threshold"] >= row["threshold"], "estimate"].max())
            assert row["estimate"] == pytest.approx(shares[0] - shares[1])
            assert row["ci_low"] < row["estimate"] < row["ci_high"]
            assert row["distribution"] == "newcombe"


def test_without_an_arm_to_compare_with_there_is_no_difference(root: Path) -> None:
    estimates = accumulate_changes(load_study(str(root / "data/raw/foot-ankle-dextrose")))
    assert set(estimates["quantity"]) == {"cumulative share"}
