"""What the participants of an arm were given, in the terms of TIDieR.

Hoffmann TC, Glasziou PP, Boutron I, et al. Better reporting of interventions: template for
intervention description and replication (TIDieR) checklist and guide. BMJ 2014;348:g1687.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from outcomes.study.part import Part, Text


class Price(Part):
    """What a treatment costs; ``per`` says what the amount pays for."""

    amount: Annotated[float, Field(ge=0)]
    currency: Text
    per: Literal["session", "course"] = "session"
    source: str = ""


class Treatment(Part):
    """The treatment of one arm, as planned and as given; what is left out is not known.

    ``sites`` are the places of the body, ``location`` is where participants went for it;
    ``tailoring`` is what could differ from one participant to the next, ``as_given`` how far
    the treatment given kept to the one planned.
    """

    rationale: Text | None = None
    substance: Text | None = None
    dose: Text | None = None
    volume: Text | None = None
    procedure: Text | None = None
    sites: Text | None = None
    guidance: Text | None = None
    sessions: Annotated[int, Field(ge=0)] | None = None
    interval: Text | None = None
    given_by: Text | None = None
    location: Text | None = None
    tailoring: Text | None = None
    co_treatment: Text | None = None
    as_given: Text | None = None
    price: Price | None = None
