"""The study file, as pydantic models: what may stand in ``study.yaml``, and what it means."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from outcomes.instruments import INSTRUMENTS
from outcomes.instruments.instrument import Instrument
from outcomes.study.characteristic import Characteristic, Described
from outcomes.study.disclosure import Disclosure
from outcomes.study.events_file import Events
from outcomes.study.intercurrent import Handled
from outcomes.study.judgement import GradeDomain, Judgement
from outcomes.study.multiplicity import MethodOrMore, Multiplicity
from outcomes.study.part import Codes, Identifier, Name, Part, Source, Text
from outcomes.study.participant_flow import ParticipantFlow
from outcomes.study.query import Answer
from outcomes.study.reporting import Reporting
from outcomes.study.table_files import Tables
from outcomes.study.time_columns import TimeColumns
from outcomes.study.times import TIME_UNITS, WEEKS_PER
from outcomes.study.treatment import Treatment

METHODS = ("mmrm", "ancova")
"""Methods of comparison that are there; a plan that names another is refused."""

OTHER_COLUMNS = "others"
"""Key under ``missing`` of every column that no other key there names."""


class Arm(Part):
    """A treatment arm, or a ``group`` of people in a study of one occasion.

    ``code`` is what the tables hold for it; the arm's own name if absent.
    """

    label: Text
    role: Literal["active", "placebo", "control", "active-comparator", "group"]
    code: str | int | None = None
    treatment: Treatment | None = None


Provenance = Literal["collected", "open", "simulated", "published"]
"""Whose numbers a study's are."""


class Visit(Part):
    """A visit at a time since baseline, which is at 0, in exactly one unit; or the only occasion.

    What is asked ``once`` has no baseline to count from, and no time. In a crossover ``period``
    says in which period it lies, and ``before-treatment`` that it is the baseline of that period.
    """

    name: Text
    minute: Annotated[float, Field(ge=0)] | None = None
    hour: Annotated[float, Field(ge=0)] | None = None
    day: Annotated[float, Field(ge=0)] | None = None
    week: Annotated[float, Field(ge=0)] | None = None
    month: Annotated[float, Field(ge=0)] | None = None
    year: Annotated[float, Field(ge=0)] | None = None
    once: Literal[True] | None = None
    code: str | int | None = None
    period: Annotated[int, Field(ge=1)] | None = None
    before_treatment: bool = Field(default=False, alias="before-treatment")

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if len(self.given_times) + (self.once is not None) != 1:
            raise ValueError(f"give exactly one of {TIME_UNITS}")
        return self

    @property
    def given_times(self) -> dict[str, float]:
        """The times given, by unit."""
        times = {unit: getattr(self, unit) for unit in WEEKS_PER}
        return {unit: time for unit, time in times.items() if time is not None}

    @property
    def weeks(self) -> float:
        """Weeks since baseline; NaN for the only occasion."""
        if self.once:
            return math.nan
        ((unit, time),) = self.given_times.items()
        return time * WEEKS_PER[unit]


class Columns(TimeColumns):
    """What the tables call the columns that every study has.

    A unit of time names the column that says when a row of scores was measured; ``participant`` may
    be several columns where ids are unique only within sites: ``[site, id]``.
    """

    participant: Text | tuple[Text, ...] = "participant"
    arm: Text = "arm"
    sequence: Text = "sequence"
    treatment: Text = "treatment"
    visit: Text = "visit"
    side: Text = "side"
    measure: Text = "measure"
    value: Text = "value"

    @property
    def id_columns(self) -> tuple[str, ...]:
        """The columns that together say who a row is of."""
        return (self.participant,) if isinstance(self.participant, str) else self.participant

    @property
    def id_name(self) -> str:
        """What faults call them."""
        return ", ".join(self.id_columns)


