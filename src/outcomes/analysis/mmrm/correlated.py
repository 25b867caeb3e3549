"""Structures of variances and a few correlations: what they have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.structure import Structure

SMALLEST_EIGENVALUE = 1e-3
LARGEST_CORRELATION = 0.9


class Correlated(Structure):
    """Variances (one, or one a visit) times correlations that a few parameters describe."""

    heterogeneous = False
    covariances_reported = False

    @property
    @abstractmethod
    def correlations(self) -> int:
        """Number of correlation parameters."""

    @abstractmethod
    def start_correlations(self, correlation: Array) -> Array:
        """Return correlation parameters near a given correlation matrix."""

    @abstractmethod
    def correlation(self, rho: Array) -> tuple[Array, Array, Array]:
        """Return the correlation matrix with its first and second derivatives."""

    @property
    def variances(self) -> int:
        """Number of variance parameters."""
        return self.visits if self.heterogeneous else 1

    @property
    def size(self) -> int:
        """Number of parameters."""
        return self.variances + self.correlations

    def start(self, covariance: Array) -> Array:
        """Return search parameters near a given covariance matrix."""
        variance = np.maximum(np.diag(covariance), SMALLEST_EIGENVALUE * np.trace(covariance))
        correlation = covariance / np.sqrt(np.outer(variance, variance))
        rho = np.clip(
            self.start_correlations(correlation), -LARGEST_CORRELATION, LARGEST_CORRELATION
        )
        while np.linalg.eigvalsh(self.correlation(rho)[0])[0] < SMALLEST_EIGENVALUE:
            rho = 0.8 * rho
        own = variance if self.heterogeneous else np.array([variance.mean()])
        return np.concatenate([np.log(own), np.arctanh(rho)])

    def matrix(self, search: Array) -> Array:
        """Return the covariance matrix."""
        variance, rho = self._split(search)
        root = np.sqrt(np.broadcast_to(variance, self.visits))
        return np.asarray(np.outer(root, root) * self.correlation(rho)[0])

    def slopes(self, search: Array) -> Array:
        """Return the derivatives by the search parameters."""
        first, _ = self._natural_derivatives(search)
        return first * self._chain(search)[0][:, None, None]

    def curvature(self, search: Array, gradient: Array) -> Array:
        """Return weighted second derivatives by the search parameters."""
        first, second = self._natural_derivatives(search)
        step, bend = self._chain(search)
        result = np.einsum("ijab,ab->ij", second, gradient) * np.outer(step, step)
        return np.asarray(result + np.diag(np.einsum("kab,ab->k", first, gradient) * bend))

    def reported(self, search: Array) -> Array:
        """Return the reported parameters."""
        variance, rho = self._split(search)
        if self.covariances_reported:
            return np.concatenate([variance, variance * rho])
        return np.concatenate([variance, rho])

    def reported_names(self, visits: Sequence[Any]) -> list[str]:
        """Return names of the reported parameters."""
        if self.heterogeneous:
            variances = [f"variance at {visit}" for visit in visits]
        else:
            variances = ["variance"]
        kind = "covariance" if self.covariances_reported else "correlation"
        if self.correlations == 1:
            return [*variances, kind]
        return [*variances, *(f"{kind} {place + 1}" for place in range(self.correlations))]

    def reported_slopes(self, search: Array) -> Array:
        """Return the derivatives by the reported parameters."""
        if self.covariances_reported:
            _, rho = self._split(search)
            return np.concatenate([np.eye(self.visits)[None], self.correlation(rho)[1]])
        return self._natural_derivatives(search)[0]

    def reported_curvature(self, search: Array) -> Array | None:
        """Return second derivatives by the reported parameters."""
        if self.covariances_reported:
            return None
        return self._natural_derivatives(search)[1]

    def _split(self, search: Array) -> tuple[Array, Array]:
        return np.exp(search[: self.variances]), np.tanh(search[self.variances :])

    def _chain(self, search: Array) -> tuple[Array, Array]:
        """Return first and second derivatives of variances and correlations by their search."""
        variance, rho = self._split(search)
        bend = 1 - rho**2
        return np.concatenate([variance, bend]), np.concatenate([variance, -2 * rho * bend])

    def _natural_derivatives(self, search: Array) -> tuple[Array, Array]:
        """Return first and second derivatives by variances and correlations."""
        variance, rho = self._split(search)
        spread = np.broadcast_to(variance, self.visits)
        root = np.sqrt(np.outer(spread, spread))
        own, first, second = self.correlation(rho)
        share, bend = self._variance_shares(variance)
        number = self.variances
        slopes = np.concatenate([share * (root * own), root * first])
        curves = np.zeros((self.size, self.size, self.visits, self.visits))
        curves[:number, :number] = bend * (root * own)
        curves[number:, number:] = root * second
        mixed = share[:, None] * (root * first)[None]
        curves[:number, number:] = mixed
        curves[number:, :number] = mixed.transpose(1, 0, 2, 3)
        return slopes, curves

    def _variance_shares(self, variance: Array) -> tuple[Array, Array]:
        """Return what the derivatives of the standard deviations' product are times it."""
        if not self.heterogeneous:
            return np.full((1, 1, 1), 1 / variance[0]), np.zeros((1, 1, 1, 1))
        unit = np.eye(self.visits)
        times = unit[:, :, None] + unit[:, None, :]
        share = times / (2 * variance[:, None, None])
        bend = share[:, None] * share[None]
        place = np.arange(self.visits)
        bend[place, place] -= times / (2 * variance[:, None, None] ** 2)
        return share, bend
