"""Deviance, gradient and Hessian from cross-products; patients are never seen here.

Notation as in docs/methods/mmrm.md: for a pattern p with covariance S_p of the visits seen,
W_p = S_p^-1, C_p the cross-products, H the weighted sum of them in the columns of the design and
the response. Arrays over patterns are padded with zeros where a visit was not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.problem import Problem

LOG_2PI = float(np.log(2 * np.pi))
PARAMETERS_AT_ONCE = 32


@dataclass(frozen=True, eq=False)
class Point:
    """The likelihood at given covariance matrices.

    Parameters
    ----------
    problem : Problem
        The data side.
    inverse : numpy.ndarray
        W_p, padded, (patterns, visits, visits).
    phi : numpy.ndarray
        Covariance of the coefficients, (columns, columns).
    b : numpy.ndarray
        Coefficients.
    deviance : float
        Minus twice the (restricted) log-likelihood.
    """

    problem: Problem
    inverse: Array
    phi: Array
    b: Array
    deviance: float

    @cached_property
    def _middle(self) -> Array:
        """K_p: residual cross-products, with Phi's share under REML."""
        v = np.append(-self.b, 1.0)
        matrix = np.outer(v, v)
        if self.problem.reml:
            matrix[:-1, :-1] += self.phi
        return self.problem.spread(matrix)

    @cached_property
    def _weighted(self) -> Array:
        """W_p K_p W_p."""
        return self.inverse @ self._middle @ self.inverse

    @cached_property
    def gradients(self) -> Array:
        """Derivative by each entry of each covariance matrix, (groups, visits, visits)."""
        problem = self.problem
        each = problem.number[:, None, None] * self.inverse - self._weighted
        return np.stack(
            [each[problem.group == place].sum(axis=0) for place in range(problem.groups)]
        )

    def gradient(self, slopes: Sequence[Array]) -> Array:
        """Return the derivatives by parameters whose slopes are given by group."""
        return np.concatenate(
            [
                np.einsum("kab,ab->k", own, matrix)
                for own, matrix in zip(slopes, self.gradients, strict=True)
            ]
        )

    def sandwiched(self, slopes: Sequence[Array]) -> Array:
        """Return ``sum_p W E_i W`` collected for every parameter, (parameters, q + 1, q + 1)."""
        entries = self.problem.visits * (self.problem.visits + 1) // 2
        result = []
        for place, own in enumerate(slopes):
            if len(own) >= entries:
                result.append(self._sandwiched_by_entry(place, own))
            else:
                result.append(self._sandwiched_directly(place, own))
        return np.concatenate(result)

    def _sandwiched_directly(self, place: int, slopes: Array) -> Array:
        chosen = self.problem.group == place
        inverse = self.inverse[chosen]
        full = np.zeros((len(slopes), *self.inverse.shape))
        full[:, chosen] = inverse @ slopes[:, None] @ inverse
        return self.problem.collect(full)

    def _sandwiched_by_entry(self, place: int, slopes: Array) -> Array:
        """Collect for each entry of the covariance matrix, then combine.

        With one entry (r, c), ``W E W`` is an outer product and its mirror image, which needs no
        matrix product; the mirror image collects to the transpose.
        """
        chosen = self.problem.group == place
        inverse = self.inverse[chosen]
        row, column = np.tril_indices(self.problem.visits)
        collected = []
        for begin in range(0, len(row), PARAMETERS_AT_ONCE):
            part = slice(begin, begin + PARAMETERS_AT_ONCE)
            left = inverse[:, :, row[part]].transpose(2, 0, 1)[..., None]
            right = inverse[:, column[part], :].transpose(1, 0, 2)[:, :, None, :]
            full = np.zeros((left.shape[0], *self.inverse.shape))
            full[:, chosen] = left * right
            collected.append(self.problem.collect(full))
        each = np.concatenate(collected)
        mirrored = each + each.transpose(0, 2, 1)
        mirrored[row == column] = each[row == column]
        return np.tensordot(slopes[:, row, column], mirrored, axes=1)

    def hessian(self, slopes: Sequence[Array], curvatures: Sequence[Array]) -> Array:
        """Return second derivatives by the parameters.

        Parameters
        ----------
        slopes : sequence of numpy.ndarray
            First derivatives of each covariance matrix.
        curvatures : sequence of numpy.ndarray
            ``<G, d2S>`` for each covariance matrix.
        """
        collected = self.sandwiched(slopes)
        v = np.append(-self.b, 1.0)
        c = (collected @ v)[:, :-1]
        result = -2 * c @ self.phi @ c.T
        if self.problem.reml:
            own = (self.phi @ collected[:, :-1, :-1]).reshape(len(collected), -1)
            turned = (collected[:, :-1, :-1] @ self.phi).reshape(len(collected), -1)
            result -= own @ turned.T
        begin = 0
        for place, (slope, curvature) in enumerate(zip(slopes, curvatures, strict=True)):
            part = slice(begin, begin + len(slope))
            result[part, part] += self._direct(place, slope) + curvature
            begin += len(slope)
        return np.asarray((result + result.T) / 2)

    def _direct(self, place: int, slopes: Array) -> Array:
        """Return the part of the Hessian of one group that no coefficient enters.

        ``sum_p -n tr(W E_i W E_j) + 2 tr(E_i W E_j W K W)``, by way of one tensor over patterns.
        """
        chosen = self.problem.group == place
        number, visits = self.problem.number[chosen], self.problem.visits
        inverse = self.inverse[chosen].reshape(-1, visits * visits)
        right = 2 * self._weighted[chosen].reshape(-1, visits * visits) - number[:, None] * inverse
        tensor = (inverse.T @ right).reshape(visits, visits, visits, visits)
        flat = slopes.reshape(len(slopes), -1)
        across = tensor.transpose(3, 0, 1, 2).reshape(visits * visits, visits * visits)
        result = flat @ across @ flat.T
        return np.asarray((result + result.T) / 2)


def evaluate(problem: Problem, covariances: Sequence[Array]) -> Point | None:
    """Return the deviance and what it is made of; None where a matrix is not positive."""
    stack = np.stack(covariances)
    try:
        np.linalg.cholesky(stack)
    except np.linalg.LinAlgError:
        return None
    both = problem.seen[:, :, None] & problem.seen[:, None, :]
    padded = np.where(both, stack[problem.group], np.eye(problem.visits))
    try:
        lower = np.linalg.cholesky(padded)
    except np.linalg.LinAlgError:
        return None
    half = np.linalg.inv(lower)
    inverse = np.where(both, half.transpose(0, 2, 1) @ half, 0.0)
    log_det = 2 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
    total = problem.collect(inverse)
    try:
        factor = np.linalg.cholesky(total[:-1, :-1])
    except np.linalg.LinAlgError:
        return None
    half_phi = np.linalg.inv(factor)
    phi = half_phi.T @ half_phi
    b = phi @ total[:-1, -1]
    residual = total[-1, -1] - b @ total[:-1, -1]
    deviance = problem.number @ log_det + residual - problem.log_weights
    if problem.reml:
        deviance += 2 * np.log(np.diag(factor)).sum() + (problem.scores - problem.columns) * LOG_2PI
    else:
        deviance += problem.scores * LOG_2PI
    if not np.isfinite(deviance):
        return None
    return Point(problem, inverse, phi, b, float(deviance))
