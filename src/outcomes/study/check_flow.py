"""Checking the numbers of the flow diagram that a study file gives against who is in its tables."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.codes import did_you_mean
from outcomes.study.enrolled import Participants
from outcomes.study.plan import ArmFlow
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
    flow, arms = draft.file.flow, draft.file.arms
    for name, arm in flow.arms.items():
        if name not in arms:
            yield draft.source.fault(
                ("flow", "arms", name),
                "There is no such arm.",
                f"{did_you_mean(name, list(arms))}The arms here are: {', '.join(arms)}.",
                name,
            )
        elif enrolled is not None:
            allocated = int((enrolled.people["arm"] == name).sum())
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
