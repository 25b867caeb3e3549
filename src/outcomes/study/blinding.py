"""The study file's key `blinded`: what can be known of a study before its arms may be named.

A study is blinded where it is loaded, so whatever is made of it is: reports, tables, a notebook
that somebody opens. Of the study file only what is named here is kept; a key that is added later is
hidden until somebody decides that it cannot name an arm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING

from outcomes.errors import AnalysisError
from outcomes.study.locked_plan import LockedPlan, PlanChange
from outcomes.study.part import Source
from outcomes.study.plan import Arm, Plan, Primary, StudyFile
from outcomes.study.query import Query

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Study

ALL_ARMS = "all arms"
"""The arm that everybody is in where a blinded study is described as one."""

HIDDEN = "not shown while the study is blinded"

BLINDED = (
    "This study is blinded: its arms are called by letters, in an order that says nothing of the "
    "treatment, and are not compared. Treatments, roles and texts that could name them are hidden."
)
"""What every page of a blinded study says."""

WITHHELD = (
    "Of a blinded study only reports are made that show nothing of how its arms differ. Once data "
    "and plan are final, remove the key “blinded” from the study file and run it again."
)
"""Why a report of a blinded study is not made."""

KEPT = frozenset(
    {
        *("id", "provenance", "design", "allocation", "framework", "joint", "condition"),
        *("visits", "tables", "columns", "missing", "measures", "characteristics"),
        *("reports", "disclosure", "blinded"),
    }
)
"""Keys of the study file that say the same of every arm."""

_PLAN_KEPT = frozenset({"secondary", "covariance", "subgroups", "analysis_set", "margin", "alpha"})
_ALL = ("all participants", "randomised")
_EVENTS_KEPT = ("participant", "week", "serious", "severity", "related")


def name_blinded(order: Iterable[str]) -> dict[str, str]:
    """Return by arm the name that it has while the study is blinded: ``arm-a``, ``arm-b`` ...

    Parameters
    ----------
    order : iterable of str
        Arm ids, in an order that says nothing of the treatments.
    """
    return {arm: f"arm-{ascii_uppercase[at].lower()}" for at, arm in enumerate(order)}


def blind_study(study: Study, order: Iterable[str]) -> Study:
    """Return a study whose arms cannot be told by name, role, treatment or order.

    Parameters
    ----------
    study : Study
        As loaded.
    order : iterable of str
        Arm ids, in an order that says nothing of the treatments.
    """
    names = name_blinded(order)
    file = _blind_file(study.file, names.values())
    baselines = [one.baseline for one in study.file.measures.values() if one.baseline]
    columns = dict.fromkeys(["participant", "arm", *list_shown_columns(study.file), *baselines])
    people = study.participants
    people = people[[name for name in columns if name in people.columns]]
    events = study.events
    if events is not None:
        events = _sort(events[[name for name in _EVENTS_KEPT if name in events.columns]])
    return replace(
        study,
        file=file,
        participants=_sort(people.assign(arm=people["arm"].map(names))),
        scores=_sort(study.scores.assign(arm=study.scores["arm"].map(names))),
        events=events,
        queries=tuple(map(_blind_query, study.queries)),
        locked=None if study.locked is None else _blind_lock(study.locked),
    )


def list_shown_columns(file: StudyFile) -> list[str]:
    """List the columns by which participants of a blinded study are described or chosen.

    Times of events are not among them, which only some arms may have.
    """
    chosen = file.plan.analysis_set
    named = [
        *file.covariates,
        *file.plan.subgroups,
        *(each.column for each in file.characteristics),
        *([] if chosen is None else [chosen.column]),
    ]
    return [name for name in dict.fromkeys(named) if name not in file.time_columns]


def merge_arms(study: Study) -> Study:
    """Return a blinded study as one of a single arm, which everybody is in."""
    return replace(
        study,
        file=study.file.model_copy(update={"arms": {ALL_ARMS: _make_arm("All arms")}}),
        participants=study.participants.assign(arm=ALL_ARMS),
        scores=study.scores.assign(arm=ALL_ARMS),
    )


def refuse_blinded(study: Study) -> None:
    """Refuse an analysis of the arms of a blinded study, by an `AnalysisError`."""
    if study.is_blinded:
        raise AnalysisError(
            f"study {study.id} is blinded, so its arms are not analysed. Remove `blinded` from the "
            "study file once data and plan are final"
        )


def refuse_unblinding(estimates: pd.DataFrame, study: Study) -> None:
    """Refuse estimates that show how the arms of a blinded study differ.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: by arm it may hold how many there are and how they were at baseline.
    study : Study
        A blinded study.

    Raises
    ------
    AnalysisError
        If it holds a comparison, or an arm's scores after baseline.
    """
    before = ["", *(visit.name for visit in study.visits if visit.is_baseline)]
    described = estimates["quantity"].isin(["mean", "sd", "share", "count"])
    at_start = described & (estimates["endpoint"] != "") & estimates["visit"].isin(before)
    is_kept = estimates["quantity"].isin(["n", "missing"]) | at_start
    shown = (estimates["comparator"] != "") | (estimates["arm"].isin(study.arms) & ~is_kept)
    if shown.any():
        row = estimates[shown].iloc[0]
        raise AnalysisError(
            f"study {study.id} is blinded, and {row['quantity']} of {row['endpoint']} shows how "
            "its arms differ. Remove `blinded` from the study file once data and plan are final"
        )


def _blind_file(file: StudyFile, names: Iterable[str]) -> StudyFile:
    """Return a study file with nothing but what is kept; what has to be there says it is hidden."""
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in StudyFile.model_fields.items()
        if name not in KEPT and not field.is_required()
    }
    return file.model_copy(
        update={
            **defaults,
            "title": f"Study {file.id} (blinded)",
            "summary": BLINDED,
            "sources": (Source(citation=HIDDEN),) if file.sources else (),
            "assumptions": (HIDDEN,) if file.assumptions else (),
            "arms": {name: _make_arm(f"Arm {name[-1].upper()}") for name in names},
            "plan": _blind_plan(file),
        }
    )


def _make_arm(label: str) -> Arm:
    # not validated: no study file may give an arm this role
    return Arm.model_construct(label=label, role="blinded", code=None, treatment=None)


def _blind_plan(file: StudyFile) -> Plan:
    plan, primary = file.plan, file.plan.primary
    kept: Mapping[str, object] = {name: getattr(plan, name) for name in _PLAN_KEPT}
    single = Primary(endpoint=primary.endpoint, visit=primary.visit, method=primary.method)
    tested = plan.multiplicity.model_copy(update={"hypotheses": ()})
    return Plan(primary=single).model_copy(
        update={
            **kept,
            "multiplicity": tested,
            "covariates": file.covariates,  # the strata among them, whose key is hidden
            "population": plan.population if plan.population in _ALL else HIDDEN,
        }
    )


def _sort(rows: pd.DataFrame) -> pd.DataFrame:
    """Put rows in the order of participants' new ids: that of the file may follow the arms."""
    return rows.sort_values("participant", kind="stable", ignore_index=True)


def _blind_query(query: Query) -> Query:
    return replace(query, row=None, value=None, answer=HIDDEN if query.answer else "")


def _blind_lock(locked: LockedPlan) -> LockedPlan:
    """Return the locked plan with the parts that were changed, and not how."""
    changes = (PlanChange(each.key.partition(".")[0], HIDDEN, HIDDEN) for each in locked.changes)
    return replace(locked, changes=tuple(changes))