class ThresholdOfChange(Part):
    """A size of change that matters, given by the study file; ``score`` names one of several."""

    meaning: Literal[
        "minimal important change",
        "minimal important difference",
        "minimal detectable change",
        "measurement error",
    ] = "minimal important change"
    value: Annotated[float, Field(gt=0)]
    unit: Literal["points", "percent of baseline"] = "points"
    context: str = ""
    score: Text | None = None
    source: Text
    evidence_level: Literal["primary", "secondary", "assumed"] = "secondary"


class Side(Part):
    """Scores of a left and a right side: ``mean`` makes a patient one patient again.

    ``left`` and ``right`` are the words of the tables, where they are not the same throughout.
    """

    column: Text = "side"
    combine: Literal["mean", "separate"] = "mean"
    left: Codes = ()
    right: Codes = ()


class Measure(Part):
    """A measure: an instrument's (``instrument``), or one defined in place (``kind``).

    ``unit`` of an instrument's measure is what the tables hold, and is converted; of one defined
    in place it is what readers see, and ``unit_in_tables`` what the tables hold. ``convention``
    says whether what a joint lacks stands there as a positive number (``deficit``).
    """

    instrument: str | None = None
    items: str | None = None
    column: str | None = None
    baseline: str | None = None
    side: Side | Text | None = None
    label: str | None = None
    kind: Literal["continuous", "ordinal", "binary"] | None = None
    range: tuple[float, float] | None = None
    higher: Literal["better", "worse", "neither"] | None = None
    unit: str | None = None
    unit_in_tables: Text | None = None
    convention: Literal["signed", "deficit"] | None = None
    domain: (
        Literal["pain", "stiffness", "function", "range of motion", "symptoms", "global", "other"]
        | None
    ) = None
    thresholds: tuple[ThresholdOfChange, ...] = ()
    _own_instrument: Instrument | None = PrivateAttr(None)

    @property
    def own_instrument(self) -> Instrument | None:
        """The instrument read from a file of the study, where ``instrument`` names one."""
        return self._own_instrument

    def bring(self, instrument: Instrument | None) -> None:
        """Give the measure the instrument that was read from the study's file."""
        self._own_instrument = instrument


def find_instrument(measure: Measure) -> Instrument | None:
    """Return the instrument of a measure: the study's own or one that is shipped; None if none."""
    return measure.own_instrument or INSTRUMENTS.get(measure.instrument or "")


class Primary(Part):
    """The primary estimand's endpoint, visit, comparison and method."""

    endpoint: Text
    visit: Text
    comparison: tuple[str, str] | None = None
    method: Text | None = None


class AnalysisSet(Part):
    """Participants who are analysed: those with one of the values in a column.

    Who is not of it counts as enrolled: in the flow, the baseline table and the harms.
    """

    name: Text
    column: Text
    values: Codes


Structure = Literal[
    "unstructured",
    "heterogeneous-toeplitz",
    "heterogeneous-ar1",
    "heterogeneous-compound-symmetry",
    "heterogeneous-ante-dependence",
    "toeplitz",
    "ar1",
    "compound-symmetry",
    "ante-dependence",
]
"""Structures of the covariance of repeated scores, as `outcomes.analysis.mmrm` names them."""


class CovariancePlan(Part):
    """The covariance of repeated scores in the mixed model: its structure, and one for each arm."""

    structure: Structure = "unstructured"
    by_arm: bool = Field(default=False, alias="by-arm")


