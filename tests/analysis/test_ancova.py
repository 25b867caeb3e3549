"""Comparisons of arms on a study: what is compared, what is said, what is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.formula.api import ols

from outcomes.analysis.ancova import compare_arms
from outcomes.analysis_record import BASELINE, ArmCount, Filled, LeftOut, Reason
from outcomes.errors import AnalysisError
from outcomes.estimates import COLUMNS

WEEKS = {"baseline": 0, "week 6": 6, "week 12": 12}
ARMS = ("active", "saline", "exercise")


def trial_scores(seed: int = 0, n: int = 45) -> list[tuple[str, str, str, float]]:
    """Three arms seen at three visits; the active arm ends 15 lower."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        arm = ARMS[number % 3]
        before = rng.normal(60, 10)
        for visit, gain in (("baseline", 0), ("week 6", 5), ("week 12", 15)):
            value = before - (gain if arm == "active" else 0)
            rows.append((str(number), arm, visit, value + rng.normal(0, 4) * (visit != "baseline")))
    return rows


def differences(estimates: pd.DataFrame) -> pd.DataFrame:
    return estimates[estimates["quantity"] == "difference"]


def test_every_active_arm_meets_every_comparator_at_every_follow_up(make_study):
    estimates = compare_arms(make_study(trial_scores(), arms=ARMS, weeks=WEEKS))
    assert list(estimates.columns) == list(COLUMNS)
    found = differences(estimates)[["visit", "week", "arm", "comparator"]]
    assert list(found.itertuples(index=False, name=None)) == [
        ("week 6", 6, "active", "saline"),
        ("week 6", 6, "active", "exercise"),
        ("week 12", 12, "active", "saline"),
        ("week 12", 12, "active", "exercise"),
    ]
    assert (estimates["quantity"] == "adjusted mean").sum() == 6
    first = estimates["done"].iloc[0]
    assert (first.model, first.scale, first.baseline, first.covariates) == (
        "ancova", "scores", True, (),
    )  # fmt: skip
    assert (first.standard_error, first.degrees_of_freedom) == ("model-based", "residual")
    assert [record.visits for record in dict.fromkeys(estimates["done"])] == [
        ("week 6",), ("week 12",),
    ]  # fmt: skip
    assert first.participants == tuple(ArmCount(arm, 15) for arm in ARMS)
    assert (first.left_out, first.intended, first.because) == ((), "", None)
    assert set(estimates["analysis"]) == {"ANCOVA, complete cases"}
    assert set(estimates["df"]) == {45 - 4}


def test_differences_are_differences_of_adjusted_means(make_study):
    estimates = compare_arms(make_study(trial_scores(), arms=ARMS, weeks=WEEKS))
    means = estimates[estimates["quantity"] == "adjusted mean"].set_index(["visit", "arm"])
    for row in differences(estimates).itertuples():
        ours, theirs = (
            means.loc[(row.visit, arm), "estimate"] for arm in (row.arm, row.comparator)
        )
        assert row.estimate == pytest.approx(ours - theirs)


def test_interval_statistic_and_p_value_tell_one_story(make_study):
    study = make_study(trial_scores(), arms=ARMS, weeks=WEEKS)
    row = differences(compare_arms(study)).iloc[0]
    assert row["statistic"] == pytest.approx(row["estimate"] / row["se"])
    # At the level 1 - p the interval ends at 0.
    edge = differences(compare_arms(study, level=1 - row["p_value"])).iloc[0]
    assert edge["ci_high"] == pytest.approx(0, abs=1e-6)
    assert row["level"] == 0.95


@pytest.mark.parametrize(("higher", "favours"), [("worse", "active"), ("better", "saline")])
def test_favours_follows_the_direction(make_study, make_pain, higher, favours):
    study = make_study(trial_scores(), arms=ARMS, weeks=WEEKS, endpoint=make_pain(higher=higher))
    row = differences(compare_arms(study)).iloc[2]
    assert row["estimate"] < 0
    assert row["favours"] == favours


def test_neither_direction_favours_nobody(make_study, make_pain):
    study = make_study(trial_scores(), arms=ARMS, weeks=WEEKS, endpoint=make_pain(higher="neither"))
    assert set(compare_arms(study)["favours"]) == {""}


