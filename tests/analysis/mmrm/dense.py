"""A second implementation, slow and obvious: whole matrices, numerical second derivatives.

It shares nothing with the package. One covariance matrix of all scores is built entry by entry from
the definition; the likelihood is a textbook formula; derivatives of it are finite differences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

# Weights of central differences at distances 1, 2, 3 (exact to the sixth power).
FIRST = np.array([45.0, -9.0, 1.0]) / 60.0
SECOND = np.array([270.0, -27.0, 2.0]) / 180.0
SECOND_MIDDLE = -490.0 / 180.0


def covariance(structure: str, theta: np.ndarray, visits: int) -> np.ndarray:
    """A covariance matrix from the parameters that SAS reports for the structure."""
    result = np.empty((visits, visits))
    if structure == "unstructured":
        result[np.tril_indices(visits)] = theta
        return np.tril(result) + np.tril(result, -1).T
    name = structure.removeprefix("heterogeneous-")
    heterogeneous = name != structure
    variance = theta[:visits] if heterogeneous else np.repeat(theta[0], visits)
    rest = theta[visits:] if heterogeneous else theta[1:]
    for a in range(visits):
        for b in range(visits):
            low, high = min(a, b), max(a, b)
            lag = high - low
            size = np.sqrt(variance[a] * variance[b])
            if lag == 0:
                # SAS: compound symmetry is residual variance plus a common covariance
                common = rest[0] if structure == "compound-symmetry" else 0.0
                result[a, b] = variance[a] + common
            elif structure in ("compound-symmetry", "toeplitz"):
                result[a, b] = rest[0] if structure == "compound-symmetry" else rest[lag - 1]
            elif name == "compound-symmetry":
                result[a, b] = size * rest[0]
            elif name == "ar1":
                result[a, b] = size * rest[0] ** lag
            elif name == "toeplitz":
                result[a, b] = size * rest[lag - 1]
            else:
                result[a, b] = size * np.prod(rest[low:high])
    return result


def parameters(structure: str, matrix: np.ndarray) -> np.ndarray:
    """The parameters of a covariance matrix that has the structure."""
    visits = len(matrix)
    if structure == "unstructured":
        return matrix[np.tril_indices(visits)]
    variance, name = np.diag(matrix), structure.removeprefix("heterogeneous-")
    correlation = matrix / np.sqrt(np.outer(variance, variance))
    if structure == "compound-symmetry":
        return np.array([matrix[0, 0] - matrix[0, 1], matrix[0, 1]])
    if structure == "toeplitz":
        return matrix[0]
    first = variance if name != structure else variance[:1]
    rest = {
        "compound-symmetry": correlation[0, 1:2],
        "ar1": correlation[0, 1:2],
        "toeplitz": correlation[0, 1:],
        "ante-dependence": np.diag(correlation, 1),
    }[name]
    return np.concatenate([first, rest])


@dataclass
class Dense:
    """All rows at once."""

    X: np.ndarray
    y: np.ndarray
    subject: np.ndarray
    visit: np.ndarray
    group: np.ndarray
    weight: np.ndarray
    structure: str
    visits: int
    groups: int
    reml: bool

    def V(self, theta: np.ndarray) -> np.ndarray:
        parts = theta.reshape(self.groups, -1)
        return self.scatter(
            np.stack([covariance(self.structure, part, self.visits) for part in parts])
        )

    def scatter(self, blocks: np.ndarray) -> np.ndarray:
        """One matrix of all scores from a matrix of all visits for each group."""
        same = self.subject[:, None] == self.subject[None, :]
        full = blocks[self.group[:, None], self.visit[:, None], self.visit[None, :]]
        return full * same / np.sqrt(np.outer(self.weight, self.weight))

    def deviance(self, theta: np.ndarray) -> float:
        V, X = self.V(theta), self.X
        L = np.linalg.cholesky(V)
        x, y = np.linalg.solve(L, X), np.linalg.solve(L, self.y)
        information = x.T @ x
        b = np.linalg.solve(information, x.T @ y)
        rest = y - x @ b
        value = 2 * np.log(np.diag(L)).sum() + rest @ rest
        free = len(y) - (X.shape[1] if self.reml else 0)
        if self.reml:
            value += np.linalg.slogdet(information)[1]
        return float(value + free * np.log(2 * np.pi))

    def phi(self, theta: np.ndarray) -> np.ndarray:
        return np.linalg.inv(self.X.T @ np.linalg.solve(self.V(theta), self.X))

    def b(self, theta: np.ndarray) -> np.ndarray:
        return self.phi(theta) @ self.X.T @ np.linalg.solve(self.V(theta), self.y)


def slope(f: Callable[[np.ndarray], np.ndarray], at: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Derivative along a step, per step."""
    return sum(
        weight * (np.asarray(f(at + k * step)) - np.asarray(f(at - k * step)))
        for k, weight in enumerate(FIRST, 1)
    )


