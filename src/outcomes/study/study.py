"""What a study is once it has been loaded, checked and scored."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from outcomes.errors import ArgumentError, EvidenceError
from outcomes.instruments.definition import Endpoint
from outcomes.overview import Overview, Rows, list_some, list_under
from outcomes.study.after_events import AfterEvents, carry_out, find_event_weeks
from outcomes.study.analysis_set import in_set
from outcomes.study.blinding import merge_arms, refuse_blinded, refuse_unblinding
from outcomes.study.disclosure import make_rule
from outcomes.study.locked_plan import LockedPlan
from outcomes.study.note import Note
from outcomes.study.periods import find_counterparts
from outcomes.study.plan import Arm, Measure, StudyFile
from outcomes.study.query import Query

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.disclosure import DisclosureRule
    from outcomes.evidence import Pack


@dataclass(frozen=True)
class StudyVisit:
    """A visit in order of time; the baseline is at week 0, the only occasion of a study at NaN."""

    name: str
    week: float
    time: str

    @property
    def is_baseline(self) -> bool:
        """Whether this visit is the baseline."""
        return self.week == 0

    @property
    def is_only(self) -> bool:
        """Whether everybody was seen once, at no time counted from anything."""
        return self.week != self.week


@dataclass(frozen=True, repr=False)
class Labels(Overview):
    """What tables, figures and sentences call things; all they may know of a study beside numbers.

    Parameters
    ----------
    arms : mapping of str to Arm
        By arm id, in the order of the file; label and role.
    visits : tuple of StudyVisit
        In order of time.
    endpoints : mapping of str to Endpoint
        By full name, in the order of the file.
    is_simulated : bool
        Whether the study's data are simulated.
    is_randomised : bool
        Whether the study file declares that participants were allocated at random.
    covariates : mapping of str to str
        Labels of columns that describe participants, of those that have one.
    counterparts : mapping of str to tuple of str
        In a crossover, by visit its counterparts in every period, itself among them.
    """

    arms: Mapping[str, Arm]
    visits: tuple[StudyVisit, ...]
    endpoints: Mapping[str, Endpoint]
    is_simulated: bool = False
    is_randomised: bool = False
    covariates: Mapping[str, str] = field(default_factory=dict)
    counterparts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def _overview(self) -> tuple[str, Rows]:
        arms = [f"{arm.label} ({arm.role})" for arm in self.arms.values()]
        return "Labels", (
            *list_under("arms", arms),
            ("visits", list_some((visit.name for visit in self.visits), len(self.visits))),
            *list_under("endpoints", [_name_endpoint(*each) for each in self.endpoints.items()]),
            ("simulated", "yes" if self.is_simulated else "no"),
            ("randomised", "yes" if self.is_randomised else "no"),
        )


@dataclass(frozen=True, repr=False)
class Study(Overview):
    """A study: what its file says, who took part, and every score.

    Parameters
    ----------
    file : StudyFile
        What ``study.yaml`` says.
    visits : tuple of StudyVisit
        In order of time. Where the baseline is a covariate column, a visit ``baseline`` at week 0
        stands first though the file does not list it. ``time`` is as the file gives it:
        ``week 12``.
    endpoints : mapping of str to Endpoint
        By full name (``womac.pain``), in the order of the file; ranges, units and directions.
    participants : pandas.DataFrame
        One row a participant: ``participant`` (str), ``arm`` (arm id), and every other column of
        the participants table (or, where scores carry everything, those that are constant within
        a participant).
    scores : pandas.DataFrame
        The long table: ``participant, arm, visit, week, endpoint, value, side``; one row a score
        that is there (``value`` is never NaN); ``side`` is ``""`` where there are no sides, and the
        site's treatment where sites of one participant are compared. In a crossover ``arm`` is the
        sequence.
    fingerprint : str
        SHA-256 over the study file and its tables.
    events : pandas.DataFrame or None
        One row an adverse event, as `outcomes.study.events.read_events` gives it; no rows if
        nobody had one, None if the study has no table of events.
    files : tuple of str
        Names of the files that the fingerprint is over.
    queries : tuple of Query
        What may be right in the data and should be looked at, the answered ones with their answer.
    notes : tuple of Note
        What was done to the tables as the study file declares: values converted and more.
    tables_read : mapping of str to str
        How the file of each table was read, by what faults call it: what was found out of it.
    outside_set : mapping of str to int
        Participants of each arm who are not here, as they are not of the analysis set; empty for a
        study as loaded.
    after_events : AfterEvents or None
        What was done about intercurrent events; None for a study as loaded.
    locked : LockedPlan or None
        The plan as it was locked, with what was changed since; None if it was not locked.
    evidence : Pack or None
        The published evidence that it is set beside; None where the study file names none.
    """

    file: StudyFile
    visits: tuple[StudyVisit, ...]
    endpoints: Mapping[str, Endpoint]
    participants: pd.DataFrame
    scores: pd.DataFrame
    fingerprint: str
    events: pd.DataFrame | None = None
    files: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    notes: tuple[Note, ...] = ()
    tables_read: Mapping[str, str] = field(default_factory=dict)
    outside_set: Mapping[str, int] = field(default_factory=dict)
    after_events: AfterEvents | None = None
    locked: LockedPlan | None = None
    evidence: Pack | None = None

    @cached_property
    def selected(self) -> Study:
        """The study with the participants of the plan's analysis set; itself without one.

        Its ``outside_set`` counts the others, by arm.
        """
        chosen = self.file.plan.analysis_set
        if chosen is None or self.outside_set:
            return self
        levels = self.file.described[chosen.column].levels or {}
        inside = in_set(chosen, self.participants[chosen.column], levels)
        people = self.participants[inside].reset_index(drop=True)
        scored = self.scores["participant"].isin(people["participant"])
        outside = self.participants.loc[~inside, "arm"].value_counts()
        return replace(
            self,
            participants=people,
            scores=self.scores[scored].reset_index(drop=True),
            outside_set={arm: int(outside.get(arm, 0)) for arm in self.arms},
        )

    @cached_property
    def analysed(self) -> Study:
        """The study as the plan's estimand has it: its analysis set, and its intercurrent events.

        Its ``scores`` are those that count by the strategy of each event, and its ``after_events``
        says which these are.

        Raises
        ------
        AnalysisError
            If the study is blinded: its arms are not analysed.
        """
        refuse_blinded(self)
        declared = self.file.plan.intercurrent
        if self.after_events is not None or not declared:
            return self.selected
        chosen = self.selected
        weeks = find_event_weeks(declared, chosen.participants, chosen.events)
        scores, after = carry_out(
            declared, weeks, chosen.participants, chosen.scores, chosen.endpoints
        )
        return replace(chosen, scores=scores, after_events=AfterEvents(weeks, after))

    @cached_property
    def shared(self) -> dict[Hashable, Any]:
        """What analyses of this study have worked out for each other, by what they asked."""
        return {}

    @property
    def is_blinded(self) -> bool:
        """Whether nothing may show which arm is which, or how the arms differ."""
        return self.file.blinded

    @cached_property
    def pooled(self) -> Study:
        """The study as its scores may be described: of a blinded one, all arms as one."""
        return merge_arms(self) if self.is_blinded else self

    def refuse_unblinding(self, estimates: pd.DataFrame) -> None:
        """Refuse estimates that show how the arms of a blinded study differ."""
        if self.is_blinded:
            refuse_unblinding(estimates, self)

    @property
    def beside(self) -> Pack:
        """The published evidence that the study is set beside.

        Raises
        ------
        EvidenceError
            If the study file names none.
        """
        if self.evidence is None:
            raise EvidenceError(
                f"{self.id} names no published evidence; name a pack under `evidence` in its study "
                "file"
            )
        return self.evidence

    def is_of_topic(self, arm: str) -> bool:
        """Whether an arm had the treatment that the study's evidence is about."""
        beside = self.file.evidence
        if beside is None:
            return False
        return arm in beside.arms if beside.arms else self.treatments[arm].role == "active"

    def compares_topic(self, arm: str, comparator: str) -> bool:
        """Whether the treatment of the study's evidence is compared with something else."""
        return self.is_of_topic(arm) and not self.is_of_topic(comparator)

    @property
    def id(self) -> str:
        """The study's id."""
        return self.file.id

    @property
    def arms(self) -> Mapping[str, Arm]:
        """What participants were allocated to, by id in the order of the file: arms, sequences."""
        return self.file.groups

    @property
    def treatments(self) -> Mapping[str, Arm]:
        """Treatments by id: the arms of the file, also where each participant has several."""
        return self.file.arms

    @property
    def labels(self) -> Labels:
        """What tables, figures and sentences call this study's arms, visits and endpoints."""
        simulated = self.file.provenance == "simulated"
        randomised = self.file.allocation == "randomised"
        covariates = {each.column: each.label for each in self.file.characteristics if each.label}
        named = {**self.arms, **self.treatments}
        counterparts = find_counterparts(self.file) if self.file.is_crossover else {}
        return Labels(
            named, self.visits, self.endpoints, simulated, randomised, covariates, counterparts
        )

    @cached_property
    def disclosure(self) -> DisclosureRule | None:
        """The rule that the study's numbers are published under; None if its file sets none."""
        return make_rule(self.file.disclosure, self.participants, self.scores, self.events)

    @property
    def published_size(self) -> int:
        """How many participants pages state: all, or the sum of what the rule shows of each arm."""
        if (rule := self.disclosure) is None:
            return len(self.participants)
        sizes = self.participants["arm"].value_counts()
        return sum(rule.publish_count(int(size)) or 0 for size in sizes)

    @property
    def baseline(self) -> StudyVisit | None:
        """The visit at week 0, or None."""
        return next((visit for visit in self.visits if visit.is_baseline), None)

    @property
    def follow_ups(self) -> tuple[StudyVisit, ...]:
        """The visits after baseline, in order of time."""
        return tuple(visit for visit in self.visits if not visit.is_baseline)

    @property
    def comparisons(self) -> tuple[tuple[str, str], ...]:
        """Pairs (arm, comparator): every active arm against every other, and those of the plan.

        In a crossover these are treatments that each participant had.
        """
        active = [name for name, arm in self.treatments.items() if arm.role == "active"]
        others = [name for name, arm in self.treatments.items() if arm.role != "active"]
        pairs = [(arm, other) for arm in active for other in others]
        if self.file.plan.primary.comparison is not None:
            pairs.append(self.file.plan.primary.comparison)
        return tuple(dict.fromkeys([*pairs, *self.file.plan.comparisons]))

    @property
    def group_comparisons(self) -> tuple[tuple[str, str], ...]:
        """Pairs of groups of participants: the comparisons, or each sequence and the first."""
        if self.arms.keys() == self.treatments.keys():
            return self.comparisons
        first, *others = self.arms
        return tuple((other, first) for other in others)

    def _overview(self) -> tuple[str, Rows]:
        file, primary = self.file, self.file.plan.primary
        enrolled = self.participants["arm"].value_counts()
        arms = [
            f"{arm.label} ({arm.role}): {enrolled.get(name, 0)} participants"
            for name, arm in self.arms.items()
        ]
        allocation = (file.allocation or "").replace("-", " ")
        compared = " against ".join(
            self.treatments[name].label
            for name in primary.comparison or ()
            if name in self.treatments
        )
        return f"Study {self.id}", (
            ("title", file.title),
            ("data", _PROVENANCE[file.provenance]),
            ("design", ", ".join(filter(None, (file.design, allocation)))),
            ("joint", ", ".join(filter(None, (file.joint, file.condition)))),
            *list_under("arms", arms),
            ("visits", list_some((visit.name for visit in self.visits), len(self.visits))),
            *list_under("endpoints", [_name_endpoint(*each) for each in self.endpoints.items()]),
            ("primary", ", ".join(filter(None, (primary.endpoint, primary.visit, compared)))),
            ("scores", f"{len(self.scores)} of {len(self.participants)} participants"),
        )

    def measure_of(self, endpoint: str) -> Measure:
        """Return the measure in the study file that an endpoint belongs to.

        Raises
        ------
        ArgumentError
            If the study has no such endpoint; names those that it has.
        """
        if endpoint not in self.endpoints:
            raise ArgumentError(
                f"the study has no endpoint {endpoint!r}. "
                f"Its endpoints are {', '.join(self.endpoints)}."
            )
        return self.file.measures[endpoint.split(".", maxsplit=1)[0]]

    def patient_scores(self, endpoint: str) -> pd.DataFrame:
        """One row a participant and visit (and side, where sides are analysed separately).

        Two sides of one patient are not two patients: unless the study file says ``separate``, the
        sides are averaged, and ``side`` is ``""``. A mean of other sides than before would show a
        change where nobody changed, so there is no score at a visit whose sides are not those of
        the participant's baseline; where the participant has no baseline score, not those of the
        visit at which most sides were seen (the first of such visits).

        Parameters
        ----------
        endpoint : str
            Full name, as ``womac.pain``.

        Returns
        -------
        pandas.DataFrame
            ``participant, arm, visit, week, value, side``.
        """
        rows = self.scores[self.scores["endpoint"] == endpoint].drop(columns="endpoint")
        side = self.measure_of(endpoint).side
        if side is None or (not isinstance(side, str) and side.combine == "separate"):
            return rows.reset_index(drop=True)
        keys = ["participant", "arm", "visit", "week"]
        groups = rows.groupby(keys, sort=False, observed=True, dropna=False)
        visits = groups.agg(
            value=("value", "mean"), sides=("side", lambda sides: "\n".join(sorted(sides)))
        ).reset_index()
        kept = visits[_has_usual_sides(visits)].drop(columns="sides")
        return kept.reset_index(drop=True).assign(side="")


_PROVENANCE = {
    "collected": "collected",
    "open": "open data: patients of others",
    "simulated": "simulated: not evidence",
    "published": "published summaries: no patient-level data",
}


def _name_endpoint(name: str, endpoint: Endpoint) -> str:
    return f"{name}: {endpoint.label}"


def _has_usual_sides(visits: pd.DataFrame) -> pd.Series:
    """Whether the sides seen at a visit are those that the participant's other scores are of."""
    if visits.empty:
        return visits["week"].notna()
    preferred = visits.assign(
        later=visits["week"] != 0, fewer=-visits["sides"].str.count("\n")
    ).sort_values(["later", "fewer", "week"], kind="stable")
    usual = preferred.drop_duplicates("participant").set_index("participant")["sides"]
    return visits["sides"] == visits["participant"].map(usual)
