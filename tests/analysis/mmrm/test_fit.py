"""The public face: what a fit offers, and how the parts agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import outcomes.analysis.mmrm as package
from outcomes.analysis.mmrm import (
    Design,
    fit_clda,
    fit_mmrm,
    fit_with_fallback,
    method_text,
    stack_baseline,
)
from outcomes.errors import AnalysisError, DesignError

from .designs import Case, make_frame

CASE = Case(3, 3, 3, 60, 0.2, "unstructured", False, False, False, True, True)
COLUMNS = {"subject": "id", "visit": "visit"}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(CASE)


@pytest.fixture(scope="module")
def fit(frame: pd.DataFrame) -> package.MMRMFit:
    return fit_mmrm(CASE.formula, frame, **COLUMNS)


def test_exported_names_exist() -> None:
    assert all(hasattr(package, name) for name in package.__all__)


def test_drug_effect_of_a_real_trial(shared: Path) -> None:
    data = pd.read_csv(shared / "data/antidepressant_dropout/data.csv")
    formula = "hamd17_change ~ arm * visit + hamd17_baseline * visit"
    for df, se in (("satterthwaite", 1.11404), ("kenward-roger-linear", 1.11629)):
        own = fit_mmrm(formula, data, **COLUMNS, df=df)
        last = own.contrasts("arm", by="visit", reference="placebo").iloc[-1]
        assert last["visit"] == 7
        assert last["estimate"] == pytest.approx(-2.802, abs=5e-4)
        # The recorded figures are of R, which stops near the optimum: to the fifth digit.
        assert last["se"] == pytest.approx(se, abs=1.5e-5)


def test_deviance_of_the_example(shared: Path) -> None:
    data = pd.read_csv(shared / "reference/mmrm/fev_data.csv")
    formula = "FEV1 ~ RACE + SEX + ARMCD * AVISIT"
    own = fit_mmrm(formula, data, subject="USUBJID", visit="AVISIT")
    assert own.minus2loglik == pytest.approx(3386.44987116, rel=1e-10)


def test_balanced_data_have_exact_answers() -> None:
    """Two arms, no dropout: each visit's comparison is the two-sample t test."""
    rng = np.random.default_rng(1)
    scores = rng.multivariate_normal([0, 0, 0], [[4, 2, 1], [2, 5, 2], [1, 2, 6]], 20)
    arm = np.repeat(["a", "b"], 10)
    who, when = np.indices(scores.shape)
    rows = pd.DataFrame(
        {"id": who.ravel(), "visit": when.ravel(), "arm": arm[who.ravel()], "y": scores.ravel()}
    )
    own = fit_mmrm("y ~ arm * visit", rows, **COLUMNS).contrasts("arm", by="visit")
    for visit in range(3):
        one, two = scores[:10, visit], scores[10:, visit]
        difference = two.mean() - one.mean()
        se = np.sqrt((one.var(ddof=1) + two.var(ddof=1)) / 10)
        row = own.iloc[visit]
        assert row["estimate"] == pytest.approx(difference, rel=1e-8)
        assert row["se"] == pytest.approx(se, rel=1e-8)
        assert row["df"] == pytest.approx(18, rel=1e-8)
        assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(difference / se), 18), rel=1e-8)
        half = stats.t.ppf(0.975, 18) * se
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(
            (difference - half, difference + half), rel=1e-8
        )


def test_contrasts_are_differences_of_means(fit: package.MMRMFit) -> None:
    means = fit.lsmeans(["visit", "arm"]).set_index(["visit", "arm"])["estimate"]
    for row in fit.contrasts("arm", by="visit", reference="low").to_dict("records"):
        difference = means[row["visit"], row["arm"]] - means[row["visit"], "low"]
        assert row["estimate"] == pytest.approx(difference, abs=1e-10)
        assert row["reference"] == "low"