def _with_gaps(make_study, arms=ARMS):
    people = pd.DataFrame(
        {
            "participant": [str(number) for number in range(45)],
            "arm": [arms[number % 3] for number in range(45)],
            "age": [40 + (number * 7) % 31 for number in range(45)],
            "sex": ["f" if number % 2 else "m" for number in range(45)],
        }
    )
    people["age"] = people["age"].astype(float).where(people["participant"] != "0")
    people["sex"] = people["sex"].where(~people["participant"].isin(["4", "5", "6"]))
    return make_study(
        trial_scores(), arms=ARMS, weeks=WEEKS, participants=people, covariates=("age", "sex")
    )


def test_plan_covariates_enter_and_their_gaps_are_filled_and_counted(make_study):
    row = differences(compare_arms(_with_gaps(make_study))).iloc[0]
    assert row["done"].covariates == ("age", "sex")
    assert row["done"].left_out == ()
    assert row["done"].filled == (Filled("age", 1), Filled("sex", 3))
    assert (row["n_arm"], row["n_comparator"]) == (15, 15)
    assert row["done"].participants_of("active") == 15
    assert row["df"] == 45 - 7


def test_a_gap_is_the_mean_of_everybody_or_a_level_of_its_own(make_study):
    """Least squares of statsmodels on the table filled in by hand give the same difference."""
    study = _with_gaps(make_study)
    (row, *_) = differences(compare_arms(study)).to_dict("records")
    people = study.participants.set_index("participant")
    people["age"] = people["age"].fillna(people["age"].sum() / 44)
    people["sex"] = people["sex"].fillna("?")
    scores = study.scores.set_index(["participant", "visit"])["value"].unstack()  # noqa: PD010
    table = people.join(scores.rename(columns={row["visit"]: "score"}))
    fit = ols(
        f"score ~ C(arm, Treatment('{row['comparator']}')) + baseline + age + sex", table
    ).fit()
    name = next(name for name in fit.params.index if f"[T.{row['arm']}]" in name)
    assert row["estimate"] == pytest.approx(fit.params[name], rel=1e-10)
    assert row["se"] == pytest.approx(fit.bse[name], rel=1e-10)


def test_row_order_of_the_tables_does_not_matter(make_study):
    rows = trial_scores()
    study = make_study(rows, arms=ARMS, weeks=WEEKS)
    shuffled = make_study(rows[::-1], arms=ARMS, weeks=WEEKS)
    pd.testing.assert_frame_equal(compare_arms(study), compare_arms(shuffled), rtol=1e-10)


def test_without_baseline_it_is_an_anova_and_says_so(make_study):
    rows = [row for row in trial_scores() if row[2] != "baseline"]
    found = differences(compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS)))
    assert {(done.model, done.baseline, done.covariates) for done in found["done"]} == {
        ("ancova", False, ())
    }
    assert set(found["df"]) == {45 - 3}


def test_ordinal_scores_say_that_levels_are_averaged(make_study, make_pain):
    rows = [(who, arm, visit, round(value / 20)) for who, arm, visit, value in trial_scores()]
    endpoint = make_pain(kind="ordinal", low=0, high=5, unit="level")
    found = compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS, endpoint=endpoint))
    assert {done.scale for done in found["done"]} == {"levels"}


def test_binary_endpoints_get_newcombes_interval(make_study, make_pain):
    # Newcombe 1998, table II (a): 56/70 against 48/80, 0.0524 to 0.3339.
    rows = [(f"a{i}", "active", "week 12", float(i < 56)) for i in range(70)]
    rows += [(f"s{i}", "saline", "week 12", float(i < 48)) for i in range(80)]
    endpoint = make_pain(kind="binary", low=0, high=1, higher="better")
    estimates = compare_arms(make_study(rows, endpoint=endpoint))
    (row,) = estimates.to_dict("records")
    assert row["estimate"] == pytest.approx(0.2)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert (row["distribution"], row["favours"]) == ("newcombe", "active")
    assert (row["n_arm"], row["n_comparator"]) == (70, 80)
    assert np.isnan(row["p_value"])


def test_an_arm_unseen_at_a_visit_is_said_and_the_rest_is_compared(make_study):
    rows = [row for row in trial_scores() if (row[1], row[2]) != ("exercise", "week 12")]
    found = differences(compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS)))
    kept, lost = found.iloc[2], found.iloc[3]
    assert np.isfinite(kept["estimate"])
    assert np.isnan(lost["estimate"])
    assert lost["reason"] == Reason("no-scores", ("exercise",), ("week 12",))
    assert lost["done"] is None
    assert (lost["arm"], lost["comparator"], lost["favours"]) == ("active", "exercise", "")


