"""REML of two variances, between trials and between effects within a trial."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import optimize

from outcomes.analysis.meta.checks import FloatArray
from outcomes.errors import ConvergenceError


class Components(NamedTuple):
    """Variance between trials, between effects of one trial, restricted log-likelihood."""

    between: float
    within: float
    log_likelihood: float


def estimate_components(
    yi: FloatArray, sampling: FloatArray, design: FloatArray, same: FloatArray, *, within: bool
) -> Components:
    """Maximise the restricted likelihood of ``F = V + between * same + within * I``.

    Parameters
    ----------
    yi : ndarray, shape (k,)
        Effects.
    sampling : ndarray, shape (k, k)
        V, known sampling covariance, positive definite.
    design : ndarray, shape (k, p)
        X, of full rank.
    same : ndarray, shape (k, k)
        1 where two effects are of one trial, else 0.
    within : bool
        Whether there is a variance within trials; without repeated trials it cannot be told from
        the other.

    Raises
    ------
    ConvergenceError
        If no start leads to a point where the likelihood is flat.
    """
    parts = [same, np.eye(yi.size)] if within else [same]
    unit = float(np.mean(np.diag(sampling))) + float(np.var(yi))

    def objective(values: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = _deviance(yi, sampling, design, parts, unit * values)
        return value, unit * gradient

    starts = [(0.0, 0.0), (0.5, 0.05), (0.05, 0.5), (0.3, 0.3)]
    fits = [
        optimize.minimize(
            objective,
            np.array(start[: len(parts)]),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, None)] * len(parts),
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000},
        )
        for start in starts
    ]
    best = min(fits, key=lambda fit: float(fit.fun))
    values = _polish(objective, np.asarray(best.x))
    value, gradient = objective(values)
    flat = np.where(values > 0, np.abs(gradient), np.maximum(-gradient, 0.0))
    if not np.max(flat) < 1e-5 * max(1.0, abs(value)):
        raise ConvergenceError(
            "variances between and within trials: no maximum of the likelihood was found; check "
            "for effects whose variance is far from the others', or average each trial's effects"
        )
    found = unit * values
    return Components(float(found[0]), float(found[1]) if within else 0.0, -value / 2)


def _polish(
    objective: Callable[[FloatArray], tuple[float, FloatArray]], values: FloatArray
) -> FloatArray:
    """Newton steps with a numerical Jacobian of the exact gradient, on variances above 0."""
    free = values > 1e-10
    values = np.where(free, values, 0.0)
    if not free.any():
        return values

    def gradient(inner: FloatArray) -> FloatArray:
        full = values.copy()
        full[free] = inner
        return objective(full)[1][free]

    root = optimize.root(gradient, values[free], method="hybr", options={"xtol": 1e-13})
    polished = values.copy()
    polished[free] = root.x
    better = np.max(np.abs(root.fun)) <= np.max(np.abs(gradient(values[free])))
    return polished if better and np.all(root.x >= 0) else values


def _deviance(
    yi: FloatArray,
    sampling: FloatArray,
    design: FloatArray,
    parts: list[FloatArray],
    variances: FloatArray,
) -> tuple[float, FloatArray]:
    """-2 restricted log-likelihood (with its constant, as metafor) and its gradient."""
    k, p = design.shape
    total = sampling + sum(v * part for v, part in zip(variances, parts, strict=True))
    inverse = np.linalg.inv(total)
    information = design.T @ inverse @ design
    projection = inverse - inverse @ design @ np.linalg.solve(information, design.T @ inverse)
    weighted = projection @ yi
    value = (
        (k - p) * np.log(2 * np.pi)
        + np.linalg.slogdet(total)[1]
        + np.linalg.slogdet(information)[1]
        - np.linalg.slogdet(design.T @ design)[1]
        + yi @ weighted
    )
    gradient = [np.sum(projection * part) - weighted @ part @ weighted for part in parts]
    return float(value), np.array(gradient, dtype=np.float64)
