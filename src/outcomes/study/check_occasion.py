"""Checking a study of one occasion: its groups of people are described and not compared."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.read_study_file import Draft

DESIGN = "cross-sectional"
ROLE = "group"


def check_occasion(draft: Draft) -> Iterator[Fault]:
    """Yield what a study of one occasion says of time or treatment, and others of an occasion."""
    is_once = draft.file.asks_once
    if draft.is_valid("arms"):
        yield from _check_roles(draft, is_once=is_once)
    if not draft.is_valid("visits"):
        return
    if is_once:
        yield from _check_no_time(draft)
        return
    for number, visit in enumerate(draft.file.visits):
        if visit.once:
            yield draft.source.fault(
                ("visits", number, "once"),
                f"A {draft.file.design} study has visits at times since baseline.",
                f"Give the time instead, as `week: 6`, or say `design: {DESIGN}`.",
            )


def _check_roles(draft: Draft, *, is_once: bool) -> Iterator[Fault]:
    for name, arm in draft.file.arms.items():
        path = ("arms", name, "role")
        if not draft.is_valid(*path) or (arm.role == ROLE) == is_once:
            continue
        if is_once:
            message = "A study of one occasion has groups of people, and no arms with treatments."
            fix = f"Write `role: {ROLE}`."
        else:
            message = f"A `{ROLE}` is part of a study of one occasion."
            fix = f"Say what the arm is compared as, or say `design: {DESIGN}`."
        yield draft.source.fault(path, message, fix, arm.role)


def _check_no_time(draft: Draft) -> Iterator[Fault]:
    visits, say = draft.file.visits, draft.source.fault
    if len(visits) != 1:
        yield say(
            ("visits",),
            f"A {DESIGN} study has one occasion, and here are {len(visits)}.",
            "Keep one, or say `single-arm` or `parallel`.",
        )
    for number, visit in enumerate(visits):
        if not visit.once:
            yield say(
                ("visits", number),
                "A study of one occasion has no baseline to count time from.",
                f"Write `{{name: {visit.name}, once: true}}`.",
                visit.name,
            )
    for name, measure in draft.file.measures.items():
        if measure.baseline is not None and draft.is_valid("measures", name):
            yield say(
                ("measures", name, "baseline"),
                "A study of one occasion has no baseline.",
                "Remove it, or say `single-arm` or `parallel`.",
                measure.baseline,
            )
