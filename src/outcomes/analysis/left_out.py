"""Who of a study is in a model and who is not, which scores count, and why, by arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from outcomes.analysis.endpoint_visits import EndpointVisit
from outcomes.analysis_record import ArmCount, HandledEvent, LeftOut, Reason
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
        visits (or none but after an intercurrent event), else no baseline.
    """
    seen = {person for assessment in assessments for person in assessment.scores.index}
    due = _list_due(study, assessments[0])
    visits = tuple(assessment.visit.name for assessment in assessments)
    known = None if baseline is None else set(baseline.dropna().index)
    found: Counter[tuple[str, Reason]] = Counter()
    aside = _find_after(study, assessments).groupby("participant")["event"].first()
    people = study.participants[["participant", "arm"]]
    for person, arm in people.itertuples(index=False, name=None):
        if due is not None and person not in due:
            continue
        reason = _why(person, seen, known, aside, visits)
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


def list_handled(study: Study, assessments: Sequence[EndpointVisit]) -> tuple[HandledEvent, ...]:
    """List what was done about the intercurrent events of the plan at some visits, by arm.

    Parameters
    ----------
    study : Study
        As analysed (`Study.analysed`).
    assessments : sequence of EndpointVisit
        The visits of one endpoint (and side) whose scores are in the analysis.
    """
    if study.after_events is None:
        return ()
    weeks, after = study.after_events.weeks, _find_after(study, assessments)
    arm_of = study.participants.set_index("participant")["arm"]
    scores = Counter(zip(after["event"], after["participant"].map(arm_of), strict=True))
    handled = []
    for name, one in study.file.plan.intercurrent.items():
        dated = name in weeks
        people = Counter(arm_of[weeks.index[weeks[name].notna()]]) if dated else {}
        handled += [
            HandledEvent(name, one.strategy, arm, people.get(arm, 0), scores[name, arm])
            if dated
            else HandledEvent(name, one.strategy, arm, None, None)
            for arm in study.arms
        ]
    return tuple(handled)


def _find_after(study: Study, assessments: Sequence[EndpointVisit]) -> pd.DataFrame:
    """Return whose scores at some visits are after which event, each once."""
    if study.after_events is None:
        return pd.DataFrame({"participant": [], "event": []})
    rows, first = study.after_events.scores, assessments[0]
    here = (rows["endpoint"] == first.name) & rows["visit"].isin(
        [assessment.visit.name for assessment in assessments]
    )
    if first.side:
        here &= rows["side"] == first.side
    return rows[here].drop_duplicates(["participant", "visit", "event"])


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
    aside: pd.Series,
    visits: tuple[str, ...],
) -> Reason | None:
    if person not in seen:
        if person in aside.index:
            return Reason("after-event", columns=(aside[person],))
        return Reason("no-scores", visits=visits)
    if known is not None and person not in known:
        return Reason("no-baseline")
    return None


def _rank(reason: Reason) -> tuple[int, tuple[str, ...]]:
    order = ("outside-set", "after-event", "no-scores", "no-baseline")
    return order.index(reason.code), reason.columns
