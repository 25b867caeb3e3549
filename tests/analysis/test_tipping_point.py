"""Shifted imputations: R's conditional means at no shift, a straight line in the shifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from outcomes.analysis.imputation import ConditionalMeans
from outcomes.analysis.mmrm import fit_mmrm
from outcomes.analysis.tipping_point import choose_shifts, find_tipping_point
from outcomes.analysis_record import Reason
from outcomes.errors import AnalysisError
from outcomes.study import load_study
from outcomes.study.study import Study


@pytest.fixture
def antidepressant(real_study: Callable[[str], Path]) -> Study:
    return load_study(str(real_study("antidepressant_dropout")))


def knee(root: Path) -> Study:
    return load_study(str(root / "data/raw/knee-dextrose-saline"))


def read_grid(estimates: pd.DataFrame, column: str = "estimate") -> pd.DataFrame:
    return estimates.pivot_table(index="threshold2", columns="threshold", values=column)


def test_no_shift_is_what_rbmi_gets(antidepressant: Study, shared: Path) -> None:
    """R rbmi 1.5.2, method_condmean(type = "jackknife"), strategy MAR; see the method note.

    Its optimiser stops early, hence 1e-4. Its intervals are normal, ours of the t distribution.
    """
    reference = pd.read_csv(shared / "reference/imputation/rbmi_condmean_antidepressant.csv")
    told = reference[(reference["strategy"] == "MAR") & (reference["parameter"] == "trt_7")].iloc[0]
    (row,) = find_tipping_point(antidepressant, shifts=(0.0,)).to_dict("records")
    assert row["estimate"] == pytest.approx(told["est"], rel=1e-4)
    assert row["se"] == pytest.approx(told["se"], rel=1e-4)
    assert (row["distribution"], row["df"]) == ("t", 171)
    assert (row["n_arm"], row["n_comparator"]) == (84, 88)
    done = row["done"]
    assert {each.arm: each.n for each in done.imputed} == {"drug": 20, "placebo": 23}
    assert (done.model, done.standard_error) == ("ancova", "jackknife")
    half = stats.t.ppf(0.975, 171) * row["se"]
    assert row["ci_high"] - row["estimate"] == pytest.approx(half)
    assert row["favours"] == "drug"


def test_the_difference_is_a_straight_line_in_either_shift(antidepressant: Study) -> None:
    estimates = find_tipping_point(antidepressant, shifts=(-10.0, 0.0, 10.0))
    grid = read_grid(estimates)
    steps = grid.diff(axis=1).iloc[:, 1:].to_numpy()
    assert steps == pytest.approx(steps[0, 0])
    # Those imputed are 20 of 84: a shift of 10 moves the arm's mean by about that share of it.
    assert steps[0, 0] == pytest.approx(10 * 20 / 84, rel=0.05)
    down = grid.diff(axis=0).iloc[1:].to_numpy()
    assert down == pytest.approx(down[0, 0])
    assert down[0, 0] == pytest.approx(-10 * 23 / 88, rel=0.05)


def test_each_cell_is_the_jackknife_of_the_completed_data(root: Path) -> None:
    """The parts and their covariance say the same as doing everything at one pair of shifts."""
    whole = knee(root)
    kept = whole.scores["visit"].isin(["baseline", "week 24", "week 52"])
    study = replace(whole, scores=whole.scores[kept])
    shift, other = 10.0, -20.0
    estimates = find_tipping_point(study, shifts=(shift, other))
    row = estimates[(estimates["threshold"] == shift) & (estimates["threshold2"] == other)].iloc[0]

    scores = study.patient_scores("womac.composite")
    wide = scores.pivot_table(index="participant", columns="visit", values="value")
    people = study.participants.set_index("participant")[["arm"]].join(wide)
    follow_ups = ["week 24", "week 52"]
    covariates = list(study.file.plan.covariates)
    people = people.join(study.participants.set_index("participant")[covariates])

    def completed(chosen: pd.DataFrame) -> float:
        long = (
            chosen.reset_index()
            .melt(["participant", "arm", "baseline", *covariates], follow_ups, "visit", "value")
            .dropna()
        )
        long["visit"] = pd.Categorical(long["visit"], follow_ups)
        formula = " + ".join(["value ~ arm * visit", "baseline * visit", *covariates])
        fit = fit_mmrm(formula, long, subject="participant", visit="visit")
        filled = ConditionalMeans(fit, chosen, "week 52").fill_in()
        missing = chosen["week 52"].isna()
        shifts = chosen["arm"].map({"dextrose": shift, "saline": other, "exercise": 0.0})
        y = filled + missing * shifts
        coded = pd.get_dummies(chosen[["arm", "baseline", *covariates]], drop_first=False)
        design = coded.astype(float).to_numpy()
        b = np.linalg.pinv(design) @ y.to_numpy()
        names = list(coded.columns)
        return float(b[names.index("arm_dextrose")] - b[names.index("arm_saline")])

    assert row["estimate"] == pytest.approx(completed(people), rel=1e-6)
    without = np.array([completed(people.drop(index=name)) for name in people.index])
    n = len(people)
    se = np.sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2))
    assert row["se"] == pytest.approx(se, rel=1e-5)


def test_row_order_changes_nothing(antidepressant: Study) -> None:
    shuffled = replace(
        antidepressant,
        scores=antidepressant.scores.sample(frac=1, random_state=1),
        participants=antidepressant.participants.sample(frac=1, random_state=2),
    )
    one, other = (find_tipping_point(study) for study in (antidepressant, shuffled))
    for column in ("estimate", "se", "threshold", "threshold2"):
        assert one[column].to_numpy() == pytest.approx(other[column].to_numpy(), rel=1e-7)


def test_what_is_missing_nowhere_cannot_be_shifted(root: Path) -> None:
    study = load_study(str(root / "data/raw/achilles-dextrose-exercise"))
    (row,) = find_tipping_point(study).to_dict("records")
    assert row["estimate"] != row["estimate"]
    assert row["reason"].code == "no-missing-score"


def test_one_follow_up_visit_is_too_little_to_impute_from(antidepressant: Study) -> None:
    first = ("baseline", "visit 7")
    scores = antidepressant.scores[antidepressant.scores["visit"].isin(first)]
    (row,) = find_tipping_point(replace(antidepressant, scores=scores)).to_dict("records")
    assert row["reason"].code == "one-visit"


def test_a_third_arm_that_was_never_seen_again_leaves_the_map(root: Path) -> None:
    whole = knee(root)
    kept = whole.scores["visit"].isin(["baseline", "week 24", "week 52"])
    lost = (whole.scores["arm"] == "exercise") & (whole.scores["visit"] != "baseline")
    study = replace(whole, scores=whole.scores[kept & ~lost])
    (row,) = find_tipping_point(study, shifts=(0.0,)).to_dict("records")
    assert np.isfinite(row["estimate"])
    assert row["done"].participants_of("exercise") == 0


def test_nobody_of_an_arm_at_the_primary_visit_is_said(root: Path) -> None:
    whole = knee(root)
    lost = (whole.scores["arm"] == "saline") & (whole.scores["visit"] == "week 52")
    (row,) = find_tipping_point(replace(whole, scores=whole.scores[~lost])).to_dict("records")
    assert row["reason"] == Reason("no-scores", ("saline",), ("week 52",))


def test_an_arm_seen_once_at_a_visit_is_too_few_for_the_jackknife(root: Path) -> None:
    whole = knee(root)
    of_arm = (whole.scores["arm"] == "saline") & (whole.scores["visit"] == "week 52")
    first = whole.scores.loc[of_arm, "participant"].iloc[0]
    kept = ~of_arm | (whole.scores["participant"] == first)
    (row,) = find_tipping_point(replace(whole, scores=whole.scores[kept])).to_dict("records")
    assert row["reason"] == Reason("too-few", ("saline",), ("week 52",))


def test_without_a_comparison_there_is_nothing_to_shift(root: Path) -> None:
    with pytest.raises(AnalysisError, match="no pair of an active arm"):
        find_tipping_point(load_study(str(root / "data/raw/foot-ankle-dextrose")))


@pytest.mark.parametrize(("sd", "step"), [(20.0, 10.0), (0.9, 0.5), (11.0, 5.0), (3.1, 2.0)])
def test_steps_are_round_and_near_half_a_standard_deviation(sd: float, step: float) -> None:
    scores = pd.Series([-1.0, 1.0]) * sd / np.sqrt(2)
    assert scores.std() == pytest.approx(sd)
    shifts = choose_shifts(scores)
    assert shifts == pytest.approx(tuple(step * place for place in range(-3, 4)))


def test_scores_without_spread_suggest_no_shift() -> None:
    with pytest.raises(AnalysisError, match="all the same"):
        choose_shifts(pd.Series([3.0, 3.0]))
