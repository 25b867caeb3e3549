"""Which method compares the arms, and that what it cannot do is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.ancova import compare_arms
from outcomes.analysis.comparison import compare_with_control
from outcomes.analysis_record import ArmCount, LeftOut, Reason
from outcomes.errors import AnalysisError
from outcomes.study import load_study

WEEKS = {"baseline": 0, "week 6": 6, "week 12": 12}
ARMS = ("active", "saline", "exercise")


def trial_scores(
    n: int = 60, unseen: tuple[str, str] | None = None
) -> list[tuple[str, str, str, float]]:
    """Scores of three arms at three visits; ``unseen`` is an arm and a visit without any."""
    rng = np.random.default_rng(11)
    rows = []
    for number in range(n):
        arm = ARMS[number % 3]
        before = rng.normal(60, 10)
        for visit, gain in (("baseline", 0), ("week 6", 5), ("week 12", 15)):
            value = before - (gain if arm == "active" else 0) + rng.normal(0, 4)
            if (arm, visit) != unseen:
                rows.append((str(number), arm, visit, value))
    return rows


def pick(estimates: pd.DataFrame, quantity: str, visit: str) -> pd.DataFrame:
    chosen = (estimates["quantity"] == quantity) & (estimates["visit"] == visit)
    return estimates[chosen].set_index(["arm", "comparator"])


def test_repeated_scores_get_one_mixed_model(make_study):
    estimates = compare_with_control(make_study(trial_scores(), arms=ARMS, weeks=WEEKS))
    assert set(estimates["analysis"]) == {"MMRM, all scores after baseline"}
    (done,) = dict.fromkeys(estimates["done"])
    assert (done.model, done.covariance, done.estimator) == ("mmrm", "unstructured", "reml")
    assert (done.standard_error, done.degrees_of_freedom) == ("kenward-roger", "kenward-roger")
    assert (done.baseline, done.covariates, done.visits) == (True, (), ("week 6", "week 12"))
    assert done.participants == tuple(ArmCount(arm, 20) for arm in ARMS)
    counts = estimates.groupby("quantity").size()
    assert counts.to_dict() == {"adjusted mean": 6, "difference": 4, "standardised effect": 4}


def test_each_difference_is_one_of_adjusted_means_and_has_the_favour_of_its_sign(make_study):
    estimates = compare_with_control(make_study(trial_scores(), arms=ARMS, weeks=WEEKS))
    for visit in ("week 6", "week 12"):
        means = pick(estimates, "adjusted mean", visit)["estimate"]
        for (arm, comparator), row in pick(estimates, "difference", visit).iterrows():
            assert row["estimate"] == pytest.approx(means[arm, ""] - means[comparator, ""])
            better = arm if row["estimate"] < 0 else comparator
            assert row["favours"] == better


def test_one_follow_up_gets_an_analysis_of_covariance(make_study):
    scores = [row for row in trial_scores() if row[2] != "week 6"]
    study = make_study(scores, arms=ARMS, weeks={"baseline": 0, "week 12": 12})
    pd.testing.assert_frame_equal(compare_with_control(study), compare_arms(study))


def test_a_visit_without_an_arm_is_left_out_and_said(make_study):
    weeks = {**WEEKS, "week 24": 24}
    late = [(who, arm, "week 24", 50.0 + int(who) % 7) for who, arm, visit, _ in trial_scores()
            if visit == "baseline" and arm != "saline"]  # fmt: skip
    study = make_study([*trial_scores(), *late], arms=ARMS, weeks=weeks)
    estimates = compare_with_control(study)
    late = pick(estimates, "difference", "week 24")
    assert np.isnan(late.loc[("active", "saline"), "estimate"])
    assert late.loc[("active", "saline"), "reason"] == Reason(
        "no-scores", ("saline",), ("week 24",)
    )
    assert pick(estimates, "difference", "week 12")["analysis"].str.startswith("MMRM").all()


def test_a_comparison_does_not_depend_on_a_third_arm_that_was_not_seen(make_study):
    scores = [row for row in trial_scores() if row[1:3] != ("exercise", "week 12")]
    weeks = {**WEEKS, "week 24": 24}
    late = [(who, arm, "week 24", value - 1) for who, arm, visit, value in trial_scores()
            if visit == "week 12"]  # fmt: skip
    study = make_study([*scores, *late], arms=ARMS, weeks=weeks)
    estimates = compare_with_control(study)
    found = pick(estimates, "difference", "week 12")
    alone = pick(compare_arms(study), "difference", "week 12")
    assert (
        found.loc[("active", "saline"), "estimate"] == alone.loc[("active", "saline"), "estimate"]
    )
    done = found.loc[("active", "saline"), "done"]
    assert (done.intended, done.because) == (
        "mmrm", Reason("unseen-arm", ("exercise",), ("week 12",)),
    )  # fmt: skip
    assert found.loc[("active", "exercise"), "reason"] == Reason(
        "no-scores", ("exercise",), ("week 12",)
    )
    assert pick(estimates, "difference", "week 24")["analysis"].str.startswith("MMRM").all()


def test_says_why_it_is_no_mixed_model_where_an_arm_was_seen_once(make_study):
    scores = [row for row in trial_scores() if row[1:3] != ("saline", "week 12")]
    estimates = compare_with_control(make_study(scores, arms=ARMS, weeks=WEEKS))
    made = pick(estimates[estimates["estimate"].notna()], "difference", "week 6")
    assert {(done.intended, done.because.code) for done in made["done"]} == {("mmrm", "one-visit")}
    late = pick(estimates, "difference", "week 12").loc[("active", "exercise"), "done"]
    assert late.because == Reason("unseen-arm", ("saline",), ("week 12",))


def test_an_arm_never_seen_again_leaves_the_others_their_mixed_model(make_study):
    scores = [row for row in trial_scores() if row[1] != "exercise" or row[2] == "baseline"]
    estimates = compare_with_control(make_study(scores, arms=ARMS, weeks=WEEKS))
    without = [row for row in scores if row[1] != "exercise"]
    alone = compare_with_control(make_study(without, arms=ARMS[:2], weeks=WEEKS))
    for visit in ("week 6", "week 12"):
        found = pick(estimates, "difference", visit)
        theirs = pick(alone, "difference", visit).loc[("active", "saline")]
        ours = found.loc[("active", "saline")]
        assert (ours["estimate"], ours["df"]) == (theirs["estimate"], theirs["df"])
        assert ours["done"].participants_of("exercise") == 0
        assert ours["done"].left_out_of("exercise")[0].n == 20
        assert found.loc[("active", "exercise"), "reason"] == Reason(
            "no-scores", ("exercise",), (visit,)
        )


def test_who_is_in_the_model_and_who_is_not_and_why(make_study):
    scores = [
        row for row in trial_scores()
        if not (row[0] == "0" and row[2] != "baseline")
        and not (row[0] == "3" and row[2] == "baseline")
        and not (row[0] == "6" and row[2] == "week 12")
    ]  # fmt: skip
    estimates = compare_with_control(make_study(scores, arms=ARMS, weeks=WEEKS))
    row = pick(estimates, "difference", "week 12").loc[("active", "saline")]
    assert row["done"].participants_of("active") == 18
    assert row["n_arm"] == 17
    visits = ("week 6", "week 12")
    assert row["done"].left_out == (
        LeftOut("active", 1, Reason("no-scores", visits=visits)),
        LeftOut("active", 1, Reason("no-baseline")),
    )


def test_an_arm_lost_at_follow_up_is_a_reason_and_no_error(make_study):
    scores = [row for row in trial_scores() if row[1] == "active" or row[2] == "baseline"]
    estimates = compare_with_control(make_study(scores, arms=ARMS, weeks=WEEKS))
    assert set(estimates["quantity"]) == {"difference"}
    assert estimates["estimate"].isna().all()
    assert {reason.code for reason in estimates["reason"]} == {"no-scores"}


def test_falls_back_to_covariance_analysis_with_the_reason(make_study):
    scores = [(who, arm, visit, 40.0 if visit == "week 6" else value)
              for who, arm, visit, value in trial_scores()]  # fmt: skip
    estimates = compare_with_control(make_study(scores, arms=ARMS, weeks=WEEKS))
    assert not estimates["analysis"].str.startswith("MMRM").any()
    made = estimates[estimates["estimate"].notna()]
    assert {(done.intended, done.because.code) for done in made["done"]} == {("mmrm", "no-spread")}
    assert {done.because.visits for done in made["done"]} == {("week 6",)}
    assert all(done.because.detail for done in made["done"])
    assert pick(estimates, "difference", "week 12")["estimate"].notna().all()


def test_a_study_without_comparator_is_refused(make_study):
    scores = [row for row in trial_scores() if row[1] == "active"]
    with pytest.raises(AnalysisError, match="nothing to compare"):
        compare_with_control(make_study(scores, arms=("active",), weeks=WEEKS))


def read_reference(shared: Path, dataset: str) -> pd.DataFrame:
    """R 4.2.2, mmrm 0.3.18 (nlminb, converged), us, REML, linear Kenward-Roger, contrasts."""
    rows = pd.read_csv(shared / "reference" / "mmrm" / "r_mmrm_trials.csv", dtype={"df": float})
    wanted = (
        (rows["dataset"] == dataset)
        & (rows["structure"] == "us")
        & (rows["vcov"] == "Kenward-Roger-Linear")
        & (rows["kind"] == "contrast_proportional")
    )
    return rows[wanted].set_index("term")


def check_row(ours: pd.Series, theirs: pd.Series) -> None:
    """Compare to the 1e-6 (relative) that the reference converged to."""
    for column in ("estimate", "se", "df", "p_value"):
        assert ours[column] == pytest.approx(theirs[column], rel=1e-6)


def test_antidepressant_trial_end_to_end(real_study, shared):
    # R's model has the change as its score; the difference between arms is the same.
    estimates = compare_with_control(load_study(real_study("antidepressant_dropout")))
    reference = read_reference(shared, "antidepressant_dropout")
    assert len(reference) == 4
    for visit in (4, 5, 6, 7):
        ours = pick(estimates, "difference", f"visit {visit}").iloc[0]
        check_row(ours, reference.loc[f"drug - placebo {visit}"])


def test_headache_trial_end_to_end(real_study, shared):
    folder = real_study("acupuncture_headache")
    file = folder / "study.yaml"
    declared = file.read_text(encoding="utf-8")
    planned = declared.replace("method: ancova", "method: mmrm").replace(
        "[age, sex, migraine, chronicity_years]", "[age, migraine]"
    )
    assert planned.count("mmrm") == planned.count("[age, migraine]") == 1
    file.write_text(planned, encoding="utf-8")
    estimates = compare_with_control(load_study(folder))
    reference = read_reference(shared, "acupuncture_headache")
    assert len(reference) == 2
    for month in (3, 12):
        ours = pick(estimates, "difference", f"month {month}").iloc[0]
        check_row(ours, reference.loc[f"acupuncture - usual_care {month}"])