def test_mean_over_visits(fit: package.MMRMFit) -> None:
    over = fit.contrasts("arm")
    by = fit.contrasts("arm", by="visit").groupby("arm", observed=True)["estimate"].mean()
    assert over["estimate"].to_numpy() == pytest.approx(by[over["arm"]].to_numpy())
    some = fit.contrasts("arm", at={"visit": [8, 12]})
    assert (some["se"] > 0).all()


def test_means_at_given_values(fit: package.MMRMFit) -> None:
    low, high = (fit.lsmeans("visit", at={"baseline": value})["estimate"] for value in (40, 50))
    slope = fit.coefficients["estimate"]["baseline"]
    assert (high - low).iloc[0] == pytest.approx(10 * slope)
    only = fit.lsmeans("arm", at={"sex": "F", "visit": 4})
    both = fit.lsmeans(["arm", "sex"], at={"visit": 4})
    chosen = both[both["sex"] == "F"]["estimate"]
    assert only["estimate"].to_numpy() == pytest.approx(chosen.to_numpy())


def test_units_and_origins_do_not_matter(frame: pd.DataFrame, fit: package.MMRMFit) -> None:
    moved = frame.assign(score=1e4 + 1e3 * frame["score"], baseline=frame["baseline"] + 1e4)
    other = fit_mmrm(CASE.formula, moved, **COLUMNS)
    one, two = (own.contrasts("arm", by="visit") for own in (fit, other))
    assert two["estimate"].to_numpy() == pytest.approx(1e3 * one["estimate"].to_numpy(), rel=1e-7)
    for name in ("df", "p_value", "statistic"):
        assert two[name].to_numpy() == pytest.approx(one[name].to_numpy(), rel=1e-7)


def test_effect_sizes(fit: package.MMRMFit) -> None:
    effect = fit.effect_sizes("arm", by="visit")
    difference = fit.contrasts("arm", by="visit")
    sd = np.sqrt(np.diag(fit.covariance))
    ratio = difference["estimate"] / effect["estimate"]
    assert ratio.to_numpy() == pytest.approx(np.repeat(sd, 2))
    naive = difference["se"] / np.repeat(sd, 2)
    assert (effect["se"].to_numpy() >= naive).all()
    with pytest.raises(AnalysisError, match="needs a visit"):
        fit.effect_sizes("arm")


def test_several_rows_at_once(fit: package.MMRMFit) -> None:
    names = list(fit.coefficients.index)
    chosen = [k for k, name in enumerate(names) if "arm[" in name and "visit[" in name]
    joint = fit.test(np.eye(len(names))[chosen]).iloc[0]
    term = fit.term_tests().loc["arm:visit"]
    assert joint["statistic"] == pytest.approx(term["statistic"], rel=1e-9)
    assert joint["df_numerator"] == len(chosen) == term["df_numerator"]
    repeated = fit.test(np.eye(len(names))[[*chosen, chosen[0]]]).iloc[0]
    assert repeated["statistic"] == pytest.approx(joint["statistic"], rel=1e-7)
    one = fit.test({"sex[T.M]": 1.0}).iloc[0]
    row = fit.coefficients.loc["sex[T.M]"]
    assert one["statistic"] == pytest.approx(row["statistic"] ** 2)
    assert one["p_value"] == pytest.approx(row["p_value"])


def test_type_three_does_not_depend_on_the_reference(frame: pd.DataFrame) -> None:
    other = frame.assign(arm=frame["arm"].cat.reorder_categories(["high", "placebo", "low"]))
    one, two = (fit_mmrm(CASE.formula, own, **COLUMNS).term_tests() for own in (frame, other))
    pd.testing.assert_frame_equal(one, two, rtol=1e-6)


