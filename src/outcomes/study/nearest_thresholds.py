"""The published thresholds of a study's endpoints that are nearest to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from outcomes.instruments.nearest import order_by_nearness
from outcomes.study.measures import MeasureReading
from outcomes.study.read_study_file import Draft


def choose_nearest(
    draft: Draft, readings: Mapping[str, MeasureReading]
) -> dict[str, MeasureReading]:
    """Put the thresholds nearest to the study first, and leave out those of another joint."""
    file = draft.file
    if not draft.is_valid("joint"):
        return dict(readings)
    arms = [arm.label for arm in file.arms.values()]
    return {
        name: replace(
            reading,
            endpoints={
                key: replace(
                    endpoint,
                    thresholds=order_by_nearness(
                        endpoint.thresholds, file.joint, file.condition, arms
                    ),
                )
                for key, endpoint in reading.endpoints.items()
            },
        )
        for name, reading in readings.items()
    }
