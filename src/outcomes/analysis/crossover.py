"""Crossover: treatments that the same persons had one after another, compared within persons.

The main estimate is of a mixed model with treatment and period; beside it stand the paired
analysis by sequence, the effect of the period, and what carry-over may amount to.
Method note: ``docs/methods/crossover.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from outcomes.analysis.intervals import check_level, mean_interval
from outcomes.analysis.paired_periods import compare_carry_over, compare_within
from outcomes.analysis.reasons import explain
from outcomes.analysis.treatment_model import TreatmentModel
from outcomes.analysis.treatment_rows import MODEL, Row, favour, list_model_rows, name_pair
from outcomes.analysis_record import AnalysisRecord, ArmCount, LeftOut, Reason
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Endpoint
from outcomes.study.periods import find_start, list_assessments, list_periods
from outcomes.study.plan import Visit
from outcomes.study.study import Study

PAIRED = "paired analysis by sequence"
PERIOD = "period"
SEEN = ("all periods", "some periods", "no period")
"""What stands under ``subgroup`` in the counts of participants by the periods with a score."""


def compare_periods(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Compare the treatments of a crossover within participants.

    Parameters
    ----------
    study : Study
        A loaded study with the design ``crossover``.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. A visit stands for itself and its counterparts in the other periods:
        ``visit`` is that of the period which the plan's primary visit is in.

        - ``difference`` and ``adjusted mean`` of a mixed model (`MODEL`), ``arm`` and
          ``comparator`` are treatments, ``n_arm`` the participants with a score under each;
        - ``paired difference`` (`PAIRED`; t, persons less sequences degrees of freedom), ``n_arm``
          the participants with both treatments;
        - ``period effect`` of the mixed model, later period (under ``subgroup``) minus first;
        - ``carry-over``: sum of both periods, sequence under ``arm`` minus the one under
          ``comparator`` (t, n - 2 degrees of freedom), of two periods and treatments only;
        - ``mean`` and ``sd`` by sequence (``arm``) and period (``subgroup``), as observed;
        - ``participants by periods``: of each sequence how many have a score in all periods, in
          some, in none (`SEEN`, under ``subgroup``).

        What could not be estimated is a row of NaN with its ``reason``.
    """
    check_level(level)
    rows = [
        row
        for name in study.endpoints
        for periods in _list_counterparts(study, name)
        for row in periods.list_rows(level)
    ]
    return make_estimates(rows)


def _list_counterparts(study: Study, name: str) -> Iterator[_Periods]:
    """Yield the scores of an endpoint at each visit and its counterparts, by side."""
    file = study.file
    scores = study.patient_scores(name)
    primary = next(one for one in file.visits if one.name == file.plan.primary.visit)
    by_period = [list_assessments(file.visits, period) for period in list_periods(file)]
    starts = [find_start(file.visits, period) for period in list_periods(file)]
    for side in sorted(set(scores["side"])) or [""]:
        own = scores[scores["side"] == side]
        for visits in zip(*by_period, strict=True):
            at = visits[(primary.period or 1) - 1]
            is_primary = name == file.plan.primary.endpoint and at is primary
            if is_primary or own["visit"].isin([visit.name for visit in visits]).any():
                yield _Periods(study, name, side, at, visits, tuple(starts), own)


