"""Harms by the time at risk: rates of first events, and of events that may come again.

Method note: ``docs/methods/harms.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.flow import count_participants
from outcomes.analysis.follow_up import choose_unit, measure_follow_up
from outcomes.analysis.harm_events import ANALYSIS, HARM, EventKind, list_kinds, tidy_events
from outcomes.analysis.intervals import check_level
from outcomes.analysis.rate_intervals import (
    rate_difference_interval,
    rate_interval,
    rate_ratio_interval,
    robust_rate_ratio,
)
from outcomes.analysis_record import AnalysisRecord, ArmCount, Model, Reason
from outcomes.errors import NotEstimableError
from outcomes.estimates import HARMS, make_estimates
from outcomes.study.study import Study
from outcomes.study.times import WEEKS_PER

PER = 100
"""Units of person-time that rates are given for."""

MOST_UNDATED = 0.1
"""Share of an arm's participants with an event whose event may lack a time.

They count as at risk for as long as they were followed, which makes the rate no higher.
"""

Row = dict[str, Any]


def summarise_harm_rates(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Divide adverse events by the time that participants were at risk of them.

    Parameters
    ----------
    study : Study
        A loaded study. Participants are followed from the baseline to their last visit with a
        score, or to a later event of theirs.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame; ``endpoint`` and ``subgroup`` as in
        `outcomes.analysis.harms.summarise_harms`. No rows without a table of events.

        - ``follow-up`` of each arm: how long a participant was followed on average, in weeks, or
          in a shorter unit in a study of less than a week;
        - ``time at risk``: until the first event of the kind, else as long as followed, summed, in
          person-years or a shorter unit that the visits span;
        - ``incidence rate``: participants with an event for 100 of that unit, Garwood's interval;
          ``incidence rate difference`` (arm minus comparator, by MOVER) and ``incidence rate
          ratio`` (arm over comparator, score interval) of each comparison;
        - ``events per participant``, ``event rate`` and ``event rate ratio`` (robust Poisson, t)
          of all events, of the kinds but not by name.

        What cannot be known has a row with its ``reason``: nobody of the arm followed; more than
        `MOST_UNDATED` of those with an event without its time (``imputed`` of the record counts
        fewer); no event to divide by; too few participants with one for a robust interval.
    """
    check_level(level)
    if study.events is None:
        return make_estimates([])
    events = tidy_events(study)
    after = events[events["after"]]
    rates = _Rates.of(study, after, level)
    rows = rates.summarise_follow_up()
    for kind in list_kinds(after):
        rows += rates.divide_first(kind)
        if kind.endpoint == HARMS:
            rows += rates.divide_all(kind)
    return make_estimates({**row, "analysis": ANALYSIS} for row in rows)


