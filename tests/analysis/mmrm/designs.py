"""Random trials for tests: dropout, gaps, weights, arms and covariates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Case:
    """One random trial and the model to fit to it."""

    seed: int
    visits: int
    arms: int
    patients: int
    dropout: float
    structure: str
    grouped: bool
    weighted: bool
    constrained: bool
    reml: bool
    baseline: bool

    @property
    def formula(self) -> str:
        return "score ~ arm * visit" + (" + baseline * visit" if self.baseline else "") + " + sex"


def make_frame(case: Case) -> pd.DataFrame:
    """Rows of a trial in random order, with dropout, gaps and odd units."""
    rng = np.random.default_rng(case.seed)
    number, visits = case.patients, case.visits
    rho = rng.uniform(0.2, 0.7)
    lag = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    size = rng.uniform(0.7, 1.4, visits) * 10 ** rng.uniform(-1, 1)
    matrix = (0.5 * rho + 0.5 * rho**lag) * np.outer(size, size)
    np.fill_diagonal(matrix, size**2)
    baseline = rng.normal(50, 10, number)
    sex = rng.integers(0, 2, number)
    arm = np.arange(number) % case.arms
    noise = rng.multivariate_normal(np.zeros(visits), matrix, number)
    mean = 20 + 0.05 * size[0] * baseline + np.outer(np.ones(visits), sex)
    score = mean.T + noise + np.arange(visits) * size[0] * 0.3
    seen = rng.random((number, visits)) > case.dropout / 3
    last = np.where(rng.random(number) < case.dropout, rng.integers(1, visits + 1, number), visits)
    seen &= np.arange(visits) < last[:, None]
    who, when = np.indices((number, visits))
    frame = pd.DataFrame(
        {
            "id": who.ravel(),
            "arm": np.array(["placebo", "low", "high"])[arm][who.ravel()],
            "visit": (when.ravel() + 1) * 4,
            "baseline": baseline[who.ravel()],
            "sex": np.array(["F", "M"])[sex][who.ravel()],
            "score": np.where(seen, score, np.nan).ravel(),
            "weight": rng.uniform(0.5, 2.0, number * visits),
        }
    )
    frame["arm"] = pd.Categorical(frame["arm"], ["placebo", "low", "high"][: case.arms])
    return frame.sample(frac=1, random_state=case.seed).reset_index(drop=True)


def make_matrix(case: Case, rows: pd.DataFrame) -> np.ndarray:
    """The design matrix by hand, in the order of the package's coefficients."""
    arms = list(rows["arm"].cat.categories)[1:]
    visits = sorted(rows["visit"].unique())[1:]
    arm = [(rows["arm"] == name).to_numpy(float) for name in arms]
    visit = [(rows["visit"] == name).to_numpy(float) for name in visits]
    columns = [np.ones(len(rows))]
    columns += [] if case.constrained else arm
    columns += visit
    if case.baseline:
        columns.append(rows["baseline"].to_numpy())
    columns.append((rows["sex"] == "M").to_numpy(float))
    columns += [a * v for v in visit for a in arm]
    if case.baseline:
        columns += [rows["baseline"].to_numpy() * v for v in visit]
    return np.column_stack(columns)
