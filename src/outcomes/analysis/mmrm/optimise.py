"""Newton's method for the covariance parameters, with exact second derivatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.likelihood import Point, evaluate
from outcomes.analysis.mmrm.problem import Problem
from outcomes.analysis.mmrm.structure import Structure
from outcomes.errors import ConvergenceError

MOST_ITERATIONS = 200
LONGEST_STEP = 2.0
SHORTEST_STEP = 1e-10
SURE_GAIN = 1e-4
DECREMENT = 1e-13
NEARLY_THERE = 1e-7
FLATTEST = 1e-9
SINGULAR = 1e-9


@dataclass(frozen=True)
class Convergence:
    """How a fit ended.

    Parameters
    ----------
    converged : bool
        Whether the stopping rule was met and the Hessian is positive definite.
    iterations : int
        Newton steps taken.
    decrement : float
        Newton decrement at the end: how much minus twice the log-likelihood could still fall.
    gradient : float
        Largest derivative by a search parameter at the end, divided by the number of scores.
    smallest_curvature : float
        Smallest eigenvalue of the Hessian by the search parameters.
    message : str
        What happened, in words.
    """

    converged: bool
    iterations: int
    decrement: float
    gradient: float
    smallest_curvature: float
    message: str


@dataclass(frozen=True, eq=False)
class Optimum:
    """The place where the search ended."""

    structure: Structure
    search: list[Array]
    point: Point
    convergence: Convergence


@dataclass(frozen=True, eq=False)
class _Surface:
    """The deviance as a function of the stacked search parameters of all groups."""

    problem: Problem
    structure: Structure

    def split(self, search: Array) -> list[Array]:
        return list(search.reshape(-1, self.structure.size))

    def at(self, search: Array) -> Point | None:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            matrices = [self.structure.matrix(own) for own in self.split(search)]
            if not np.isfinite(matrices).all():
                return None
            return evaluate(self.problem, matrices)

    def singular(self, search: Array) -> bool:
        """Say whether the search has run off to a matrix that cannot be inverted."""
        matrices = np.stack([self.structure.matrix(own) for own in self.split(search)])
        root = np.sqrt(np.diagonal(matrices, axis1=1, axis2=2))
        correlation = matrices / (root[:, :, None] * root[:, None, :])
        return bool(np.linalg.eigvalsh(correlation).min() < SINGULAR)

    def derivatives(self, search: Array, point: Point) -> tuple[Array, Array]:
        parts = self.split(search)
        slopes = [self.structure.slopes(own) for own in parts]
        curvatures = [
            self.structure.curvature(own, matrix)
            for own, matrix in zip(parts, point.gradients, strict=True)
        ]
        return point.gradient(slopes), point.hessian(slopes, curvatures)


def minimise(problem: Problem, structure: Structure, start: list[Array] | None = None) -> Optimum:
    """Find the covariance parameters of least deviance.

    Newton steps with the exact Hessian, eigenvalues made positive away from the optimum, step
    length halved until the deviance falls. Stops when the Newton decrement (what is still to be
    gained) is below ``DECREMENT``, then takes one more step. A search that fails from the pooled
    residual covariances is begun once more without their correlations.

    Raises
    ------
    ConvergenceError
        When no start is possible, no step helps, or the Hessian at the end is not positive.
    """
    surface = _Surface(problem, structure)
    if start is not None:
        return _descend(surface, np.concatenate(start))
    residual = problem.starting_covariances()
    try:
        return _descend(surface, np.concatenate([structure.start(own) for own in residual]))
    except ConvergenceError as error:
        diagonal = [structure.start(np.diag(np.diag(own))) for own in residual]
        try:
            return _descend(surface, np.concatenate(diagonal))
        except ConvergenceError:
            raise error from None


def _descend(surface: _Surface, search: Array) -> Optimum:
    """Take Newton steps from one start."""
    point = surface.at(search)
    if point is None:
        raise ConvergenceError("the likelihood cannot be computed at the starting values")
    for iteration in range(1, MOST_ITERATIONS + 1):
        gradient, hessian = surface.derivatives(search, point)
        step, decrement, positive = _newton_step(gradient, hessian)
        moved = _move(surface, search, point, step, decrement)
        if decrement < DECREMENT * max(1.0, abs(point.deviance)) and positive:
            if moved is not None:
                search, point = moved
            return _finish(surface, search, point, iteration)
        if moved is None:
            break
        search, point = moved
        if surface.singular(search):
            break
    return _finish(surface, search, point, iteration, stopped=True)


def _newton_step(gradient: Array, hessian: Array) -> tuple[Array, float, bool]:
    """Return the step, the decrement, and whether the Hessian was positive as it is."""
    positive = True
    try:
        np.linalg.cholesky(hessian)
        step = -np.linalg.solve(hessian, gradient)
    except np.linalg.LinAlgError:
        positive = False
        values, vectors = np.linalg.eigh(hessian)
        largest = max(float(np.abs(values).max()), np.finfo(float).tiny)
        used = np.maximum(np.abs(values), FLATTEST * largest)
        step = -vectors @ (vectors.T @ gradient / used)
    decrement = float(-step @ gradient)
    longest = float(np.abs(step).max())
    if longest > LONGEST_STEP:
        step = step * (LONGEST_STEP / longest)
    return np.asarray(step), decrement, positive


def _move(
    surface: _Surface, search: Array, point: Point, step: Array, decrement: float
) -> tuple[Array, Point] | None:
    """Take the step, or the largest part of it (halving) that lowers the deviance."""
    part = 1.0
    noise = 1e-13 * abs(point.deviance)
    while part > SHORTEST_STEP:
        there = search + part * step
        new = surface.at(there)
        if new is not None:
            gain = point.deviance - new.deviance
            if gain >= SURE_GAIN * part * decrement or (
                decrement < NEARLY_THERE * max(1.0, abs(point.deviance)) and gain > -noise - 1e-10
            ):
                return there, new
        part /= 2
    return None


def _finish(
    surface: _Surface, search: Array, point: Point, iterations: int, *, stopped: bool = False
) -> Optimum:
    """Check gradient and Hessian where the search ended."""
    gradient, hessian = surface.derivatives(search, point)
    values = np.linalg.eigvalsh(hessian)
    smallest, largest = float(values[0]), float(values[-1])
    _, decrement, _ = _newton_step(gradient, hessian)
    slope = float(np.abs(gradient).max()) / surface.problem.scores
    flat = smallest <= FLATTEST * largest or surface.singular(search)
    done = not flat and decrement < NEARLY_THERE and (not stopped or decrement < 1e-9)
    if done:
        message = f"converged in {iterations} Newton steps"
    elif flat:
        message = (
            "the likelihood is flat in some direction: the data do not settle every "
            "parameter of this covariance structure"
        )
    else:
        message = (
            f"no further descent after {iterations} Newton steps "
            f"(still to be gained: {decrement:.3g})"
        )
    convergence = Convergence(done, iterations, decrement, slope, smallest, message)
    if not done:
        raise ConvergenceError(
            f"{surface.structure.label} covariance: {message}. Try a simpler structure, "
            "or fit_with_fallback, which does so in a stated order"
        )
    return Optimum(surface.structure, surface.split(search), point, convergence)
