"""Who was seen: participants with and without a score, by endpoint, arm and visit."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

ANALYSIS = "participants"

_DONE = AnalysisRecord("count", scale="")


def count_flow(study: Study) -> pd.DataFrame:
    """Count who came in and who has a score, for each endpoint, arm and visit.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. With ``endpoint`` and ``visit`` empty, ``n`` is the number of the arm's
        participants. For each endpoint, visit where it was due, and arm: ``n`` participants with a
        score and ``missing`` of the arm's participants without. A participant with one side of two
        has a score. Where a study file separates the sides, a score of a side is due only from
        those who ever have one of that side.
    """
    totals = count_participants(study)
    rows: list[dict[str, Any]] = [
        {"arm": arm, "quantity": "n", "estimate": number, "n_arm": number}
        for arm, number in totals.items()
    ]
    for name in study.endpoints:
        assessments = list_endpoint_visits(study, name)
        for assessment in assessments:
            for arm in study.arms:
                due = (
                    _count_ever(assessments, assessment.side, arm)
                    if assessment.side
                    else totals[arm]
                )
                seen = len(assessment.values_of(arm))
                shared = {**assessment.place, "arm": arm, "n_arm": due}
                rows.append({**shared, "quantity": "n", "estimate": seen})
                rows.append({**shared, "quantity": "missing", "estimate": due - seen})
    shared = {"unit": "participants", "analysis": ANALYSIS, "done": _DONE}
    return make_estimates({**row, **shared} for row in rows)


def count_participants(study: Study) -> dict[str, int]:
    """Count the participants of each arm, in the order of the study file."""
    found = Counter(study.participants["arm"])
    return {arm: found[arm] for arm in study.arms}


def _count_ever(assessments: tuple[EndpointVisit, ...], side: str, arm: str) -> int:
    same_side = [assessment for assessment in assessments if assessment.side == side]
    return len({person for assessment in same_side for person in assessment.values_of(arm).index})