def test_a_visit_where_nothing_varies_has_a_difference_and_no_interval(make_study):
    rows = [
        (who, arm, visit, 30.0 if visit == "week 12" else value)
        for who, arm, visit, value in trial_scores()
    ]
    found = differences(compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS)))
    assert np.isfinite(found["estimate"][found["visit"] == "week 6"]).all()
    lost = found[found["visit"] == "week 12"]
    assert lost["estimate"].tolist() == [0, 0]
    assert lost[["se", "ci_low", "ci_high", "p_value"]].isna().all(axis=None)
    assert set(lost["favours"]) == {""}
    assert {reason.code for reason in lost["reason"]} == {"no-spread"}
    assert {reason.detail for reason in lost["reason"]} == {"every score is 30"}


@pytest.mark.parametrize(("value", "code"), [("f", "no-spread"), (None, "no-value")])
def test_what_cannot_be_adjusted_for_is_left_out_and_said(make_study, value, code):
    people = pd.DataFrame(
        {
            "participant": [str(number) for number in range(45)],
            "arm": [ARMS[number % 3] for number in range(45)],
            "sex": value,
        }
    )
    scores = trial_scores()
    study = make_study(scores, arms=ARMS, weeks=WEEKS, participants=people, covariates=("sex",))
    found = compare_arms(study)
    assert {done.terms_left_out for done in found["done"]} == {(Reason(code, columns=("sex",)),)}
    plain = compare_arms(make_study(scores, arms=ARMS, weeks=WEEKS))
    pd.testing.assert_series_equal(found["ci_low"], plain["ci_low"])


def test_a_baseline_that_is_the_same_for_all_is_left_out(make_study):
    rows = [(who, arm, visit, 60.0 if visit == "baseline" else value)
            for who, arm, visit, value in trial_scores()]  # fmt: skip
    found = differences(compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS)))
    assert found["estimate"].notna().all()
    assert set(found["df"]) == {45 - 3}
    assert {done.terms_left_out for done in found["done"]} == {
        (Reason("no-spread", columns=(BASELINE,)),)
    }


def test_an_arm_without_a_complete_case_says_what_it_lacks(make_study):
    rows = [row for row in trial_scores() if (row[1], row[2]) != ("exercise", "baseline")]
    found = differences(compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS)))
    lost = found[found["comparator"] == "exercise"].iloc[0]
    assert lost["reason"] == Reason("no-complete-case", ("exercise",), ("week 6",), (BASELINE,))
    kept = found[found["comparator"] == "saline"].iloc[0]
    assert kept["done"].left_out == (LeftOut("exercise", 15, Reason("no-baseline")),)


def test_answers_between_yes_and_no_are_not_counted(make_study, make_pain):
    rows = [(f"{arm}{i}", arm, "week 12", i % 2 / 2) for arm in ("active", "saline")
            for i in range(6)]  # fmt: skip
    endpoint = make_pain(kind="binary", low=0, high=1, higher="better")
    (row,) = compare_arms(make_study(rows, endpoint=endpoint)).to_dict("records")
    assert np.isnan(row["estimate"])
    assert row["reason"].code == "not-countable"


def test_nothing_to_compare_with_is_refused(make_study):
    rows = [row for row in trial_scores() if row[1] == "active"]
    with pytest.raises(AnalysisError, match="nothing to compare"):
        compare_arms(make_study(rows, arms=("active",), weeks=WEEKS))


def test_no_score_after_baseline_is_said(make_study):
    rows = [row for row in trial_scores() if row[2] == "baseline"]
    found = compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS))
    assert found["estimate"].isna().all()
    assert set(found["reason"]) == {
        Reason("no-scores", ("active", comparator), ("week 12",))
        for comparator in ("saline", "exercise")
    }
    assert compare_arms(make_study(rows, arms=ARMS, weeks=WEEKS, primary_visit="baseline")).empty


def test_a_level_in_percent_is_refused(make_study):
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        compare_arms(make_study(trial_scores(), arms=ARMS, weeks=WEEKS), level=95)


def test_separate_sides_are_compared_separately(make_study):
    rows, sides = [], []
    for side, shift in (("left", 0), ("right", 3)):
        for who, arm, visit, value in trial_scores():
            rows.append((who, arm, visit, value + shift * (visit == "week 12") * (arm == "active")))
            sides.append(side)
    study = make_study(
        rows, arms=ARMS, weeks=WEEKS, sides=sides, measure={"side": {"combine": "separate"}}
    )
    found = differences(compare_arms(study)).set_index(["side", "visit", "comparator"])["estimate"]
    left, right = (
        found.loc[("left", "week 12", "saline")],
        found.loc[("right", "week 12", "saline")],
    )
    assert right - left == pytest.approx(3)