def test_wrong_contrasts_are_refused(fit: package.MMRMFit) -> None:
    with pytest.raises(AnalysisError, match="no coefficient sux"):
        fit.test({"sux": 1.0})
    with pytest.raises(AnalysisError, match="weights, one a coefficient"):
        fit.test([1.0, 0.0])
    with pytest.raises(AnalysisError, match="all zero"):
        fit.test(np.zeros((1, len(fit.coefficients))))
    with pytest.raises(AnalysisError, match="no level 'none'"):
        fit.contrasts("arm", by="visit", reference="none")
    with pytest.raises(AnalysisError, match="no variable of the model"):
        fit.lsmeans("age")
    with pytest.raises(AnalysisError, match="weights may be"):
        fit.lsmeans("arm", weights="observed")
    with pytest.raises(AnalysisError, match="held fixed"):
        fit.contrasts("arm", by="arm")


@pytest.mark.parametrize("df", ["kenward-roger", "kenward-roger-linear"])
@pytest.mark.parametrize("vcov", ["empirical", "jackknife", "bias-reduced"])
def test_sandwich_is_refused_with_kenward_roger(frame: pd.DataFrame, df: str, vcov: str) -> None:
    with pytest.raises(AnalysisError, match="cannot go with vcov"):
        fit_mmrm(CASE.formula, frame, **COLUMNS, df=df, vcov=vcov)


def test_unknown_choices_are_refused(frame: pd.DataFrame) -> None:
    for name in ("df", "vcov", "method"):
        with pytest.raises(AnalysisError, match=f"{name} may be"):
            fit_mmrm(CASE.formula, frame, **COLUMNS, **{name: "other"})
    with pytest.raises(AnalysisError, match="no covariance structure 'diagonal'"):
        fit_mmrm(CASE.formula, frame, **COLUMNS, covariance="diagonal")
    with pytest.raises(AnalysisError, match="defined for REML"):
        fit_mmrm(CASE.formula, frame, **COLUMNS, method="ml")


def test_sandwich_with_counted_df(frame: pd.DataFrame) -> None:
    own = fit_mmrm(CASE.formula, frame, **COLUMNS, df="residual", vcov="empirical")
    other = fit_mmrm(CASE.formula, frame, **COLUMNS, df="satterthwaite", vcov="empirical")
    assert (own.coefficients["df"] == own.data.n_scores - len(own.coefficients)).all()
    assert own.coefficients["se"].to_numpy() == pytest.approx(other.coefficients["se"].to_numpy())


def test_summary_names_the_method(fit: package.MMRMFit) -> None:
    text = fit.summary()
    assert "unstructured covariance" in text
    assert "Kenward-Roger (linear)" in text
    assert "converged in" in repr(fit)
    assert "<table" in fit._repr_html_()
    assert method_text(fit) in text


def test_summary_shows_small_p_values_as_such_and_names_variances(fit: package.MMRMFit) -> None:
    shown = fit.summary()
    p_values = fit.coefficients["p_value"]
    assert p_values.min() < 0.0001 < p_values.max()
    assert shown.count("<0.0001") == (p_values < 0.0001).sum()
    for name, row in fit.coefficients.iterrows():
        line = next(line for line in shown.splitlines() if line.startswith(f"{name} "))
        assert f" {row['df']:.1f} " in line
        assert f"{row['p_value']:.4f}" in line or row["p_value"] < 0.0001
    names = fit.covariance_parameters["parameter"].tolist()
    assert names[:3] == ["variance at 4", "covariance of 8 and 4", "variance at 8"]


def test_convergence_is_reported(fit: package.MMRMFit) -> None:
    own = fit.convergence
    assert own.converged
    assert own.gradient < 1e-9
    assert own.smallest_curvature > 0


def test_residuals_and_profiles(frame: pd.DataFrame, fit: package.MMRMFit) -> None:
    rows = fit.residuals()
    assert len(rows) == fit.data.n_scores
    assert rows["observed"].to_numpy() == pytest.approx(frame.loc[rows.index, "score"].to_numpy())
    assert (rows["observed"] - rows["fitted"]).to_numpy() == pytest.approx(
        rows["residual"].to_numpy()
    )
    assert rows["normalised"].var() == pytest.approx(1, abs=0.2)
    profile = fit.fitted_profiles("arm")
    assert profile["n"].sum() == len(rows)
    assert list(profile.columns[:2]) == ["arm", "visit"]


