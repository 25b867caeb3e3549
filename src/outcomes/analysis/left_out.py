"""Who of a study is in a model, and who is not and why, by arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from outcomes.analysis.endpoint_visits import EndpointVisit
from outcomes.analysis_record import ArmCount, LeftOut, Reason
from outcomes.study.study import Study


def count_by_arm(study: Study, arms: Iterable[str]) -> tuple[ArmCount, ...]:
    """Count the participants of each arm of a study from one arm id a participant."""
    found = Counter(arms)
    return tuple(ArmCount(arm, found[arm]) for arm in study.arms)


def list_left_out(
    study: Study,
    assessments: Sequence[EndpointVisit],
    *,
    baseline: pd.Series | None,
) -> tuple[LeftOut, ...]:
    """List the participants who are not in a model of some visits, by arm and reason.

    Parameters
    ----------
    study : Study
        A loaded study.
    assessments : sequence of EndpointVisit
        The visits of one endpoint (and side) whose scores are in the model. Of a side, only those
        count who ever have a score of it.
    baseline : pandas.Series or None
        Baseline score by participant, where the model has it.

    Returns
    -------
    tuple of LeftOut
        Each participant once: for not being of the analysis set, else for having no score at the
        visits, else no baseline.
    """
    seen = {person for assessment in assessments for person in assessment.scores.index}
    due = _list_due(study, assessments[0])
    visits = tuple(assessment.visit.name for assessment in assessments)
    known = None if baseline is None else set(baseline.dropna().index)
    found: Counter[tuple[str, Reason]] = Counter()
    people = study.participants[["participant", "arm"]]
    for person, arm in people.itertuples(index=False, name=None):
        if due is not None and person not in due:
            continue
        reason = _why(person, seen, known, visits)
        if reason is not None:
            found[arm, reason] += 1
    for arm, number in study.outside_set.items():
        chosen = study.file.plan.analysis_set
        if number and chosen is not None:
            found[arm, Reason("outside-set", columns=(chosen.name,))] = number
    return tuple(
        LeftOut(arm, number, reason)
        for arm in study.arms
        for (of, reason), number in sorted(found.items(), key=lambda item: _rank(item[0][1]))
        if of == arm
    )


def _list_due(study: Study, assessment: EndpointVisit) -> set[str] | None:
    """Everybody who ever has a score of the side; None where sides are one."""
    if not assessment.side:
        return None
    scores = study.scores
    of_side = (scores["endpoint"] == assessment.name) & (scores["side"] == assessment.side)
    return set(scores.loc[of_side, "participant"])


def _why(
    person: str,
    seen: set[str],
    known: set[str] | None,
    visits: tuple[str, ...],
) -> Reason | None:
    if person not in seen:
        return Reason("no-scores", visits=visits)
    if known is not None and person not in known:
        return Reason("no-baseline")
    return None


def _rank(reason: Reason) -> tuple[int, tuple[str, ...]]:
    order = ("outside-set", "no-scores", "no-baseline")
    return order.index(reason.code), reason.columns
