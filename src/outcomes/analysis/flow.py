"""Who was seen: participants with and without a score, by endpoint, arm and visit."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from outcomes.analysis.occasions import Occasion, list_occasions
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

ANALYSIS = "participants"

_DONE = AnalysisRecord("count", scale="")

NEVER_SEEN = "no visit"
"""The pattern of those who have no score at all."""


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
        occasions = list_occasions(study, name)
        for occasion in occasions:
            for arm in study.arms:
                due = _count_ever(occasions, occasion.side, arm) if occasion.side else totals[arm]
                seen = len(occasion.values_of(arm))
                shared = {**occasion.place, "arm": arm, "n_arm": due}
                rows.append({**shared, "quantity": "n", "estimate": seen})
                rows.append({**shared, "quantity": "missing", "estimate": due - seen})
    shared = {"unit": "participants", "analysis": ANALYSIS, "done": _DONE}
    return make_estimates({**row, **shared} for row in rows)


def count_patterns(study: Study) -> pd.DataFrame:
    """Count the participants by the visits at which the primary endpoint was seen.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    pandas.DataFrame
        An estimates frame of quantity ``pattern``: for each arm and each pattern found in any arm,
        the participants who have a score at exactly the visits named in ``subgroup`` (``baseline,
        week 12``; ``no visit``), in order of how many participants of the study have it. ``n_arm``
        is the arm's participants. Sides count as one: seen is who has a score of either.
    """
    name = study.file.plan.primary.endpoint
    occasions = list_occasions(study, name)
    arms = dict(zip(study.participants["participant"], study.participants["arm"], strict=True))
    visits = [visit for visit in study.visits if any(o.visit == visit for o in occasions)]
    seen = {
        visit.name: {person for o in occasions if o.visit == visit for person in o.scores.index}
        for visit in visits
    }
    pattern = {
        person: ", ".join(visit for visit, people in seen.items() if person in people) or NEVER_SEEN
        for person in arms
    }
    found = Counter((pattern[person], arm) for person, arm in arms.items())
    ranked = [text for text, _ in Counter(pattern.values()).most_common()]
    totals = count_participants(study)
    return make_estimates(
        {
            "endpoint": name,
            "subgroup": text,
            "arm": arm,
            "quantity": "pattern",
            "estimate": found[text, arm],
            "n_arm": totals[arm],
            "unit": "participants",
            "analysis": ANALYSIS,
            "done": _DONE,
        }
        for text in ranked
        for arm in study.arms
    )


def count_participants(study: Study) -> dict[str, int]:
    """Count the participants of each arm, in the order of the study file."""
    found = Counter(study.participants["arm"])
    return {arm: found[arm] for arm in study.arms}


def _count_ever(occasions: tuple[Occasion, ...], side: str, arm: str) -> int:
    same_side = [occasion for occasion in occasions if occasion.side == side]
    return len({person for occasion in same_side for person in occasion.values_of(arm).index})
