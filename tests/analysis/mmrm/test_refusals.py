"""Data that do not allow the model: an error that says what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.mmrm import CrossProducts, Design, fit_mmrm
from outcomes.errors import AnalysisError, ConvergenceError, DesignError

from .designs import Case, make_frame

CASE = Case(11, 3, 2, 40, 0.0, "unstructured", False, False, False, True, True)
COLUMNS = {"subject": "id", "visit": "visit"}
Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture
def frame() -> pd.DataFrame:
    return make_frame(CASE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d[d["visit"] == 4], "of 1 visit"),
        (lambda d: d[(d["arm"] == "placebo") | (d["visit"] < 12)], "no score bears on"),
        (lambda d: d.assign(score=5.0), "are all the same"),
        (
            lambda d: d.assign(score=np.where(d["visit"] == 8, 5.0, d["score"])),
            "at visit 8 are all the same",
        ),
        (lambda d: d.assign(copy=2 * d["baseline"]), "can be told from the columns before"),
        (lambda d: d[(d["visit"] < 12) | (d["id"] == 1)], r"singular|fewer than two"),
        (lambda d: d[d["id"] % 3 * 4 + 4 == d["visit"]], "no patient has scores at two visits"),
        (lambda d: pd.concat([d, d.head(2)]), "2 rows repeat a patient and visit"),
        (lambda d: d.assign(score="high"), "not a number"),
        (lambda d: d.assign(score=np.inf), "infinite"),
        (lambda d: d.assign(id=np.where(d["id"] == 1, np.nan, d["id"])), "id is empty"),
        (lambda d: d.drop(columns="sex"), "no column sex"),
        (lambda d: d.assign(sex="F"), "factor sex has 1 level"),
        (lambda d: d.assign(score=np.nan), "no row has a score"),
        (lambda d: d.assign(weight=0.0), "not above zero"),
    ],
)
def test_clear_errors(frame: pd.DataFrame, change: Change, message: str) -> None:
    rows = change(frame)
    formula = CASE.formula + (" + copy" if "copy" in rows else "")
    weights = "weight" if (rows["weight"] == 0).any() else None
    with pytest.raises(DesignError, match=message):
        fit_mmrm(formula, rows, **COLUMNS, weights=weights)


@pytest.mark.parametrize("formula", ["~ arm", "score + sex ~ arm", "score ~ arm +* visit"])
def test_unreadable_formulas(frame: pd.DataFrame, formula: str) -> None:
    with pytest.raises(DesignError, match="formula"):
        fit_mmrm(formula, frame, **COLUMNS)


def test_patient_in_two_groups(frame: pd.DataFrame) -> None:
    rows = frame.assign(ward=np.where(frame["visit"] < 8, "a", "b"))
    with pytest.raises(DesignError, match="two groups of column ward"):
        fit_mmrm("score ~ arm * visit", rows, **COLUMNS, group="ward")


def test_more_parameters_than_the_data_settle(frame: pd.DataFrame) -> None:
    rows = frame[frame["id"] < 6]
    with pytest.raises(ConvergenceError, match=r"Try a simpler structure|cannot be"):
        fit_mmrm("score ~ arm * visit", rows, **COLUMNS, group="arm")


def test_rows_with_missing_values_are_counted(frame: pd.DataFrame) -> None:
    rows = frame.copy()
    rows.loc[rows.index[:5], "baseline"] = np.nan
    rows.loc[rows.index[5:8], "score"] = np.nan
    fit = fit_mmrm(CASE.formula, rows, **COLUMNS)
    assert fit.data.excluded == 8
    assert fit.data.n_scores == len(rows) - 8
    assert "8 rows left out" in fit.summary()


@pytest.mark.parametrize("column", ["id", "visit", "arm", "baseline", "score", "ward", "weight"])
def test_each_column_that_is_needed_and_absent_is_named(frame: pd.DataFrame, column: str) -> None:
    rows = frame.assign(ward=frame["id"] % 2)
    options = {**COLUMNS, "group": "ward", "weights": "weight"}
    design = Design.from_frame(CASE.formula, rows, **options)
    with pytest.raises(DesignError, match=f"column {column}"):
        CrossProducts.from_frame(design, rows.drop(columns=column))


def test_rows_without_a_weight_are_left_out(frame: pd.DataFrame) -> None:
    gaps = frame.assign(weight=frame["weight"].where(frame["id"] > 2))
    one = fit_mmrm(CASE.formula, gaps, **COLUMNS, weights="weight")
    two = fit_mmrm(CASE.formula, frame[frame["id"] > 2], **COLUMNS, weights="weight")
    assert one.data.excluded == (frame["id"] <= 2).sum() > 0
    assert one.minus2loglik == pytest.approx(two.minus2loglik, rel=1e-12)


def test_every_refusal_is_an_analysis_error() -> None:
    assert issubclass(DesignError, AnalysisError)
    assert issubclass(ConvergenceError, AnalysisError)
