"""Intercurrent events and their strategies, as the study file declares them, in words."""

from __future__ import annotations

from outcomes.study.plan import StudyFile


def name_intercurrent(file: StudyFile) -> dict[str, str]:
    """Return each event that the plan names, and how it is dealt with: ``treatment policy``."""
    return {
        event.replace("_", " "): each.strategy.replace("-", " ")
        for event, each in file.plan.intercurrent.items()
    }
