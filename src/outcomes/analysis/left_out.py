"""Who of a study is in a model and who is not, which scores count, and why, by arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
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
    names = study.participants["participant"].to_numpy(object)
    people = pd.Series(study.participants["arm"].to_numpy(object), index=names)
    due = _list_due(study, assessments[0])
    if due is not None:
        people = people[people.index.isin(due)]
    seen = np.logical_or.reduce(
        [each.scores.index.get_indexer(people.index) >= 0 for each in assessments]
    )
    after = _find_after(study, assessments).groupby("participant")["event"].first()
    event = people.index.to_series().map(after)[~seen]
    visits = tuple(assessment.visit.name for assessment in assessments)
    absent = {
        Reason("after-event", columns=(name,)): people[own.index]
        for name, own in event.dropna().groupby(event)
    }
    absent[Reason("no-scores", visits=visits)] = people[~seen][event.isna()]
    if baseline is not None:
        unknown = baseline.reindex(people.index).isna().to_numpy()
        absent[Reason("no-baseline")] = people[seen & unknown]
    found = {
        (arm, reason): number
        for reason, own in absent.items()
        for arm, number in own.value_counts().items()
    }
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


def _rank(reason: Reason) -> tuple[int, tuple[str, ...]]:
    order = ("outside-set", "after-event", "no-scores", "no-baseline")
    return order.index(reason.code), reason.columns
