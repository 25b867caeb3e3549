"""Change within an arm, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.analysis.change import reached_change, summarise_change
from outcomes.analysis_record import BASELINE, LeftOut, Reason
from outcomes.instruments.definition import Endpoint, Threshold

BEFORE = [60, 50, 80, 70]
AFTER = [40, 45, 30, 75]


def single_arm(before=BEFORE, after=AFTER):
    rows = [(str(i), "active", "baseline", value) for i, value in enumerate(before)]
    rows += [(str(i), "active", "week 12", value) for i, value in enumerate(after)]
    return rows


def test_change_is_the_paired_t_test(make_study):
    study = make_study(single_arm(), arms=("active",))
    change = summarise_change(study).set_index("quantity").loc["change"]
    # Changes -20, -5, -50, 5: mean -17.5.
    assert change["estimate"] == -17.5
    assert change["favours"] == "improvement"
    assert (change["n_arm"], change["df"]) == (4, 3)
    # Squared deviations 6.25 + 156.25 + 1056.25 + 506.25 = 1725, variance 575; t(3) = 3.1824.
    half = 3.1824 * np.sqrt(575 / 4)
    assert change["ci_low"] == pytest.approx(-17.5 - half, abs=1e-3)
    assert change["ci_high"] == pytest.approx(-17.5 + half, abs=1e-3)


@pytest.mark.parametrize(("number", "code"), [(1, "too-few"), (3, "same-change")])
def test_a_change_that_does_not_vary_has_no_interval(make_study, number, code):
    study = make_study(
        single_arm(BEFORE[:number], [it - 7 for it in BEFORE[:number]]), arms=("active",)
    )
    row = summarise_change(study).set_index("quantity").loc["change"]
    assert row["estimate"] == -7
    assert np.isnan([row["ci_low"], row["ci_high"]]).all()
    assert row["reason"] == Reason(code, ("active",), ("week 12",))


def test_only_those_with_both_scores_count(make_study):
    rows = [*single_arm(), ("8", "active", "baseline", 99), ("9", "active", "week 12", 1)]
    change = summarise_change(make_study(rows, arms=("active",))).set_index("quantity")
    assert change.loc["change", "n_arm"] == 4
    assert change.loc["change", "estimate"] == -17.5


def test_share_improved_by_the_important_change(make_study):
    share = summarise_change(make_study(single_arm(), arms=("active",)))
    share = share.set_index("quantity").loc["share"]
    # Two of four improved by 20 mm or more; exactly 20 counts. Wilson 2/4: 0.1500 to 0.8500.
    assert (share["estimate"], share["threshold"], share["n_arm"]) == (0.5, 20, 4)
    assert (share["ci_low"], share["ci_high"]) == pytest.approx((0.15004, 0.84996), abs=1e-5)
    assert share["distribution"] == "wilson"
    assert (share["done"].model, share["done"].visits) == ("change", ("week 12",))
    assert share["done"].participants_of("active") == 4


def test_higher_is_better_turns_the_sign(make_study, make_pain):
    study = make_study(single_arm(), arms=("active",), endpoint=make_pain(higher="better"))
    rows = summarise_change(study).set_index("quantity")
    assert rows.loc["change", "favours"] == "worsening"
    assert rows.loc["share", "estimate"] == 0


def test_neither_direction_has_no_responders(make_study, make_pain):
    study = make_study(single_arm(), arms=("active",), endpoint=make_pain(higher="neither"))
    rows = summarise_change(study)
    assert rows["quantity"].to_list() == ["change"]
    assert rows["favours"].to_list() == [""]


def test_without_baseline_the_mean_at_the_visit_stands_alone(make_study):
    rows = [row for row in single_arm() if row[2] != "baseline"]
    found = summarise_change(make_study(rows, arms=("active",)))
    assert found["quantity"].to_list() == ["mean", "change"]
    assert found["estimate"].to_list() == pytest.approx([47.5, np.nan], nan_ok=True)
    assert found["reason"].to_list() == [None, Reason("no-baseline")]


def test_of_other_endpoints_without_baseline_no_change_is_due(make_study):
    rows = [row for row in single_arm() if row[2] != "baseline"]
    study = make_study(rows, arms=("active",))
    primary = study.file.plan.primary.model_copy(update={"endpoint": "function"})
    plan = study.file.plan.model_copy(update={"primary": primary})
    found = summarise_change(replace(study, file=study.file.model_copy(update={"plan": plan})))
    assert found["quantity"].to_list() == ["mean"]


def test_binary_endpoints_have_the_share_of_ones(make_study, make_pain):
    # 81 % of 100 judging it effective; Wilson 0.7222 to 0.8749.
    rows = [(str(i), "active", "week 12", float(i < 81)) for i in range(100)]
    endpoint = make_pain(kind="binary", low=0, high=1, higher="better", thresholds=())
    (row,) = summarise_change(make_study(rows, arms=("active",), endpoint=endpoint)).to_dict(
        "records"
    )
    assert (row["quantity"], row["estimate"], row["threshold"]) == ("share", 0.81, 1)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.7222, 0.8749), abs=5e-5)


def test_an_arm_without_pairs_is_said(make_study):
    rows = [*single_arm(), ("8", "saline", "baseline", 50)]
    found = summarise_change(make_study(rows))
    lost = found[found["arm"] == "saline"].iloc[0]
    assert np.isnan(lost["estimate"])
    assert lost["reason"] == Reason("no-scores", ("saline",), ("week 12",))


def test_an_arm_whose_baseline_is_not_known_is_said(make_study):
    rows = [*single_arm(), ("8", "saline", "week 12", 50)]
    found = summarise_change(make_study(rows)).set_index("arm")
    assert found.loc["saline", "reason"] == Reason(
        "no-complete-case", ("saline",), ("week 12",), (BASELINE,)
    )
    done = found[found["quantity"] == "change"].loc["active", "done"]
    assert done.left_out == (LeftOut("saline", 1, Reason("no-baseline")),)


def test_averaged_yes_and_no_is_said(make_study, make_pain):
    rows = [(who, "active", "week 12", value) for who in "12" for value in (0, 1)]
    endpoint = make_pain(kind="binary", low=0, high=1)
    study = make_study(
        rows,
        arms=("active",),
        endpoint=endpoint,
        sides=["left", "right"] * 2,
        measure={"side": "side"},
    )
    (row,) = summarise_change(study).to_dict("records")
    assert np.isnan(row["estimate"])
    assert row["reason"].code == "not-countable"
    assert "analyse the sides separately" in row["reason"].detail


def percent(make_pain, value: float) -> tuple[Endpoint, Threshold]:
    endpoint = make_pain(thresholds=())
    threshold = Threshold(
        "minimal important change", value, "percent of baseline", "", "example", "assumed"
    )
    return endpoint, threshold


def test_percent_of_baseline_is_each_participants_own(make_pain):
    endpoint, half = percent(make_pain, 50)
    before, after = pd.Series([80.0, 80, 20, 0, 0]), pd.Series([40.0, 41, 10, 0, 5])
    expected = [True, False, True, False, False]
    assert reached_change(endpoint, half, before, after).to_list() == expected


def test_any_gain_is_a_share_of_nothing():
    fifth = Threshold("minimal important change", 20, "percent of baseline", "", "x", "assumed")
    strength = Endpoint("strength", "Strength", 0, 10, "points", "better")
    before, after = pd.Series([0.0, 0, 0, 5, 5]), pd.Series([8.0, 0.1, 0, 6, 5.9])
    assert list(reached_change(strength, fifth, before, after)) == [True, True, False, True, False]


def test_floating_point_does_not_cost_a_responder(make_pain):
    endpoint = make_pain(high=10)
    fifth = replace(endpoint.thresholds[0], value=0.2)
    assert 0.3 - 0.1 < 0.2
    assert reached_change(endpoint, fifth, pd.Series([0.3]), pd.Series([0.1])).to_list() == [True]


@given(
    before=st.lists(st.integers(0, 100), min_size=1, max_size=20),
    shift=st.integers(-30, 30),
    low=st.integers(1, 50),
    more=st.integers(0, 50),
)
def test_a_higher_threshold_never_has_more_responders(before, shift, low, more):
    endpoint = Endpoint("pain", "Pain", 0, 100, "mm", "worse")
    first = pd.Series(before, dtype=float)
    after = first + shift
    reached = [
        reached_change(
            endpoint,
            Threshold("minimal important change", size, "mm", "", "example", "assumed"),
            first,
            after,
        ).sum()
        for size in (low, low + more)
    ]
    assert reached[0] >= reached[1]
