"""Sums of cross-products: additive, and what may not be added is refused."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.mmrm import CrossProducts, Design, MMRMFit, fit_cross_products, fit_mmrm
from outcomes.errors import AnalysisError, DesignError

from .designs import Case, make_frame

CASE = Case(7, 4, 2, 90, 0.3, "unstructured", False, False, False, True, True)
COLUMNS = {"subject": "id", "visit": "visit"}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(CASE).sort_values(["id", "visit"], ignore_index=True)


@pytest.fixture(scope="module")
def design(frame: pd.DataFrame) -> Design:
    return Design.from_frame(CASE.formula, frame, **COLUMNS)


def parts(frame: pd.DataFrame, number: int) -> list[pd.DataFrame]:
    return [frame[frame["id"] % number == place] for place in range(number)]


def same_fit(one: MMRMFit, two: MMRMFit) -> None:
    assert one.minus2loglik == pytest.approx(two.minus2loglik, rel=1e-12)
    pd.testing.assert_frame_equal(one.coefficients, two.coefficients, rtol=1e-10)
    by = {"of": "arm", "by": "visit", "weights": "proportional"}
    pd.testing.assert_frame_equal(one.contrasts(**by), two.contrasts(**by), rtol=1e-10)
    means = [fit.lsmeans(["arm", "visit"], weights="proportional") for fit in (one, two)]
    pd.testing.assert_frame_equal(*means, rtol=1e-10)


@pytest.mark.parametrize("number", [1, 3, 10])
def test_chunks_give_the_same_fit(frame: pd.DataFrame, design: Design, number: int) -> None:
    whole = fit_mmrm(CASE.formula, frame, **COLUMNS)
    total = CrossProducts.from_chunks(design, parts(frame, number))
    same_fit(fit_cross_products(total), whole)
    assert total.n_patients == whole.data.n_patients
    assert total.n_scores == whole.data.n_scores
    assert total.excluded == whole.data.excluded


def test_addition_does_not_depend_on_order(frame: pd.DataFrame, design: Design) -> None:
    one, two, three = (CrossProducts.from_frame(design, part) for part in parts(frame, 3))
    same_fit(fit_cross_products((one + two) + three), fit_cross_products(three + (two + one)))


def test_rows_in_any_order_give_the_same_fit(frame: pd.DataFrame) -> None:
    mixed = frame.sample(frac=1, random_state=1)
    same_fit(fit_mmrm(CASE.formula, mixed, **COLUMNS), fit_mmrm(CASE.formula, frame, **COLUMNS))


def test_a_design_made_twice_is_the_same(frame: pd.DataFrame) -> None:
    one, two = (Design.from_frame(CASE.formula, frame, **COLUMNS) for _ in range(2))
    left, right = parts(frame, 2)
    total = CrossProducts.from_frame(one, left) + CrossProducts.from_frame(two, right)
    assert total.n_patients == CrossProducts.from_frame(one, frame).n_patients


def test_sums_travel(frame: pd.DataFrame, design: Design) -> None:
    """A hospital gets the design, makes its sums, and sends them back."""
    left, right = parts(frame, 2)
    sent = pickle.loads(pickle.dumps(design))
    back = pickle.loads(pickle.dumps(CrossProducts.from_frame(sent, right)))
    total = CrossProducts.from_frame(design, left) + back
    same_fit(fit_cross_products(total), fit_mmrm(CASE.formula, frame, **COLUMNS))


def test_split_patient_is_refused(frame: pd.DataFrame, design: Design) -> None:
    early, late = frame[frame["visit"] < 10], frame[frame["visit"] >= 10]
    with pytest.raises(DesignError, match="patients are in both sums"):
        CrossProducts.from_chunks(design, [early, late])


@pytest.mark.parametrize(
    "change",
    [
        {"formula": "score ~ arm * visit"},
        {"levels": {"visit": [4, 8, 12, 16, 20]}},
        {"levels": {"arm": ["low", "placebo"]}},
        {"weights": "weight"},
        {"group": "arm"},
    ],
)
def test_other_designs_are_refused(
    frame: pd.DataFrame, design: Design, change: dict[str, object]
) -> None:
    left, right = parts(frame, 2)
    other = Design.from_frame(
        **{"formula": CASE.formula, "frame": frame, **COLUMNS, **change}  # type: ignore[arg-type]
    )
    with pytest.raises(DesignError, match="different designs"):
        CrossProducts.from_frame(design, left) + CrossProducts.from_frame(other, right)


def test_sums_of_a_fit_are_not_for_adding(frame: pd.DataFrame, design: Design) -> None:
    fit = fit_mmrm(CASE.formula, frame, **COLUMNS)
    with pytest.raises(DesignError, match="made for one fit"):
        fit.data + CrossProducts.from_frame(design, frame)


def test_other_centring_is_refused(frame: pd.DataFrame, design: Design) -> None:
    left, right, _ = parts(frame, 3)
    other = Design.from_frame(CASE.formula, right, **COLUMNS)
    with pytest.raises(DesignError, match="different designs"):
        CrossProducts.from_frame(design, left) + CrossProducts.from_frame(other, right)


def test_unknown_level_is_refused(frame: pd.DataFrame) -> None:
    design = Design.from_frame(CASE.formula, frame[frame["visit"] < 16], **COLUMNS)
    with pytest.raises(DesignError, match="holds '16', which is not one of its levels"):
        CrossProducts.from_frame(design, frame)


def test_no_rows_are_refused(design: Design, frame: pd.DataFrame) -> None:
    with pytest.raises(DesignError, match="no rows"):
        CrossProducts.from_chunks(design, [frame.iloc[:0]])


def test_parquet_in_small_batches(tmp_path: Path, frame: pd.DataFrame) -> None:
    half = len(frame) // 2 // 4 * 4
    frame.iloc[:half].to_parquet(tmp_path / "a.parquet")
    frame.iloc[half:].to_parquet(tmp_path / "b.parquet")
    total = CrossProducts.from_parquet(tmp_path, CASE.formula, **COLUMNS, batch_rows=37)
    same_fit(fit_cross_products(total), fit_mmrm(CASE.formula, frame, **COLUMNS))


def test_sums_have_no_rows_for_a_sandwich(frame: pd.DataFrame, design: Design) -> None:
    fit = fit_cross_products(CrossProducts.from_frame(design, frame))
    with pytest.raises(AnalysisError, match="needs the rows"):
        fit.residuals()


def test_indicator_that_takes_a_third_value(frame: pd.DataFrame) -> None:
    """A number with two values is averaged over like a factor, until a chunk brings a third."""
    rows = frame.assign(dose=(frame["id"] % 2).where(frame["id"] < 80, 5))
    formula = CASE.formula + " + dose"
    design = Design.from_frame(formula, rows, **COLUMNS)
    chunks = [rows[rows["id"] < 80], rows[rows["id"] >= 80]]
    total = CrossProducts.from_chunks(design, chunks)
    assert "dose" not in total.margins.variables
    same_fit(fit_cross_products(total), fit_mmrm(formula, rows, **COLUMNS))
    assert total.margins.mean("dose") == pytest.approx(rows.dropna()["dose"].mean())


def test_memory_does_not_grow_with_patients(frame: pd.DataFrame, design: Design) -> None:
    more = frame.assign(id=frame["id"] + 1000)
    one = CrossProducts.from_frame(design, frame)
    two = one + CrossProducts.from_frame(design, more)
    assert two.products.keys() == one.products.keys()
    for key, own in one.products.items():
        np.testing.assert_allclose(two.products[key], 2 * own, rtol=1e-12)
