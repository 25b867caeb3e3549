"""Missing scores filled in with what a mixed model expects of each participant.

The expected score given the scores that are there (the conditional mean), if what is missing
depends only on them; and its sums over participants when the model is fitted without each of them
in turn, which is what the jackknife needs. Method note: ``docs/methods/tipping-point.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.analysis.mmrm import MMRMFit
from outcomes.analysis.mmrm.leave_one_out import fit_without_each
from outcomes.errors import AnalysisError

Array = NDArray[np.float64]
Places = NDArray[np.int64]


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

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Whether each participant's score at the visit is missing."""
        return np.asarray(np.isnan(self.observed[:, self._at]))

    def fill_in(self) -> Array:
        """Return every participant's score at the visit, those missing as the model expects them.

        Returns
        -------
        numpy.ndarray, shape (participants,)
            In the unit of the score.
        """
        b, covariance = self._whole
        filled = self.observed[:, self._at].copy()
        for pattern in self._patterns:
            rows = self._design_rows[pattern.places]
            means = rows @ b
            weights = pattern.weights(covariance, self._at)
            apart = (
                np.where(pattern.seen, self.observed[pattern.places], 0.0) - means * pattern.seen
            )
            filled[pattern.places] = means[:, self._at] + apart @ weights
        return self._in_unit(filled)

    def total_without_each(self, columns: Array) -> tuple[Array, Array]:
        """Sum columns times scores, the model fitted and the sum taken without each in turn.

        Parameters
        ----------
        columns : numpy.ndarray, shape (participants, columns)
            What the scores are multiplied by.

        Returns
        -------
        totals : numpy.ndarray, shape (participants, columns)
            The sums over everybody, the model fitted without the participant of the row.
        own : numpy.ndarray, shape (participants,)
            The score of the participant of the row in that sum.

        Raises
        ------
        outcomes.errors.ConvergenceError
            If the model cannot be fitted without a participant.
        """
        seen_at = ~self.missing
        known = columns[seen_at].T @ self.observed[seen_at, self._at]
        sums = [
            _Sums.of(pattern, columns, self.observed, self._design_rows)
            for pattern in self._patterns
        ]
        totals = np.empty((len(columns), columns.shape[1]))
        own = self.observed[:, self._at].copy()
        of_place = self._pattern_of
        for places, b, covariance in self._fits():
            total = np.tile(known, (len(places), 1))
            for number, (pattern, each) in enumerate(zip(self._patterns, sums, strict=True)):
                weights = pattern.weights(covariance, self._at)
                total += each.expected(b, weights, self._at)
                mine = of_place[places] == number
                if mine.any():
                    rows = self._design_rows[places[mine]]
                    means = np.einsum("ntq,nq->nt", rows, b[mine])
                    apart = np.where(pattern.seen, self.observed[places[mine]] - means, 0.0)
                    own[places[mine]] = means[:, self._at] + (apart * weights[mine]).sum(axis=1)
            totals[places] = total
        scale = self.fit.design.scale
        centred = self.fit.design.centre * columns.sum(axis=0)
        return centred + scale * totals, self._in_unit(own)

    def _fits(self) -> Iterator[tuple[Places, Array, Array]]:
        """Yield places of participants, and the fit without each: coefficients and covariance."""
        for fits in fit_without_each(self.fit):
            yield self._of_patient[fits.patients], fits.b, fits.covariance
        others = np.setdiff1d(np.arange(len(self.participants)), self._of_patient)
        if len(others):
            b, covariance = self._whole
            yield others, np.tile(b, (len(others), 1)), np.tile(covariance, (len(others), 1, 1))

    def _in_unit(self, scores: Array) -> Array:
        return np.asarray(self.fit.design.centre + self.fit.design.scale * scores)

    @property
    def _at(self) -> int:
        return self.fit.design.visits.index(self.visit)

    @property
    def _whole(self) -> tuple[Array, Array]:
        optimum = self.fit.optimum
        (search,) = optimum.search
        return optimum.point.b, optimum.structure.matrix(search)

    @cached_property
    def _of_patient(self) -> Places:
        """Place among the participants of each patient of the fit."""
        names = self.fit.require_patients("filling in scores").names
        places = self.participants.index.get_indexer(pd.Index(names))
        if (places < 0).any():
            raise AnalysisError("a participant of the fit is not among those to fill in")
        return np.asarray(places, dtype=np.int64)

    @cached_property
    def _patterns(self) -> list[_Pattern]:
        """Those whose score at the visit is missing, by the visits at which they were seen."""
        places = np.flatnonzero(self.missing)
        seen, of_place = np.unique(~np.isnan(self.observed[places]), axis=0, return_inverse=True)
        return [_Pattern(own, places[of_place == number]) for number, own in enumerate(seen)]

    @cached_property
    def _pattern_of(self) -> Places:
        """Position of each participant's pattern, -1 where the score is there."""
        found = np.full(len(self.participants), -1, dtype=np.int64)
        for number, pattern in enumerate(self._patterns):
            found[pattern.places] = number
        return found

    @cached_property
    def _design_rows(self) -> Array:
        """Rows of the design, shape (participants, visits, columns)."""
        design = self.fit.design
        visits = list(design.visits)
        stacked = pd.concat([self.participants.assign(**{design.visit: visit}) for visit in visits])
        rows = design.rows(stacked)
        return np.asarray(rows.reshape(len(visits), len(self.participants), -1).swapaxes(0, 1))


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Participants who were seen at the same visits, and not at the one to fill in."""

    seen: NDArray[np.bool_]
    places: Places

    def weights(self, covariance: Array, at: int) -> Array:
        """Return what a score's distance from its mean adds at the visit, zero where not seen.

        Parameters
        ----------
        covariance : numpy.ndarray, shape (..., visits, visits)
            Of the scores.
        at : int
            Position of the visit.
        """
        weights = np.zeros(covariance.shape[:-1])
        if self.seen.any():
            among = covariance[..., self.seen, :][..., :, self.seen]
            towards = covariance[..., self.seen, at]
            weights[..., self.seen] = np.linalg.solve(among, towards[..., None])[..., 0]
        return weights


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums over the participants of a pattern, from which any fit's expected scores are summed.

    Parameters
    ----------
    scores : numpy.ndarray, shape (columns, visits)
        Columns times scores, zero where not seen.
    rows : numpy.ndarray, shape (columns, visits, coefficients)
        Columns times rows of the design.
    """

    scores: Array
    rows: Array

    @classmethod
    def of(cls, pattern: _Pattern, columns: Array, observed: Array, design_rows: Array) -> _Sums:
        own = columns[pattern.places]
        scores = np.where(pattern.seen, observed[pattern.places], 0.0)
        return cls(own.T @ scores, np.tensordot(own, design_rows[pattern.places], axes=(0, 0)))

    def expected(self, b: Array, weights: Array, at: int) -> Array:
        """Return the sums of columns times expected scores, (fits, columns)."""
        means = np.tensordot(b, self.rows, axes=(1, 2))
        return np.asarray(
            means[:, :, at] + weights @ self.scores.T - np.einsum("nkt,nt->nk", means, weights)
        )
