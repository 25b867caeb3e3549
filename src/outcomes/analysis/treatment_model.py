"""A mixed model of scores under several treatments of the same persons.

Fixed treatment (and period, and the baseline of the period), a covariance of the scores of a
person, REML, Kenward-Roger. Persons with one score count too: what they tell between persons is
used. Method note: ``docs/methods/crossover.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from outcomes.analysis.mmrm import MMRMFit, Step, fit_with_fallback
from outcomes.analysis.mmrm.trial import record_fit
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.errors import NotEstimableError

_NUMBERS = ("estimate", "se", "df", "ci_low", "ci_high")
_TESTED = (*_NUMBERS, "statistic", "p_value")
COMPOUND_SYMMETRY = "compound-symmetry"
"""One variance and one covariance: a random intercept for each person."""

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class TreatmentModel:
    """The fitted model of one endpoint.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row a person and period (or site): ``participant, treatment, place, value``, and
        ``baseline`` where it is in the model; none absent. ``place`` is the period or the site,
        categorical.
    treatments : tuple of str
        In the order of the study file.
    covariance : str
        Structure over places; compound symmetry stands in where it cannot be fitted.
    level : float
        Confidence level.
    by_place : bool
        Whether the places differ in their mean: periods do.
    """

    rows: pd.DataFrame
    treatments: tuple[str, ...]
    covariance: str
    level: float
    by_place: bool = True

    @cached_property
    def fit(self) -> MMRMFit:
        """The fit.

        Raises
        ------
        AnalysisError
            If there is none.
        """
        seen = [name for name in self.treatments if (self.rows["treatment"] == name).any()]
        if len(seen) < 2:
            unseen = tuple(name for name in self.treatments if name not in seen)
            raise NotEstimableError(Reason("no-scores", unseen))
        terms = ["treatment", *(["place"] if self.by_place else [])]
        terms += ["baseline"] if "baseline" in self.rows else []
        return fit_with_fallback(
            f"value ~ {' + '.join(terms)}",
            self.rows.assign(treatment=pd.Categorical(self.rows["treatment"], categories=seen)),
            subject="participant",
            visit="place",
            order=[Step(name) for name in dict.fromkeys((self.covariance, COMPOUND_SYMMETRY))],
        )

    def record(self, done: AnalysisRecord) -> AnalysisRecord:
        """Return a record with what the fit decided."""
        return record_fit(self.fit, done)

    def list_means(self) -> Iterator[tuple[str, Row]]:
        """Yield the adjusted mean of each treatment, with its interval."""
        found = self.fit.lsmeans("treatment", level=self.level)
        for record in found.to_dict("records"):
            yield str(record["treatment"]), self._numbers(record, _NUMBERS)

    def compare(self, pair: tuple[str, str]) -> Row:
        """Return the difference of a pair, treatment minus comparator.

        Raises
        ------
        NotEstimableError
            If nobody has a score under one of them.
        """
        unseen = tuple(name for name in pair if not (self.rows["treatment"] == name).any())
        if unseen:
            raise NotEstimableError(Reason("no-scores", unseen))
        found = self.fit.contrasts("treatment", reference=pair[1], level=self.level)
        (record,) = found[found["treatment"] == pair[0]].to_dict("records")
        return self._numbers(record, _TESTED)

    def list_place_effects(self) -> Iterator[tuple[str, Row]]:
        """Yield how much each later place differs from the first, whatever the treatment."""
        for record in self.fit.contrasts("place", level=self.level).to_dict("records"):
            yield str(record["place"]), self._numbers(record, _TESTED)

    def _numbers(self, record: dict[Any, Any], names: Sequence[str]) -> Row:
        numbers = {name: float(record[name]) for name in names}
        return {**numbers, "distribution": "t", "level": self.level}