def test_residuals_of_weighted_scores_are_in_the_unit_of_the_score(frame: pd.DataFrame) -> None:
    own = fit_mmrm(CASE.formula, frame, **COLUMNS, weights="weight")
    rows = own.residuals()
    given = frame.loc[rows.index]
    assert rows["observed"].to_numpy() == pytest.approx(given["score"].to_numpy())
    assert (rows["observed"] - rows["fitted"]).to_numpy() == pytest.approx(
        rows["residual"].to_numpy()
    )
    variance = pd.Series(np.diag(own.covariance), own.covariance.index)
    spread = np.sqrt(given["visit"].map(variance) / given["weight"])
    assert (rows["residual"] / spread).to_numpy() == pytest.approx(rows["standardised"].to_numpy())


def test_a_model_without_an_intercept_has_the_means_themselves(frame: pd.DataFrame) -> None:
    with_one = fit_mmrm("score ~ visit", frame, **COLUMNS)
    without = fit_mmrm("score ~ 0 + visit", frame, **COLUMNS)
    assert without.minus2loglik == pytest.approx(with_one.minus2loglik, rel=1e-10)
    means = with_one.lsmeans("visit")["estimate"].to_numpy()
    assert without.coefficients["estimate"].to_numpy() == pytest.approx(means, rel=1e-8)


@pytest.mark.parametrize("df", ["kenward-roger", "kenward-roger-linear"])
def test_rows_of_a_test_that_say_the_same_twice_change_nothing(
    frame: pd.DataFrame, df: str
) -> None:
    own = fit_mmrm(CASE.formula, frame, **COLUMNS, df=df)
    rows = np.eye(len(own.coefficients))[-3:]
    plain = own.test(rows).iloc[0]
    doubled = own.test(np.vstack([rows, 1e6 * (rows[0] + rows[1]), 1e-6 * rows[2]])).iloc[0]
    for name in ("statistic", "df_numerator", "df_denominator", "p_value"):
        assert doubled[name] == pytest.approx(plain[name], rel=1e-6), name


def test_expressions_and_coded_factors(frame: pd.DataFrame) -> None:
    plain = fit_mmrm(
        "score ~ arm * visit + logged", frame.assign(logged=np.log(frame["baseline"])), **COLUMNS
    )
    other = fit_mmrm("score ~ C(arm, contr.sum) * visit + np.log(baseline)", frame, **COLUMNS)
    assert other.minus2loglik != plain.minus2loglik  # REML depends on the coding by a constant
    one, two = (own.contrasts("arm", by="visit") for own in (plain, other))
    assert two["estimate"].to_numpy() == pytest.approx(one["estimate"].to_numpy(), rel=1e-8)
    assert two["p_value"].to_numpy() == pytest.approx(one["p_value"].to_numpy(), rel=1e-7)


@pytest.mark.parametrize("term", ["poly(baseline, 2)", "center(baseline) + I(baseline**2)"])
def test_curves(frame: pd.DataFrame, term: str) -> None:
    gaps = frame.assign(baseline=frame["baseline"].where(frame["id"] != 5))
    one = fit_mmrm(f"score ~ arm * visit + {term}", gaps, **COLUMNS)
    two = fit_mmrm("score ~ arm * visit + baseline + I(baseline**2)", gaps, **COLUMNS)
    ours, theirs = (own.contrasts("arm", by="visit") for own in (one, two))
    assert ours["p_value"].to_numpy() == pytest.approx(theirs["p_value"].to_numpy(), rel=1e-6)


def test_expression_that_fails(frame: pd.DataFrame) -> None:
    with pytest.raises(DesignError, match="cannot be computed"):
        fit_mmrm("score ~ arm * visit + np.nothing(baseline)", frame, **COLUMNS)
    spline = fit_mmrm("score ~ arm * visit + bs(baseline, df=4)", frame, **COLUMNS)
    with pytest.raises(DesignError, match="cannot be computed"):
        spline.lsmeans("visit", at={"baseline": 1e4})