def bend(f: Callable[[np.ndarray], np.ndarray], at: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Second derivative along a step, per step squared."""
    middle = SECOND_MIDDLE * np.asarray(f(at))
    return middle + sum(
        weight * (np.asarray(f(at + k * step)) + np.asarray(f(at - k * step)))
        for k, weight in enumerate(SECOND, 1)
    )


def gradient(
    f: Callable[[np.ndarray], np.ndarray], at: np.ndarray, steps: np.ndarray
) -> np.ndarray:
    """First derivatives by each parameter."""
    unit = np.diag(steps)
    return np.array([slope(f, at, unit[i]) / steps[i] for i in range(len(at))])


def hessian(f: Callable[[np.ndarray], np.ndarray], at: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Second derivatives by each pair of parameters; leading axes are the pair."""
    unit, number = np.diag(steps), len(at)
    own = [bend(f, at, unit[i]) for i in range(number)]
    rows = [[own[i] for i in range(number)] for _ in range(number)]
    for i in range(number):
        rows[i][i] = own[i] / steps[i] ** 2
        for j in range(i):
            both = bend(f, at, unit[i] + unit[j])
            rows[i][j] = rows[j][i] = (both - own[i] - own[j]) / (2 * steps[i] * steps[j])
    return np.array(rows)


def careful_steps(model: Dense, theta: np.ndarray, se: np.ndarray) -> np.ndarray:
    """Step sizes: small beside the standard errors and the distance to a singular matrix."""
    parts = np.array_split(np.arange(len(theta)), model.groups)
    steps = np.empty_like(theta)
    for own in parts:
        at = theta[own]
        whole = covariance(model.structure, at, model.visits)
        half = np.linalg.inv(np.linalg.cholesky(whole))
        for k, unit in zip(own, np.eye(len(own)), strict=True):
            little = 1e-4 * se[k] * unit
            change = (
                slope(lambda x: covariance(model.structure, x, model.visits), at, little) / 1e-4
            )
            reach = np.linalg.norm(half @ change @ half.T, 2)
            steps[k] = se[k] * min(1.0, 1 / reach)
    return steps


def kenward_roger(
    model: Dense, theta: np.ndarray, w: np.ndarray, steps: np.ndarray, *, linear: bool
) -> np.ndarray:
    """Adjusted covariance as in Kenward and Roger (1997), equation by equation."""
    inverse = np.linalg.inv(model.V(theta))
    first = gradient(model.V, theta, steps)
    phi, x = model.phi(theta), inverse @ model.X
    number = len(theta)
    each = [d @ x for d in first]
    P = [-x.T @ own for own in each]
    total = np.zeros_like(phi)
    for i in range(number):
        right = inverse @ each[i]
        for j in range(number):
            Q = each[j].T @ right
            total += w[i, j] * (Q - P[j] @ phi @ P[i])
    if not linear:
        curved = np.zeros_like(inverse)
        for i, j, second in second_derivatives(model, theta, steps):
            curved += w[i, j] * second
        total -= x.T @ curved @ x / 4
    return phi + 2 * phi @ total @ phi


def second_derivatives(
    model: Dense, theta: np.ndarray, steps: np.ndarray
) -> Iterator[tuple[int, int, np.ndarray]]:
    """Second derivatives of V, pair by pair; parameters of different groups never meet."""
    size = len(theta) // model.groups
    for group in range(model.groups):
        own = np.arange(group * size, (group + 1) * size)

        def part(values: np.ndarray, own: np.ndarray = own) -> np.ndarray:
            return covariance(model.structure, values, model.visits)

        blocks = hessian(part, theta[own], steps[own])
        for i, a in enumerate(own):
            for j, b in enumerate(own):
                full = np.zeros((model.groups, model.visits, model.visits))
                full[group] = blocks[i, j]
                yield a, b, model.scatter(full)


def sandwich(model: Dense, theta: np.ndarray, power: float, c: np.ndarray) -> tuple[float, float]:
    """Variance of a contrast and its df; power 0, 1/2, 1 of the inverse of I - H."""
    V, phi = model.V(theta), model.phi(theta)
    L = np.linalg.cholesky(V)
    x, e = np.linalg.solve(L, model.X), np.linalg.solve(L, model.y - model.X @ model.b(theta))
    H = x @ phi @ x.T
    adjusted = np.zeros_like(V)
    for who in np.unique(model.subject):
        own = np.flatnonzero(model.subject == who)
        block = np.eye(len(own)) - H[np.ix_(own, own)]
        values, vectors = np.linalg.eigh(block)
        settled = values < 1e-10  # alone at a visit of an arm: no residual in that direction
        scale = np.where(settled, 0.0, np.where(settled, 1.0, values) ** -power)
        scale = np.ones_like(values) if power == 0 else scale
        adjusted[np.ix_(own, own)] = vectors @ np.diag(scale) @ vectors.T
    columns = []
    variance = 0.0
    for who in np.unique(model.subject):
        pick = np.diag((model.subject == who).astype(float))
        row = c @ phi @ x.T @ pick @ adjusted
        variance += float(row @ e) ** 2
        columns.append((np.eye(len(e)) - H) @ row)
    inner = np.array(columns) @ np.array(columns).T
    return variance, float(np.trace(inner) ** 2 / (inner**2).sum())