@dataclass(frozen=True, eq=False)
class _Periods:
    """The scores of one endpoint at a visit of each period.

    Parameters
    ----------
    study : Study
        As loaded.
    name, side : str
        Endpoint and side.
    at : Visit
        The visit that the estimates stand at.
    visits : tuple of Visit
        Its counterparts and itself, one a period.
    starts : tuple of Visit or None
        The baseline of each period, None where it has none.
    scores : pandas.DataFrame
        From `Study.patient_scores`, of the side.
    """

    study: Study
    name: str
    side: str
    at: Visit
    visits: tuple[Visit, ...]
    starts: tuple[Visit | None, ...]
    scores: pd.DataFrame

    @property
    def endpoint(self) -> Endpoint:
        return self.study.endpoints[self.name]

    @property
    def sequences(self) -> Mapping[str, tuple[str, ...]]:
        return self.study.file.sequences

    @property
    def place(self) -> Row:
        """The estimates columns that say what was measured and when."""
        return {
            "endpoint": self.name,
            "side": self.side,
            "visit": self.at.name,
            "week": self.at.weeks,
            "unit": self.endpoint.unit,
        }

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a participant and period: sequence, treatment, place (the period), value."""
        number = {visit.name: place for place, visit in enumerate(self.visits)}
        own = self.scores[self.scores["visit"].isin(list(number))]
        period = own["visit"].map(number).astype(int)
        names = [f"{PERIOD} {place + 1}" for place in range(len(self.visits))]
        given = [
            self.sequences[sequence][place]
            for sequence, place in zip(own["arm"], period, strict=True)
        ]
        return pd.DataFrame(
            {
                "participant": own["participant"].astype(object),
                "sequence": own["arm"].astype(object),
                "treatment": pd.Series(given, index=own.index, dtype=object),
                "place": pd.Categorical.from_codes(period, names),
                "value": own["value"],
            }
        ).reset_index(drop=True)

    @cached_property
    def modelled(self) -> pd.DataFrame:
        """The rows of the model: with the baseline of the period, where there is one."""
        starts = {
            f"{PERIOD} {place + 1}": start.name
            for place, start in enumerate(self.starts)
            if start is not None
        }
        there = set(self.scores["visit"])
        if not starts or not all(name in there for name in starts.values()):
            return self.rows
        known = self.scores.set_index(["participant", "visit"])["value"]
        keys = zip(self.rows["participant"], self.rows["place"].map(starts), strict=True)
        baseline = known.reindex(pd.MultiIndex.from_tuples(keys)).to_numpy()
        return self.rows.assign(baseline=baseline).dropna(subset=["baseline"])

    def list_rows(self, level: float) -> Iterator[Row]:
        """Yield what is estimated at this visit and its counterparts."""
        for row in (
            *self._model(level),
            *self._pair(level),
            *self._carry_over(level),
            *self._describe(level),
            *self._count(),
        ):
            yield {**self.place, **row}

    def _model(self, level: float) -> Iterator[Row]:
        seen = set(self.rows["place"])
        if len(seen) < 2:
            unseen = [v.name for n, v in enumerate(self.visits, 1) if f"{PERIOD} {n}" not in seen]
            reason = Reason("no-scores", visits=tuple(unseen))
            for pair in self.study.comparisons:
                about = {"quantity": "difference", "analysis": MODEL, **name_pair(pair)}
                yield {**about, "reason": reason}
            return
        model = TreatmentModel(
            self.modelled,
            tuple(self.study.treatments),
            self.study.file.plan.covariance.structure,
            level,
        )
        done = self._record()
        yield from list_model_rows(model, self.study.comparisons, self.endpoint, done)
        try:
            shared = {"analysis": MODEL, "done": model.record(done)}
        except AnalysisError:
            return
        for period, numbers in model.list_place_effects():
            yield {**shared, **numbers, "quantity": "period effect", "subgroup": period}

    def _pair(self, level: float) -> Iterator[Row]:
        done = replace(self._record(), model="paired difference", covariates=(), baseline=False)
        for pair in self.study.comparisons:
            row = {"quantity": "paired difference", "analysis": PAIRED, **name_pair(pair)}
            try:
                found = compare_within(self.rows, self.sequences, pair, level)
            except AnalysisError as error:
                yield {**row, "reason": explain(error, arms=pair)}
                continue
            yield {**row, **favour(self.endpoint, found, pair), "done": done}

    def _carry_over(self, level: float) -> Iterator[Row]:
        first, second = list(self.sequences)[:2]
        row = {"quantity": "carry-over", "analysis": PAIRED, **name_pair((first, second))}
        try:
            found = compare_carry_over(self.rows, self.sequences, level)
        except AnalysisError as error:
            yield {**row, "reason": explain(error)}
            return
        yield {**row, **found}

    def _describe(self, level: float) -> Iterator[Row]:
        done = AnalysisRecord("mean")
        groups = self.rows.groupby(["sequence", "place"], observed=True)["value"]
        for (sequence, period), values in groups:
            about = {"arm": sequence, "subgroup": period, "done": done, "n_arm": len(values)}
            yield {**about, "quantity": "mean", **mean_interval(values, level)}
            yield {**about, "quantity": "sd", "estimate": float(values.std(ddof=1))}

    def _count(self) -> Iterator[Row]:
        seen = self.rows.groupby("participant")["place"].nunique()
        people = self.study.participants.set_index("participant")["arm"]
        periods = seen.reindex(people.index, fill_value=0)
        due = len(self.visits)
        kinds = (periods == due, (periods > 0) & (periods < due), periods == 0)
        for sequence in self.sequences:
            own = people == sequence
            for kind, which in zip(SEEN, kinds, strict=True):
                yield {
                    "quantity": "participants by periods",
                    "arm": sequence,
                    "subgroup": kind,
                    "estimate": float((own & which).sum()),
                    "n_arm": int(own.sum()),
                    "unit": "participants",
                    "done": AnalysisRecord("count"),
                }

    def _record(self) -> AnalysisRecord:
        people = self.study.participants
        visits = tuple(visit.name for visit in self.visits)
        counts, left_out = [], []
        for treatment in self.study.treatments:
            due = people["arm"].map({s: treatment in given for s, given in self.sequences.items()})
            own = self.modelled[self.modelled["treatment"] == treatment]["participant"].nunique()
            counts.append(ArmCount(treatment, own))
            reason = Reason("no-scores", visits=visits)
            left_out.append(LeftOut(treatment, int(due.sum()) - own, reason))
        return AnalysisRecord(
            "mmrm",
            scale="levels" if self.endpoint.kind == "ordinal" else "scores",
            baseline="baseline" in self.modelled,
            covariates=(PERIOD,),
            visits=visits,
            participants=tuple(counts),
            left_out=tuple(left_out),
        )