def test_slopes_by_visit_without_a_main_effect(frame: pd.DataFrame) -> None:
    one = fit_mmrm("score ~ arm * visit + visit:baseline", frame, **COLUMNS)
    two = fit_mmrm("score ~ arm * visit + baseline * visit", frame, **COLUMNS)
    assert len(one.coefficients) == len(two.coefficients)
    ours, theirs = (own.contrasts("arm", by="visit") for own in (one, two))
    assert ours["p_value"].to_numpy() == pytest.approx(theirs["p_value"].to_numpy(), rel=1e-6)


def test_large_numbers_lose_no_digits(frame: pd.DataFrame) -> None:
    """A year, or a baseline far from zero, beside slopes that differ between visits."""
    far = frame.assign(baseline=frame["baseline"] + 1e6)
    for formula in ("score ~ arm * visit + visit:baseline", "score ~ arm * visit * baseline"):
        near, distant = (fit_mmrm(formula, own, **COLUMNS) for own in (frame, far))
        assert any(factor.centre[0] != 0 for factor in distant.design.numeric.values())
        assert distant.minus2loglik == pytest.approx(near.minus2loglik, rel=1e-9)
        one, two = (own.lsmeans(["arm", "visit"]) for own in (near, distant))
        for name in ("estimate", "se", "df"):
            assert two[name].to_numpy() == pytest.approx(one[name].to_numpy(), rel=1e-6)


def test_constrained_baseline(frame: pd.DataFrame) -> None:
    rows = stack_baseline(
        frame, subject="id", visit="visit", score="score", baseline="baseline", name="start"
    )
    assert len(rows) == len(frame) + frame["id"].nunique()
    own = fit_clda("score ~ arm * visit", rows, **COLUMNS, arm="arm")
    start = own.lsmeans(["visit", "arm"]).head(3)
    assert start["visit"].unique().tolist() == ["start"]
    assert np.ptp(start["estimate"]) == pytest.approx(0, abs=1e-9)
    assert "cLDA" in method_text(own)
    with pytest.raises(AnalysisError, match="constrained baseline"):
        own.term_tests()
    with pytest.raises(DesignError, match="no main effect of dose"):
        Design.from_frame("score ~ arm * visit", rows, **COLUMNS, constrained="dose")
    with pytest.raises(DesignError, match="already"):
        stack_baseline(
            frame, subject="id", visit="visit", score="score", baseline="baseline", name=4
        )


def test_a_covariance_for_each_arm(frame: pd.DataFrame) -> None:
    own = fit_mmrm(CASE.formula, frame, **COLUMNS, group="arm", covariance="ar1")
    assert set(own.covariance) == {"placebo", "low", "high"}
    assert "one for each level of arm" in method_text(own)


def test_first_structure_of_the_order_is_used(frame: pd.DataFrame) -> None:
    own = fit_with_fallback(CASE.formula, frame, **COLUMNS)
    assert own.options.covariance == "unstructured"
    assert own.tried == ()


def test_fallback_is_taken_and_recorded() -> None:
    """Half the patients come to visits 1 and 2, half to 2 and 3: visits 1 and 3 never meet."""
    rows = make_frame(Case(5, 3, 2, 80, 0.0, "ar1", False, False, False, True, True))
    early = rows["id"] % 4 < 2
    rows = rows[np.where(early, rows["visit"] < 12, rows["visit"] > 4)]
    own = fit_with_fallback("score ~ arm * visit", rows, **COLUMNS)
    assert own.tried[0].startswith("unstructured: no patient has scores at both visits 4 and 12")
    assert own.options.covariance != "unstructured"
    assert "Tried before" in own.summary()
    if own.options.covariance == "heterogeneous-ar1":
        assert own.options.vcov == "bias-reduced"
