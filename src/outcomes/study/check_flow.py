"""Checking the numbers of the flow diagram that a study file gives against who is in its tables."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.codes import did_you_mean
from outcomes.study.enrolled import Participants
from outcomes.study.participant_flow import ArmFlow
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath


def check_flow(draft: Draft, enrolled: Participants | None) -> Iterator[Fault]:
    """Yield where the numbers do not add up.

    Parameters
    ----------
    draft : Draft
        The study file.
    enrolled : Participants or None
        Who took part; without, only the names of the arms are checked.
    """
    if not draft.is_valid("flow") or not draft.is_valid("arms"):
        return
    flow, arms = draft.file.flow, draft.file.groups
    for name, arm in flow.arms.items():
        if name not in arms:
            yield draft.source.fault(
                ("flow", "arms", name),
                "There is no such arm.",
                f"{did_you_mean(name, list(arms))}The arms here are: {', '.join(arms)}.",
                name,
            )
        elif enrolled is not None:
            # whose arm is not known may be in this one
            allocated = int(enrolled.people["arm"].isin([name, ""]).sum())
            yield from _check_arm(draft, name, arm, allocated)
    if enrolled is not None and flow.assessed is not None and flow.excluded:
        excluded, entered = sum(flow.excluded.values()), len(enrolled.people)
        if flow.assessed - excluded != entered:
            yield draft.source.fault(
                ("flow", "assessed"),
                f"{flow.assessed} assessed less {excluded} excluded are "
                f"{flow.assessed - excluded}, but {entered} participants are in {enrolled.file}.",
                "Correct the numbers; who was eligible and did not come in is excluded too.",
                str(flow.assessed),
            )


def check_lost(draft: Draft, enrolled: Participants | None, cells: pd.DataFrame) -> Iterator[Fault]:
    """Yield arms in which more are said to be lost than are missing at the last visit.

    Parameters
    ----------
    draft : Draft
        The study file.
    enrolled : Participants or None
        Who took part; None if that is not known.
    cells : pandas.DataFrame
        One row a sound score or item: ``participant, visit`` and more.
    """
    if enrolled is None or cells.empty or not (draft.is_valid("flow") and draft.names_visits):
        return
    last = max(draft.file.visits, key=lambda visit: visit.weeks).name
    seen = set(cells.loc[cells["visit"] == last, "participant"])
    for name, arm in draft.file.flow.arms.items():
        people = enrolled.people.loc[enrolled.people["arm"] == name, "participant"]
        missing, lost = int((~people.isin(seen)).sum()), sum(arm.lost.values())
        if missing < lost <= len(people):
            yield draft.source.fault(
                ("flow", "arms", name, "lost"),
                f"{lost} were lost, but {len(people) - missing} of the {len(people)} participants "
                f"of this arm have a score at {last}, the last visit.",
                "Who has a score there was not lost: correct the number, or the scores.",
                str(lost),
            )


def _check_arm(draft: Draft, name: str, arm: ArmFlow, allocated: int) -> Iterator[Fault]:
    counts: dict[str, int | None] = {"received": arm.received, "lost": sum(arm.lost.values())}
    for key, count in counts.items():
        if count is not None and count > allocated:
            path: KeyPath = ("flow", "arms", name, key)
            yield draft.source.fault(
                path,
                f"{count} are more than the {allocated} participants of this arm.",
                "Correct the number, or the arm of participants.",
                str(count),
            )
