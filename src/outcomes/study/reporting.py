"""How a study was set up and run, as reports of it have to say: the optional keys for CONSORT 2025.

What is left out was not said. Nothing here changes an analysis.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from outcomes.study.part import Name, Part, Source, Text

Allocation = Literal["randomised", "not-randomised", "observational"]


def _year_as_text(value: Any) -> Any:
    return str(value) if type(value) is int else value


Date = Annotated[
    str,
    BeforeValidator(_year_as_text),
    Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
]
"""A year, a month or a day: ``2012``, ``2012-03`` or ``2012-03-28``."""


class Registration(Part):
    """Where the study is registered, its number there, and when it was entered."""

    registry: Text | None = None
    number: Text | None = None
    date: Date | None = None
    url: str = ""


class Funding(Part):
    """Who paid for the study, and what part they had in it."""

    by: Text | None = None
    role: Text | None = None


class Ethics(Part):
    """Who approved the study, under which number, and how participants consented."""

    committee: Text | None = None
    number: Text | None = None
    consent: Text | None = None


class Objectives(Part):
    """What the study was to find out, on benefit and on harm."""

    benefits: Text | None = None
    harms: Text | None = None


class Setting(Part):
    """Which kind of care (hospital, general practice) and where: countries, towns, clinics."""

    care: Text | None = None
    locations: Text | None = None


class Eligibility(Part):
    """Who could take part: participants by criterion, sites, and those who give the treatment."""

    inclusion: tuple[Text, ...] = ()
    exclusion: tuple[Text, ...] = ()
    sites: Text | None = None
    therapists: Text | None = None


class Dates(Part):
    """When recruitment began and ended, and when the last participant was followed up."""

    recruitment_start: Date | None = None
    recruitment_end: Date | None = None
    follow_up_end: Date | None = None


class Change(Part):
    """Something that was changed after the study had begun, and why."""

    what: Text
    why: str = ""


class RandomSequence(Part):
    """The random sequence: who made it and how, of which kind, and with which restrictions.

    ``ratio`` is the allocation ratio in the order of the arms, ``1:1``. ``strata`` lists columns of
    the participants table, for which models are then adjusted, or says in words what they were.
    """

    generated_by: Text | None = None
    method: Text | None = None
    type: Text | None = None
    blocks: Text | None = None
    strata: tuple[Text, ...] | Text | None = None
    ratio: Annotated[str, Field(pattern=r"^\d+(:\d+)+$")] | None = None


class Enrolment(Part):
    """Who enrolled and who assigned participants, and whether they could see the sequence."""

    enrolled_by: Text | None = None
    assigned_by: Text | None = None
    access: Text | None = None


class Blinding(Part):
    """Who did not know which treatment was given, and how that was kept from them.

    Who is left out is not said to have been blinded; ``blinding: {}`` says that nobody was.
    ``similarity`` says how alike the treatments were.
    """

    participants: Text | None = None
    therapists: Text | None = None
    assessors: Text | None = None
    analysts: Text | None = None
    similarity: Text | None = None

    @property
    def blinded(self) -> dict[str, str]:
        """How each group of people was blinded, of those that were."""
        everybody = ("participants", "therapists", "assessors", "analysts")
        how = {who: getattr(self, who) for who in everybody}
        return {who: text for who, text in how.items() if text is not None}


class Reporting(Part):
    """The optional keys of a study file that say how the study was set up and run.

    Without ``allocation`` nothing is said to be randomised. ``other_care`` is by arm; an empty list
    of ``changes`` says that there were none.
    """

    allocation: Allocation | None = None
    framework: Literal["superiority", "exploratory", "non-inferiority", "equivalence"] | None = None
    registration: Registration | None = None
    protocol: Source | None = None
    analysis_plan: Source | None = None
    data_access: Text | None = None
    funding: Funding | None = None
    interests: Text | None = None
    ethics: Ethics | None = None
    background: Text | None = None
    objectives: Objectives | None = None
    patient_involvement: Text | None = None
    changes: tuple[Change, ...] | None = None
    setting: Setting | None = None
    eligibility: Eligibility | None = None
    harms_assessment: Text | None = None
    sample_size: Text | None = None
    interim: Text | None = None
    sequence: RandomSequence | None = None
    concealment: Text | None = None
    enrolment: Enrolment | None = None
    blinding: Blinding | None = None
    dates: Dates | None = None
    ended: Text | None = None
    other_care: dict[Name, Text] | None = None
