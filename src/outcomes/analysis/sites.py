"""Sites of the same persons under different treatments, as a left and a right knee, compared.

Not everybody needs to have every treatment. Method note: ``docs/methods/crossover.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from scipy import stats

from outcomes.analysis.intervals import check_level, mean_interval, vary
from outcomes.analysis.treatment_model import COMPOUND_SYMMETRY, TreatmentModel
from outcomes.analysis.treatment_rows import Pair, Row, favour, list_model_rows, name_pair
from outcomes.analysis_record import AnalysisRecord, ArmCount, Reason
from outcomes.estimates import make_estimates
from outcomes.study.study import Study, StudyVisit

PAIRED = "paired analysis of sites"


def compare_sites(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Compare the treatments of a study in which sites of one person had different ones.

    Parameters
    ----------
    study : Study
        A loaded study with the design ``within-person``.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        An estimates frame, for each endpoint and visit after the baseline; ``arm`` and
        ``comparator`` are treatments.

        - ``difference`` and ``adjusted mean`` of a mixed model of all scores, with the site's
          baseline where there is one, and one covariance between the sites of a person;
        - ``paired difference``: mean difference within the persons who had both treatments (t,
          n - 1 degrees of freedom), ``n_arm`` of them.
    """
    check_level(level)
    primary = study.file.plan.primary
    rows = []
    for name in study.endpoints:
        scores = study.patient_scores(name)
        for visit in study.follow_ups:
            own = scores[scores["visit"] == visit.name]
            if len(own) or (name, visit.name) == (primary.endpoint, primary.visit):
                rows += list(_Sites(study, name, visit, scores).list_rows(level))
    return make_estimates(rows)


@dataclass(frozen=True, eq=False)
class _Sites:
    """The scores of one endpoint at one visit; ``side`` of a score is the site's treatment."""

    study: Study
    name: str
    visit: StudyVisit
    scores: pd.DataFrame

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a site: participant, treatment, place (a number of the site), value."""
        own = self.scores[self.scores["visit"] == self.visit.name]
        number = own.groupby("participant").cumcount() + 1
        most = 0 if own.empty else int(number.max())
        return pd.DataFrame(
            {
                "participant": own["participant"].astype(object),
                "treatment": own["side"].astype(object),
                "place": pd.Categorical(number, range(1, most + 1)),
                "value": own["value"],
            }
        ).reset_index(drop=True)

    @cached_property
    def modelled(self) -> pd.DataFrame:
        """The rows of the model: with the baseline of the site, where there is one."""
        first = self.study.baseline
        before = self.scores[self.scores["visit"] == (first.name if first else "")]
        if before.empty:
            return self.rows
        known = before.set_index(["participant", "side"])["value"].rename("baseline")
        return self.rows.join(known, on=["participant", "treatment"]).dropna(subset=["baseline"])

    def list_rows(self, level: float) -> Iterator[Row]:
        """Yield what is estimated at this visit."""
        endpoint = self.study.endpoints[self.name]
        place = {
            "endpoint": self.name,
            "visit": self.visit.name,
            "week": self.visit.week,
            "unit": endpoint.unit,
        }
        treatments = tuple(self.study.treatments)
        model = TreatmentModel(self.modelled, treatments, COMPOUND_SYMMETRY, level, by_place=False)
        done = self._record()
        for row in list_model_rows(model, self.study.comparisons, endpoint, done):
            yield {**place, **row}
        for pair in self.study.comparisons:
            about = {"quantity": "paired difference", "analysis": PAIRED, **name_pair(pair)}
            yield {**place, **about, **self._pair(pair, level)}

    def _pair(self, pair: Pair, level: float) -> Row:
        wide = self.rows.pivot_table(index="participant", columns="treatment", values="value")
        both = wide.reindex(columns=list(pair)).dropna()
        differences = both[pair[0]] - both[pair[1]]
        if len(differences) < 2:
            return {"reason": Reason("too-few", pair, (self.visit.name,))}
        if not vary(differences):
            return {"reason": Reason("same-change")}
        row = mean_interval(differences, level)
        statistic = row["estimate"] / row["se"]
        p_value = float(2 * stats.t.sf(abs(statistic), row["df"]))
        done = AnalysisRecord("paired difference", visits=(self.visit.name,))
        tested = {**row, "statistic": statistic, "p_value": p_value, "done": done}
        return favour(self.study.endpoints[self.name], tested, pair)

    def _record(self) -> AnalysisRecord:
        counts = self.modelled.groupby("treatment")["participant"].nunique()
        return AnalysisRecord(
            "mmrm",
            scale="levels" if self.study.endpoints[self.name].kind == "ordinal" else "scores",
            baseline="baseline" in self.modelled,
            visits=(self.visit.name,),
            participants=tuple(
                ArmCount(name, int(counts.get(name, 0))) for name in self.study.treatments
            ),
        )
