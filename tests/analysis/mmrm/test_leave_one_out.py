"""Fits without each patient in turn: the same as fitting the others, patient by patient."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from outcomes.analysis.mmrm import MMRMFit, fit_mmrm, leave_one_out
from outcomes.analysis.mmrm.leave_one_out import fit_without_each
from outcomes.errors import AnalysisError

from .designs import Case, make_frame

COLUMNS = {"subject": "id", "visit": "visit"}
CASE = Case(3, 4, 2, 40, 0.25, "unstructured", False, False, False, True, True)
Array = NDArray[np.float64]


def gather(fit: MMRMFit) -> tuple[Array, Array]:
    """Return coefficients and covariance without each patient, in the scale of the design."""
    parts = list(fit_without_each(fit))
    patients = np.concatenate([part.patients for part in parts])
    assert patients.tolist() == list(range(len(patients)))
    return (
        np.concatenate([part.b for part in parts]),
        np.concatenate([part.covariance for part in parts]),
    )


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("covariance", ["unstructured", "heterogeneous-toeplitz", "ar1"])
def test_each_is_the_fit_of_the_others(covariance: str, method: str) -> None:
    frame = make_frame(CASE)
    asked = {"covariance": covariance, "method": method, "df": "satterthwaite", **COLUMNS}
    fit = fit_mmrm(CASE.formula, frame, **asked)
    _, found = gather(fit)
    names = fit.require_patients("a test").names
    for place in range(0, len(found), 7):
        others = frame[frame["id"] != names.iloc[place]]
        alone = fit_mmrm(CASE.formula, others, **asked)
        unit = fit.design.scale**2
        assert found[place] * unit == pytest.approx(np.asarray(alone.covariance), rel=1e-7)


def test_many_at_once_are_what_one_by_one_are(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = fit_mmrm(CASE.formula, make_frame(CASE), **COLUMNS)
    b, covariance = gather(fit)
    monkeypatch.setattr(leave_one_out, "MOST_STEPS", 0)
    monkeypatch.setattr(leave_one_out, "STEPS", ((20_000, 0),))
    alone, matrices = gather(fit)
    assert b == pytest.approx(alone, rel=1e-8, abs=1e-9)
    assert covariance == pytest.approx(matrices, rel=1e-8)


def test_parts_of_any_size_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = fit_mmrm(CASE.formula, make_frame(CASE), **COLUMNS)
    whole = gather(fit)
    monkeypatch.setattr(leave_one_out, "NUMBERS_AT_ONCE", 1)
    for one, other in zip(whole, gather(fit), strict=True):
        assert one == pytest.approx(other, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(("steps", "order"), [(1, 2), (2, 3)])
def test_few_steps_are_enough_for_many_patients(
    monkeypatch: pytest.MonkeyPatch, steps: int, order: int
) -> None:
    """What a step leaves falls with the number of patients, each step by one power more."""
    left = []
    for patients in (200, 1600):
        case = Case(5, 3, 2, patients, 0.2, "unstructured", False, False, False, True, True)
        fit = fit_mmrm(case.formula, make_frame(case), **COLUMNS)
        exact, _ = gather(fit)
        with monkeypatch.context() as patch:
            patch.setattr(leave_one_out, "STEPS", ((20_000, steps),))
            found, _ = gather(fit)
        left.append(np.abs(found - exact).max())
    assert left[1] < left[0] / 8 ** (order - 0.7)


def test_a_covariance_for_each_arm_is_refused() -> None:
    fit = fit_mmrm(CASE.formula, make_frame(CASE), group="arm", **COLUMNS)
    with pytest.raises(AnalysisError, match="one covariance matrix"):
        gather(fit)
