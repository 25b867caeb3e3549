"""The participants at each stage of a study, as a CONSORT flow diagram needs them.

What no table holds is read from the study file's ``flow``. A stage that is recorded in neither has
a row that says so: a diagram with silent gaps would look complete. Method note:
``docs/methods/participant-flow.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from outcomes.analysis.endpoint_visits import list_endpoint_visits
from outcomes.analysis.flow import count_participants
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.estimates import make_estimates
from outcomes.study.participant_flow import ArmFlow
from outcomes.study.study import Study

ANALYSIS = "stages of the study"
ASSESSED = "assessed for eligibility"
EXCLUDED = "excluded"
RANDOMISED = "randomised"
ENROLLED = "enrolled"
ALLOCATED = "allocated"
RECEIVED = "received the allocated treatment"
SEEN = "seen"
NOT_SEEN = "not seen"
LAST_SEEN = "last seen"
SEEN_LATER = "seen later"
ANALYSED = "analysed"

_COUNTED = AnalysisRecord("count", scale="")


def count_stages(study: Study, estimates: pd.DataFrame) -> pd.DataFrame:
    """Count the participants at each stage, from those assessed to those analysed.

    Parameters
    ----------
    study : Study
        A loaded study.
    estimates : pandas.DataFrame
        The estimates of the study's comparison or change; who was analysed is read from the rows of
        the primary endpoint at the primary visit.

    Returns
    -------
    pandas.DataFrame
        An estimates frame of quantity ``stage``, named under ``subgroup``. For the whole study
        (``arm`` empty): `ASSESSED`, `EXCLUDED`, and `RANDOMISED` where the study file declares it,
        else `ENROLLED`.
        For each arm: `ALLOCATED`, `RECEIVED`; at each follow-up visit of the primary endpoint
        `SEEN`, those with a score of it; at the primary visit `NOT_SEEN`, and of these a row of
        `LAST_SEEN` at each earlier visit (or, with an empty visit, never) and of `SEEN_LATER`;
        `ANALYSED`, those in the primary analysis at the primary visit: of a mixed model everybody
        in it, also those without a score at that visit; its ``done`` is the analysis. A stage that
        is not recorded is NaN, with the ``reason``. Reasons that the study file gives are stages
        too, ``excluded: REASON`` and ``not seen: REASON``.
    """
    flow = study.file.flow
    entered = RANDOMISED if study.file.allocation == "randomised" else ENROLLED
    totals = count_participants(study)
    whole: list[dict[str, Any]] = [
        {"subgroup": ASSESSED, **_recorded(flow.assessed)},
        {"subgroup": EXCLUDED, **_recorded(sum(flow.excluded.values()) if flow.excluded else None)},
        *_list_reasons(EXCLUDED, flow.excluded),
        {"subgroup": entered, "estimate": sum(totals.values())},
    ]
    rows = whole + [row for arm in study.arms for row in _count_arm(study, arm, estimates)]
    shared = {"quantity": "stage", "unit": "participants", "analysis": ANALYSIS}
    return make_estimates(
        {**shared, "done": _COUNTED if "estimate" in row else None, **row} for row in rows
    )


def _count_arm(study: Study, arm: str, estimates: pd.DataFrame) -> list[dict[str, Any]]:
    primary = study.file.plan.primary
    flow = study.file.flow.arms.get(arm, ArmFlow())
    people = study.participants.loc[study.participants["arm"] == arm, "participant"]
    seen = _seen_at(study, arm)
    primary_week = next(visit.week for visit in study.visits if visit.name == primary.visit)
    rows: list[dict[str, Any]] = [
        {"subgroup": ALLOCATED, "estimate": len(people)},
        {"subgroup": RECEIVED, **_recorded(flow.received)},
    ]
    rows += [
        {"subgroup": SEEN, **_place(study, visit), "estimate": len(those)}
        for visit, those in seen.items()
        if study.baseline is None or visit != study.baseline.name
    ]
    absent = [person for person in people if person not in seen.get(primary.visit, set())]
    rows.append({"subgroup": NOT_SEEN, **_place(study, primary.visit), "estimate": len(absent)})
    rows += [{**_place(study, primary.visit), **row} for row in _list_reasons(NOT_SEEN, flow.lost)]
    weeks = {visit.name: visit.week for visit in study.visits}
    last = {
        person: max(
            (weeks[visit] for visit, those in seen.items() if person in those), default=math.nan
        )
        for person in absent
    }
    for visit, week in weeks.items():
        if week < primary_week and (count := sum(at == week for at in last.values())):
            rows.append({"subgroup": LAST_SEEN, **_place(study, visit), "estimate": count})
    if later := sum(at > primary_week for at in last.values()):
        rows.append({"subgroup": SEEN_LATER, **_place(study, primary.visit), "estimate": later})
    if never := sum(at != at for at in last.values()):
        rows.append({"subgroup": LAST_SEEN, "endpoint": primary.endpoint, "estimate": never})
    rows.append(
        {"subgroup": ANALYSED, **_place(study, primary.visit), **_analysed(study, arm, estimates)}
    )
    return [{"arm": arm, **row} for row in rows]


def _recorded(number: int | None) -> dict[str, Any]:
    return {"reason": Reason("not-recorded")} if number is None else {"estimate": number}


def _list_reasons(stage: str, reasons: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"subgroup": f"{stage}: {reason}", **_recorded(number)}
        for reason, number in reasons.items()
    ]


def _seen_at(study: Study, arm: str) -> dict[str, set[str]]:
    """Participants of an arm with a score of the primary endpoint, by visit; a side is enough."""
    seen: dict[str, set[str]] = {}
    for assessment in list_endpoint_visits(study, study.file.plan.primary.endpoint):
        seen.setdefault(assessment.visit.name, set()).update(assessment.values_of(arm).index)
    return seen


def _place(study: Study, visit: str) -> dict[str, Any]:
    week = next(one.week for one in study.visits if one.name == visit)
    return {"endpoint": study.file.plan.primary.endpoint, "visit": visit, "week": week}


def _analysed(study: Study, arm: str, estimates: pd.DataFrame) -> dict[str, Any]:
    """Count who is in the primary analysis, from the first row of it that has the arm."""
    primary = study.file.plan.primary
    rows = estimates[
        (estimates["endpoint"] == primary.endpoint)
        & (estimates["visit"] == primary.visit)
        & estimates["done"].notna()
    ]
    for quantity in ("difference", "change", "share"):
        of_quantity = rows[rows["quantity"] == quantity]
        own = of_quantity[(of_quantity["arm"] == arm) | (of_quantity["comparator"] == arm)]
        for done in own["done"]:
            return {"estimate": done.participants_of(arm), "done": done}
    return {"reason": Reason("not-analysed", (arm,), (primary.visit,))}