class Plan(Part):
    """The plan as declared, in the words of ICH E9(R1).

    ``comparison`` names the arm and its comparator; every active arm is compared with every other
    that is not, and ``comparisons`` adds pairs to these. ``intercurrent`` maps an event to its
    strategy and to what tells when it was.
    ``population`` says in words who is analysed, and not how they were allocated;
    ``analysis-set`` names the column that tells who that is, and everybody is analysed without it;
    ``per-protocol`` names a set that the primary comparison is made of again. ``margin`` is that of
    a trial of non-inferiority or equivalence, in the unit of the primary endpoint (percentage
    points of a yes-or-no one). ``subgroups`` names columns by whose levels the primary comparison
    is made apart.
    """

    primary: Primary
    secondary: tuple[Text, ...] = ()
    comparisons: tuple[tuple[str, str], ...] = ()
    covariates: tuple[Text, ...] = ()
    covariance: CovariancePlan = CovariancePlan()
    subgroups: tuple[Text, ...] = ()
    population: Text = "all participants"
    analysis_set: AnalysisSet | None = Field(default=None, alias="analysis-set")
    per_protocol: AnalysisSet | None = Field(default=None, alias="per-protocol")
    margin: Annotated[float, Field(gt=0)] | None = None
    intercurrent: dict[Text, Handled] = Field(default_factory=dict)
    alpha: Annotated[float, Field(gt=0, lt=1)] = 0.05
    multiplicity: MethodOrMore = Multiplicity()

    @property
    def sets(self) -> dict[str, AnalysisSet]:
        """The sets of participants that the plan names, by their keys in the study file."""
        sets = {"analysis-set": self.analysis_set, "per-protocol": self.per_protocol}
        return {key: chosen for key, chosen in sets.items() if chosen is not None}


class Beside(Part):
    """The pack of evidence that a study is set beside, and the arms that had its treatment.

    Without ``arms`` these are the arms whose role is active.
    """

    pack: Text
    arms: tuple[Name, ...] = ()


def _pack_alone(value: Any) -> Any:
    return {"pack": value} if isinstance(value, str) else value


def _for_all_columns(codes: Any) -> Any:
    return codes if isinstance(codes, dict) else {OTHER_COLUMNS: codes}


