"""The linear model, against other ways to the same numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.analysis.adjusted_means import fit_ancova
from outcomes.errors import AnalysisError

ARMS = ("a", "b", "c")


def simulate(seed: int, n: int = 40, missing: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "arm": rng.permutation(np.resize(ARMS, n)),
            "baseline": rng.normal(50, 10, n),
            "age": rng.normal(60, 8, n),
            "site": rng.permutation(np.resize(["north", "south", "west"], n)),
        }
    )
    effect = frame["arm"].map({"a": -5.0, "b": 0.0, "c": 2.0})
    frame["score"] = 10 + effect + 0.6 * frame["baseline"] + rng.normal(0, 5, n)
    frame["baseline"] = frame["baseline"].where(rng.random(n) >= missing)
    frame["site"] = frame["site"].where(rng.random(n) >= missing)
    return frame


def fit(frame: pd.DataFrame, arms=ARMS, covariates=("baseline", "age", "site")):
    return fit_ancova(frame["score"], frame["arm"], frame[list(covariates)], arms)


def solve_normal_equations(frame: pd.DataFrame, arm: str, comparator: str):
    """Treatment-coded least squares by hand: estimate, se, df of arm minus comparator."""
    rows = frame.dropna()
    others = [name for name in ARMS if name != comparator]
    x = np.column_stack(
        [
            np.ones(len(rows)),
            *[(rows["arm"] == name).to_numpy(float) for name in others],
            rows["baseline"],
            rows["age"],
            *[(rows["site"] == name).to_numpy(float) for name in ("north", "south")],
        ]
    )
    y = rows["score"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    residual = y - x @ coefficients
    df = len(y) - x.shape[1]
    position = 1 + others.index(arm)
    se = np.sqrt(residual @ residual / df * inverse[position, position])
    return coefficients[position], se, df


@given(seed=st.integers(0, 10_000), missing=st.sampled_from([0.0, 0.15]))
def test_differences_meet_the_normal_equations(seed, missing):
    frame = simulate(seed, missing=missing)
    fitted = fit(frame)
    for arm, comparator in [("a", "b"), ("a", "c"), ("c", "b")]:
        estimate, se, df = solve_normal_equations(frame, arm, comparator)
        # Two orders of the same sums in double precision.
        assert fitted.difference(arm, comparator) == pytest.approx(
            (estimate, se), rel=1e-8, abs=1e-8
        )
        assert fitted.df == df


@given(seed=st.integers(0, 10_000))
def test_row_order_and_arm_names_do_not_matter(seed):
    frame = simulate(seed)
    estimate, se = fit(frame).difference("a", "b")
    shuffled = frame.sample(frac=1, random_state=seed)
    assert fit(shuffled).difference("a", "b") == pytest.approx((estimate, se), rel=1e-9)
    swapped = frame.assign(arm=frame["arm"].replace({"a": "b", "b": "a"}))
    assert fit(swapped).difference("a", "b") == pytest.approx((-estimate, se), rel=1e-9)


@given(
    seed=st.integers(0, 10_000),
    factor=st.sampled_from([1e-3, 0.1, 25.4, 1e4]),
    shift=st.floats(-100, 100),
)
def test_scale_of_the_score_passes_through_and_scale_of_covariates_does_not_matter(
    seed, factor, shift
):
    frame = simulate(seed)
    estimate, se = fit(frame).difference("a", "b")
    mean, _ = fit(frame).adjusted_mean("a")
    scaled = frame.assign(score=frame["score"] * factor + shift)
    assert fit(scaled).difference("a", "b") == pytest.approx(
        (estimate * factor, se * factor), rel=1e-6, abs=1e-10
    )
    assert fit(scaled).adjusted_mean("a")[0] == pytest.approx(mean * factor + shift)
    rescaled = frame.assign(baseline=frame["baseline"] * factor + shift, age=frame["age"] / factor)
    assert fit(rescaled).difference("a", "b") == pytest.approx((estimate, se), rel=1e-7, abs=1e-9)


def test_a_worked_example():
    frame = pd.DataFrame(
        {
            "arm": ["b", "b", "b", "a", "a", "a"],
            "baseline": [1.0, 3.0, 5.0, 2.0, 4.0, 6.0],
            "score": [11.0, 10.0, 15.0, 22.0, 21.0, 26.0],
        }
    )
    # Within each arm: Sxx = 8, Sxy = 8, so slope 1; residuals 1, -2, 1: residual sum of squares 12,
    # df 6 - 3 = 3, variance 4. Means: a 23 at baseline 4, b 12 at baseline 3; overall baseline 3.5.
    fitted = fit(frame, arms=("a", "b"), covariates=("baseline",))
    assert fitted.df == 3
    estimate, se = fitted.difference("a", "b")
    assert estimate == pytest.approx(23 - 12 - 1 * (4 - 3))
    assert se == pytest.approx(np.sqrt(4 * (1 / 3 + 1 / 3 + 1**2 / 16)))
    mean, mean_se = fitted.adjusted_mean("a")
    assert mean == pytest.approx(23 - 0.5)
    assert mean_se == pytest.approx(np.sqrt(4 * (1 / 3 + 0.5**2 / 16)))


def test_without_covariates_two_arms_are_a_t_test():
    # Equal-variance t test of [1, 2, 3, 6] and [4, 6, 8]: pooled variance (14 + 8) / 5 = 4.4.
    frame = pd.DataFrame(
        {"arm": list("aaaabbb"), "score": [1.0, 2, 3, 6, 4, 6, 8]},
    )
    fitted = fit(frame, arms=("a", "b"), covariates=())
    assert fitted.df == 5
    assert fitted.difference("a", "b") == pytest.approx((-3, np.sqrt(4.4 * (1 / 4 + 1 / 3))))


def test_incomplete_rows_are_left_out_and_counted():
    frame = simulate(1)
    frame.loc[frame.index[frame["arm"] == "a"][:3], "baseline"] = np.nan
    frame.loc[frame.index[frame["arm"] == "b"][:2], "score"] = np.nan
    frame.loc[frame.index[frame["arm"] == "c"][:1], "site"] = None
    counts = frame["arm"].value_counts()
    fitted = fit(frame)
    assert fitted.n == (counts["a"] - 3, counts["b"] - 2, counts["c"] - 1)


def test_an_arm_without_complete_cases_is_left_out_and_the_others_are_compared():
    frame = simulate(2)
    frame.loc[frame["arm"] == "c", "score"] = np.nan
    fitted = fit(frame)
    assert fitted.arms == ("a", "b")
    kept = fit(frame[frame["arm"] != "c"])
    assert fitted.difference("a", "b") == kept.difference("a", "b")


def test_a_category_nobody_is_in_is_no_category():
    frame = simulate(3)
    frame["site"] = pd.Categorical(frame["site"], categories=["north", "south", "west", "moon"])
    assert fit(frame).difference("a", "b") == pytest.approx(fit(simulate(3)).difference("a", "b"))


def test_true_and_false_enter_as_one_and_zero():
    frame = simulate(4).assign(smoker=lambda rows: rows["age"] > 60)
    as_bool = fit(frame, covariates=("smoker",))
    as_number = fit(frame.assign(smoker=frame["smoker"].astype(int)), covariates=("smoker",))
    assert as_bool.difference("a", "b") == as_number.difference("a", "b")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda rows: rows.assign(site="north"), "site is the same for all 40"),
        (lambda rows: rows.assign(age=7.0), "age is the same for all 40"),
        (lambda rows: rows.assign(age=2.54 * rows["baseline"] + 1), "age follows exactly"),
        (lambda rows: rows.assign(age=rows["arm"].map({"a": 1, "b": 2, "c": 3})), "age follows"),
        (lambda rows: rows.assign(site=rows["arm"]), "site follows exactly"),
        (lambda rows: rows.iloc[:6], "6 complete cases do not suffice"),
        (lambda rows: rows[rows["arm"] == "a"], "complete cases in 1 of 3 arms"),
        (lambda rows: rows.assign(score=np.nan), "complete cases in 0 of 3 arms"),
    ],
)
def test_what_cannot_be_estimated_is_said(spoil, message):
    with pytest.raises(AnalysisError, match=message):
        fit(spoil(simulate(5)))


@pytest.mark.parametrize(
    ("score", "code"),
    [(lambda rows: 30.0, "no-spread"), (lambda rows: 2 * rows["baseline"] + 1, "exact-fit")],
)
def test_scores_without_error_have_a_difference_and_no_interval(score, code):
    found = fit(simulate(5).assign(score=score))
    assert found.no_error.code == code
    estimate, se = found.difference("a", "b")
    assert estimate == pytest.approx(0, abs=1e-9)
    assert np.isnan(se)


def test_nearly_collinear_is_not_collinear():
    frame = simulate(6)
    frame["age"] = frame["baseline"] + 1e-3 * frame["age"]
    assert fit(frame).difference("a", "b") == pytest.approx(
        fit(simulate(6)).difference("a", "b"), rel=1e-6
    )
