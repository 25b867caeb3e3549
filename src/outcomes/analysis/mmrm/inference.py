"""Tests of contrasts: which variance, which degrees of freedom, which quantile."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.optimise import Optimum
from outcomes.errors import ConvergenceError

RANK = 1.5e-8


@dataclass(frozen=True, eq=False)
class Information:
    """Coefficients, their covariance, and how it moves with the reported parameters.

    Everything is in the centred and scaled columns of the design.

    Parameters
    ----------
    optimum : Optimum
        The fit.
    """

    optimum: Optimum

    @property
    def b(self) -> Array:
        """Coefficients."""
        return self.optimum.point.b

    @property
    def phi(self) -> Array:
        """Model-based covariance of the coefficients."""
        return self.optimum.point.phi

    @cached_property
    def slopes(self) -> list[Array]:
        """Derivatives of each covariance matrix by its reported parameters."""
        return [self.optimum.structure.reported_slopes(own) for own in self.optimum.search]

    @cached_property
    def curvatures(self) -> list[Array | None]:
        """Second derivatives by the reported parameters, None where zero."""
        return [self.optimum.structure.reported_curvature(own) for own in self.optimum.search]

    @cached_property
    def w(self) -> Array:
        """Covariance of the reported parameters: twice the inverse observed Hessian."""
        point = self.optimum.point
        weighted = [
            np.zeros((len(own), len(own)))
            if curvature is None
            else np.einsum("ijab,ab->ij", curvature, gradient)
            for own, curvature, gradient in zip(
                self.slopes, self.curvatures, point.gradients, strict=True
            )
        ]
        hessian = point.hessian(self.slopes, weighted)
        size = np.sqrt(np.abs(np.diag(hessian)))
        scaled = hessian / np.outer(size, size)
        if np.linalg.eigvalsh(scaled)[0] <= 0:
            raise ConvergenceError(
                "the information about the covariance parameters is not positive"
            )
        return np.asarray(2 * np.linalg.inv(scaled) / np.outer(size, size))

    @cached_property
    def b_slopes(self) -> Array:
        """B_i: ``sum_p X' W E_i W X``, (parameters, columns, columns)."""
        return self.optimum.point.sandwiched(self.slopes)[:, :-1, :-1]


@dataclass(frozen=True)
class FTest:
    """Test of several contrasts at once."""

    statistic: float
    df_numerator: int
    df_denominator: float


class Method(Protocol):
    """A variance of the coefficients with its degrees of freedom."""

    @property
    def covariance(self) -> Array:
        """Covariance of the coefficients that standard errors come from."""

    def df(self, contrasts: Array) -> Array:
        """Return the degrees of freedom of each one-row contrast, (rows,)."""

    def f_test(self, contrasts: Array) -> FTest:
        """Test several contrasts at once."""


@dataclass(frozen=True, eq=False)
class Satterthwaite:
    """Model-based variance; df that match the variance of each contrast's variance.

    Several rows: eigenvectors of the contrasts' covariance are tested one by one and their df
    combined so that the expectation of F is right (Fai and Cornelius 1996).
    """

    information: Information

    @property
    def covariance(self) -> Array:
        """Covariance of the coefficients."""
        return self.information.phi

    def df(self, contrasts: Array) -> Array:
        """Return the degrees of freedom of each one-row contrast."""
        info = self.information
        turned = contrasts @ info.phi
        variance = np.einsum("ra,ra->r", turned, contrasts)
        slope = np.einsum("ra,kab,rb->rk", turned, info.b_slopes, turned, optimize=True)
        spread = np.einsum("rk,kl,rl->r", slope, info.w, slope)
        return np.asarray(2 * variance**2 / spread)

    def f_test(self, contrasts: Array) -> FTest:
        """Test several contrasts at once."""
        return eigen_f_test(self, self.information.b, contrasts)


@dataclass(frozen=True, eq=False)
class FixedDf:
    """Degrees of freedom from counts: ``residual`` and ``between-within``.

    Parameters
    ----------
    information : Information
        The fit.
    covariance : numpy.ndarray
        Covariance of the coefficients, model-based or a sandwich.
    by_column : numpy.ndarray
        Degrees of freedom of each coefficient; a contrast has the smallest of those it involves.
    inverse_transform : numpy.ndarray
        From centred to reported coefficients: which coefficients a contrast involves is a matter
        of the reported ones.
    """

    information: Information
    covariance: Array
    by_column: Array
    inverse_transform: Array

    def df(self, contrasts: Array) -> Array:
        """Return the degrees of freedom of each one-row contrast."""
        involved = self._involved(contrasts)
        return np.array([self.by_column[row].min() for row in involved])

    def f_test(self, contrasts: Array) -> FTest:
        """Test several contrasts at once."""
        statistic, rank = wald(self.information.b, self.covariance, contrasts)
        involved = self._involved(contrasts).any(axis=0)
        return FTest(statistic / rank, rank, float(self.by_column[involved].min()))

    def _involved(self, contrasts: Array) -> NDArray[np.bool_]:
        raw = contrasts @ self.inverse_transform
        return np.asarray(np.abs(raw) > 1e-10 * np.abs(raw).max(axis=1, keepdims=True))


def wald(b: Array, covariance: Array, contrasts: Array) -> tuple[float, int]:
    """Return the Wald statistic of several contrasts and their rank."""
    estimate = contrasts @ b
    spread = contrasts @ covariance @ contrasts.T
    size = np.sqrt(np.diag(spread))
    values, vectors = np.linalg.eigh(spread / np.outer(size, size))
    kept = values > RANK * values[-1]
    turned = vectors[:, kept].T @ (estimate / size)
    return float(turned**2 @ (1 / values[kept])), int(kept.sum())


def eigen_f_test(method: Method, b: Array, contrasts: Array) -> FTest:
    """Test several rows by way of uncorrelated one-row contrasts."""
    spread = contrasts @ method.covariance @ contrasts.T
    values, vectors = np.linalg.eigh(spread)
    kept = values > RANK * max(values[-1], 0.0)
    rows = vectors[:, kept].T @ contrasts
    rank = int(kept.sum())
    statistic = float(((rows @ b) ** 2 / values[kept]).sum()) / rank
    own = method.df(rows)
    if rank == 1 or np.ptp(own) < RANK:
        return FTest(statistic, rank, float(own.mean()))
    if (own <= 2).any():
        return FTest(statistic, rank, 2.0)
    expected = float((own / (own - 2)).sum())
    return FTest(statistic, rank, 2 * expected / (expected - rank))
