"""What every covariance structure can do.

Each has two sets of parameters. The *search* parameters are free to take any value (logarithms of
variances, inverse hyperbolic tangents of correlations, for the unstructured matrix the log-Cholesky
factor). The *reported* parameters are those of SAS PROC MIXED; observed information, and so
Satterthwaite and Kenward-Roger, are in these.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from outcomes.analysis.mmrm.factors import Array


class Structure(ABC):
    """A covariance structure for a number of visits.

    Parameters
    ----------
    visits : int
        Number of visits.
    """

    name: str
    label: str

    def __init__(self, visits: int) -> None:
        self.visits = visits

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of parameters."""

    @abstractmethod
    def start(self, covariance: Array) -> Array:
        """Return search parameters near a given covariance matrix."""

    @abstractmethod
    def matrix(self, search: Array) -> Array:
        """Return the covariance matrix."""

    @abstractmethod
    def slopes(self, search: Array) -> Array:
        """Return the derivatives by the search parameters, (size, visits, visits)."""

    def matrices(self, searches: Array) -> Array:
        """Return the covariance matrix of each row of search parameters."""
        return np.stack([self.matrix(search) for search in searches])

    def slopes_of_each(self, searches: Array) -> Array:
        """Return the derivatives at each row, (rows, size, visits, visits)."""
        return np.stack([self.slopes(search) for search in searches])

    @abstractmethod
    def curvature(self, search: Array, gradient: Array) -> Array:
        """Return second derivatives by the search parameters, each summed with weights."""

    @abstractmethod
    def reported(self, search: Array) -> Array:
        """Return the reported parameters."""

    @abstractmethod
    def reported_names(self, visits: Sequence[Any]) -> list[str]:
        """Return names of the reported parameters."""

    @abstractmethod
    def reported_slopes(self, search: Array) -> Array:
        """Return the derivatives by the reported parameters, (size, visits, visits)."""

    def reported_curvature(self, search: Array) -> Array | None:
        """Return second derivatives by the reported parameters; None where all are zero."""
        return None
