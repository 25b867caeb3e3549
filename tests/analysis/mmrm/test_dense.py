"""The package against a second implementation on random designs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from outcomes.analysis.mmrm import STRUCTURES, MMRMFit, fit_clda, fit_mmrm
from outcomes.analysis.mmrm.inference import Satterthwaite
from outcomes.analysis.mmrm.kenward_roger import KenwardRoger
from outcomes.analysis.mmrm.sandwich import Sandwich
from outcomes.errors import ConvergenceError, DesignError
from tests.samples import sample

from .dense import Dense, careful_steps, gradient, hessian, kenward_roger, parameters, sandwich
from .designs import Case, make_frame, make_matrix

TOLERANCE = 1e-6
STEP = 0.01
DESIGNS = 150
"""Random designs for each likelihood; `make test` takes the first ``SAMPLE`` of them."""
SAMPLE = 30
TRIES = 10


def draw_cases(method: str, number: int) -> Iterator[Case]:
    """Draw designs, the same for a number each time, until one of them can be looked at."""
    draw = random.Random(f"{method} {number}")
    for _ in range(TRIES):
        yield Case(
            seed=draw.randrange(10**6),
            visits=draw.randint(2, 4),
            arms=draw.randint(2, 3),
            patients=draw.randint(24, 36),
            dropout=draw.choice([0.0, 0.2, 0.4]),
            structure=draw.choice(sorted(STRUCTURES)),
            grouped=draw.random() < 0.5,
            weighted=draw.random() < 0.5,
            constrained=draw.random() < 0.5,
            reml=method == "reml",
            baseline=draw.random() < 0.5,
        )


def find_case(method: str, number: int) -> tuple[Case, MMRMFit, Dense, np.ndarray]:
    """Return the first design drawn that can be fitted, and its parameters.

    Not at the edge of the admissible matrices: there finite differences are no yardstick.
    """
    for case in draw_cases(method, number):
        try:
            fit, model = fit_case(case)
        except (ConvergenceError, DesignError):
            continue
        matrices = fit.covariance if isinstance(fit.covariance, dict) else {0: fit.covariance}
        own = [matrix.to_numpy() for matrix in matrices.values()]
        if min(find_edge(matrix) for matrix in own) > 0.05:
            theta = np.concatenate([parameters(case.structure, matrix) for matrix in own])
            return case, fit, model, theta
    pytest.fail(f"none of {TRIES} random designs could be fitted")


def find_edge(matrix: np.ndarray) -> float:
    """Return the smallest eigenvalue of the correlations of a covariance matrix."""
    size = np.sqrt(np.diag(matrix))
    return float(np.linalg.eigvalsh(matrix / np.outer(size, size))[0])


def fit_case(case: Case) -> tuple[MMRMFit, Dense]:
    frame = make_frame(case)
    options = {
        "subject": "id",
        "visit": "visit",
        "covariance": case.structure,
        "group": "arm" if case.grouped else None,
        "weights": "weight" if case.weighted else None,
        "method": "reml" if case.reml else "ml",
        "df": "satterthwaite",
    }
    if case.constrained:
        fit = fit_clda(case.formula, frame, arm="arm", **options)
    else:
        fit = fit_mmrm(case.formula, frame, **options)
    rows = frame.dropna().reset_index(drop=True)
    arms = rows["arm"].cat.codes.to_numpy(int)
    model = Dense(
        X=make_matrix(case, rows),
        y=rows["score"].to_numpy(),
        subject=rows["id"].to_numpy(),
        visit=np.unique(rows["visit"], return_inverse=True)[1],
        group=arms if case.grouped else np.zeros(len(rows), int),
        weight=rows["weight"].to_numpy() if case.weighted else np.ones(len(rows)),
        structure=case.structure,
        visits=case.visits,
        groups=case.arms if case.grouped else 1,
        reml=case.reml,
    )
    return fit, model


def close(ours: object, theirs: object, what: str, scale: float = 0.0) -> None:
    np.testing.assert_allclose(
        np.asarray(ours, float),
        np.asarray(theirs, float),
        TOLERANCE,
        TOLERANCE * scale,
        err_msg=what,
    )


@pytest.mark.parametrize("number", sample(range(DESIGNS), range(SAMPLE)))
@pytest.mark.parametrize("method", ["reml", "ml"])
def test_agrees_with_dense_matrices(method: str, number: int) -> None:
    case, fit, model, theta = find_case(method, number)
    steps = STEP * careful_steps(model, theta, fit.covariance_parameters["se"].to_numpy())
    close(fit.minus2loglik, model.deviance(theta), "deviance")
    b, phi = model.b(theta), model.phi(theta)
    se = np.sqrt(np.diag(phi))
    close(fit.coefficients["estimate"], b, "coefficients", se.max())
    close(fit.coefficients["se"], se, "standard errors")
    w = 2 * np.linalg.inv(hessian(model.deviance, theta, steps))
    left = w @ gradient(model.deviance, theta, steps) / 2
    assert np.abs(left / np.sqrt(np.diag(w))).max() < TOLERANCE
    slopes = gradient(model.phi, theta, steps)
    c = np.eye(len(b))
    inner = fit.design.raw_contrast(c)
    for k in range(len(b)):
        g = slopes[:, k, k]
        close(fit.coefficients["df"].iloc[k], 2 * phi[k, k] ** 2 / (g @ w @ g), "Satterthwaite df")
    close(Satterthwaite(fit.information).df(inner), fit.coefficients["df"], "df")
    scale = fit.design.scale
    if case.reml:
        for linear in (True, False):
            adjusted = KenwardRoger(fit.information, linear=linear).covariance
            full = kenward_roger(model, theta, w, steps, linear=linear)
            ours = scale**2 * inner @ adjusted @ inner.T
            close(np.diag(ours) / np.diag(phi), np.diag(full) / np.diag(phi), f"KR {linear}", 1.0)
    for power, name in ((0.0, "empirical"), (0.5, "bias-reduced"), (1.0, "jackknife")):
        robust = Sandwich(fit.information, fit.require_patients("test"), name)
        variance, df = sandwich(model, theta, power, c[-1])
        close(scale**2 * inner[-1] @ robust.covariance @ inner[-1], variance, name)
        close(robust.df(inner[-1:])[0], df, f"{name} df")


@pytest.mark.parametrize("structure", sorted(STRUCTURES))
def test_most_random_designs_can_be_fitted(structure: str) -> None:
    case = Case(1, 4, 2, 40, 0.2, structure, False, False, False, True, True)
    failed = 0
    for seed in range(10):
        try:
            fit_case(replace(case, seed=seed))
        except ConvergenceError:
            failed += 1
    assert failed == 0
