"""The margin of a trial of non-inferiority or equivalence: checked, and given to its endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from outcomes.errors import Fault
from outcomes.instruments.definition import Endpoint, Margin
from outcomes.study.measures import MeasureReading
from outcomes.study.plan import StudyFile
from outcomes.study.read_study_file import Draft

WITH_MARGIN = ("non-inferiority", "equivalence")
"""Frameworks of a trial that is held against a margin."""


def check_margin(draft: Draft, readings: Mapping[str, MeasureReading]) -> Iterator[Fault]:
    """Yield what is wrong with ``framework`` and ``plan.margin`` of a study file."""
    file, say = draft.file, draft.source.fault
    path = ("plan", "margin")
    if not (draft.is_valid("framework") and draft.is_valid(*path)):
        return
    if file.framework not in WITH_MARGIN:
        if file.plan.margin is not None:
            yield say(
                path,
                "The study is not declared a trial of non-inferiority or equivalence.",
                "Say `framework: non-inferiority` or `equivalence` if it was planned as one, or "
                "remove the margin.",
                file.plan.margin,
            )
        return
    if file.plan.margin is None:
        yield say(
            ("framework",),
            f"A trial of {file.framework} is held against a margin, and the plan names none.",
            "Add it in the unit of the primary endpoint, as `plan: {margin: 5}`.",
            file.framework,
        )
        return
    if not file.compares_arms and draft.is_valid("design"):
        message = f"A {file.design} study compares nothing with a margin."
        yield say(("framework",), message, "Remove it.", file.framework)
    endpoints = [
        endpoint
        for reading in readings.values()
        for endpoint in reading.endpoints.values()
        if endpoint.name == file.plan.primary.endpoint
    ]
    for endpoint in endpoints:
        yield from _check_endpoint(draft, endpoint)


def _check_endpoint(draft: Draft, endpoint: Endpoint) -> Iterator[Fault]:
    path, file = ("plan", "margin"), draft.file
    margin = make_margin(file, endpoint)
    if endpoint.higher == "neither" and file.framework == "non-inferiority":
        yield draft.source.fault(
            path,
            f"Neither direction of `{endpoint.name}` is declared better, so none is inferior.",
            "Give the measure `higher: better` or `worse`.",
            file.plan.margin,
        )
    if margin is not None and margin.value >= endpoint.high - endpoint.low:
        unit = "percentage points" if endpoint.kind == "binary" else endpoint.unit
        yield draft.source.fault(
            path,
            "The margin is as wide as the scale, so nothing could fail it.",
            f"Give the largest deficit that would be acceptable, in {unit or 'the unit'} of "
            f"`{endpoint.name}`.",
            file.plan.margin,
        )


def make_margin(file: StudyFile, endpoint: Endpoint) -> Margin | None:
    """Return the margin that an endpoint is held against; None if it is not."""
    value = file.plan.margin
    if value is None or endpoint.name != file.plan.primary.endpoint:
        return None
    share = endpoint.kind == "binary"
    return Margin(value / 100 if share else value, file.framework == "equivalence")


def with_margin(file: StudyFile, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint with the margin of the study file, where it is the primary one."""
    return replace(endpoint, margin=make_margin(file, endpoint))
