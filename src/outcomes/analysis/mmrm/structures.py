"""The covariance structures by name."""

from __future__ import annotations

from typing import Any

import numpy as np

from outcomes.analysis.mmrm.correlated import Correlated
from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.structure import Structure
from outcomes.analysis.mmrm.unstructured import Unstructured
from outcomes.errors import AnalysisError


class CompoundSymmetry(Correlated):
    """One correlation between any two visits."""

    name = "compound-symmetry"
    label = "compound symmetry"
    covariances_reported = True
    correlations = 1

    def start_correlations(self, correlation: Array) -> Array:
        """Return correlation parameters near a given correlation matrix."""
        off = correlation[np.triu_indices(self.visits, 1)]
        return np.array([max(float(off.mean()), -0.5 / (self.visits - 1))])

    def correlation(self, rho: Array) -> tuple[Array, Array, Array]:
        """Return the correlation matrix with its first and second derivatives."""
        off = 1.0 - np.eye(self.visits)
        zero = np.zeros((1, 1, self.visits, self.visits))
        return np.eye(self.visits) + rho[0] * off, off[None], zero


class Autoregressive(Correlated):
    """Correlation rho to the power of the number of visits between."""

    name = "ar1"
    label = "first-order autoregressive"
    correlations = 1

    def start_correlations(self, correlation: Array) -> Array:
        """Return correlation parameters near a given correlation matrix."""
        return np.array([np.diag(correlation, 1).mean()])

    def correlation(self, rho: Array) -> tuple[Array, Array, Array]:
        """Return the correlation matrix with its first and second derivatives."""
        lag = _lags(self.visits)
        first = lag * rho[0] ** np.maximum(lag - 1, 0)
        second = lag * (lag - 1) * rho[0] ** np.maximum(lag - 2, 0)
        return rho[0] ** lag, first[None], second[None, None]


class Toeplitz(Correlated):
    """One correlation for each number of visits between."""

    name = "toeplitz"
    label = "Toeplitz"
    covariances_reported = True

    @property
    def correlations(self) -> int:
        """Number of correlation parameters."""
        return self.visits - 1

    def start_correlations(self, correlation: Array) -> Array:
        """Return correlation parameters near a given correlation matrix."""
        return np.array([np.diag(correlation, lag).mean() for lag in range(1, self.visits)])

    def correlation(self, rho: Array) -> tuple[Array, Array, Array]:
        """Return the correlation matrix with its first and second derivatives."""
        number = self.correlations
        place = np.arange(1, self.visits)[:, None, None]
        first = (_lags(self.visits)[None] == place).astype(float)
        second = np.zeros((number, number, self.visits, self.visits))
        return np.concatenate([[1.0], rho])[_lags(self.visits)], first, second


class AnteDependence(Correlated):
    """One correlation for each pair of neighbouring visits; others are their products."""

    name = "ante-dependence"
    label = "first-order ante-dependence"

    @property
    def correlations(self) -> int:
        """Number of correlation parameters."""
        return self.visits - 1

    def start_correlations(self, correlation: Array) -> Array:
        """Return correlation parameters near a given correlation matrix."""
        return np.diag(correlation, 1).copy()

    def correlation(self, rho: Array) -> tuple[Array, Array, Array]:
        """Return the correlation matrix with its first and second derivatives."""
        inside = self._between()
        own = np.where(inside, rho[:, None, None], 1.0)
        first = np.array([self._product(own, inside, (k,)) for k in range(len(rho))])
        second = np.zeros((len(rho), len(rho), self.visits, self.visits))
        for one in range(len(rho)):
            for two in range(one):
                second[one, two] = self._product(own, inside, (one, two))
                second[two, one] = second[one, two]
        return own.prod(axis=0), first, second

    def _between(self) -> Any:
        """Say whether step k lies between visits a and b, (steps, visits, visits)."""
        place = np.arange(self.visits)
        low = np.minimum.outer(place, place)
        high = np.maximum.outer(place, place)
        step = np.arange(self.visits - 1)[:, None, None]
        return (step >= low) & (step < high)

    @staticmethod
    def _product(own: Array, inside: Any, left_out: tuple[int, ...]) -> Array:
        rest = np.delete(own, left_out, axis=0).prod(axis=0)
        return np.asarray(rest * inside[list(left_out)].all(axis=0))


class HeterogeneousCompoundSymmetry(CompoundSymmetry):
    """One correlation, a variance for each visit."""

    name = "heterogeneous-compound-symmetry"
    label = "heterogeneous compound symmetry"
    heterogeneous = True
    covariances_reported = False


class HeterogeneousAutoregressive(Autoregressive):
    """Autoregressive correlations, a variance for each visit."""

    name = "heterogeneous-ar1"
    label = "heterogeneous first-order autoregressive"
    heterogeneous = True


class HeterogeneousToeplitz(Toeplitz):
    """Toeplitz correlations, a variance for each visit."""

    name = "heterogeneous-toeplitz"
    label = "heterogeneous Toeplitz"
    heterogeneous = True
    covariances_reported = False


class HeterogeneousAnteDependence(AnteDependence):
    """Ante-dependence with a variance for each visit (SAS: ANTE(1))."""

    name = "heterogeneous-ante-dependence"
    label = "heterogeneous first-order ante-dependence"
    heterogeneous = True


STRUCTURES: dict[str, type[Structure]] = {
    "unstructured": Unstructured,
    "toeplitz": Toeplitz,
    "ar1": Autoregressive,
    "compound-symmetry": CompoundSymmetry,
    "ante-dependence": AnteDependence,
    "heterogeneous-toeplitz": HeterogeneousToeplitz,
    "heterogeneous-ar1": HeterogeneousAutoregressive,
    "heterogeneous-compound-symmetry": HeterogeneousCompoundSymmetry,
    "heterogeneous-ante-dependence": HeterogeneousAnteDependence,
}
"""The structures by name."""

IN_ORDER = frozenset(
    name for name in STRUCTURES if name.endswith(("toeplitz", "ar1", "dependence"))
)
"""Those in which it matters which visit follows which."""


def make_structure(name: str, visits: int) -> Structure:
    """Return the structure of that name for a number of visits."""
    if name not in STRUCTURES:
        raise AnalysisError(f"no covariance structure {name!r}; there are {', '.join(STRUCTURES)}")
    return STRUCTURES[name](visits)


def _lags(visits: int) -> Any:
    place = np.arange(visits)
    return np.abs(place[:, None] - place[None, :])
