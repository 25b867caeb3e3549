"""SAS PROC MIXED: where a converged fit is, and exactly where SAS stops."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.mmrm import MMRMFit, fit_mmrm
from outcomes.analysis.mmrm.inference import Information
from outcomes.analysis.mmrm.kenward_roger import KenwardRoger
from outcomes.analysis.mmrm.likelihood import evaluate
from outcomes.analysis.mmrm.optimise import Optimum
from outcomes.analysis.mmrm.structures import Unstructured

from .test_reference import STRUCTURES

BARS = {"estimate": 5e-5, "se": 2e-4, "df": 5e-4}
DF = {"kr": "kenward-roger", "kr(linear)": "kenward-roger-linear"}


def read(shared: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    folder = shared / "reference/mmrm"
    table = pd.read_csv(folder / "sas_kenward_roger_fev.csv").rename(columns={"stderr": "se"})
    return pd.read_csv(folder / "fev_data.csv").astype({"AVISIT": "category"}), table


def fit_like_sas(data: pd.DataFrame, structure: str, df: str) -> MMRMFit:
    return fit_mmrm(
        "FEV1 ~ ARMCD",
        data,
        subject="USUBJID",
        visit="AVISIT",
        covariance=STRUCTURES[structure],
        df=DF[df],
    )


def test_converged_fits_are_as_near_as_sas_stops(shared: Path) -> None:
    data, table = read(shared)
    assert len(table) == 10
    for row in table.to_dict("records"):
        own = fit_like_sas(data, row["structure"], row["ddfm"]).coefficients.loc["ARMCD[T.TRT]"]
        for name, bar in BARS.items():
            tight = 1e-6 if row["structure"] in ("cs", "ar1") else bar
            assert own[name] == pytest.approx(row[name], rel=min(bar, tight)), (row, name)


@pytest.mark.parametrize("structure", ["csh", "ar1", "us", "cs", "toep"])
def test_full_beside_linear_kenward_roger(shared: Path, structure: str) -> None:
    data, table = read(shared)
    theirs = table[table["structure"] == structure].set_index("ddfm")["se"]
    ours = {name: fit_like_sas(data, structure, name).coefficients["se"].iloc[1] for name in DF}
    assert ours["kr"] / ours["kr(linear)"] == pytest.approx(
        theirs["kr"] / theirs["kr(linear)"], rel=1e-6
    )


def test_stopped_where_sas_stops(shared: Path) -> None:
    """MIVQUE0 start, three Newton steps, then the same number to the last digits."""
    data, table = read(shared)
    fit = fit_like_sas(data, "us", "kr(linear)")
    structure = Unstructured(4)
    slopes = structure.reported_slopes(np.zeros(structure.size))
    theta = mivque0(data, slopes) / fit.design.scale**2
    problem = fit.optimum.point.problem
    for _ in range(3):
        point = evaluate(problem, [np.einsum("k,kab->ab", theta, slopes)])
        assert point is not None
        gradient = point.gradient([slopes])
        hessian = point.hessian([slopes], [np.zeros((len(theta), len(theta)))])
        theta = theta - np.linalg.solve(hessian, gradient)
    matrix = np.einsum("k,kab->ab", theta, slopes)
    point = evaluate(problem, [matrix])
    assert point is not None
    stopped = Optimum(structure, [structure.start(matrix)], point, fit.convergence)
    inference = KenwardRoger(Information(stopped), linear=True)
    row = fit.design.raw_contrast(np.array([[0.0, 1.0]]))
    theirs = table[(table["structure"] == "us") & (table["ddfm"] == "kr(linear)")].iloc[0]
    scale = fit.design.scale
    assert scale * (row @ point.b)[0] == pytest.approx(theirs["estimate"], rel=1e-10)
    spread = (row @ inference.covariance @ row.T)[0, 0]
    assert scale * np.sqrt(spread) == pytest.approx(theirs["se"], rel=1e-10)
    assert inference.df(row)[0] == pytest.approx(theirs["df"], rel=1e-10)


def mivque0(data: pd.DataFrame, slopes: np.ndarray) -> np.ndarray:
    """Quadratic estimates with the unit matrix as a guess (Goodnight 1978), dense."""
    rows = data.dropna(subset=["FEV1"])
    y = rows["FEV1"].to_numpy()
    X = np.column_stack([np.ones(len(rows)), rows["ARMCD"] == "TRT"]).astype(float)
    visit = rows["AVISIT"].str[-1].astype(int).to_numpy() - 1
    patient = rows["USUBJID"].to_numpy()
    same = patient[:, None] == patient[None, :]
    P = np.eye(len(y)) - X @ np.linalg.solve(X.T @ X, X.T)
    each = [P @ (slope[np.ix_(visit, visit)] * same) @ P for slope in slopes]
    left = np.array([[(one * two).sum() for two in each] for one in each])
    return np.linalg.solve(left, [y @ one @ y for one in each])
