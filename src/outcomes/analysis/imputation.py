"""Missing scores filled in with what a mixed model expects of each participant.

The expected score given the scores that are there (the conditional mean), under the assumption that
what is missing depends only on them. Everything can be done again without one participant, which is
what the jackknife needs. Method note: ``docs/methods/tipping-point.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.analysis.mmrm import MMRMFit
from outcomes.analysis.mmrm.optimise import Optimum, minimise
from outcomes.analysis.mmrm.problem import Problem
from outcomes.errors import AnalysisError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ConditionalMeans:
    """Expected scores at one visit, from a fit of the scores at all visits.

    Parameters
    ----------
    fit : MMRMFit
        A fit to rows, with one covariance matrix for all participants.
    participants : pandas.DataFrame
        Index ``participant``; the columns that the model has beside visit and score, none absent.
        It may hold participants who have no score.
    visit : object
        The visit to fill in.
    """

    fit: MMRMFit
    participants: pd.DataFrame
    visit: object

    def __post_init__(self) -> None:
        if self.fit.design.group is not None:
            raise AnalysisError("scores are filled in from one covariance matrix for all arms")

    @cached_property
    def observed(self) -> Array:
        """Scores by participant and visit, centred and scaled as in the fit; NaN if missing."""
        patients = self.fit.require_patients("filling in scores")
        scores = np.full((len(self.participants), len(self.fit.design.visits)), np.nan)
        of_row = np.repeat(self._of_patient, np.diff(np.r_[patients.first, len(patients.visit)]))
        scores[of_row, patients.visit] = patients.response
        return scores

    def fill_in(self, left_out: int | None = None) -> Array:
        """Return every participant's score at the visit, those missing as the model expects them.

        Parameters
        ----------
        left_out : int, optional
            Place of a participant without whom the model is fitted.

        Returns
        -------
        numpy.ndarray, shape (participants,)
            In the unit of the score; that of the participant left out among them.

        Raises
        ------
        outcomes.errors.ConvergenceError
            If the model cannot be fitted without the participant.
        """
        optimum = self._optimum_without(left_out)
        (search,) = optimum.search
        covariance = optimum.structure.matrix(search)
        means = np.einsum("itk,k->it", self._design_rows, optimum.point.b)
        at = self.fit.design.visits.index(self.visit)
        filled = self.observed[:, at].copy()
        there = ~np.isnan(self.observed)
        for place in np.flatnonzero(np.isnan(filled)):
            seen = there[place]
            residual = self.observed[place, seen] - means[place, seen]
            weights = np.linalg.solve(covariance[np.ix_(seen, seen)], covariance[seen, at])
            filled[place] = means[place, at] + weights @ residual
        return np.asarray(self.fit.design.centre + self.fit.design.scale * filled)

    def _optimum_without(self, left_out: int | None) -> Optimum:
        optimum = self.fit.optimum
        if left_out is None or left_out not in self._patient_of:
            return optimum
        problem = _leave_out(optimum.point.problem, *self._sums_of(self._patient_of[left_out]))
        return minimise(problem, optimum.structure, start=optimum.search)

    @cached_property
    def _of_patient(self) -> NDArray[np.int64]:
        """Place among the participants of each patient of the fit."""
        names = self.fit.require_patients("filling in scores").names
        places = self.participants.index.get_indexer(pd.Index(names))
        if (places < 0).any():
            raise AnalysisError("a participant of the fit is not among those to fill in")
        return np.asarray(places, dtype=np.int64)

    @cached_property
    def _patient_of(self) -> dict[int, int]:
        return {int(place): patient for patient, place in enumerate(self._of_patient)}

    @cached_property
    def _design_rows(self) -> Array:
        """Rows of the design, shape (participants, visits, columns)."""
        design = self.fit.design
        visits = list(design.visits)
        stacked = pd.concat([self.participants.assign(**{design.visit: visit}) for visit in visits])
        rows = design.rows(stacked)
        return np.asarray(rows.reshape(len(visits), len(self.participants), -1).swapaxes(0, 1))

    def _sums_of(self, patient: int) -> tuple[NDArray[np.bool_], Array]:
        """Visits seen, and cross-products by pair of visits, of one patient of the fit."""
        patients = self.fit.require_patients("filling in scores")
        ends = np.r_[patients.first, len(patients.visit)]
        own = slice(ends[patient], ends[patient + 1])
        count = len(self.fit.design.visits)
        block = np.zeros((count, patients.basis.shape[1] + 1))
        block[patients.visit[own], :-1] = patients.basis[own]
        block[patients.visit[own], -1] = patients.response[own]
        seen = np.zeros(count, dtype=bool)
        seen[patients.visit[own]] = True
        products = np.einsum("ai,bj->abij", block, block)
        return seen, products.reshape(count * count, -1)


def _leave_out(problem: Problem, seen: NDArray[np.bool_], products: Array) -> Problem:
    """Take one patient out of the sums; a pattern that nobody has any more is dropped."""
    (place,) = np.flatnonzero((problem.seen == seen).all(axis=1))
    number, remaining = problem.number.copy(), problem.products.copy()
    number[place] -= 1
    remaining[:, place] -= products
    kept = number > 0
    return replace(
        problem,
        number=number[kept],
        group=problem.group[kept],
        seen=problem.seen[kept],
        products=remaining[:, kept],
    )
