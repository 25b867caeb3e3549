"""The unstructured covariance matrix, searched by its log-Cholesky factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.structure import Structure

SMALLEST_EIGENVALUE = 1e-3


class Unstructured(Structure):
    """Every variance and covariance free; reported as such."""

    name = "unstructured"
    label = "unstructured"

    def __init__(self, visits: int) -> None:
        super().__init__(visits)
        self.row, self.column = np.tril_indices(visits)
        self.diagonal = self.row == self.column

    @property
    def size(self) -> int:
        """Number of parameters."""
        return len(self.row)

    def start(self, covariance: Array) -> Array:
        """Return search parameters near a given covariance matrix."""
        lower = np.linalg.cholesky(nearest_positive(covariance))
        search = lower[self.row, self.column]
        search[self.diagonal] = np.log(search[self.diagonal])
        return np.asarray(search)

    def matrix(self, search: Array) -> Array:
        """Return the covariance matrix."""
        lower = self._lower(search)
        return np.asarray(lower @ lower.swapaxes(-1, -2))

    def slopes(self, search: Array) -> Array:
        """Return the derivatives by the search parameters."""
        lower, step = self._lower(search), self._step(search)
        result = np.zeros((*search.shape, self.visits, self.visits))
        place = np.arange(self.size)
        columns = lower[..., :, self.column].swapaxes(-1, -2)
        result[..., place, self.row, :] = columns * step[..., None]
        return np.asarray(result + result.swapaxes(-1, -2))

    def matrices(self, searches: Array) -> Array:
        """Return the covariance matrix of each row of search parameters."""
        return self.matrix(searches)

    def slopes_of_each(self, searches: Array) -> Array:
        """Return the derivatives at each row of search parameters."""
        return self.slopes(searches)

    def curvature(self, search: Array, gradient: Array) -> Array:
        """Return weighted second derivatives by the search parameters."""
        step = self._step(search)
        both = gradient + gradient.T
        same = self.column[:, None] == self.column[None, :]
        result = np.where(same, both[np.ix_(self.row, self.row)], 0.0) * np.outer(step, step)
        extra = np.einsum("kab,ab->k", self.slopes(search), gradient)
        result[self.diagonal, self.diagonal] += extra[self.diagonal]
        return result

    def reported(self, search: Array) -> Array:
        """Return the reported parameters."""
        return np.asarray(self.matrix(search)[self.row, self.column])

    def reported_names(self, visits: Sequence[Any]) -> list[str]:
        """Return names of the reported parameters."""
        return [
            f"variance at {visits[a]}" if a == b else f"covariance of {visits[a]} and {visits[b]}"
            for a, b in zip(self.row.tolist(), self.column.tolist(), strict=True)
        ]

    def reported_slopes(self, search: Array) -> Array:
        """Return the derivatives by the reported parameters."""
        result = np.zeros((self.size, self.visits, self.visits))
        place = np.arange(self.size)
        result[place, self.row, self.column] = 1.0
        result[place, self.column, self.row] = 1.0
        return result

    def _lower(self, search: Array) -> Array:
        lower = np.zeros((*search.shape[:-1], self.visits, self.visits))
        free = np.where(self.diagonal, 0.0, search)
        lower[..., self.row, self.column] = np.where(self.diagonal, self._step(search), free)
        return lower

    def _step(self, search: Array) -> Array:
        return np.where(self.diagonal, np.exp(np.where(self.diagonal, search, 0.0)), 1.0)


def nearest_positive(covariance: Array) -> Array:
    """Raise eigenvalues of the correlation matrix that are too small, keeping the variances."""
    variance = np.maximum(np.diag(covariance), SMALLEST_EIGENVALUE * np.trace(covariance))
    root = np.sqrt(variance)
    correlation = covariance / np.outer(root, root)
    np.fill_diagonal(correlation, 1.0)
    values, vectors = np.linalg.eigh((correlation + correlation.T) / 2)
    if values[0] < 10 * SMALLEST_EIGENVALUE:
        values = np.maximum(values, 10 * SMALLEST_EIGENVALUE)
        correlation = vectors @ np.diag(values) @ vectors.T
        scale = np.sqrt(np.diag(correlation))
        correlation = correlation / np.outer(scale, scale)
    return np.asarray(correlation * np.outer(root, root))