@dataclass(frozen=True)
class _Rates:
    """What rates of every kind are made from.

    Parameters
    ----------
    followed : pandas.DataFrame
        From `measure_follow_up`.
    seen : frozenset of str
        Arms of which somebody was seen after the baseline.
    totals : mapping of str to int
        Participants of each arm that has any.
    comparisons : tuple of (str, str)
        Arm and comparator, of arms with participants.
    unit : str
        Of person-time.
    level : float
        Confidence level.
    """

    followed: pd.DataFrame
    seen: frozenset[str]
    totals: Mapping[str, int]
    comparisons: tuple[tuple[str, str], ...]
    unit: str
    level: float

    @classmethod
    def of(cls, study: Study, after: pd.DataFrame, level: float) -> _Rates:
        totals = {arm: n for arm, n in count_participants(study).items() if n}
        pairs = tuple(pair for pair in study.comparisons if set(pair) <= set(totals))
        followed = measure_follow_up(study, after)
        seen = frozenset(followed.loc[followed["seen"] > 0, "arm"])
        return cls(followed, seen, totals, pairs, choose_unit(study), level)

    def summarise_follow_up(self) -> list[Row]:
        """Return how long the participants of each arm were followed: in weeks, or what is less."""
        unit = min(self.unit, "week", key=WEEKS_PER.__getitem__)
        shared: Row = {"endpoint": HARMS, "quantity": "follow-up", "unit": f"{unit}s"}
        sums = self._sum_by_arm(self.followed["weeks"] / WEEKS_PER[unit])
        shared["done"] = self._record("count")
        return [
            {**shared, "arm": arm, "n_arm": n, "estimate": sums[arm] / n}
            for arm, n in self.totals.items()
        ]

    def divide_first(self, kind: EventKind) -> list[Row]:
        """Return rates of participants with an event of a kind, by the time until the first."""
        first = kind.events.groupby("participant").agg(arm=("arm", "first"), week=("week", "min"))
        counts = self._count_by_arm(first["arm"])
        undated = self._count_by_arm(first.loc[first["week"].isna(), "arm"])
        weeks = self.followed["weeks"].copy()
        weeks.loc[first.index] = first["week"].fillna(weeks)
        times = self._sum_by_arm(weeks / WEEKS_PER[self.unit])
        unclear = {arm for arm, n in counts.items() if undated[arm] > MOST_UNDATED * n}
        known = {arm: self._check(arm, unclear) for arm in self.totals}
        rows = []
        for arm, reason in known.items():
            shared: Row = {**kind.place, "arm": arm, "n_arm": self.totals[arm], "reason": reason}
            time: Row = {"quantity": "time at risk", "unit": f"person-{self.unit}s"}
            rate: Row = {"quantity": "incidence rate", "unit": self._per}
            if reason is None:
                shared["done"] = self._record("rate", undated)
                time["estimate"] = times[arm]
                rate |= rate_interval(counts[arm], times[arm] / PER, self.level)
            rows += [{**shared, **time}, {**shared, **rate}]
        for pair in self.comparisons:
            rows += self._compare(kind, pair, counts, times, known)
        return rows

    def divide_all(self, kind: EventKind) -> list[Row]:
        """Return rates of all events of a kind, those that came again among them."""
        counts = kind.events["participant"].value_counts()
        own = self.followed.assign(
            events=counts.reindex(self.followed.index).fillna(0.0),
            time=self.followed["weeks"] / WEEKS_PER[self.unit] / PER,
        )
        # Who was neither followed nor had an event says nothing of either.
        there = {
            arm: own[(own["arm"] == arm) & ((own["events"] > 0) | (own["time"] > 0))]
            for arm in self.totals
        }
        known = {arm: self._check(arm) for arm in self.totals}
        rows = []
        for arm, n in self.totals.items():
            events, time = float(there[arm]["events"].sum()), float(there[arm]["time"].sum())
            shared = {**kind.place, "arm": arm, "n_arm": n}
            each = {"quantity": "events per participant", "unit": "events", "estimate": events / n}
            rows.append({**shared, **each, "done": self._record("count")})
            rate: Row = {"quantity": "event rate", "unit": self._per, "reason": known[arm]}
            if known[arm] is None:
                rate |= {"estimate": events / time, "done": self._record("rate")}
            rows.append({**shared, **rate})
        for pair in self.comparisons:
            args = [there[arm][name].to_numpy() for arm in pair for name in ("events", "time")]
            row = self._attempt(pair, "robust poisson", robust_rate_ratio, args, known)
            rows.append({**kind.place, **row, "quantity": "event rate ratio", "unit": "ratio"})
        return rows

    def _count_by_arm(self, arms: pd.Series) -> dict[str, int]:
        found = arms.value_counts()
        return {arm: int(found.get(arm, 0)) for arm in self.totals}

    def _sum_by_arm(self, numbers: pd.Series) -> dict[str, float]:
        sums = numbers.groupby(self.followed["arm"]).sum()
        return {arm: float(sums[arm]) for arm in self.totals}

    @property
    def _per(self) -> str:
        return f"per {PER} person-{self.unit}s"

    def _check(self, arm: str, unclear: Container[str] = ()) -> Reason | None:
        """Return why the rate of an arm is not known; None if it is.

        Where nobody was seen after the baseline only those with an event would have been followed.
        """
        if arm not in self.seen:
            return Reason("no-time", arms=(arm,))
        return Reason("undated-events", arms=(arm,)) if arm in unclear else None

    def _compare(
        self,
        kind: EventKind,
        pair: tuple[str, str],
        counts: Mapping[str, int],
        times: Mapping[str, float],
        known: Mapping[str, Reason | None],
    ) -> list[Row]:
        """Return difference and ratio of the incidence rates of two arms."""
        args = [number for arm in pair for number in (counts[arm], times[arm] / PER)]
        made: tuple[tuple[str, str, Model, Callable[..., Row]], ...] = (
            ("incidence rate difference", self._per, "rate difference", rate_difference_interval),
            ("incidence rate ratio", "ratio", "rate ratio", rate_ratio_interval),
        )
        rows = []
        for quantity, unit, model, interval in made:
            row = self._attempt(pair, model, interval, args, known)
            if quantity == "incidence rate difference" and "estimate" in row:
                row["favours"] = favoured_arm(HARM, row["estimate"], *pair)
            rows.append({**kind.place, **row, "quantity": quantity, "unit": unit})
        return rows

    def _attempt(
        self,
        pair: tuple[str, str],
        model: Model,
        interval: Callable[..., Row],
        args: list[Any],
        known: Mapping[str, Reason | None],
    ) -> Row:
        """Return a comparison, or why there is none."""
        arm, comparator = pair
        sizes = {"n_arm": self.totals[arm], "n_comparator": self.totals[comparator]}
        row = {"arm": arm, "comparator": comparator, **sizes}
        unknown = known[arm] or known[comparator]
        if unknown is not None:
            return {**row, "reason": unknown}
        try:
            return {**row, **interval(*args, self.level), "done": self._record(model)}
        except NotEstimableError as error:
            return {**row, "reason": error.reason}

    def _record(self, model: Model, undated: Mapping[str, int] | None = None) -> AnalysisRecord:
        everybody = tuple(ArmCount(arm, n) for arm, n in self.totals.items())
        filled = tuple(ArmCount(arm, n) for arm, n in (undated or {}).items() if n)
        robust = model == "robust poisson"
        return AnalysisRecord(
            model,
            scale="",
            participants=everybody,
            imputed=filled,
            standard_error="sandwich" if robust else "",
            degrees_of_freedom="residual" if robust else "",
        )