class StudyFile(Reporting):
    """The whole of ``study.yaml``.

    ``provenance``: patients of one's own (``collected``), patients of others whose data are to be
    had (``open``), nobody (``simulated``), or numbers made from printed summaries (``published``).
    ``sequences`` gives the treatments of a crossover, period by period, by what `columns.sequence`
    holds; participants were allocated to these then, and ``arms`` are the treatments.
    ``evidence`` names the pack of `outcomes.evidence` that the study is set beside; without it no
    published number stands in its reports.
    ``calibrated_to`` names the trials of that pack that simulated data were made to meet;
    ``assumptions`` says in words what was assumed or derived. Both are printed in every report.
    ``missing`` gives the codes that stand for a missing value, by column or pattern of columns.
    ``flow`` says how many were assessed and excluded, received their treatment and left, and why.
    ``certainty`` judges the published evidence that the study is set beside, by GRADE's domains.
    ``characteristics`` names what else is known of participants, and what it means.
    ``disclosure`` hides small counts in whatever is published; ``blinded`` hides which arm is which
    until the data are final (`outcomes.study.blinding`).
    ``queries`` answers what `outcomes check` asks about the data.
    How the study was set up and run stands in the keys of `Reporting`.
    """

    id: Identifier
    title: Text
    summary: str = ""
    provenance: Provenance
    sources: tuple[Source, ...] = ()
    evidence: Annotated[Beside | None, BeforeValidator(_pack_alone)] = None
    calibrated_to: tuple[Text, ...] = ()
    assumptions: tuple[Text, ...] = ()
    design: Literal["parallel", "crossover", "within-person", "single-arm", "cross-sectional"]
    joint: Text
    condition: str = ""
    arms: dict[Name, Arm]
    sequences: dict[Name, tuple[Text, ...]] = Field(default_factory=dict)
    visits: tuple[Visit, ...]
    tables: Tables
    columns: Columns = Columns()
    missing: Annotated[dict[Text, Codes], BeforeValidator(_for_all_columns)] = Field(
        default_factory=dict
    )
    events: Events = Events()
    measures: dict[Name, Measure]
    plan: Plan
    reports: tuple[Text, ...]
    flow: ParticipantFlow = ParticipantFlow()
    certainty: dict[GradeDomain, Judgement] = Field(default_factory=dict)
    characteristics: tuple[Described, ...] = ()
    queries: tuple[Answer, ...] = ()
    disclosure: Disclosure | None = None
    blinded: bool = Field(default=False, strict=True)

    @property
    def compares_arms(self) -> bool:
        """Whether the design has arms that are compared with one another."""
        return not self.asks_once and self.design != "single-arm"

    @property
    def asks_once(self) -> bool:
        """Whether everybody was seen on one occasion, in groups that are only described."""
        return self.design == "cross-sectional"

    @property
    def is_crossover(self) -> bool:
        """Whether every participant had one treatment after another."""
        return self.design == "crossover"

    @property
    def is_within_person(self) -> bool:
        """Whether sites of one participant had different treatments."""
        return self.design == "within-person"

    @property
    def has_several_treatments(self) -> bool:
        """Whether a participant has more than one of the arms."""
        return self.is_crossover or self.is_within_person

    @property
    def groups(self) -> Mapping[str, Arm]:
        """What each participant belongs to, by id: an arm, or the sequence of a crossover.

        Where sites are compared there is one group, with an id that no arm can have.
        """
        if self.is_within_person:
            everybody = Arm.model_construct(label="Several treatments", role="within-person")
            return {"several treatments": everybody}
        if not self.is_crossover:
            return self.arms
        return {
            name: Arm.model_construct(
                label=f"{name} ({self._name_treatments(given)})", role="sequence"
            )
            for name, given in self.sequences.items()
        }

    @property
    def group_word(self) -> Literal["arm", "sequence"]:
        """What `groups` are called, and the key under ``columns`` of the column that holds them."""
        return "sequence" if self.is_crossover else "arm"

    @property
    def group_column(self) -> str:
        """The column of the tables that holds the group of a participant; empty if none does."""
        if self.is_within_person:
            return ""
        return str(getattr(self.columns, self.group_word))

    def _name_treatments(self, treatments: tuple[str, ...]) -> str:
        return ", then ".join(
            self.arms[name].label if name in self.arms else name for name in treatments
        )

    @property
    def strata(self) -> tuple[str, ...]:
        """Columns by which the random allocation was stratified, as the study file names them."""
        named = () if self.sequence is None else self.sequence.strata
        return named if isinstance(named, tuple) else ()

    @property
    def covariates(self) -> tuple[str, ...]:
        """Columns that models are adjusted for beside the baseline: the plan's, and the strata."""
        return tuple(dict.fromkeys([*self.plan.covariates, *self.strata]))

    @property
    def time_columns(self) -> tuple[str, ...]:
        """Columns of the participants' table that hold times after the baseline."""
        timed = (*self.plan.intercurrent.values(), self.events.followed)
        return tuple(column for each in timed for column in each.times.values())

    @property
    def described(self) -> dict[str, Characteristic]:
        """What is known of participants, by column: what the plan names, and characteristics."""
        named = {name: Characteristic(column=name) for name in self.covariates}
        for column in self.plan.subgroups:
            named.setdefault(column, Characteristic(column=column, kind="category"))
        for column in self.time_columns:
            named[column] = Characteristic(column=column, kind="number")
        for chosen in self.plan.sets.values():
            category = Characteristic(column=chosen.column, kind="category")
            named.setdefault(chosen.column, category)
        return named | {each.column: each for each in self.characteristics}

    @model_validator(mode="before")
    @classmethod
    def _name_population(cls, values: Any) -> Any:
        plan = values.get("plan") if isinstance(values, dict) else None
        if not isinstance(plan, dict) or "population" in plan:
            return values
        if values.get("design") == "single-arm":
            return {**values, "plan": {**plan, "population": "all treated"}}
        if values.get("allocation") == "randomised":
            return {**values, "plan": {**plan, "population": "randomised"}}
        return values
