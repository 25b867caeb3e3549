"""The data side of the likelihood: cross-products of all patterns, laid out for arithmetic.

Arrays over patterns are padded with zeros where a visit was not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outcomes.analysis.mmrm.cross_products import CrossProducts
from outcomes.analysis.mmrm.factors import Array, Codes
from outcomes.errors import DesignError

ALIASED = 1e-9


@dataclass(frozen=True, eq=False)
class Problem:
    """The data side of the likelihood.

    Parameters
    ----------
    number : numpy.ndarray
        Patients, (patterns,).
    group : numpy.ndarray
        Position of the covariance matrix, (patterns,).
    seen : numpy.ndarray
        Visits seen, (patterns, visits).
    products : numpy.ndarray
        Cross-products, (visits * visits, patterns, width * width); width is basis plus response.
    loading : numpy.ndarray
        From the basis at each visit to the design, (visits * width, columns + 1).
    log_weights : float
        Sum of the logarithms of the weights.
    reml : bool
        Restricted likelihood, else the full one.
    """

    number: Array
    group: Codes
    seen: NDArray[np.bool_]
    products: Array
    loading: Array
    log_weights: float
    reml: bool

    @classmethod
    def from_cross_products(cls, data: CrossProducts, *, reml: bool) -> Problem:
        """Lay out the cross-products of each pattern, padded to all visits."""
        keys = sorted(data.counts)
        visits, basis = data.design.loading.shape[:2]
        columns, width = len(data.design.columns), basis + 1
        seen = np.array([[bool(key[1] >> t & 1) for t in range(visits)] for key in keys])
        products = np.zeros((visits, visits, len(keys), width, width))
        for place, key in enumerate(keys):
            own = np.flatnonzero(seen[place])
            products[own[:, None], own[None, :], place] = data.products[key]
        loading = np.zeros((visits, width, columns + 1))
        loading[:, :-1, :-1] = data.design.loading
        loading[:, -1, -1] = 1.0
        return cls(
            number=np.array([float(data.counts[key]) for key in keys]),
            group=np.array([key[0] for key in keys], dtype=np.int64),
            seen=seen,
            products=products.reshape(visits * visits, len(keys), width * width),
            loading=loading.reshape(visits * width, columns + 1),
            log_weights=data.log_weights,
            reml=reml,
        )

    @property
    def visits(self) -> int:
        """Number of visits."""
        return int(self.seen.shape[1])

    @property
    def groups(self) -> int:
        """Number of covariance matrices."""
        return int(self.group.max()) + 1

    def pairs(self) -> Array:
        """Return how many patients saw each two visits, (groups, visits, visits)."""
        each = self.number[:, None, None] * (self.seen[:, :, None] & self.seen[:, None, :])
        return np.stack([each[self.group == place].sum(axis=0) for place in range(self.groups)])

    @property
    def width(self) -> int:
        """Number of basis columns, the response included."""
        return int(self.loading.shape[0]) // self.visits

    @property
    def columns(self) -> int:
        """Number of coefficients."""
        return int(self.loading.shape[1]) - 1

    @cached_property
    def scores(self) -> float:
        """Number of scores."""
        return float((self.number[:, None] * self.seen).sum())

    def collect(self, weights: Array) -> Array:
        """Sum ``weights[p, a, b] C_p[a, b]`` in the columns of the design and the response.

        Parameters
        ----------
        weights : numpy.ndarray
            Shape (..., patterns, visits, visits).

        Returns
        -------
        numpy.ndarray
            Shape (..., columns + 1, columns + 1).
        """
        lead, visits, width = weights.shape[:-3], self.visits, self.width
        flat = weights.reshape(-1, weights.shape[-3], visits * visits).transpose(2, 0, 1)
        inner = (flat @ self.products).reshape(visits, visits, -1, width, width)
        block = inner.transpose(2, 0, 3, 1, 4).reshape(-1, visits * width, visits * width)
        return np.asarray(
            (self.loading.T @ block @ self.loading).reshape(*lead, *2 * (self.columns + 1,))
        )

    def spread(self, matrix: Array) -> Array:
        """Return ``<C_p[a, b], matrix>`` for each pattern.

        Parameters
        ----------
        matrix : numpy.ndarray
            Shape (..., columns + 1, columns + 1).

        Returns
        -------
        numpy.ndarray
            Shape (..., patterns, visits, visits).
        """
        lead, visits, width = matrix.shape[:-2], self.visits, self.width
        inner = self.loading @ matrix @ self.loading.T
        blocks = inner.reshape(-1, visits, width, visits, width).transpose(1, 3, 2, 4, 0)
        flat = blocks.reshape(visits * visits, width * width, -1)
        spread = (self.products @ flat).transpose(2, 1, 0)
        return np.asarray(spread.reshape(*lead, -1, visits, visits))

    def gram(self) -> Array:
        """Return the unweighted cross-products of design and response."""
        unit = np.broadcast_to(np.eye(self.visits), (len(self.number), self.visits, self.visits))
        return self.collect(unit)

    def aliased(self) -> list[int]:
        """Return the columns that are combinations of those before them."""
        gram = self.gram()[:-1, :-1]
        size = np.sqrt(np.diag(gram))
        size[size == 0] = 1.0
        scaled = gram / np.outer(size, size)
        try:
            if (np.diag(np.linalg.cholesky(scaled)) ** 2 > ALIASED).all():
                return []
        except np.linalg.LinAlgError:
            pass
        found: list[int] = []
        for place in range(self.columns):
            kept = [other for other in range(place) if other not in found]
            rest = scaled[place, place]
            if kept:
                cross = scaled[np.ix_(kept, [place])][:, 0]
                rest -= cross @ np.linalg.solve(scaled[np.ix_(kept, kept)], cross)
            if rest < ALIASED:
                found.append(place)
        return found

    def starting_covariances(self) -> list[Array]:
        """Return the cross-products of ordinary least-squares residuals, a mean for each pair."""
        gram = self.gram()
        b = np.linalg.solve(gram[:-1, :-1], gram[:-1, -1])
        v = np.append(-b, 1.0)
        residual = self.spread(np.outer(v, v))
        pairs = self.number[:, None, None] * (self.seen[:, :, None] & self.seen[:, None, :])
        result = []
        pooled = residual.sum(axis=0) / np.maximum(pairs.sum(axis=0), 1.0)
        for place in range(self.groups):
            own = self.group == place
            count = pairs[own].sum(axis=0)
            mean = residual[own].sum(axis=0) / np.maximum(count, 1.0)
            result.append(np.where(count > 0, mean, pooled))
        return result


def require_full_rank(problem: Problem, names: Sequence[str]) -> None:
    """Refuse a design with columns that cannot be told apart."""
    aliased = problem.aliased()
    if not aliased:
        return
    size = np.diag(problem.gram())[:-1]
    empty = [names[place] for place in aliased if size[place] <= ALIASED]
    other = [names[place] for place in aliased if size[place] > ALIASED]
    reasons = []
    if empty:
        reasons.append(f"no score bears on {', '.join(empty)} (an arm without data at a visit?)")
    if other:
        reasons.append(f"{', '.join(other)} can be told from the columns before")
    raise DesignError(
        f"the design is singular: {'; '.join(reasons)}. Leave out the arm, visit or covariate"
    )
