"""Numbers of the flow diagram that a study file gives because no table holds them."""

from __future__ import annotations

from pydantic import Field

from outcomes.study.part import Count, Name, Part, Text


class ArmFlow(Part):
    """Of one arm: how many received the treatment, and how many left for which reason."""

    received: Count | None = None
    lost: dict[Text, Count] = Field(default_factory=dict)


class ParticipantFlow(Part):
    """Numbers of the flow diagram that no table holds (CONSORT 2025, items 22a and 22b).

    ``excluded`` counts those excluded before they came in, by reason.
    """

    assessed: Count | None = None
    excluded: dict[Text, Count] = Field(default_factory=dict)
    arms: dict[Name, ArmFlow] = Field(default_factory=dict)
