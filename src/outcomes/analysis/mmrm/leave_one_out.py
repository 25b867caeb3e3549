"""The fit without each patient in turn, all patients at once.

A patient's cross-products are taken out of the sums, which leaves the likelihood of the others. Its
optimum is near that of everybody, so a Newton search whose Hessian stays that of everybody (a
chord) finds it in a few steps, for many patients at a time. The first step is the same arithmetic
for all, since all start from one place. A step leaves less than it found by a factor of the order
of one over the number of patients: with very many, two steps or one are enough.
Method note: ``docs/methods/tipping-point.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from outcomes.analysis.mmrm.factors import Array, Codes
from outcomes.analysis.mmrm.optimise import minimise
from outcomes.analysis.mmrm.problem import Problem
from outcomes.analysis.mmrm.result import MMRMFit
from outcomes.errors import AnalysisError

NUMBERS_AT_ONCE = 4_000_000
MOST_STEPS = 60
SHORTEST_STEP = 1e-12
STEPS = ((20_000, MOST_STEPS), (200_000, 2))
"""Up to how many patients, how many steps are taken at most; beyond, one."""


@dataclass(frozen=True, eq=False)
class FitsWithoutEach:
    """What a fit becomes without each of some patients.

    Parameters
    ----------
    patients : numpy.ndarray
        Their places among the patients of the fit, (patients,).
    b : numpy.ndarray
        Coefficients in the scale of the design, (patients, columns).
    covariance : numpy.ndarray
        Covariance of the scores in that scale, (patients, visits, visits).
    """

    patients: Codes
    b: Array
    covariance: Array


def fit_without_each(fit: MMRMFit) -> Iterator[FitsWithoutEach]:
    """Yield the fits without each patient, in parts of a size that memory holds.

    Parameters
    ----------
    fit : MMRMFit
        A fit to rows, with one covariance matrix for all patients.

    Raises
    ------
    outcomes.errors.AnalysisError
        If the fit has a covariance matrix for each group, or weights.
    outcomes.errors.ConvergenceError
        If the model cannot be fitted without one of them.
    """
    if fit.design.group is not None:
        raise AnalysisError("patients are left out of fits with one covariance matrix for all")
    chord = _Chord(fit)
    for begin in range(0, len(chord.pattern), chord.at_once):
        yield chord.fit(np.arange(begin, min(begin + chord.at_once, len(chord.pattern))))


@dataclass(frozen=True, eq=False)
class _Chord:
    """Newton steps with the Hessian of everybody, for many patients left out at once."""

    whole: MMRMFit

    @cached_property
    def problem(self) -> Problem:
        return self.whole.optimum.point.problem

    @cached_property
    def start(self) -> Array:
        (search,) = self.whole.optimum.search
        return search

    @cached_property
    def blocks(self) -> Array:
        """Basis and response of each patient, zero where a visit was not seen."""
        patients = self.whole.require_patients("leaving patients out")
        lengths = np.diff(np.r_[patients.first, len(patients.visit)])
        of_row = np.repeat(np.arange(len(lengths)), lengths)
        blocks = np.zeros((len(lengths), self.problem.visits, self.problem.width))
        blocks[of_row, patients.visit, :-1] = patients.basis
        blocks[of_row, patients.visit, -1] = patients.response
        return blocks

    @cached_property
    def pattern(self) -> Codes:
        """Place of each patient's pattern in the problem."""
        patients = self.whole.require_patients("leaving patients out")
        digits = (self.problem.seen << np.arange(self.problem.visits)).sum(axis=1)
        order = np.argsort(digits)
        return np.asarray(order[np.searchsorted(digits[order], patients.pattern)], dtype=np.int64)

    @property
    def at_once(self) -> int:
        """Patients whose arrays stay within `NUMBERS_AT_ONCE`."""
        problem = self.problem
        size = problem.visits**2 * max(problem.width**2, len(problem.number))
        return max(1, NUMBERS_AT_ONCE // size)

    @cached_property
    def newton(self) -> Array:
        """Inverse of the Hessian of everybody by the search parameters."""
        structure, point = self.whole.optimum.structure, self.whole.optimum.point
        slopes = structure.slopes(self.start)
        curvature = structure.curvature(self.start, point.gradients[0])
        return np.asarray(np.linalg.inv(point.hessian([slopes], [curvature])))

    @cached_property
    def most_steps(self) -> int:
        """Steps after which what is left does not matter."""
        return next((steps for most, steps in STEPS if len(self.pattern) <= most), 1)

    @cached_property
    def turning(self) -> Array:
        """Derivatives of everybody's coefficients by the search parameters, (size, columns)."""
        point, structure = self.whole.optimum.point, self.whole.optimum.structure
        collected = point.sandwiched([structure.slopes(self.start)])
        return np.asarray(-(collected @ np.append(-point.b, 1.0))[:, :-1] @ point.phi)

    def fit(self, patients: Codes) -> FitsWithoutEach:
        structure = self.whole.optimum.structure
        search = np.tile(self.start, (len(patients), 1))
        b = np.zeros((len(patients), self.problem.columns))
        moving = np.arange(len(patients))
        with np.errstate(all="ignore"):  # what is not finite is searched for by itself
            for number in range(self.most_steps):
                try:
                    at = search[moving] if number else search[:1]
                    gradient, b[moving] = self._evaluate(at, patients[moving])
                except np.linalg.LinAlgError:
                    break
                steps = -gradient @ self.newton
                search[moving] += steps
                b[moving] += steps @ self.turning
                far = ~(np.abs(steps).max(axis=1) < SHORTEST_STEP)
                moving = moving[far]
                if not len(moving):
                    break
        if self.most_steps < MOST_STEPS:
            moving = moving[~np.isfinite(b[moving]).all(axis=1)]
        fits = FitsWithoutEach(patients, b, structure.matrices(search))
        for place in moving:
            self._fit_alone(fits, int(place))
        return fits

    def _evaluate(self, search: Array, patients: Codes) -> tuple[Array, Array]:
        """Return the gradients by the search parameters, and the coefficients there.

        ``search`` has a row a patient, or one row for all of them.
        """
        problem, structure = self.problem, self.whole.optimum.structure
        both = problem.seen[:, :, None] & problem.seen[:, None, :]
        padded = np.where(both, structure.matrices(search)[:, None], np.eye(problem.visits))
        inverse = np.where(both, np.linalg.inv(padded), 0.0)
        place = np.arange(len(patients)) if len(search) > 1 else 0
        own = inverse[place, self.pattern[patients]]
        loading = problem.loading.reshape(problem.visits, problem.width, -1)
        rows = np.einsum("ntw,twc->ntc", self.blocks[patients], loading)
        total = problem.collect(inverse) - rows.swapaxes(1, 2) @ own @ rows
        phi = np.linalg.inv(total[:, :-1, :-1])
        b = (phi @ total[:, :-1, -1:])[:, :, 0]
        v = np.concatenate([-b, np.ones((len(b), 1))], axis=1)
        middle = v[:, :, None] * v[:, None, :]
        if problem.reml:
            middle[:, :-1, :-1] += phi
        each = np.einsum("p,npab->nab", problem.number, inverse)
        each = each - self._weighted(inverse, middle)
        each -= own - own @ (rows @ middle @ rows.swapaxes(1, 2)) @ own
        slopes = structure.slopes_of_each(search)
        return np.einsum(
            "nkab,nab->nk", np.broadcast_to(slopes, (len(b), *slopes.shape[1:])), each
        ), b

    def _weighted(self, inverse: Array, middle: Array) -> Array:
        """Return ``sum_p W_p <C_p, middle> W_p`` for each patient's middle.

        With one set of weights for all, they are collected first: the sum is linear in the middle.
        """
        problem = self.problem
        if len(inverse) > 1:
            return np.asarray((inverse @ problem.spread(middle) @ inverse).sum(axis=1))
        (only,) = inverse
        visits = problem.visits
        entries = np.einsum("pra,psb->rspab", only, only).reshape(-1, *only.shape)
        collected = problem.collect(entries).reshape(visits * visits, -1)
        return np.asarray(
            (middle.reshape(len(middle), -1) @ collected.T).reshape(-1, visits, visits)
        )

    def _fit_alone(self, fits: FitsWithoutEach, place: int) -> None:
        """Search for the fit without one patient as for any fit."""
        patient = fits.patients[place]
        block = self.blocks[patient]
        products = np.einsum("ai,bj->abij", block, block)
        problem = _leave_out(self.problem, int(self.pattern[patient]), products)
        optimum = minimise(problem, self.whole.optimum.structure, start=[self.start])
        fits.b[place] = optimum.point.b
        fits.covariance[place] = optimum.structure.matrix(optimum.search[0])


def _leave_out(problem: Problem, pattern: int, products: Array) -> Problem:
    """Take one patient out of the sums; a pattern that nobody has any more is dropped."""
    number, remaining = problem.number.copy(), problem.products.copy()
    number[pattern] -= 1
    remaining[:, pattern] -= products.reshape(problem.visits**2, -1)
    kept = number > 0
    return replace(
        problem,
        number=number[kept],
        group=problem.group[kept],
        seen=problem.seen[kept],
        products=remaining[:, kept],
    )
